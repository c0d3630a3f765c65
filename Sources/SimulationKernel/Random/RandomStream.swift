/// A stream of random words of its own for one purpose and one entity.
///
/// Word `i` of the stream is a pure function of (seed, label, entity, i): one half of the Philox block
/// whose key is a hash of seed and label, and whose counter is (i / 2, entity). So a model that draws
/// more or fewer numbers for one purpose leaves every other draw as it was (common random numbers),
/// and two entities under one label never share a block.
///
/// The words for given arguments are part of every digest: tests pin them, and they never change.
@usableFromInline
package struct RandomStream: Hashable, Sendable {
  @usableFromInline let key: UInt64
  @usableFromInline let entity: UInt64
  @usableFromInline var spare: UInt64 = 0

  /// How many words were drawn so far: the position in the stream.
  @inlinable
  package var drawn: UInt64 { position }
  @usableFromInline var position: UInt64 = 0

  /// Opens the stream at its first word.
  ///
  /// - Parameters:
  ///   - seed: The root seed of the replication.
  ///   - label: The purpose, for instance `interruption.lifetime`.
  ///   - entity: The dense id of the node, job, … it is for; 0 when there is only one.
  package init(seed: UInt64, label: String, entity: UInt64 = 0) {
    // FNV-1a over the label's UTF-8, then the finalizer of SplitMix64 (Steele, Lea, Flood 2014):
    // short labels that differ in one bit get keys that differ in about half of theirs.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    self.key = Self.mix(Self.mix(seed &+ Philox.weyl) ^ hash)
    self.entity = entity
  }

  /// The next word, uniform over all 64-bit values.
  @inlinable
  package mutating func next() -> UInt64 {
    let index = position
    position &+= 1
    if index & 1 == 1 { return spare }
    let block = Philox.block(low: index >> 1, high: entity, key: key)
    spare = block.second
    return block.first
  }

  /// A number uniform over the 2⁵³ multiples of 2⁻⁵³ in 0 ..< 1.
  @inlinable
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number uniform over the odd multiples of 2⁻⁵³ in 0 ..< 1: never 0 and never 1.
  @inlinable
  package mutating func openUnit() -> Double {
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  /// A whole number uniform over 0 ..< `bound`, without bias; `bound` must not be 0.
  ///
  /// D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29(1), 2019: a word times
  /// the bound, the high half kept, the rare low halves that would tip the balance drawn again.
  @inlinable
  package mutating func uniform(below bound: UInt64) -> UInt64 {
    precondition(bound > 0, "a number below 0 cannot be drawn")
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  /// True with the probability `numerator` / `denominator`, exactly.
  @inlinable
  package mutating func bernoulli(_ numerator: UInt64, in denominator: UInt64) -> Bool {
    precondition(numerator <= denominator, "a probability is at most 1")
    return uniform(below: denominator) < numerator
  }

  private static func mix(_ word: UInt64) -> UInt64 {
    var mixed = word
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
