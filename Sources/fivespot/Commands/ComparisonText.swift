import CommandSupport
import Planning
import Reports
import Units

/// A comparison on a terminal.
enum ComparisonText {
  static func text(_ comparison: RunComparison) -> String {
    var lines = ComparisonVerdict.sentences(comparison)
    lines += [
      "",
      "baseline   \(comparison.baseline.reference)  \(comparison.baseline.scenario)",
      "candidate  \(comparison.candidate.reference)  \(comparison.candidate.scenario)",
      "seeds      \(SeedText.ranges(comparison.seeds)), "
        + "\(comparison.start.rfc3339) to \(comparison.end.rfc3339)",
    ]
    for table in ComparisonRows(comparison).tables {
      lines += ["", table.title.uppercased()]
      if !table.table.rows.isEmpty {
        lines += TextTable.lines(
          [table.table.heads] + table.table.rows, leftAligned: table.table.wordColumns)
      }
      if !table.folded.isEmpty { lines.append("(\(table.folded))") }
    }
    lines.append("")
    lines += ComparisonWords.legend(comparison).flatMap { wrapped($0, columns: 100) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Prose in lines of at most so many characters.
  private static func wrapped(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= columns {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
