/// As much of TOML as `reclaim.toml` needs: bare keys, strings on one line, arrays of them, whole
/// numbers, comments.
struct TOMLText {
  typealias Failure = Upstream.ReclaimAgentConfiguration.Failure

  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// A text as a basic string.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The next key, behind which its value stands; nil at the end.
  mutating func nextKey() throws(Failure) -> String? {
    skipBlank(overLines: true)
    guard position < bytes.count else { return nil }
    let start = position
    while let byte = peek, Self.isBare(byte) { position += 1 }
    guard position > start else { throw malformed }
    let key = String(decoding: bytes[start..<position], as: UTF8.self)
    skipBlank()
    try expect("=")
    skipBlank()
    return key
  }

  /// An array of strings, which may go over several lines and end in a comma.
  mutating func texts() throws(Failure) -> [String] {
    try expect("[")
    var texts: [String] = []
    skipBlank(overLines: true)
    while peek != UInt8(ascii: "]") {
      texts.append(try text())
      skipBlank(overLines: true)
      if peek == UInt8(ascii: "]") { break }
      try expect(",")
      skipBlank(overLines: true)
    }
    try expect("]")
    return texts
  }

  /// A whole number of 0 or more; single underscores may stand between digits.
  mutating func number() throws(Failure) -> UInt64 {
    let start = position
    if peek == UInt8(ascii: "+") { position += 1 }
    var digits: [UInt8] = []
    var isAfterDigit = false
    while let byte = peek {
      if byte == UInt8(ascii: "_"), isAfterDigit {
        isAfterDigit = false
      } else if byte >= 0x30, byte <= 0x39 {
        digits.append(byte)
        isAfterDigit = true
      } else {
        break
      }
      position += 1
    }
    let text = String(decoding: digits, as: UTF8.self)
    // TOML has no leading zeros, and its numbers are signed.
    let value = GrammarText.unsigned(text[...], as: UInt64.self)
    guard isAfterDigit, digits.count == 1 || digits[0] != 0x30, let value, value <= Int64.max
    else {
      position = start
      throw malformed
    }
    return value
  }

  /// Nothing more on this line.
  mutating func endOfLine() throws(Failure) {
    skipBlank()
    if let byte = peek, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") { throw malformed }
  }

  private mutating func text() throws(Failure) -> String {
    if peek == UInt8(ascii: "'") {
      position += 1
      let start = position
      while let byte = peek, byte != UInt8(ascii: "'"), byte != UInt8(ascii: "\n") { position += 1 }
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      try expect("'")
      return text
    }
    try expect("\"")
    var text: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte != UInt8(ascii: "\n") else { throw malformed }
      position += 1
      if byte == UInt8(ascii: "\\") {
        text += Array(String(try escape()).utf8)
      } else {
        text.append(byte)
      }
    }
    try expect("\"")
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func escape() throws(Failure) -> Character {
    guard let byte = peek else { throw malformed }
    position += 1
    switch byte {
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "u"): return try scalar(digits: 4)
    case UInt8(ascii: "U"): return try scalar(digits: 8)
    default: throw malformed
    }
  }

  private mutating func scalar(digits: Int) throws(Failure) -> Character {
    let end = position + digits
    guard end <= bytes.count,
      let value = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw malformed }
    position = end
    return Character(scalar)
  }

  // MARK: - Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private var malformed: Failure { .malformed(at: position) }

  private mutating func expect(_ scalar: Unicode.Scalar) throws(Failure) {
    guard peek == UInt8(ascii: scalar) else { throw malformed }
    position += 1
  }

  /// Skips white space and comments.
  private mutating func skipBlank(overLines: Bool = false) {
    while let byte = peek {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): position += 1
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        guard overLines else { return }
        position += 1
      case UInt8(ascii: "#"):
        while let byte = peek, byte != UInt8(ascii: "\n") { position += 1 }
      default: return
      }
    }
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
