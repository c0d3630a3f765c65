/// Reads comma-separated values (RFC 4180) a row at a time, over the bytes: no `String` is made unless asked for.
///
/// A line ends at LF or CR LF; the last one may go without. A field in quotes may hold separators, line ends and doubled
/// quotes. Strict: every row has as many fields as the first; a quote inside an unquoted field, a NUL, a lone CR, bytes
/// that are not UTF-8 and a quote that never closes are errors.
package struct CSVReader: Sendable {
  let source: SourceText
  let bytes: [UInt8]
  private let separator: UInt8
  private let requiresFinalNewline: Bool

  /// Where the next row starts.
  private var next = 0
  private var nextLine = 1
  private var rowStart = 0
  var fields: [Field] = []
  private var expectedCount: Int?
  var header: [String] = []

  /// The line that the current row starts on, from 1; 0 before the first row.
  package private(set) var line = 0

  struct Field: BitwiseCopyable, Sendable {
    var start: Int
    var end: Int
    var hasDoubledQuotes = false
    var isQuoted = false
  }

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - bytes: the whole text.
  ///   - file: the name that errors show.
  ///   - separator: the byte between fields: a comma, a semicolon or a tab.
  ///   - requiresFinalNewline: refuse a last row without line end: of files whose writer always ends lines, it shows that the
  ///     file is cut short in its last field.
  package init(
    _ bytes: [UInt8], file: String, separator: UInt8 = UInt8(ascii: ","),
    requiresFinalNewline: Bool = false
  ) {
    self.bytes = bytes
    self.separator = separator
    self.requiresFinalNewline = requiresFinalNewline
    source = SourceText(file: file, bytes: bytes)
  }

  /// The number of fields in the current row.
  package var fieldCount: Int { fields.count }

  /// Goes to the next row.
  ///
  /// - Returns: `false` at the end of the file.
  /// - Throws: the position of what is not CSV, or of a row that is longer or shorter than the first.
  package mutating func readRow() throws(DocumentError) -> Bool {
    guard next < bytes.count else { return false }
    if next == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw source.error(
        at: 0, "the file starts with a byte order mark", remedy: "save it as UTF-8 without BOM")
    }
    rowStart = next
    line = nextLine
    if readPlainRow() { return true }
    fields.removeAll(keepingCapacity: true)
    while try readField() {}
    try checkCount()
    return true
  }

  /// Reads a row without quotes, of ASCII only, that has as many fields as the first: what tables of numbers are made of.
  ///
  /// - Returns: whether the row is one; if not, nothing has happened.
  @inline(__always)
  private mutating func readPlainRow() -> Bool {
    guard let expectedCount, fields.count == expectedCount else { return false }
    let start = next
    let end = bytes.withUnsafeBufferPointer { bytes in
      fields.withUnsafeMutableBufferPointer { fields in
        CSVScan.plainRow(bytes, from: start, separator: separator, into: fields)
      }
    }
    guard let end else { return false }
    next = end
    nextLine += 1
    return true
  }

  /// Reads a field and what ends it.
  ///
  /// - Returns: whether the row goes on.
  private mutating func readField() throws(DocumentError) -> Bool {
    var field = Field(start: next, end: next)
    if next < bytes.count, bytes[next] == 0x22 {
      try readQuoted(&field)
    } else {
      try readPlain(&field)
    }
    fields.append(field)
    guard next < bytes.count else {
      if requiresFinalNewline { throw cut() }
      return false
    }
    switch bytes[next] {
    case separator:
      next += 1
      return true
    case 0x0A:
      next += 1
      nextLine += 1
      return false
    default:
      guard bytes[next] == 0x0D, next + 1 < bytes.count, bytes[next + 1] == 0x0A else {
        throw source.error(
          at: next,
          bytes[next] == 0x0D ? "carriage return without line feed" : "text after a quote",
          remedy: bytes[next] == 0x0D ? "end lines with LF or CR LF" : "double quotes inside quotes"
        )
      }
      next += 2
      nextLine += 1
      return false
    }
  }

  private mutating func readPlain(_ field: inout Field) throws(DocumentError) {
    while next < bytes.count {
      let byte = bytes[next]
      if byte == separator || byte == 0x0A || byte == 0x0D { break }
      try checkByte(byte)
      if byte == 0x22 {
        throw source.error(
          at: next, "quote inside an unquoted field",
          remedy: "quote the whole field and double the quotes inside")
      }
      next += byte < 0x80 ? 1 : try scalarLength()
    }
    field.end = next
  }

  private mutating func readQuoted(_ field: inout Field) throws(DocumentError) {
    let quote = next
    field.isQuoted = true
    field.start += 1
    next += 1
    while true {
      guard next < bytes.count else {
        throw source.error(
          at: quote, "the quote that starts here does not end",
          remedy: "close it; or is the file cut short?")
      }
      let byte = bytes[next]
      if byte == 0x22 {
        guard next + 1 < bytes.count, bytes[next + 1] == 0x22 else { break }
        field.hasDoubledQuotes = true
        next += 2
        continue
      }
      try checkByte(byte)
      if byte == 0x0A { nextLine += 1 }
      next += byte < 0x80 ? 1 : try scalarLength()
    }
    field.end = next
    next += 1
  }

  private func checkByte(_ byte: UInt8) throws(DocumentError) {
    guard byte == 0 else { return }
    throw source.error(
      at: next, "NUL byte", remedy: "is this a text file? UTF-16 must be saved as UTF-8")
  }

  private func scalarLength() throws(DocumentError) -> Int {
    let length = bytes.withUnsafeBufferPointer { UTF8Sequence.length(at: next, in: $0) }
    if let length { return length }
    throw source.error(
      at: next, "byte 0x\(hexadecimal(bytes[next])) is not valid UTF-8",
      remedy: "save the file as UTF-8")
  }

  private mutating func checkCount() throws(DocumentError) {
    guard let expectedCount else {
      expectedCount = fields.count
      return
    }
    guard fields.count != expectedCount else { return }
    let isLast = next >= bytes.count && bytes.last != 0x0A
    if fields.count == 1, fields[0].start == fields[0].end, !fields[0].isQuoted {
      throw source.error(at: rowStart, "empty line", remedy: "remove it")
    }
    throw source.error(
      at: fields.count > expectedCount
        ? fields[expectedCount].start : bytes(fields.count - 1).endIndex,
      "\(fields.count) fields where \(expectedCount) are expected",
      remedy: isLast ? "is the file cut short in this row?" : "give every row the same fields")
  }

  private func cut() -> DocumentError {
    source.error(
      at: bytes.count, "the last row does not end with a line end",
      remedy: "is the file cut short?")
  }
}

// MARK: - Fields

extension CSVReader {
  /// The bytes of a field between its quotes, doubled quotes still doubled.
  ///
  /// - Precondition: `field` is below ``fieldCount``.
  package func bytes(_ field: Int) -> ArraySlice<UInt8> {
    bytes[fields[field].start..<fields[field].end]
  }

  /// Whether a field is empty.
  package func isEmpty(_ field: Int) -> Bool { fields[field].start == fields[field].end }

  /// A field as text.
  package func string(_ field: Int) -> String {
    guard fields[field].hasDoubledQuotes else {
      return String(decoding: bytes(field), as: UTF8.self)
    }
    var result: [UInt8] = []
    var isSecond = false
    for byte in bytes(field) {
      isSecond = byte == 0x22 && !isSecond
      if !isSecond { result.append(byte) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Where a field starts.
  package func position(_ field: Int) -> SourcePosition {
    source.position(at: fields[field].start - (fields[field].isQuoted ? 1 : 0))
  }

  /// An error at a field: what an importer throws about a value that is well-formed and wrong.
  package func error(_ field: Int, _ message: String, remedy: String? = nil) -> DocumentError {
    DocumentError(
      position: position(field), message: name(field) + message, remedy: remedy)
  }

  private func name(_ field: Int) -> String {
    field < header.count ? "\(header[field]): " : ""
  }
}
