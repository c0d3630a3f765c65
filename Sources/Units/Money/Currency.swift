/// A currency by its ISO 4217 code, such as `USD`: what the amounts of one ledger are counted in.
public struct Currency: Hashable, Comparable, Sendable, BitwiseCopyable, CustomStringConvertible {
  private let letters: UInt32

  /// Makes a currency of three capital letters A to Z, or nothing for any other text.
  ///
  /// The code is checked for its form only: the list of currencies changes.
  public init?(code: some StringProtocol) {
    let bytes = Array(code.utf8)
    guard bytes.count == 3,
      bytes.allSatisfy({ $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") })
    else { return nil }
    letters = bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The three letters.
  public var code: String {
    let bytes = [16, 8, 0].map { UInt8(truncatingIfNeeded: letters >> UInt32($0)) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The three letters, as ``code``.
  public var description: String { code }

  /// Earlier in the alphabet.
  public static func < (left: Currency, right: Currency) -> Bool { left.letters < right.letters }
}
