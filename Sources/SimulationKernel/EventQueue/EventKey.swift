/// The place of an event in the total order and the slot of its payload, in one comparable word.
///
/// From the high bits: the instant (64 bits, sign flipped so that it compares unsigned), the rank (8), the
/// sequence number (29) and the slot (27). The sequence number differs for all pending events, so the slot
/// never decides; it rides along so that a key is all that the queue moves.
///
/// Limits: 2²⁷ = 134 million events pending at once (a precondition of `push`); 2²⁹ pushes, after which
/// the queue numbers what is pending anew, in order.
@usableFromInline
enum EventKey {
  @usableFromInline typealias Word = UInt128

  @inlinable static var slotBits: UInt64 { 27 }
  @inlinable static var sequenceBits: UInt64 { 29 }
  @inlinable static var slotLimit: Int { 1 << 27 }
  @inlinable static var sequenceLimit: UInt64 { 1 << 29 }

  /// Greater than the key of any event.
  @inlinable static var none: Word { .max }

  @inlinable @inline(__always)
  static func make(time: UInt64, rank: UInt8, sequence: UInt64, slot: Int) -> Word {
    let low =
      UInt64(rank) << (slotBits + sequenceBits) | sequence << slotBits
      | UInt64(truncatingIfNeeded: slot)
    return Word(time) << 64 | Word(low)
  }

  /// The instant on an unsigned scale that begins at `Instant.distantPast`.
  @inlinable @inline(__always)
  static func time(of key: Word) -> UInt64 { UInt64(truncatingIfNeeded: key >> 64) }

  @inlinable @inline(__always)
  static func time(ofNanoseconds nanoseconds: Int64) -> UInt64 {
    UInt64(bitPattern: nanoseconds) ^ (1 << 63)
  }

  @inlinable @inline(__always)
  static func nanoseconds(ofTime time: UInt64) -> Int64 { Int64(bitPattern: time ^ (1 << 63)) }

  @inlinable @inline(__always)
  static func slot(of key: Word) -> Int {
    Int(truncatingIfNeeded: UInt64(truncatingIfNeeded: key) & (1 << slotBits - 1))
  }

  /// The same key with another sequence number.
  @inlinable
  static func renumbered(_ key: Word, sequence: UInt64) -> Word {
    let low = UInt64(truncatingIfNeeded: key)
    let kept = low & ~((sequenceLimit - 1) << slotBits)
    return (key >> 64) << 64 | Word(kept | sequence << slotBits)
  }
}
