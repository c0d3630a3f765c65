import Documents
import Units

/// Whether an audit log is as it was written.
package struct AuditVerification: Hashable, Sendable {
  /// What is wrong with a line.
  package enum Fault: String, CaseIterable, Hashable, Sendable {
    /// It does not end: the writer was cut off, or the file was.
    case torn = "the line does not end"
    /// It is no entry.
    case unreadable = "the line is no entry of an audit log"
    /// Its hash is not the one of what it says: it was edited.
    case edited = "its hash is not the one of what it says"
    /// It does not follow on the line before it: a line was taken out, put in or moved.
    case detached = "it does not follow on the line before it"
    /// Its number is not the next one.
    case misnumbered = "its number is not the next one"
    /// The log ends before the line that it is known to have.
    case truncated = "the log ends before a line that it is known to have"
  }

  /// The first broken line, from 1, and what is wrong with it; nil when all hold.
  package var firstBroken: (line: Int, fault: Fault)? {
    fault.map { (line: Int(lines) + 1, fault: $0) }
  }

  /// How many lines hold before the first that does not.
  package private(set) var lines: Int64 = 0
  /// Where the part that holds ends.
  package private(set) var head: AuditHead
  private var fault: Fault?

  /// Whether the whole log holds.
  package var holds: Bool { fault == nil }

  /// The verdict in words.
  package var text: String {
    guard let firstBroken else { return "\(lines) lines hold, up to \(head.hash.hex)" }
    return "line \(firstBroken.line): \(firstBroken.fault.rawValue); the \(lines) lines before hold"
  }

  /// Reads a log from its first line on.
  ///
  /// - Parameters:
  ///   - bytes: The log.
  ///   - start: What its first line follows on: `none`, or the head of the file before it.
  ///   - known: A head that the log is known to have had, so that a cut end shows.
  package init(of bytes: [UInt8], after start: AuditHead = .none, known: AuditHead? = nil) {
    head = start
    var isKnownSeen = known == nil || known == start
    var position = 0
    while position < bytes.count {
      guard let end = bytes[position...].firstIndex(of: 0x0A) else {
        fault = .torn
        return
      }
      let line = Array(bytes[position..<end])
      switch Self.entry(line) {
      case nil:
        fault = .unreadable
        return
      case let entry?:
        guard entry.isSound else {
          fault = .edited
          return
        }
        guard entry.previous == head.hash else {
          fault = .detached
          return
        }
        guard entry.sequence == head.sequence + 1 else {
          fault = .misnumbered
          return
        }
        head = AuditHead(sequence: entry.sequence, hash: entry.hash)
      }
      lines += 1
      if head == known { isKnownSeen = true }
      position = end + 1
    }
    if !isKnownSeen { fault = .truncated }
  }

  /// What the first line of a file says that it follows on; `none` for an empty file, or one that says
  /// nothing. It is as good as the file is: whoever knows the file before it knows better.
  package static func start(of bytes: [UInt8]) -> AuditHead {
    guard let end = bytes.firstIndex(of: 0x0A), let entry = entry(Array(bytes[..<end])),
      entry.sequence > 1
    else { return .none }
    return AuditHead(sequence: entry.sequence - 1, hash: entry.previous)
  }

  private struct Entry {
    var sequence: Int64
    var previous: SHA256.Digest
    var hash: SHA256.Digest
    var isSound: Bool
  }

  /// An entry is one spelling only: another one of the same meaning is an edit.
  private static func entry(_ line: [UInt8]) -> Entry? {
    guard let document = try? Document.parseJSON(line, file: "line"),
      case .mapping(let members) = document.root.value,
      let sequence = document.root["seq"]?.integer, let kind = document.root["kind"]?.string,
      AuditEntry.Kind(rawValue: kind) != nil,
      let previous = document.root["previous"]?.string.flatMap({ SHA256.Digest(hex: $0) }),
      let hash = document.root["hash"]?.string.flatMap({ SHA256.Digest(hex: $0) })
    else { return nil }
    let rest = members.filter { $0.key != "hash" }
    let canonical = (try? DocumentValue.mapping(members).canonicalJSON()) ?? []
    let computed = (try? DocumentValue.mapping(rest).canonicalJSON()).map { SHA256.digest($0) }
    return Entry(
      sequence: sequence, previous: previous, hash: hash,
      isSound: canonical == line && computed == hash)
  }
}
