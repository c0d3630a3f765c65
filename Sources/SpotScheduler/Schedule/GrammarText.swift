/// The text rules that all the schedule grammars share.
///
/// They follow the Rust standard library, because 5-Spot's parsers are written with it: trimming is
/// by Unicode scalars, splitting by bytes, and numbers are read by hand. Swift's own counterparts
/// work on grapheme clusters and canonical equivalence and so disagree on input such as a comma
/// that carries a combining accent.
enum GrammarText {
  /// Whether Rust's `char::is_whitespace` holds: the Unicode property White_Space, written out so
  /// that no library version can change it.
  static func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default:
      false
    }
  }

  /// The text without white space at either end, as Rust's `str::trim`.
  static func trimmed(_ text: Substring) -> Substring {
    let scalars = text.unicodeScalars
    guard
      let first = scalars.firstIndex(where: { !isWhiteSpace($0) }),
      let last = scalars.lastIndex(where: { !isWhiteSpace($0) })
    else { return Substring() }
    return Substring(scalars[first...last])
  }

  /// The parts between separators; always one more part than there are separators.
  static func split(_ text: Substring, at separator: Unicode.Scalar) -> [Substring] {
    text.unicodeScalars
      .split(separator: separator, omittingEmptySubsequences: false)
      .map { Substring($0) }
  }

  /// The number, as Rust's `str::parse` for an unsigned type reads it: decimal ASCII digits, any
  /// number of leading zeros, one optional `+`, no `-`, and within the type's range.
  static func unsigned<Number: FixedWidthInteger & UnsignedInteger>(
    _ text: Substring, as type: Number.Type = Number.self
  ) -> Number? {
    var digits = text.utf8
    if digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    guard !digits.isEmpty else { return nil }
    var value: Number = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = tens.addingReportingOverflow(Number(digit - UInt8(ascii: "0")))
      guard !overflowed, !carried else { return nil }
      value = sum
    }
    return value
  }
}
