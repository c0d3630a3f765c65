package import Planning

extension BenchOutcome {
  /// The most bytes of the Markdown: what a comment on a pull request takes, with room to spare.
  package static let markdownBytesMax = 60_000

  /// The mark by which a bot finds the comment that it wrote before; no reader sees it.
  package var marker: String { "<!-- fivespot-bench: \(suite) -->" }

  /// The outcome as a comment: verdict, one table with what failed at its top, details folded, the
  /// same bytes for the same outcome, and never more than ``markdownBytesMax``.
  package func markdown() -> String {
    let counts = counts
    let sign = counts.failed > 0 ? "❌" : counts.notJudged > 0 ? "❔" : "✅"
    var text = "**\(sign) \(Self.cell(verdict))**\n\n"
    for remark in remarks { text += "- \(Self.cell(remark))\n" }
    if !remarks.isEmpty { text += "\n" }
    text += "| | benchmark | check | measured | expected | baseline |\n"
    text += "|---|---|---|---:|---:|---:|\n"
    // What a reader came for stands first, and is the last to be left out.
    let all = rows
    let ordered =
      all.filter { $0.verdict == .failed }
      + all.filter { $0.verdict.word == "not-judged" } + all.filter { $0.verdict == .passed }
    let tableBytes = Self.markdownBytesMax / 2
    var shown = 0
    for row in ordered {
      let line = Self.line(row)
      guard text.utf8.count + line.utf8.count <= tableBytes else { break }
      text += line
      shown += 1
    }
    if shown < ordered.count {
      text += "\n\(ordered.count - shown) more checks are left out here; --format json has all.\n"
    }
    text += details(ordered, bytes: Self.markdownBytesMax - text.utf8.count - marker.utf8.count - 2)
    return text + "\n\(marker)\n"
  }

  private func details(_ rows: [BenchRow], bytes: Int) -> String {
    let head = "\n<details><summary>Details</summary>\n\n```text\n"
    let tail = "```\n\n</details>\n"
    let cut = "… more is left out here; --format json has all\n"
    var room = bytes - head.utf8.count - tail.utf8.count - cut.utf8.count
    var body = ""
    for row in rows where !row.details.isEmpty {
      for line in ["\(row.mark) \(row.group)  \(row.name)"] + row.details.map({ "    \($0)" }) {
        let written = Self.fenced(line) + "\n"
        guard written.utf8.count <= room else { return head + body + cut + tail }
        room -= written.utf8.count
        body += written
      }
    }
    return body.isEmpty ? "" : head + body + tail
  }

  private static func line(_ row: BenchRow) -> String {
    "| \(row.mark) | \(cell(row.group)) | \(cell(row.name)) | \(cell(row.measured)) | "
      + "\(cell(row.expected)) | \(cell(row.delta)) |\n"
  }

  private static func cell(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "|": escaped += "\\|"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "*": escaped += "\\*"
      default: escaped += character.isNewline ? " " : String(character)
      }
    }
    return escaped
  }

  /// A line inside a fence, which three backticks would end.
  private static func fenced(_ line: String) -> String {
    var text = ""
    for character in line { text += character == "`" ? "'" : String(character) }
    return text
  }
}
