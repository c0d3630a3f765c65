/// A place in a text file, for people: lines and columns count from 1.
package struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
  /// The file's name as the user gave it.
  package let file: String
  /// The line, from 1. A line ends at LF, CR LF or a lone CR.
  package let line: Int
  /// The column, from 1, in Unicode scalars.
  package let column: Int

  /// Makes a position from a line and a column that both count from 1.
  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, the form editors and terminals make clickable.
  package var description: String { "\(file):\(line):\(column)" }
}
