import Documents
import FleetTestSupport
import Foundation
import LiveMode
import SpotScheduler
import Testing
import Units

@Suite("Audit log in a file")
struct AuditFileTests {
  /// A path for one test.
  private final class Place {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("fivespot-audit-\(UUID().uuidString)").path

    init() throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func bytes(_ name: String) -> [UInt8] {
      [UInt8](FileManager.default.contents(atPath: path(name)) ?? Data())
    }
  }

  /// Writes lines into a file, as a process that begins and ends would.
  @discardableResult
  private func write(
    _ count: Int, to path: String, following previous: String? = nil
  ) throws -> AuditHead {
    let (file, head) = try AuditFile.open(path, following: previous)
    defer { file.close() }
    var log = AuditLog(to: file, actor: "one", after: head)
    for index in 0..<count {
      try log.append(.logOpened, ["index": .integer(Int64(index))], at: SampleFleet.noon)
    }
    return log.head
  }

  @Test func `one process after the other writes one chain`() throws {
    let place = try Place()
    for round in 1...3 {
      #expect(try write(4, to: place.path("a")).sequence == Int64(round * 4))
      #expect(AuditVerification(of: place.bytes("a")).lines == Int64(round * 4))
      #expect(AuditVerification(of: place.bytes("a")).holds)
    }
  }

  @Test func `a new file follows on the one before, and goes on by itself`() throws {
    let place = try Place()
    let first = try write(3, to: place.path("a"))
    try write(2, to: place.path("b"), following: place.path("a"))
    let head = try write(2, to: place.path("b"))
    #expect(head.sequence == 7)
    let second = AuditVerification(of: place.bytes("b"), after: first)
    #expect(second.holds && second.lines == 4 && second.head == head)
    #expect(AuditVerification.start(of: place.bytes("b")) == first)
    #expect(AuditVerification.start(of: place.bytes("a")) == .none)
    #expect(throws: AuditFile.Failure.self) {
      try AuditFile.open(place.path("c"), following: place.path("nowhere"))
    }
  }

  @Test(arguments: [
    ("torn", "the line does not end"), ("edited", "line 1"), ("foreign", "line 3"),
  ])
  func `nothing is written behind a broken line`(name: String, words: String) throws {
    func spoil(_ bytes: [UInt8]) -> [UInt8] {
      switch name {
      case "torn": bytes.dropLast(3)
      case "edited": bytes.prefix(20) + [0x31] + bytes.dropFirst(21)
      default: bytes + Array("hello\n".utf8)
      }
    }
    let place = try Place()
    try write(2, to: place.path(name))
    let spoiled = spoil(place.bytes(name))
    try Data(spoiled).write(to: URL(fileURLWithPath: place.path(name)))
    let failure = #expect(throws: AuditFile.Failure.self) { try AuditFile.open(place.path(name)) }
    #expect(failure?.kind == .broken && failure?.description.contains(words) == true)
    #expect(place.bytes(name) == spoiled)
  }

  @Test func `one process writes at a time`() throws {
    let place = try Place()
    let (file, _) = try AuditFile.open(place.path("a"))
    let failure = #expect(throws: AuditFile.Failure.self) { try AuditFile.open(place.path("a")) }
    #expect(failure?.kind == .locked)
    file.close()
    try write(1, to: place.path("a"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `what is no file is refused`() {
    for path in ["/dev/full", "/", "/nowhere/audit"] {
      let failure = #expect(throws: AuditFile.Failure.self) { try AuditFile.open(path) }
      #expect(failure?.kind == .system && failure?.description.hasPrefix(path) == true)
    }
  }
}

@Suite("What goes into the audit log")
struct AuditDiaryTests {
  @Test func `a plan is written when it is new, and again after a while`() throws {
    var reconciler = LiveReconciler(try SampleFleet.objects(), profile: .upstream03)
    var diary = AuditDiary()
    var now = SampleFleet.noon
    func kinds() -> [AuditEntry.Kind] {
      diary.entries(
        for: reconciler.reconcile(at: now), reconciliation: "r", at: now, every: .minutes(30)
      ).map(\.kind)
    }
    let first = kinds()
    #expect(first.prefix(2) == [.snapshotTaken, .adviceGiven])
    #expect(first.count { $0 == .differenceSeen } == first.count - 2)
    #expect(first.count > 2)
    #expect(kinds().isEmpty)
    now = now + .hours(13)
    #expect(kinds().contains(.adviceGiven))
    #expect(!kinds().contains(.adviceGiven))
    now = now - .hours(1)
    #expect(kinds().contains(.adviceGiven), "a clock that was set back silences nobody")
  }
}

@Suite("Log")
struct LogLineTests {
  @Test func `a line is one object without secrets`() throws {
    let line = LogLine(
      .warn, "no way with Bearer abcdef",
      [("cluster", "fleet/batch"), ("token", "hunter2"), ("error", "two\nlines")]
    ).json(at: SampleFleet.noon)
    #expect(line.count { $0 == 0x0A } == 1 && line.last == 0x0A)
    let root = try Document.parseJSON(line, file: "log").root
    #expect(root["ts"]?.string == "2026-06-10T12:00:00Z" && root["level"]?.string == "warn")
    #expect(root["msg"]?.string == "no way with Bearer [redacted]")
    #expect(root["token"]?.string == "[redacted]" && root["error"]?.string == "two\nlines")
    #expect(LogLine.Level.debug < .info && LogLine.Level.warn < .error)
  }
}
