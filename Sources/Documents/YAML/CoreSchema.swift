/// The types of plain scalars by YAML 1.2's core schema.
///
/// - null: empty, `~`, `null`, `Null`, `NULL`.
/// - boolean: `true` and `false`, also as `True` and `TRUE`. `yes`, `no`, `on`, `off` are strings.
/// - number: decimal integers and fractions, `0x1F`, `0o17`, and with a leading zero `0644`, octal as in the file modes of
///   Kubernetes manifests. `1_000` and `12:30` are strings.
/// - `.inf` and `.nan` in any spelling are no numbers here and are refused.
/// - Dates and everything else are strings.
enum CoreSchema {
  enum Scalar: Equatable {
    case null
    case boolean(Bool)
    case number
    case string
    /// `.inf` or `.nan`.
    case notFinite
  }

  static func resolve(_ text: [UInt8]) -> Scalar {
    guard let first = text.first else { return .null }
    switch first {
    case UInt8(ascii: "~"): return text.count == 1 ? .null : .string
    case UInt8(ascii: "n"), UInt8(ascii: "N"):
      return isWord(text, "null") ? .null : .string
    case UInt8(ascii: "t"), UInt8(ascii: "T"):
      return isWord(text, "true") ? .boolean(true) : .string
    case UInt8(ascii: "f"), UInt8(ascii: "F"):
      return isWord(text, "false") ? .boolean(false) : .string
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x30...0x39:
      return resolveNumber(text)
    default: return .string
    }
  }

  /// Whether a YAML 1.1 reader would take the text for a boolean.
  static func isOldBoolean(_ text: [UInt8]) -> Bool {
    ["yes", "no", "on", "off"].contains { isWord(text, $0) }
  }

  /// Whether a YAML 1.1 reader would take the text for a number with separators.
  static func isOldNumber(_ text: [UInt8]) -> Bool {
    guard text.contains(0x5F), let first = text.first, first &- 0x30 < 10 else { return false }
    return resolveNumber(text.filter { $0 != 0x5F }) == .number
  }

  /// Whether the text is the word in lower case, with a capital, or in capitals.
  private static func isWord(_ text: [UInt8], _ word: String) -> Bool {
    guard text.count == word.utf8.count else { return false }
    return text.elementsEqual(word.utf8) || text.elementsEqual(word.uppercased().utf8)
      || text.elementsEqual((word.prefix(1).uppercased() + word.dropFirst()).utf8)
  }

  private static func resolveNumber(_ text: [UInt8]) -> Scalar {
    var rest = text[...]
    let isSigned = rest.first == 0x2B || rest.first == 0x2D
    if isSigned { rest.removeFirst() }
    if rest.first == 0x2E, !isSigned || rest.count == 4 {
      let name = Array(rest.dropFirst())
      if isWord(name, "inf") || isInfinity(name) { return .notFinite }
      if !isSigned, isWord(name, "nan") || name == Array("NaN".utf8) { return .notFinite }
    }
    if rest.first == 0x30, rest.count > 2, !isSigned {
      let digits = rest.dropFirst(2)
      switch rest[rest.startIndex + 1] {
      case UInt8(ascii: "x"):
        return digits.allSatisfy(isHexadecimal) ? .number : .string
      case UInt8(ascii: "o"):
        return digits.allSatisfy { $0 &- 0x30 < 8 } ? .number : .string
      default: break
      }
    }
    return isDecimal(rest) ? .number : .string
  }

  private static func isInfinity(_ name: [UInt8]) -> Bool { name == Array("Inf".utf8) }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
  }

  /// `[0-9]+`, `[0-9]*.[0-9]*` with at least one digit, and an exponent.
  private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
    let integer = text.prefix { $0 &- 0x30 < 10 }
    var rest = text.dropFirst(integer.count)
    var digits = integer.count
    if rest.isEmpty {
      // 0899 is neither octal nor what anybody means by a decimal.
      guard integer.first == 0x30, integer.count > 1 else { return digits > 0 }
      return integer.allSatisfy { $0 < 0x38 }
    }
    if rest.first == 0x2E {
      let fraction = rest.dropFirst().prefix { $0 &- 0x30 < 10 }
      digits += fraction.count
      rest = rest.dropFirst(fraction.count + 1)
    }
    guard digits > 0 else { return false }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == 0x65 else { return false }
    rest.removeFirst()
    if rest.first == 0x2B || rest.first == 0x2D { rest.removeFirst() }
    return !rest.isEmpty && rest.allSatisfy { $0 &- 0x30 < 10 }
  }
}
