/// Why a text is no Kubernetes quantity; the first three in the words of apimachinery.
public enum QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text is empty or has a character that no quantity has at that place.
  case format
  /// The number has no digits where digits are needed.
  case number
  /// The letters after the number are no known suffix or exponent.
  case suffix
  /// A decimal exponent beyond ±9,999. Kubernetes accepts it, and may then need gigabytes.
  case exponentTooLarge
  /// More than 10,000 characters. Kubernetes accepts it.
  case tooLong

  /// The message, which for the first three cases is Kubernetes' own.
  public var description: String {
    switch self {
    case .format:
      "quantities must match the regular expression "
        + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    case .number: "unable to parse numeric part of quantity"
    case .suffix: "unable to parse quantity's suffix"
    case .exponentTooLarge: "the quantity's exponent is not in -9999...9999"
    case .tooLong: "the quantity has more than 10000 characters"
    }
  }
}
