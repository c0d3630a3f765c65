import Synchronization

/// The bytes of one input, its name, and the line table that is made when a position is first asked for.
final class SourceText: Sendable {
  /// The file's name as the user gave it.
  let file: String
  /// The input, untouched.
  let bytes: [UInt8]
  /// Texts that the input does not hold as they are: decoded YAML scalars.
  let pool: [UInt8]

  private let lines = Mutex<LineTable?>(nil)

  init(file: String, bytes: [UInt8], pool: [UInt8] = []) {
    self.file = file
    self.bytes = bytes
    self.pool = pool
  }

  /// The line and column of a byte offset; an offset past the end is the end.
  func position(at offset: Int) -> SourcePosition {
    let (line, column) = lines.withLock { table in
      let lines = table ?? LineTable(bytes)
      table = lines
      return lines.lineAndColumn(of: offset, in: bytes)
    }
    return SourcePosition(file: file, line: line, column: column)
  }

  /// An error at a byte offset.
  func error(at offset: Int, _ message: String, remedy: String? = nil) -> DocumentError {
    DocumentError(position: position(at: offset), message: message, remedy: remedy)
  }
}

/// Line starts, and way marks inside long lines so that a column never costs a walk over a whole file.
struct LineTable: Sendable {
  private struct Mark {
    var offset: Int
    var line: Int
    /// The column of `offset`, from 1.
    var column: Int
  }

  private static let stride = 4096
  private var marks = [Mark(offset: 0, line: 1, column: 1)]

  init(_ bytes: [UInt8]) {
    var line = 1
    var column = 1
    var nextMark = Self.stride
    for index in bytes.indices {
      let byte = bytes[index]
      let endsLine =
        byte == 0x0A
        || (byte == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A))
      if endsLine {
        line += 1
        column = 1
        marks.append(Mark(offset: index + 1, line: line, column: 1))
        nextMark = index + 1 + Self.stride
        continue
      }
      if index >= nextMark, byte & 0xC0 != 0x80 {
        marks.append(Mark(offset: index, line: line, column: column))
        nextMark = index + Self.stride
      }
      if byte & 0xC0 != 0x80 { column += 1 }
    }
  }

  /// The line and column of an offset, both from 1.
  func lineAndColumn(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), bytes.count)
    var low = 0
    var high = marks.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if marks[middle].offset <= offset { low = middle } else { high = middle }
    }
    let mark = marks[low]
    var column = mark.column
    for index in mark.offset..<offset where bytes[index] & 0xC0 != 0x80 { column += 1 }
    return (mark.line, column)
  }
}
