import Documents
import FleetTestSupport
import LiveMode
import Testing
import Units

/// Keeps lines, and can be told to refuse.
private struct MemorySink: AuditSink {
  struct Full: Error {}

  var bytes: [UInt8] = []
  var isFull = false

  mutating func append(_ line: [UInt8]) throws(Full) {
    if isFull { throw Full() }
    bytes += line
  }
}

@Suite("Audit log")
struct AuditLogTests {
  /// A log of `count` lines.
  private func log(_ count: Int, seed: Int64 = 0) throws -> (lines: [[UInt8]], head: AuditHead) {
    var log = AuditLog(to: MemorySink(), actor: "replica-\(seed)")
    for index in 0..<count {
      try log.append(
        AuditEntry.Kind.allCases[index % AuditEntry.Kind.allCases.count],
        ["number": .integer(Int64(index)), "text": .string("line \u{2028} \"\(index)\"")],
        at: SampleFleet.noon + .seconds(Int64(index)))
    }
    let lines = log.sink.bytes.split(separator: 0x0A).map { Array($0) + [0x0A] }
    return (lines, log.head)
  }

  private func verify(_ lines: [[UInt8]], known: AuditHead? = nil) -> AuditVerification {
    AuditVerification(of: Array(lines.joined()), known: known)
  }

  @Test func `what was written holds`() throws {
    let (lines, head) = try log(9)
    let verification = verify(lines, known: head)
    #expect(verification.holds && verification.lines == 9 && verification.head == head)
    #expect(verify([]).holds)
    let first = try Document.parseJSON(Array(lines[0].dropLast()), file: "line").root
    #expect(
      first.members.map(\.key) == ["actor", "at", "hash", "kind", "payload", "previous", "seq"])
    #expect(first["previous"]?.string == String(repeating: "0", count: 64))
  }

  @Test(arguments: 0..<7)
  func `an edit shows where it is, byte by byte`(line: Int) throws {
    let (lines, head) = try log(7)
    for byte in 0..<(lines[line].count - 1) {
      var edited = lines
      edited[line][byte] ^= 1
      // A line feed inside would make two lines of it.
      if edited[line][byte] == 0x0A { continue }
      let broken = try #require(verify(edited, known: head).firstBroken)
      #expect(broken.line == line + 1, "byte \(byte)")
    }
  }

  @Test(arguments: 0..<7)
  func `a line taken out, doubled, or put in shows`(line: Int) throws {
    let (lines, head) = try log(7)
    let (others, _) = try log(7, seed: 1)
    var changed = lines
    changed.remove(at: line)
    let cut = try #require(verify(changed, known: head).firstBroken)
    #expect(cut.line == line + 1)
    #expect(cut.fault == (line == 6 ? .truncated : .detached))

    changed = lines
    changed.insert(lines[line], at: line)
    #expect(verify(changed).firstBroken?.line == line + 2)

    changed = lines
    changed.insert(others[line], at: line)
    let inserted = try #require(verify(changed).firstBroken)
    // The first line of another log is a sound beginning; what follows is not of it.
    #expect(inserted.line == (line == 0 ? 2 : line + 1))
    #expect(inserted.fault == .detached)
  }

  @Test(arguments: 0..<6)
  func `lines that changed places show`(line: Int) throws {
    var (lines, _) = try log(7)
    lines.swapAt(line, line + 1)
    let broken = try #require(verify(lines).firstBroken)
    #expect(broken.line == line + 1 && broken.fault == .detached)
  }

  @Test func `a cut end shows: in a line always, between lines to who knows the head`() throws {
    let (lines, head) = try log(5)
    let bytes = Array(lines.joined())
    let ends = Set(
      lines.indices.map { lines[...$0].reduce(0) { $0 + $1.count } } + [0])
    for count in 0..<bytes.count {
      let cut = Array(bytes[..<count])
      let whole = ends.filter { $0 <= count }.count
      let broken = AuditVerification(of: cut, known: head).firstBroken
      #expect(broken?.line == whole, "\(count) bytes")
      #expect(broken?.fault == (ends.contains(count) ? .truncated : .torn), "\(count) bytes")
      #expect(AuditVerification(of: cut).holds == ends.contains(count))
    }
  }

  @Test func `a forged line with a right hash has the wrong number or place`() throws {
    let (lines, _) = try log(3)
    let document = try Document.parseJSON(Array(lines[2].dropLast()), file: "line").root.value
    guard case .mapping(let members) = document else {
      Issue.record("an entry is a mapping")
      return
    }
    var forged = members.filter { $0.key != "hash" && $0.key != "seq" }
    forged.append(("seq", 9))
    let hash = SHA256.digest(try DocumentValue.mapping(forged).canonicalJSON())
    forged.append(("hash", .string(hash.hex)))
    let line = try DocumentValue.mapping(forged).canonicalJSON() + [0x0A]
    let broken = try #require(verify([lines[0], lines[1], line]).firstBroken)
    #expect(broken.line == 3 && broken.fault == .misnumbered)
  }

  @Test func `another spelling of the same entry is an edit`() throws {
    let (lines, _) = try log(1)
    let spaced = Array("{ ".utf8) + lines[0].dropFirst()
    #expect(verify([spaced]).firstBroken?.fault == .edited)
    #expect(verify([Array("{}\n".utf8)]).firstBroken?.fault == .unreadable)
    #expect(verify([Array("\n".utf8)]).firstBroken?.fault == .unreadable)
  }

  @Test func `the next file follows on the last`() throws {
    let (_, head) = try log(4)
    var second = AuditLog(to: MemorySink(), actor: "replica-0", after: head)
    try second.append(.logOpened, ["previous": .string(head.hash.hex)], at: SampleFleet.noon)
    #expect(AuditVerification(of: second.sink.bytes, after: head).holds)
    #expect(AuditVerification(of: second.sink.bytes).firstBroken?.fault == .detached)
  }

  @Test func `a sink that refuses leaves the log as it was`() throws {
    var log = AuditLog(to: MemorySink(isFull: true), actor: "a")
    #expect(throws: AuditError<MemorySink.Full>.self) {
      try log.append(.logOpened, [:], at: SampleFleet.noon)
    }
    #expect(log.head == .none)
  }

  @Test func `secrets do not get into the log, and it says where they were`() throws {
    var log = AuditLog(to: MemorySink(), actor: "a")
    try log.append(
      .failureSeen,
      [
        "error": "401 for https://admin:hunter2@api.example/ with Bearer hunter2.abc",
        "headers": ["Authorization": "Bearer hunter2"], "password": ["hunter2"],
        "note": "client-key: -----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END",
        "jwt": "got eyJhbGciOi.eyJzdWIi.hunter2_sig, sorry", "count": 3, "reason": "Drained",
      ], at: SampleFleet.noon)
    let text = String(decoding: log.sink.bytes, as: UTF8.self)
    #expect(!text.contains("hunter2") && !text.contains("eyJ"), "\(text)")
    #expect(text.contains("api.example") && text.contains("Drained"))
    for path in ["error", "headers.Authorization", "password", "note", "jwt"] {
      #expect(text.contains("\"\(path)\""), "\(path)")
    }
    #expect(AuditVerification(of: log.sink.bytes).holds)
  }
}
