/// RFC 8259, strictly: one pass over the bytes into a tree, with an error position for anything else.
struct JSONParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let limits: DocumentLimits
  private var index = 0
  private var builder: TreeBuilder
  private var key = NodeRecord.noKey
  private var keyOffset: UInt32 = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, limits: DocumentLimits) {
    self.bytes = bytes
    self.limits = limits
    builder = TreeBuilder(expecting: min(bytes.count / 24, limits.nodeCount) + 4)
  }

  /// Parses one value and nothing after it but white space.
  mutating func parse() throws(SyntaxFailure) -> TreeBuilder {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw SyntaxFailure(
        offset: 0, message: "the file starts with a byte order mark",
        remedy: "save it as UTF-8 without BOM")
    }
    repeat {
      try parseValue()
    } while try advance()
    if index < bytes.count {
      throw SyntaxFailure(
        offset: index, message: "\(described(at: index)) after the end of the document",
        remedy: "a JSON file holds one value")
    }
    return builder
  }

  /// Goes to where the next value starts, closing containers on the way.
  ///
  /// - Returns: whether there is a next value.
  private mutating func advance() throws(SyntaxFailure) -> Bool {
    while builder.depth > 0 {
      let isMapping = builder.isInMapping
      skipSpace()
      let close: UInt8 = isMapping ? 0x7D : 0x5D
      guard index < bytes.count else { throw unfinished() }
      // A container that was just opened may end at once.
      let isEmpty = builder.pending.count - 1 == builder.open[builder.depth - 1]
      if bytes[index] == close {
        index += 1
        try close1()
        continue
      }
      if isEmpty {
        if isMapping { try parseKey() }
        return true
      }
      guard bytes[index] == 0x2C else {
        throw SyntaxFailure(
          offset: index,
          message:
            "expected ',' or '\(isMapping ? "}" : "]")' but found \(described(at: index))",
          remedy: nil)
      }
      index += 1
      skipSpace()
      if index < bytes.count, bytes[index] == close {
        throw SyntaxFailure(
          offset: index - 1,
          message: "trailing comma", remedy: "remove the comma before '\(isMapping ? "}" : "]")'")
      }
      if isMapping { try parseKey() }
      return true
    }
    skipSpace()
    return false
  }

  private mutating func close1() throws(SyntaxFailure) {
    guard let (first, second) = builder.end() else { return }
    throw SyntaxFailure(
      offset: Int(second.keyOffset),
      message: "duplicate key \"\(builder.keys.names[Int(second.key)])\"",
      remedy: "remove one of the two", related: Int(first.keyOffset))
  }

  private mutating func parseKey() throws(SyntaxFailure) {
    guard index < bytes.count, bytes[index] == 0x22 else {
      guard index < bytes.count else { throw unfinished() }
      throw SyntaxFailure(
        offset: index, message: "expected a key in double quotes but found \(described(at: index))",
        remedy: nil)
    }
    let start = index
    let isEscaped = try skipString()
    let text = UnsafeBufferPointer(rebasing: bytes[start + 1..<index - 1])
    if isEscaped {
      let decoded = JSONEscapes.decode(Array(text)[...])
      key = decoded.withUnsafeBufferPointer { builder.keys.intern($0) }
    } else {
      key = builder.keys.intern(text)
    }
    keyOffset = UInt32(start)
    skipSpace()
    guard index < bytes.count else { throw unfinished() }
    guard bytes[index] == 0x3A else {
      throw SyntaxFailure(
        offset: index, message: "expected ':' after the key but found \(described(at: index))",
        remedy: nil)
    }
    index += 1
  }

  private mutating func parseValue() throws(SyntaxFailure) {
    skipSpace()
    guard index < bytes.count else { throw unfinished() }
    var record = NodeRecord(kind: .null, offset: UInt32(index))
    record.key = key
    record.keyOffset = keyOffset
    key = NodeRecord.noKey
    keyOffset = 0
    let start = index
    switch bytes[index] {
    case 0x22:
      record.kind = .string
      if try skipString() { record.flags = .escaped }
      record.start = UInt32(start + 1)
      record.count = UInt32(index - start - 2)
    case 0x7B, 0x5B:
      record.kind = bytes[index] == 0x7B ? .mapping : .sequence
      index += 1
      guard builder.depth < limits.depth else {
        throw SyntaxFailure(
          offset: start, message: "nested more than \(limits.depth) levels deep",
          remedy: "flatten the document")
      }
      try countNode(at: start)
      builder.begin(record)
      return
    case 0x74:
      try expectWord("true")
      record.kind = .boolean
      record.flags = .isTrue
    case 0x66:
      try expectWord("false")
      record.kind = .boolean
    case 0x6E:
      try expectWord("null")
    case 0x2D, 0x30...0x39:
      record.kind = .number
      try skipNumber()
      record.start = UInt32(start)
      record.count = UInt32(index - start)
    default:
      throw unexpectedValue()
    }
    try countNode(at: start)
    builder.add(record)
  }

  private func countNode(at offset: Int) throws(SyntaxFailure) {
    guard builder.count < limits.nodeCount else {
      throw SyntaxFailure(
        offset: offset, message: "more than \(limits.nodeCount) values",
        remedy: "split the file")
    }
  }

  @inline(__always)
  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  private mutating func expectWord(_ word: StaticString) throws(SyntaxFailure) {
    let start = index
    for offset in 0..<word.utf8CodeUnitCount {
      guard index < bytes.count, bytes[index] == word.utf8Start[offset] else {
        index = start
        throw unexpectedValue()
      }
      index += 1
    }
  }

  private mutating func skipNumber() throws(SyntaxFailure) {
    if bytes[index] == 0x2D { index += 1 }
    let integer = index
    skipDigits()
    guard index > integer else {
      throw SyntaxFailure(offset: integer, message: "expected a digit after '-'", remedy: nil)
    }
    if bytes[integer] == 0x30, index - integer > 1 {
      throw SyntaxFailure(
        offset: integer, message: "a number may not start with 0",
        remedy: "remove the leading zeros, or quote it if it is a name")
    }
    if index < bytes.count, bytes[index] == 0x2E {
      index += 1
      let fraction = index
      skipDigits()
      guard index > fraction else {
        throw SyntaxFailure(
          offset: fraction, message: "expected a digit after the decimal point",
          remedy: "write 1.0 for 1.")
      }
    }
    if index < bytes.count, bytes[index] | 0x20 == 0x65 {
      index += 1
      if index < bytes.count, bytes[index] == 0x2B || bytes[index] == 0x2D { index += 1 }
      let exponent = index
      skipDigits()
      guard index > exponent else {
        throw SyntaxFailure(
          offset: exponent, message: "expected a digit in the exponent", remedy: nil)
      }
    }
  }

  @inline(__always)
  private mutating func skipDigits() {
    while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
  }

  /// Goes past a string.
  ///
  /// - Returns: whether it holds escapes.
  private mutating func skipString() throws(SyntaxFailure) -> Bool {
    let start = index
    var isEscaped = false
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x22 {
        index += 1
        return isEscaped
      }
      if byte == 0x5C {
        isEscaped = true
        try skipEscape()
      } else if byte < 0x20 {
        throw SyntaxFailure(
          offset: index,
          message: "control character 0x\(hexadecimal(byte)) in a string",
          remedy: byte == 0x0A
            ? "close the string before the end of the line, or write \\n"
            : "escape it as \\u00\(hexadecimal(byte))")
      } else if byte < 0x80 {
        index += 1
      } else {
        guard let length = UTF8Sequence.length(at: index, in: bytes) else {
          throw SyntaxFailure(
            offset: index, message: "byte 0x\(hexadecimal(byte)) is not valid UTF-8",
            remedy: "save the file as UTF-8")
        }
        index += length
      }
    }
    index = bytes.count
    throw SyntaxFailure(
      offset: start, message: "the string that starts here does not end", remedy: "close it with \""
    )
  }

  private mutating func skipEscape() throws(SyntaxFailure) {
    let start = index
    guard index + 1 < bytes.count else { throw unfinished() }
    switch bytes[index + 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
      index += 2
    case 0x75:
      let unit = try unicodeEscape(at: start)
      index += 6
      guard unit & 0xF800 == 0xD800 else { return }
      guard unit < 0xDC00, index + 1 < bytes.count, bytes[index] == 0x5C, bytes[index + 1] == 0x75,
        try unicodeEscape(at: index) & 0xFC00 == 0xDC00
      else {
        throw SyntaxFailure(
          offset: start, message: "half of a surrogate pair",
          remedy: "write the character itself, or both halves, high before low")
      }
      index += 6
    default:
      throw SyntaxFailure(
        offset: start, message: "unknown escape \\\(described(at: start + 1))",
        remedy: "write \\\\ for a backslash")
    }
  }

  private func unicodeEscape(at start: Int) throws(SyntaxFailure) -> UInt32 {
    let digits = bytes[min(start + 2, bytes.count)..<min(start + 6, bytes.count)]
    guard let value = JSONEscapes.hexadecimal(Array(digits)[...], at: 0) else {
      throw SyntaxFailure(
        offset: start, message: "\\u needs four hexadecimal digits", remedy: nil)
    }
    return value
  }

  private func unfinished() -> SyntaxFailure {
    SyntaxFailure(
      offset: bytes.count,
      message: bytes.count == 0 ? "the file is empty" : "the document ends before it is complete",
      remedy: bytes.count == 0 ? "a JSON file holds one value" : "is the file cut short?")
  }

  private func unexpectedValue() -> SyntaxFailure {
    let word = bytes[index...].prefix(24).prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
    let text = word.isEmpty ? described(at: index) : "'\(String(decoding: word, as: UTF8.self))'"
    switch String(decoding: word, as: UTF8.self).lowercased() {
    case "nan", "infinity", "inf":
      return SyntaxFailure(
        offset: index, message: "\(text) is not JSON", remedy: "a number is finite; use null")
    case "true", "false", "null", "none":
      return SyntaxFailure(
        offset: index, message: "\(text) is not JSON", remedy: "write true, false or null")
    default:
      return SyntaxFailure(
        offset: index, message: "expected a value but found \(text)",
        remedy: bytes[index] == 0x27 ? "strings stand in double quotes" : nil)
    }
  }

  /// The character at an offset as a message shows it.
  private func described(at index: Int) -> String {
    guard index < bytes.count else { return "the end of the file" }
    guard bytes[index] >= 0x20, bytes[index] != 0x7F else {
      return "control character 0x\(hexadecimal(bytes[index]))"
    }
    guard let length = UTF8Sequence.length(at: index, in: bytes) else {
      return "byte 0x\(hexadecimal(bytes[index]))"
    }
    return "'\(String(decoding: bytes[index..<index + length], as: UTF8.self))'"
  }
}

/// A byte as two hexadecimal digits.
func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return digits.count == 1 ? "0" + digits : digits
}

/// UTF-8 as Unicode has it: no overlong forms, no surrogates, nothing beyond U+10FFFF.
enum UTF8Sequence {
  /// The length of the scalar that starts at an index, or `nil` when the bytes there are none.
  static func length(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let lead = bytes[index]
    func tail(_ position: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      index + position < bytes.count && bytes[index + position] >= low
        && bytes[index + position] <= high
    }
    switch lead {
    case 0..<0x80: return 1
    case 0xC2...0xDF: return tail(1) ? 2 : nil
    case 0xE0: return tail(1, 0xA0) && tail(2) ? 3 : nil
    case 0xED: return tail(1, 0x80, 0x9F) && tail(2) ? 3 : nil
    case 0xE1...0xEF: return tail(1) && tail(2) ? 3 : nil
    case 0xF0: return tail(1, 0x90) && tail(2) && tail(3) ? 4 : nil
    case 0xF1...0xF3: return tail(1) && tail(2) && tail(3) ? 4 : nil
    case 0xF4: return tail(1, 0x80, 0x8F) && tail(2) && tail(3) ? 4 : nil
    default: return nil
    }
  }

  /// The offset of the first byte that is not UTF-8, or `nil` when all are.
  static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    while index < bytes.count {
      guard let length = length(at: index, in: bytes) else { return index }
      index += length
    }
    return nil
  }
}
