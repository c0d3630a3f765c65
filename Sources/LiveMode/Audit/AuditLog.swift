package import Documents
package import Units

/// Where the lines of an audit log go. It only ever grows.
package protocol AuditSink {
  /// What can go wrong.
  associatedtype Failure: Error
  /// Writes a whole line behind the last one, and returns when it is kept.
  mutating func append(_ line: [UInt8]) throws(Failure)
}

/// Why a line was not written. The log is as it was.
package enum AuditError<Failure: Error>: Error {
  /// The sink refused it.
  case sink(Failure)
  /// The payload has no written form.
  case payload(DocumentWriteError)
}

/// Writes an audit log: append-only, each line tied to the one before by its hash.
///
/// A chain shows edits, reordering, insertion and gaps. That lines are missing at its end shows only to
/// whoever kept the head: it is exported as a metric and printed with each plan.
package struct AuditLog<Sink: AuditSink> {
  /// The sink.
  package private(set) var sink: Sink
  /// Where the log ends.
  package private(set) var head: AuditHead
  /// Who writes.
  package let actor: String

  /// Opens a log behind `head`.
  package init(to sink: Sink, actor: String, after head: AuditHead = .none) {
    self.sink = sink
    self.actor = actor
    self.head = head
  }

  /// Writes a line.
  ///
  /// - Parameters:
  ///   - kind: What happened.
  ///   - payload: The particulars; secrets are taken out, and `redacted` says where.
  ///   - now: When.
  /// - Returns: The log's new head.
  @discardableResult
  package mutating func append(
    _ kind: AuditEntry.Kind, _ payload: DocumentValue, at now: Instant
  ) throws(AuditError<Sink.Failure>) -> AuditHead {
    var redacted: [String] = []
    var clean = Redaction.clean(payload, redacted: &redacted)
    if !redacted.isEmpty, case .mapping(let members) = clean {
      clean = .mapping(
        members.filter { $0.key != "redacted" }
          + [(key: "redacted", value: .sequence(redacted.map { .string($0) }))])
    }
    let entry = AuditEntry(
      sequence: head.sequence + 1, at: now, actor: Redaction.clean(text: actor), kind: kind,
      payload: clean, previous: head.hash)
    let line: (bytes: [UInt8], hash: SHA256.Digest)
    do throws(DocumentWriteError) { line = try entry.line() } catch { throw .payload(error) }
    do throws(Sink.Failure) { try sink.append(line.bytes) } catch { throw .sink(error) }
    head = AuditHead(sequence: entry.sequence, hash: line.hash)
    return head
  }
}
