import Documents

/// The checks that importers share. Each says what the value is, and what to do about it.
extension CSVReader {
  /// A reader of a file whose writer ends every line: one without a last line end is cut short.
  static func strict(_ bytes: [UInt8], file: String) -> CSVReader {
    CSVReader(bytes, file: file, requiresFinalNewline: true)
  }

  /// An integer of a range; `remedy` says what a value outside it probably is.
  func integer(
    _ field: Int, in range: ClosedRange<Int64>, remedy: String
  ) throws(DocumentError) -> Int64 {
    let value = try integer(field)
    guard value >= 0 || range.lowerBound < 0 else {
      throw error(field, "\(value) is negative", remedy: "amounts and times start at 0")
    }
    guard range.contains(value) else {
      throw error(
        field, "\(value) is not between \(range.lowerBound) and \(range.upperBound)",
        remedy: remedy)
    }
    return value
  }

  /// One of the raw values of `Word`, exactly.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ field: Int, as type: Word.Type
  ) throws(DocumentError) -> Word {
    let text = string(field)
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    let remedy =
      NearestWord.nearest(to: text, among: words).map { "did you mean \"\($0)\"?" }
      ?? "it is one of \(words.joined(separator: ", "))"
    throw error(field, "\"\(text)\" is not a known word", remedy: remedy)
  }

  /// Text that is not empty.
  func text(_ field: Int) throws(DocumentError) -> String {
    guard isEmpty(field) else { return string(field) }
    throw error(field, "empty where a name is expected", remedy: "is the row cut or shifted?")
  }
}

/// The ids of a file so far: each may occur once.
struct UniqueIDs {
  private var lineOf: [String: Int] = [:]

  /// Takes the id of the reader's row; `id` may join several fields, of which `field` is shown.
  mutating func insert(
    _ id: String, at field: Int, of reader: CSVReader
  ) throws(DocumentError) {
    if let line = lineOf.updateValue(reader.line, forKey: id) {
      throw reader.error(
        field, "\"\(id)\" was given on line \(line) already", remedy: "remove one of the two rows")
    }
  }
}
