/// Why a text is not a time span such as `1h30m`, and at which byte of it.
public struct TimeSpanError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the text.
  public enum Problem: Hashable, Sendable {
    /// The text is empty, or a sign stands alone.
    case empty
    /// A number was due here.
    case missingNumber
    /// The number is not followed by one of `d`, `h`, `m`, `s`, `ms`, `us`, `ns`.
    case unknownUnit(String)
    /// The unit does not come after a larger one: `5m1h` or `1m1m`.
    case unitOutOfOrder(String)
    /// A part with a decimal fraction is not the last one.
    case fractionNotLast
    /// The fraction is no whole number of nanoseconds.
    case finerThanNanosecond
    /// The span does not fit 64 bits of nanoseconds, about 292 years.
    case outOfRange
  }

  /// What is wrong.
  public var problem: Problem
  /// Where: the offset of the offending byte from the start of the text, from 0.
  public var offset: Int

  /// Makes an error of its parts.
  public init(_ problem: Problem, at offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  /// One sentence with the place, the offending value and what is allowed there.
  public var description: String { "not a time span: \(reason) at byte \(offset)" }

  private var reason: String {
    switch problem {
    case .empty: "no number and unit, as in '1h30m',"
    case .missingNumber: "a number is due"
    case .unknownUnit(""): "a unit is due: one of d, h, m, s, ms, us, ns,"
    case .unknownUnit(let word): "unknown unit '\(word)' (known: d, h, m, s, ms, us, ns)"
    case .unitOutOfOrder(let unit):
      "unit '\(unit)' has to come before the smaller ones, once,"
    case .fractionNotLast: "only the last part may have a fraction, which is"
    case .finerThanNanosecond: "a fraction finer than a nanosecond"
    case .outOfRange: "longer than 292 years (64 bits of nanoseconds)"
    }
  }
}
