/// Tables for the terminal: columns as wide as they need to be, two spaces apart.
package enum TextTable {
  /// The rows as lines; the first row is the heading.
  ///
  /// - Parameter leftAligned: How many columns at the left are words; the others are numbers and
  ///   stand to the right.
  package static func lines(_ rows: [[String]], leftAligned: Int = .max) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { line += "  " }
        line += column < leftAligned ? cell + padding : padding + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
