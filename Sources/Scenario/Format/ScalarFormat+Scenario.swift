package import Documents
import Units

extension ScalarFormat {
  /// A ratio of whole numbers above 0: `0.02`, `2` or `1/50`; canonically `1/50`.
  package static var ratio: ScalarFormat {
    ScalarFormat(
      "ratio", expectation: "a ratio above 0 such as 0.02 or 1/50",
      outline: Outline(
        types: ["number", "string"], pattern: "^[0-9]{1,12}(/[0-9]{1,12}|\\.[0-9]{1,9})?$"),
      examples: [.lexeme("0.02"), .string("1/50")]
    ) { written in
      guard let text = written.numberOrText, let (above, below) = Ratio.read(text) else {
        return .failure(ScalarRefusal(""))
      }
      return .success(
        Reading(.text("\(above)/\(below)"), canonical: .string("\(above)/\(below)")))
    }
  }
}

extension WrittenScalar {
  /// The text of a number or a text; nil for a boolean.
  var numberOrText: String? {
    switch self {
    case .number(let text), .text(let text): text
    case .boolean: nil
    }
  }
}

/// Ratios as texts.
enum Ratio {
  /// Reads `1/50` or a decimal, in lowest terms; nil unless both parts are positive.
  static func read(_ text: String) -> (above: Int64, below: Int64)? {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 1 else {
      guard let above = digits(parts[0]), let below = digits(parts[1]) else { return nil }
      return lowestTerms(above, below)
    }
    let decimals = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = digits(decimals[0]) else { return nil }
    guard decimals.count == 2 else { return lowestTerms(whole, 1) }
    guard decimals[1].utf8.count <= 6, let fraction = digits(decimals[1]) else { return nil }
    var below: Int64 = 1
    for _ in decimals[1].utf8 { below *= 10 }
    return lowestTerms(whole * below + fraction, below)
  }

  /// At most 12 digits, so that a product with 10⁶ fits.
  private static func digits(_ text: Substring) -> Int64? {
    guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else {
      return nil
    }
    return Int64(text)
  }

  private static func lowestTerms(_ above: Int64, _ below: Int64) -> (above: Int64, below: Int64)? {
    guard above > 0, below > 0 else { return nil }
    var (left, right) = (above, below)
    while right != 0 { (left, right) = (right, left % right) }
    return (above / left, below / left)
  }
}
