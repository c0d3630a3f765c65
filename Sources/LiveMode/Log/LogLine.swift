package import Documents
package import Units

/// A line of the log of a live mode: one JSON object.
package struct LogLine: Sendable {
  /// How much it matters.
  package enum Level: String, CaseIterable, Hashable, Comparable, Sendable {
    /// For whoever looks for a fault.
    case debug
    /// What happens.
    case info
    /// Something that mends itself, or that somebody should look at.
    case warn
    /// Something that does not work.
    case error

    /// Less before more.
    package static func < (left: Self, right: Self) -> Bool {
      let order = Self.allCases
      return order.firstIndex(of: left) ?? 0 < order.firstIndex(of: right) ?? 0
    }
  }

  /// How much it matters.
  package var level: Level
  /// What happened, in words that stay the same.
  package var message: String
  /// The particulars by name, in order.
  package var fields: [(name: String, value: DocumentValue)]

  /// Makes a line.
  package init(
    _ level: Level, _ message: String, _ fields: [(name: String, value: DocumentValue)] = []
  ) {
    self.level = level
    self.message = message
    self.fields = fields
  }

  /// The line as it is written, with its line feed. Secrets are taken out.
  package func json(at now: Instant) -> [UInt8] {
    var redacted: [String] = []
    let members: [(key: String, value: DocumentValue)] =
      [
        (key: "ts", value: .string(now.rfc3339)), (key: "level", value: .string(level.rawValue)),
        (key: "msg", value: .string(Redaction.clean(text: message))),
      ] + fields.map { (key: $0.name, value: $0.value) }
    let clean = Redaction.clean(.mapping(members), redacted: &redacted)
    guard let json = try? clean.canonicalJSON() else { return [] }
    return json + [0x0A]
  }
}
