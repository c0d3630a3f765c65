/// SplitMix64: small, and the same everywhere.
package struct SeededGenerator {
  private var state: UInt64

  /// Starts with a seed.
  package init(seed: UInt64) { state = seed }

  /// The next word.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A number from 0 to below `bound`.
  package mutating func below(_ bound: UInt64) -> Int64 { Int64(next() % bound) }
}
