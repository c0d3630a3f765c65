/// The counter-based generator Philox2x64-10.
///
/// A block of two words is a keyed bijection of a 128-bit counter: no state, so any draw can be made
/// alone and out of order. Ten rounds, constants and known answers as in J. K. Salmon, M. A. Moraes,
/// R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC'11, and their Random123
/// library; the paper reports that it passes TestU01's BigCrush, already with six rounds.
@usableFromInline
package enum Philox {
  /// The two words of one block.
  ///
  /// - Parameters:
  ///   - low: The low word of the counter.
  ///   - high: The high word of the counter.
  ///   - key: The key that picks the bijection.
  /// - Returns: The words, in the order of the stream.
  @inlinable
  package static func block(low: UInt64, high: UInt64, key: UInt64) -> (
    first: UInt64, second: UInt64
  ) {
    var first = low
    var second = high
    var roundKey = key
    for _ in 0..<10 {
      let product = multiplier.multipliedFullWidth(by: first)
      first = product.high ^ roundKey ^ second
      second = product.low
      roundKey &+= weyl
    }
    return (first, second)
  }

  /// The round multiplier of the two-word variant.
  @inlinable static var multiplier: UInt64 { 0xD2B7_4407_B1CE_6E93 }

  /// What the key grows by between rounds: the golden ratio's fraction in 64 bits.
  @inlinable static var weyl: UInt64 { 0x9E37_79B9_7F4A_7C15 }
}
