extension Divergence {
  /// The differences as the sections of a manual, in the order of the enumeration.
  package static var markdownReference: String {
    allCases.map(\.markdown).joined(separator: "\n")
  }

  private var markdown: String {
    let record = record
    let profiles = record.releases.map { "`\($0.profile)`" }.joined(separator: ", ")
    let amount = unit.map { ", with a number of \($0.rawValue)" } ?? ""
    let noted = isNoted ? "yes\(amount)" : "no"
    return """
      ### `\(rawValue)`

      \(record.meaning)

      | | |
      |---|---|
      | 5-Spot | \(record.upstream) |
      | regulated | \(record.regulated) |
      | shown by | \(profiles) |
      | noted in decisions | \(noted) |
      | section | \(record.section) |

      """
  }
}
