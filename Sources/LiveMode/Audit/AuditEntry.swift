package import Documents
package import Units

/// One line of the audit log: who did what, when, and the hash that ties it to the line before.
package struct AuditEntry: Sendable {
  /// What happened.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A log begins: the first line of a file, and of each file after it.
    case logOpened = "LogOpened"
    /// A replica became the leader, or ceased to be.
    case leadershipChanged = "LeadershipChanged"
    /// A fleet was read.
    case snapshotTaken = "SnapshotTaken"
    /// A plan was made.
    case adviceGiven = "AdviceGiven"
    /// 5-Spot does otherwise than its release.
    case differenceSeen = "DifferenceSeen"
    /// An action was carried out, or refused.
    case actionTaken = "ActionTaken"
    /// The terms of the scheduler changed.
    case termsChanged = "TermsChanged"
    /// Something failed.
    case failureSeen = "FailureSeen"
  }

  /// The place of the line in the log, from 1 on and without gaps.
  package var sequence: Int64
  /// When.
  package var at: Instant
  /// Who: the identity of the replica, or the user who called.
  package var actor: String
  /// What happened.
  package var kind: Kind
  /// The particulars, without secrets.
  package var payload: DocumentValue
  /// The hash of the line before; `AuditHead.none` in the first.
  package var previous: SHA256.Digest

  /// The entry as a line: canonical JSON with the SHA-256 of the canonical JSON of everything else
  /// in it, and a line feed.
  func line() throws(DocumentWriteError) -> (bytes: [UInt8], hash: SHA256.Digest) {
    let hash = SHA256.digest(try DocumentValue.mapping(members).canonicalJSON())
    let whole = members + [(key: "hash", value: .string(hash.hex))]
    return (try DocumentValue.mapping(whole).canonicalJSON() + [0x0A], hash)
  }

  private var members: [(key: String, value: DocumentValue)] {
    [
      ("seq", .integer(sequence)), ("at", .string(at.rfc3339)), ("actor", .string(actor)),
      ("kind", .string(kind.rawValue)), ("payload", payload), ("previous", .string(previous.hex)),
    ]
  }
}

/// Where a log ends: what the next line has to follow on.
package struct AuditHead: Hashable, Sendable {
  /// The last line's place; 0 for none.
  package var sequence: Int64
  /// The last line's hash.
  package var hash: SHA256.Digest

  /// Makes a head.
  package init(sequence: Int64, hash: SHA256.Digest) {
    self.sequence = sequence
    self.hash = hash
  }

  /// Before the first line: 32 bytes of zero.
  package static let none: AuditHead = {
    guard let zero = SHA256.Digest(bytes: Array(repeating: 0, count: 32)) else {
      preconditionFailure("a digest has 32 bytes")
    }
    return AuditHead(sequence: 0, hash: zero)
  }()
}
