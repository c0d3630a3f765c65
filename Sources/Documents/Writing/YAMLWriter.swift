extension DocumentValue {
  /// YAML in block style that reads back as the same value: two spaces a level, strings quoted where a plain one would
  /// read as another type, to this reader or to a YAML 1.1 one.
  ///
  /// - Throws: the path of a number that is not finite or not a number, or of a key that is given twice.
  package func yaml() throws(DocumentWriteError) -> [UInt8] {
    var writer = YAMLWriter()
    try writer.write(self, indent: 0, place: .top)
    return writer.output
  }
}

/// Writes YAML; recursion goes as deep as the value.
private struct YAMLWriter {
  /// What stands before a value on its line.
  enum Place {
    case top, afterKey, afterDash
  }

  var output: [UInt8] = []
  private var path = WritePath()

  mutating func write(
    _ value: DocumentValue, indent: Int, place: Place
  ) throws(DocumentWriteError) {
    switch value {
    case .sequence(let elements) where !elements.isEmpty:
      try writeSequence(elements, indent: indent, place: place)
    case .mapping(let members) where !members.isEmpty:
      try writeMapping(members, indent: indent, place: place)
    default:
      if place != .top { output.append(0x20) }
      try writeScalar(value)
      output.append(0x0A)
    }
  }

  private mutating func writeSequence(
    _ elements: [DocumentValue], indent: Int, place: Place
  ) throws(DocumentWriteError) {
    if place == .afterKey { output.append(0x0A) }
    if place == .afterDash { output.append(0x20) }
    for (index, element) in elements.enumerated() {
      if !(index == 0 && place == .afterDash) { pad(indent) }
      output.append(0x2D)
      path.push(.index(index))
      try write(element, indent: indent + 1, place: .afterDash)
      path.pop()
    }
  }

  private mutating func writeMapping(
    _ members: [(key: String, value: DocumentValue)], indent: Int, place: Place
  ) throws(DocumentWriteError) {
    try path.checkDuplicates(members)
    if place == .afterKey { output.append(0x0A) }
    if place == .afterDash { output.append(0x20) }
    for (index, member) in members.enumerated() {
      if !(index == 0 && place == .afterDash) { pad(indent) }
      writeKey(member.key, indent: indent)
      path.push(.key(member.key))
      // A sequence may stand at its key's own indentation, as Kubernetes files have it.
      var deeper = indent + 1
      if case .sequence = member.value { deeper = indent }
      try write(member.value, indent: deeper, place: .afterKey)
      path.pop()
    }
  }

  /// Writes a key and its colon. YAML finds the colon by looking ahead 1,024 characters; a longer key is announced.
  private mutating func writeKey(_ key: String, indent: Int) {
    let start = output.count
    writeString(key)
    if output.count - start > 1000 {
      output.insert(contentsOf: [0x3F, 0x20], at: start)
      output.append(0x0A)
      pad(indent)
    }
    output.append(0x3A)
  }

  private mutating func writeScalar(_ value: DocumentValue) throws(DocumentWriteError) {
    switch value {
    case .null: append("null")
    case .boolean(let value): append(value ? "true" : "false")
    case .integer(let value): append(String(value))
    case .number, .lexeme:
      if case .lexeme(let text) = value, JSONWriter.isJSONNumber(text) {
        append(text)
        return
      }
      guard let decimal = value.decimal else { throw path.notANumber(value) }
      decimal.write(to: &output)
    case .string(let text): writeString(text)
    case .sequence: append("[]")
    case .mapping: append("{}")
    }
  }

  private mutating func writeString(_ text: String) {
    if PlainScalar.isSafe(text) { append(text) } else { writeQuoted(text) }
  }

  /// A double-quoted YAML string, in ASCII where YAML would not take the character as it is.
  private mutating func writeQuoted(_ text: String) {
    output.append(0x22)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: append("\\\"")
      case 0x5C: append("\\\\")
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x20..<0x7F, 0xA0..<0x2028, 0x202A..<0xD800, 0xE000..<0xFEFF, 0xFF00..<0xFFFE:
        append(String(scalar))
      case 0x10000...0x10FFFF: append(String(scalar))
      case 0..<0x100: append("\\x" + hexadecimal(UInt8(scalar.value)))
      default:
        append(
          "\\u" + hexadecimal(UInt8(scalar.value >> 8)) + hexadecimal(UInt8(scalar.value & 255)))
      }
    }
    output.append(0x22)
  }

  private mutating func pad(_ indent: Int) {
    output.append(contentsOf: repeatElement(0x20, count: indent * 2))
  }

  private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }
}

/// Whether a string may be written without quotes.
enum PlainScalar {
  private static let words: Set<String> = [
    "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "=",
  ]

  /// True only for texts of harmless characters that no reader takes for another type.
  static func isSafe(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, bytes.count <= 1024 else { return false }
    guard isLetter(first) || first == 0x5F || first == 0x2F else {
      // Digits are worth a second look: 10.0.0.1 and 1Gi are names, 1e3 and 2026-06-08 read as something else.
      return isDigit(first) && isSafeName(bytes)
    }
    guard last != 0x20, last != 0x3A else { return false }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case _ where isLetter(byte) || isDigit(byte): continue
      case 0x2D, 0x2E, 0x2F, 0x5F, 0x2B, 0x3D, 0x28, 0x29, 0x3B: continue
      case 0x3A where bytes[index + 1] != 0x20: continue
      case 0x20 where bytes[index + 1] != 0x23 && bytes[index + 1] != 0x20: continue
      default: return false
      }
    }
    return !words.contains(text.lowercased())
  }

  /// Digits, then a unit or a second dot: nothing a number, a date or a sexagesimal could be.
  private static func isSafeName(_ bytes: [UInt8]) -> Bool {
    guard bytes.allSatisfy({ isLetter($0) || isDigit($0) || $0 == 0x2E }) else { return false }
    if let last = bytes.last, isLetter(last), last | 0x20 > 0x66 {
      return !bytes.contains(0x78) && !bytes.contains(0x6F) && !bytes.contains(0x62)
    }
    return bytes.allSatisfy { isDigit($0) || $0 == 0x2E }
      && bytes.lazy.filter { $0 == 0x2E }.count == 3
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
