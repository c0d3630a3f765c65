import CommandSupport
import Documents
import RunStore

/// The rows of a query in the forms that people and their tools read.
enum QueryText {
  /// Columns side by side; numbers to the right, nothing as a dash.
  static func table(_ result: QueryResult) -> String {
    let isNumeric = result.columns.indices.map { column in
      !result.rows.isEmpty && result.rows.allSatisfy { $0[column].isNumberOrNull }
    }
    var rows = [result.columns]
    rows += result.rows.map { row in row.map { visible($0.text ?? "—") } }
    // Words and numbers come in any order here, so `TextTable`, whose words come first, does not do.
    let widths = result.columns.indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    let lines = rows.map { row in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return isNumeric[column] ? padding + row[column] : row[column] + padding
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }
    return lines.joined()
  }

  /// A heading and a line a row (RFC 4180); nothing as an empty field.
  static func csv(_ result: QueryResult) -> String {
    let rows = [result.columns] + result.rows.map { row in row.map { $0.text ?? "" } }
    return rows.map { row in row.map(field).joined(separator: ",") + "\n" }.joined()
  }

  /// `rows`, each an object by column, and whether there were more.
  ///
  /// - Throws: That two columns have one name.
  static func json(_ result: QueryResult) throws(CommandError) -> DocumentValue {
    var seen: Set<String> = []
    for column in result.columns where !seen.insert(column).inserted {
      throw CommandError(
        .invalidInput,
        "two columns are called \"\(column)\"; give one another name with AS")
    }
    return .mapping([
      ("columns", .sequence(result.columns.map { .string($0) })),
      (
        "rows",
        .sequence(
          result.rows.map { row in
            .mapping(zip(result.columns, row).map { (key: $0, value: $1.document) })
          })
      ),
      ("truncated", .boolean(result.isTruncated)),
    ])
  }

  private static func field(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x2C, 0x22, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// A cell on one line, and without what would command a terminal.
  private static func visible(_ text: String) -> String {
    var visible = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": visible += "\\n"
      case "\t": visible += "\\t"
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
        visible += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: visible.unicodeScalars.append(scalar)
      }
    }
    return visible
  }
}

extension SQLValue {
  /// The value as text; bytes as hexadecimal digits; nil for no value.
  fileprivate var text: String? {
    switch self {
    case .null: nil
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): text
    case .blob(let bytes): hexadecimal(bytes)
    }
  }

  fileprivate var isNumberOrNull: Bool {
    switch self {
    case .null, .integer, .real: true
    case .text, .blob: false
    }
  }

  fileprivate var document: DocumentValue {
    switch self {
    case .null: .null
    case .integer(let number): .integer(number)
    // JSON has no infinities, and SQL has no other number that is not finite.
    case .real(let number): number.isFinite ? .number(number) : .string(String(number))
    case .text(let text): .string(text)
    case .blob(let bytes): .string(hexadecimal(bytes))
    }
  }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}
