/// What can be wrong with JSON, in words. All of it is off the hot path.
enum JSONFailure {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  static var byteOrderMark: SyntaxFailure {
    SyntaxFailure(
      offset: 0, message: "the file starts with a byte order mark",
      remedy: "save it as UTF-8 without BOM")
  }

  static func trailing(_ bytes: Bytes, _ offset: Int) -> SyntaxFailure {
    SyntaxFailure(
      offset: offset, message: "\(described(bytes, offset)) after the end of the document",
      remedy: "a JSON file holds one value")
  }

  static func unfinished(_ bytes: Bytes) -> SyntaxFailure {
    bytes.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
      ? SyntaxFailure(
        offset: bytes.count, message: "the file is empty", remedy: "a JSON file holds one value")
      : SyntaxFailure(
        offset: bytes.count, message: "the document ends before it is complete",
        remedy: "is the file cut short?")
  }

  @inline(never)
  static func expectedComma(_ bytes: Bytes, _ offset: Int, isMapping: Bool) -> SyntaxFailure {
    let close = isMapping ? "}" : "]"
    return SyntaxFailure(
      offset: offset, message: "expected ',' or '\(close)' but found \(described(bytes, offset))")
  }

  @inline(never)
  static func expectedKey(_ bytes: Bytes, _ offset: Int) -> SyntaxFailure {
    guard offset < bytes.count else { return unfinished(bytes) }
    if bytes[offset] == 0x7D, let comma = commaBefore(bytes, offset) { return comma }
    return SyntaxFailure(
      offset: offset,
      message: "expected a key in double quotes but found \(described(bytes, offset))")
  }

  @inline(never)
  static func expectedColon(_ bytes: Bytes, _ offset: Int) -> SyntaxFailure {
    guard offset < bytes.count else { return unfinished(bytes) }
    return SyntaxFailure(
      offset: offset, message: "expected ':' after the key but found \(described(bytes, offset))")
  }

  @inline(never)
  static func tooMany(_ limits: DocumentLimits, _ offset: Int) -> SyntaxFailure {
    SyntaxFailure(
      offset: offset, message: "more than \(limits.nodeCount) values", remedy: "split the file")
  }

  @inline(never)
  static func tooDeep(_ limits: DocumentLimits, _ offset: Int) -> SyntaxFailure {
    SyntaxFailure(
      offset: offset, message: "nested more than \(limits.depth) levels deep",
      remedy: "flatten the document")
  }

  @inline(never)
  static func missingDigit(_ bytes: Bytes, _ offset: Int, _ place: String) -> SyntaxFailure {
    SyntaxFailure(
      offset: offset,
      message: "expected a digit after \(place) but found \(described(bytes, offset))",
      remedy: place.hasPrefix("the d") ? "write 1.0 for 1." : nil)
  }

  @inline(never)
  static func leadingZero(_ offset: Int) -> SyntaxFailure {
    SyntaxFailure(
      offset: offset, message: "a number may not start with 0",
      remedy: "remove the leading zeros, or quote it if it is a name")
  }

  static func controlCharacter(_ bytes: Bytes, _ offset: Int) -> SyntaxFailure {
    let digits = hexadecimal(bytes[offset])
    return SyntaxFailure(
      offset: offset, message: "control character 0x\(digits) in a string",
      remedy: bytes[offset] == 0x0A
        ? "close the string before the end of the line, or write \\n"
        : "escape it as \\u00\(digits)")
  }

  static func notUTF8(_ bytes: Bytes, _ offset: Int) -> SyntaxFailure {
    SyntaxFailure(
      offset: offset, message: "byte 0x\(hexadecimal(bytes[offset])) is not valid UTF-8",
      remedy: "save the file as UTF-8")
  }

  static func openString(_ offset: Int) -> SyntaxFailure {
    SyntaxFailure(
      offset: offset, message: "the string that starts here does not end",
      remedy: "close it with \"")
  }

  static func halfSurrogate(_ offset: Int) -> SyntaxFailure {
    SyntaxFailure(
      offset: offset, message: "half of a surrogate pair",
      remedy: "write the character itself, or both halves, high before low")
  }

  static func unknownEscape(_ bytes: Bytes, _ offset: Int) -> SyntaxFailure {
    SyntaxFailure(
      offset: offset, message: "unknown escape: \\ before \(described(bytes, offset + 1))",
      remedy: "write \\\\ for a backslash")
  }

  static func badUnicodeEscape(_ offset: Int) -> SyntaxFailure {
    SyntaxFailure(offset: offset, message: "\\u needs four hexadecimal digits")
  }

  @inline(never)
  static func unexpectedValue(_ bytes: Bytes, _ offset: Int) -> SyntaxFailure {
    if bytes[offset] == 0x5D, let comma = commaBefore(bytes, offset) { return comma }
    let letters = bytes[offset...].prefix(24).prefix { ($0 | 0x20) &- 0x61 < 26 }
    let word = String(decoding: letters, as: UTF8.self)
    let text = word.isEmpty ? described(bytes, offset) : "'\(word)'"
    switch word.lowercased() {
    case "nan", "infinity", "inf":
      return SyntaxFailure(
        offset: offset, message: "\(text) is not JSON",
        remedy: "numbers are finite: use null, or leave it out")
    case "true", "false", "null", "none", "nil":
      return SyntaxFailure(
        offset: offset, message: "\(text) is not JSON", remedy: "write true, false or null")
    default:
      return SyntaxFailure(
        offset: offset, message: "expected a value but found \(text)",
        remedy: bytes[offset] == 0x27 ? "strings stand in double quotes" : nil)
    }
  }

  /// The failure of a comma before a closing bracket.
  private static func commaBefore(_ bytes: Bytes, _ offset: Int) -> SyntaxFailure? {
    var index = offset - 1
    while index >= 0, bytes[index] <= 0x20 { index -= 1 }
    guard index >= 0, bytes[index] == 0x2C else { return nil }
    return SyntaxFailure(
      offset: index, message: "trailing comma",
      remedy: "remove the comma before '\(bytes[offset] == 0x7D ? "}" : "]")'")
  }

  /// The character at an offset as a message shows it.
  private static func described(_ bytes: Bytes, _ index: Int) -> String {
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
