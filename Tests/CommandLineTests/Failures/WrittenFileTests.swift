import Foundation
import Testing

/// Files that a command writes: whole or not at all, and never in place of something else.
@Suite struct WrittenFileTests {
  @Test func `a link keeps its place, and its file is replaced`() throws {
    let bench = try Bench()
    try bench.simulate()
    try bench.scratch.write("pages/real.html", "old")
    try FileManager.default.createSymbolicLink(
      atPath: bench.scratch.path("link.html"), withDestinationPath: "pages/real.html")
    #expect(try bench.run("report", "--html", "link.html").status == 0)
    let kept = try FileManager.default.destinationOfSymbolicLink(
      atPath: bench.scratch.path("link.html"))
    #expect(kept == "pages/real.html")
    #expect(bench.scratch.text("pages/real.html").hasPrefix("<!doctype html>"))
    // A link to a file that is not there yet makes that file.
    try FileManager.default.createSymbolicLink(
      atPath: bench.scratch.path("new.html"), withDestinationPath: "pages/new.html")
    #expect(try bench.run("report", "--html", "new.html").status == 0)
    #expect(try bench.scratch.names(in: "pages") == ["new.html", "real.html"])
  }

  @Test func `a pipe or a device is written to, not replaced`() throws {
    let bench = try Bench()
    try bench.simulate()
    let pipe = bench.scratch.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    // Opened for both, so that neither end waits for the other.
    let reader = open(pipe, O_RDWR | O_NONBLOCK)
    defer { close(reader) }
    let result = try bench.run("export", "latest/calm", "--journal", "csv", "-o", "pipe")
    #expect(result.status == 0, "\(result.errors)")
    var status = stat()
    #expect(lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(reader, &bytes, bytes.count)
    let exported = try bench.run("export", "latest/calm", "--journal", "csv").bytes
    #expect(count == exported.count && Array(bytes.prefix(max(count, 0))) == exported)
    #expect(try bench.scratch.names() == ["jobs.csv", "pipe", "runs", "small.yaml"])
  }

  @Test func `standard output may be named as a file`() throws {
    let bench = try Bench()
    try bench.simulate()
    let plain = try bench.run("export", "latest/calm", "--journal", "csv")
    let pipe = Pipe()
    let running = try bench.start(
      ["export", "latest/calm", "--journal", "csv", "-o", "/dev/stdout"],
      call: .init(output: pipe.fileHandleForWriting))
    #expect(try running.wait().status == 0)
    try pipe.fileHandleForWriting.close()
    #expect(try pipe.fileHandleForReading.readToEnd().map(Array.init) == plain.bytes)
  }

  @Test func `what cannot be written says why`() throws {
    let bench = try Bench()
    try bench.simulate()
    try bench.scratch.write("folder/file", "x")
    for (path, words) in [
      ("folder", "it is a directory"), ("jobs.csv/page.html", "jobs.csv"),
      ("/dev/full", "No space left on device"), ("", "name"),
    ] {
      let result = try bench.run("report", "--html", path)
      // A folder in the place of a file is one mistake, wherever it is made.
      #expect(result.status == (path == "folder" ? 66 : 1) && result.output.isEmpty, "\(path)")
      #expect(result.errors.contains(words) && result.errorLines.count == 1, "\(result.errors)")
    }
    #expect(try bench.scratch.names(in: "folder") == ["file"])
  }
}
