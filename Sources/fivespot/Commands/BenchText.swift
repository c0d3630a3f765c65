import CommandSupport
import Planning
import Reports

/// The outcome of a benchmark on a terminal.
enum BenchText {
  static func text(_ outcome: BenchOutcome) -> String {
    var lines: [String] = []
    let rows = outcome.rows
    let tables = TextTable.lines(
      rows.map { ["  \($0.mark)", $0.name, $0.measured, $0.expected, $0.delta] }, leftAligned: 2)
    var group = ""
    for (row, line) in zip(rows, tables) {
      if row.group != group {
        if !lines.isEmpty { lines.append("") }
        lines.append(row.group)
        group = row.group
      }
      lines.append(line)
      lines += row.details.map { "      \($0)" }
    }
    lines.append("")
    lines += outcome.remarks
    return (lines + [outcome.verdict]).joined(separator: "\n") + "\n"
  }
}
