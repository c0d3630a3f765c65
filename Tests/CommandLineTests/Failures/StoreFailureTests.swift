import Foundation
import GRDB
import Testing

/// Stores that cannot be used, each told in its own words and left as it was.
@Suite struct StoreFailureTests {
  // MARK: What is no store

  @Test func `a folder, another file, another database and a newer store are refused`() throws {
    let bench = try Bench()
    let scratch = bench.scratch
    try scratch.write("folder/file", "x")
    try scratch.write("notes.txt", String(repeating: "These are notes, not a store.\n", count: 99))
    try bench.tamper("CREATE TABLE other (x); INSERT INTO other VALUES (1)", store: "other.sqlite")
    try bench.simulate("--store", "newer.sqlite")
    try bench.tamper("PRAGMA user_version = 999", store: "newer.sqlite")
    for (store, words) in [
      ("folder", "the path is a folder"), ("notes.txt", "the file is no run store"),
      ("other.sqlite", "another program"), ("newer.sqlite", "version 999"),
    ] {
      let before = try? scratch.bytes(store)
      for command in [
        ["run", "small.yaml", "--quiet"], ["runs", "list"], ["report"], ["verify"],
      ] {
        let result = try bench.start(command + ["--store", store]).wait()
        let status: Int32 = store == "folder" ? 66 : 65
        #expect(result.status == status && result.output.isEmpty, "\(store) \(command)")
        #expect(result.errors.hasPrefix("fivespot: \(store): "), "\(result.errors)")
        #expect(result.errors.contains(words) && result.errorLines.count == 1, "\(result.errors)")
      }
      #expect((try? scratch.bytes(store)) == before, "\(store) is left as it was")
    }
    #expect(try scratch.names(in: "folder") == ["file"])
  }

  @Test func `a store below a file, or without a name, cannot be made`() throws {
    let bench = try Bench()
    for store in ["jobs.csv/x.sqlite", ""] {
      let result = try bench.run("run", "small.yaml", "--quiet", "--store", store)
      #expect(result.status == 1 || result.status == 65, "\(result.status)")
      #expect(result.output.isEmpty && result.errorLines.count == 1, "\(result.errors)")
    }
    #expect(try bench.scratch.names() == ["jobs.csv", "small.yaml"])
  }

  @Test(arguments: [100, 1_000, 5_000, 20_000])
  func `a cut store is an error in words`(length: Int) throws {
    let bench = try Bench()
    try bench.simulate()
    let whole = try bench.scratch.bytes(Bench.store)
    try bench.scratch.write(Bench.store, bytes: whole.prefix(length))
    for command in [["runs", "show"], ["report"], ["run", "small.yaml", "-q"]] {
      let result = try bench.start(command).wait()
      #expect(result.signal == nil && [1, 65].contains(result.status), "\(command)")
      #expect(result.output.isEmpty && result.errorLines.count == 1, "\(result.errors)")
      #expect(result.errors.contains(Bench.store))
    }
  }

  // MARK: Others at work

  @Test func `two runs into one store at a time both are kept`() throws {
    let bench = try Bench()
    let first = try bench.start(["run", "small.yaml", "--quiet", "--seeds", "1..20"])
    let second = try bench.start(["run", "small.yaml", "--quiet", "--seeds", "21..40"])
    #expect(try first.wait().status == 0)
    #expect(try second.wait().status == 0)
    #expect(bench.count("SELECT count(*) FROM members WHERE status = 'complete'") == 80)
  }

  @Test func `a store that somebody holds for long exits 75`() throws {
    let bench = try Bench()
    try bench.simulate()
    let queue = try DatabaseQueue(path: bench.scratch.path(Bench.store))
    let result = try queue.inDatabase { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      defer { try? database.execute(sql: "ROLLBACK") }
      // Reading goes on meanwhile.
      #expect(try bench.run("runs", "list").status == 0)
      return try bench.run("run", "small.yaml", "--quiet")
    }
    #expect(result.status == 75 && result.output.isEmpty)
    #expect(result.errors.contains("another process holds the store"), "\(result.errors)")
    try bench.simulate()
  }

  // MARK: Permissions

  @Test(.enabled(if: Machine.canBeBoundByPermissions, "root, and setpriv is missing"))
  func `what may not be written to is read, and a run says what to do`() throws {
    let bench = try Bench()
    try bench.simulate()
    let call = try Self.unprivilegedCall(bench.scratch)
    chmod(bench.scratch.path(Bench.store), 0o444)
    chmod(bench.scratch.path("runs"), 0o555)
    mkdir(bench.scratch.path("closed"), 0o555)
    mkdir(bench.scratch.path("open"), 0o777)
    chmod(bench.scratch.path("open"), 0o777)
    try bench.scratch.write("open/own.sqlite", bytes: bench.scratch.bytes(Bench.store))
    chmod(bench.scratch.path("open/own.sqlite"), 0o444)
    for store in [Bench.store, "open/own.sqlite", "closed/new.sqlite"] {
      let result = try bench.run("run", "small.yaml", "-q", "--store", store, call: call)
      #expect(result.status == 1 && result.output.isEmpty, "\(store)")
      #expect(result.errors.contains("read-only") && result.errors.contains("--store"))
      #expect(result.errorLines.count == 1, "\(result.errors)")
    }
    for command in [["runs", "list"], ["runs", "show"], ["report"], ["verify", "-q"]] {
      let result = try bench.start(command, call: call).wait()
      #expect(result.status == 0 && result.errors.isEmpty, "\(command) \(result.errors)")
    }
    let page = try bench.run("report", "--html", "closed/report.html", call: call)
    #expect(page.status == 1 && page.errors.contains("closed/report.html: Permission denied"))
    chmod(bench.scratch.path("jobs.csv"), 0o000)
    let input = try bench.run("run", "small.yaml", "--store", "open/x.sqlite", call: call)
    #expect(input.status == 66 && input.errors.contains("Permission denied"), "\(input.errors)")
    #expect(try bench.scratch.names(in: "runs") == ["fivespot.sqlite"])
    #expect(try bench.scratch.names(in: "closed").isEmpty)
    chmod(bench.scratch.path("runs"), 0o755)
  }

  /// A call with a copy of the product that everybody may reach, by somebody without rights.
  private static func unprivilegedCall(_ scratch: Scratch) throws -> BuiltProduct.Call {
    guard Machine.isRoot else { return .init() }
    let copy = scratch.url.appendingPathComponent("product")
    try FileManager.default.copyItem(at: BuiltProduct.url("fivespot"), to: copy)
    chmod(scratch.path(""), 0o755)
    chmod(copy.path, 0o755)
    return .init(wrapper: Machine.unprivileged, executable: copy)
  }

  // MARK: A full disk

  @Test(.enabled(if: Machine.canMount, "needs root and the right to mount"))
  func `on a full disk what ended is kept, and no file is half there`() throws {
    let bench = try Bench()
    mkdir(bench.scratch.path("disk"), 0o755)
    let disk = try #require(SmallDisk(at: bench.scratch.path("disk"), bytes: 1 << 20))
    let store = "disk/s.sqlite"
    let result = try bench.run(
      "run", "small.yaml", "--seeds", "1..2000", "--keep-journal", "all", "-q", "--store", store)
    #expect(result.status == 1 && result.signal == nil)
    #expect(result.errors.contains("\(store): the disk is full"), "\(result.errors)")
    let kept = bench.count("SELECT max(members_complete) FROM runs", store: store) ?? 0
    #expect(kept > 0 && kept < 4_000)
    let listed = try bench.run("runs", "list", "--store", store)
    #expect(listed.status == 0 && listed.output.contains("incomplete  \(kept)/4000"))
    #expect(try bench.run("verify", "latest/calm/1", "-q", "--store", store).status == 0)
    let page = try bench.run("report", "--store", store, "--html", "disk/report.html")
    #expect(page.status == 1)
    #expect(page.errors.contains("cannot write disk/report.html: No space left on device"))
    #expect(try bench.scratch.names(in: "disk").allSatisfy { $0.hasPrefix("s.sqlite") })
    // Room is made: the same store goes on.
    try #require(disk.grow(to: 32 << 20))
    try bench.simulate("--store", store)
    #expect(try bench.run("verify", "-q", "--store", store).status == 0)
  }

  @Test(.enabled(if: Machine.canMount, "needs root and the right to mount"))
  func `a disk with no room at all says so`() throws {
    let bench = try Bench()
    mkdir(bench.scratch.path("disk"), 0o755)
    let disk = try #require(SmallDisk(at: bench.scratch.path("disk"), bytes: 16 << 10))
    let result = try bench.run("run", "small.yaml", "-q", "--store", "disk/s.sqlite")
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(result.errors.contains("disk/s.sqlite: the disk is full"), "\(result.errors)")
    withExtendedLifetime(disk) {}
  }
}
