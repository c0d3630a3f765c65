/// A number of pods or machines, or a share of all of them.
///
/// Source: kubernetes v1.36 `apimachinery/pkg/util/intstr/intstr.go`.
public enum IntOrPercent: Hashable, Sendable {
  /// So many.
  case count(Int)
  /// So many of a hundred.
  case percent(Int)

  /// Which way a share of a pod counts.
  public enum Rounding: Hashable, Sendable {
    /// A part counts as a whole.
    case up
    /// A part does not count.
    case down
  }

  /// Reads a text, which has to be whole per cents such as `25%`: a number is not written as text.
  ///
  /// - Throws: `IntOrPercentError` with the text.
  public init(_ text: String) throws(IntOrPercentError) {
    guard text.utf8.last == UInt8(ascii: "%"), let percent = Int(text.dropLast()) else {
      throw IntOrPercentError(text: text)
    }
    self = .percent(percent)
  }

  /// The number, or the share of `total`; traps when it leaves 64 bits.
  public func scaled(to total: Int, rounding: Rounding) -> Int {
    switch self {
    case .count(let count): return count
    case .percent(let percent):
      let product = Int128(percent) * Int128(total)
      let (quotient, remainder) = product.quotientAndRemainder(dividingBy: 100)
      guard remainder != 0 else { return Int(quotient) }
      // The quotient is cut towards zero, which is up for less than nothing.
      return switch rounding {
      case .up: Int(remainder > 0 ? quotient + 1 : quotient)
      case .down: Int(remainder < 0 ? quotient - 1 : quotient)
      }
    }
  }
}

/// A text that is neither a number nor a percentage.
public struct IntOrPercentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text.
  public var text: String

  /// Makes an error about `text`.
  public init(text: String) { self.text = text }

  /// The error in words.
  public var description: String {
    "\"\(text)\" is not a percentage; write whole per cents such as 25%, or a number without quotes"
  }
}
