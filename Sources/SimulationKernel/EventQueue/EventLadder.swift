/// The events beyond the heap's horizon, in piles by instant.
///
/// A ladder in the sense of W. T. Tang, R. S. M. Goh, I. L.-J. Thng, "Ladder Queue: An O(1) Priority
/// Queue Structure for Large-Scale Discrete Event Simulation", ACM TOMACS 15(3), 2005. A rung divides a
/// range of instants into piles of equal width; a pile that turns out large when its time comes is
/// divided by a finer rung on top. Here the widths are powers of two, the last pile of each rung catches
/// everything up to the rung's end, and the finest piles go to a heap instead of a sorted list, so that
/// many events in a narrow range cost a logarithm and not a square.
///
/// The ranges of the rungs do not overlap: those of a later (finer) rung lie wholly before those that
/// remain of an earlier one.
@usableFromInline
struct EventLadder: ~Copyable {
  @usableFromInline
  struct Rung: BitwiseCopyable {
    /// The first time of the first pile.
    @usableFromInline var start: UInt64 = 0
    /// The last time that belongs to the rung.
    @usableFromInline var end: UInt64 = 0
    /// A pile is 2^shift nanoseconds wide; the last one is as wide as it takes.
    @usableFromInline var shift: UInt64 = 0
    /// Where the rung's piles begin in `piles`.
    @usableFromInline var firstPile = 0
    @usableFromInline var pileCount = 0
    /// The first pile that has not been taken yet.
    @usableFromInline var current = 0

    @inlinable
    init() {}

    /// The pile for a time of this rung.
    @inlinable @inline(__always)
    func pile(for time: UInt64) -> Int {
      Int(truncatingIfNeeded: min((time &- start) >> shift, UInt64(pileCount - 1)))
    }
  }

  /// Piles are divided until about this many events lie in each.
  @inlinable static var pileTarget: Int { 32 }
  /// A pile with at most this many events goes to the heap as it is.
  @inlinable static var pileLimit: Int { 96 }
  /// More piles than this in one rung would not stay in the nearest cache.
  @inlinable static var rungLimit: Int { 512 }

  @usableFromInline var rungs = UncheckedBuffer<Rung>(capacity: 8, filler: Rung())
  @usableFromInline var rungCount = 0
  @usableFromInline var piles = UncheckedBuffer<KeyPile>(capacity: 0, filler: KeyPile())
  @usableFromInline var pileEnd = 0
  @usableFromInline var blocks = KeyBlocks()
  /// How many keys lie in all piles, those of cancelled events included.
  @usableFromInline var count = 0

  @inlinable
  init() {}

  /// Adds a key beyond the heap's horizon; there must be a rung.
  ///
  /// - Complexity: O(1) on the finest rungs, else the logarithm of the number of rungs.
  @inlinable
  mutating func insert(_ key: EventKey.Word) {
    let time = EventKey.time(of: key)
    var rung = rungCount - 1
    if time > rungs[rung].end { rung = coarserRung(for: time) }
    let index = rungs[rung].firstPile + rungs[rung].pile(for: time)
    var pile = piles[index]
    blocks.append(key, to: &pile)
    piles[index] = pile
    count += 1
  }

  /// The finest rung that reaches up to `time`; the ends of the rungs descend.
  @inlinable
  func coarserRung(for time: UInt64) -> Int {
    var low = 0
    var high = rungCount - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if rungs[middle].end >= time { low = middle } else { high = middle }
    }
    return low
  }

  /// Takes the earliest pile off the ladder, with the last time that belonged to it.
  ///
  /// Rungs without a pile left go first, so a rung whose last pile is taken is gone before that pile is
  /// divided again: the ladder does not grow with time.
  @inlinable
  mutating func takeEarliest() -> (pile: KeyPile, end: UInt64)? {
    while rungCount > 0 {
      var rung = rungs[rungCount - 1]
      while rung.current < rung.pileCount {
        let index = rung.current
        let pile = piles[rung.firstPile + index]
        rung.current += 1
        guard pile.count > 0 else { continue }
        count -= pile.count
        let isLast = rung.current == rung.pileCount
        let end = isLast ? rung.end : rung.start + (UInt64(rung.current) << rung.shift) - 1
        if isLast {
          removeRung()
        } else {
          rungs[rungCount - 1] = rung
        }
        return (pile, end)
      }
      removeRung()
    }
    return nil
  }

  @inlinable
  mutating func removeRung() {
    rungCount -= 1
    pileEnd = rungs[rungCount].firstPile
  }

  /// Divides a pile by a new, finest rung.
  ///
  /// - Parameters:
  ///   - pile: The keys, at least two different times among them; spent afterwards.
  ///   - least: The least time among them.
  ///   - greatest: The greatest time among them.
  ///   - end: The last time that belongs to the pile.
  @inlinable
  mutating func divide(_ pile: KeyPile, least: UInt64, greatest: UInt64, end: UInt64) {
    let wanted = UInt64(min(max(pile.count / Self.pileTarget, 2), Self.rungLimit))
    var rung = Rung()
    rung.start = least
    rung.end = end
    while (greatest - least) >> rung.shift >= wanted { rung.shift += 1 }
    // Piles for what is there now, and one more for all that may come up to the end.
    let lastFilled = (greatest - least) >> rung.shift
    rung.pileCount = Int(lastFilled) + ((end - least) >> rung.shift > lastFilled ? 2 : 1)
    rung.firstPile = pileEnd
    addRung(rung)

    var drain = KeyDrain(pile)
    let view = piles.view
    while let key = drain.next(in: &blocks) {
      let index = rung.firstPile + rung.pile(for: EventKey.time(of: key))
      var target = view[index]
      blocks.append(key, to: &target)
      view[index] = target
    }
    count += pile.count
  }

  @inlinable
  mutating func addRung(_ rung: Rung) {
    if rungCount == rungs.capacity { rungs.grow(to: rungCount * 2, filler: Rung()) }
    rungs[rungCount] = rung
    rungCount += 1
    pileEnd += rung.pileCount
    if pileEnd > piles.capacity { piles.grow(to: max(64, pileEnd * 2), filler: KeyPile()) }
    for index in rung.firstPile..<pileEnd { piles[index] = KeyPile() }
  }

  /// The least and the greatest time in a pile, which must not be empty.
  @inlinable
  func range(of pile: KeyPile) -> (least: UInt64, greatest: UInt64) {
    var least = UInt64.max
    var greatest: UInt64 = 0
    var block = pile.firstBlock
    var remaining = pile.count
    while remaining > 0 {
      let start = Int(block) * KeyBlocks.blockSize
      for index in start..<start + min(remaining, KeyBlocks.blockSize) {
        let time = EventKey.time(of: blocks.keys[index])
        least = min(least, time)
        greatest = max(greatest, time)
      }
      remaining -= KeyBlocks.blockSize
      block = blocks.following[Int(block)]
    }
    return (least, greatest)
  }
}
