// How keys move between the heap and the ladder.

extension EventQueue {
  /// Fills the empty heap from the ladder, which holds a pending event.
  @inlinable @inline(never)
  mutating func refill() {
    heap.removeAll()
    heapLimit = Self.usualHeapLimit
    let takesAll = ladder.count <= Self.usualHeapLimit / 2
    while let (pile, end) = ladder.takeEarliest() {
      if !takesAll, pile.count > EventLadder.pileLimit {
        let (least, greatest) = ladder.range(of: pile)
        if divides(least: least, greatest: greatest) {
          ladder.divide(pile, least: least, greatest: greatest, end: end)
          horizon = least - 1
          continue
        }
      }
      moveToHeap(pile)
      horizon = ladder.count == 0 ? .max : end
      if heap.used > 0, !takesAll || ladder.count == 0 { break }
    }
    heap.restore()
    heapLimit = max(heapLimit, heap.used * 2)
  }

  /// Whether a pile of keys can be divided by time, with room for a horizon before it.
  @inlinable
  func divides(least: UInt64, greatest: UInt64) -> Bool { least < greatest && least > 0 }

  /// Adds the keys of a pile to the heap, without order, and drops those of cancelled events.
  ///
  /// To look at every slot here costs little, as the looks do not wait for one another, and brings the
  /// payloads into the cache before they are popped.
  @inlinable
  mutating func moveToHeap(_ pile: KeyPile) {
    var drain = KeyDrain(pile)
    while let key = drain.next(in: &ladder.blocks) {
      let slot = EventKey.slot(of: key)
      let state = slab.slots[slot].state
      if slab.isCancelled(state: state) {
        discard(slot, state: state)
      } else {
        heap.append(key)
      }
    }
  }

  /// Lays the keys of a large heap out on the ladder.
  @inlinable @inline(never)
  mutating func layOutHeap() {
    let pile = pileUpHeap()
    layOut(pile, end: horizon)
  }

  /// Divides a pile of all keys up to `end` by a new rung, or leaves it in the empty heap if it has only
  /// one instant.
  @inlinable
  mutating func layOut(_ pile: KeyPile, end: UInt64) {
    let (least, greatest) = ladder.range(of: pile)
    if divides(least: least, greatest: greatest) {
      ladder.divide(pile, least: least, greatest: greatest, end: end)
      horizon = least - 1
      heapLimit = Self.usualHeapLimit
    } else {
      moveToHeap(pile)
      heap.restore()
      horizon = end
      heapLimit = max(Self.usualHeapLimit, heap.used * 2)
    }
  }

  /// Empties the heap into a pile.
  @inlinable
  mutating func pileUpHeap() -> KeyPile {
    heap.fillVacancy()
    var pile = KeyPile()
    for place in 0..<heap.used { ladder.blocks.append(heap.key(at: place), to: &pile) }
    heap.removeAll()
    return pile
  }

  /// Empties heap and ladder into one pile without the keys of cancelled events.
  @inlinable
  mutating func pileUpAll() -> KeyPile {
    var all = KeyPile()
    var pile = pileUpHeap()
    while true {
      var drain = KeyDrain(pile)
      while let key = drain.next(in: &ladder.blocks) {
        let slot = EventKey.slot(of: key)
        let state = slab.slots[slot].state
        if slab.isCancelled(state: state) {
          discard(slot, state: state)
        } else {
          ladder.blocks.append(key, to: &all)
        }
      }
      guard let next = ladder.takeEarliest() else { return all }
      pile = next.pile
    }
  }

  /// Drops the keys of all cancelled events.
  @inlinable @inline(never)
  mutating func rebuild() {
    let all = pileUpAll()
    horizon = .max
    heapLimit = Self.usualHeapLimit
    guard all.count > 0 else { return }
    if all.count <= Self.usualHeapLimit {
      moveToHeap(all)
      heap.restore()
    } else {
      layOut(all, end: .max)
    }
  }

  /// Numbers the pending events from 0 in their total order, which stays as it is.
  @inlinable @inline(never)
  mutating func renumber() {
    var drain = KeyDrain(pileUpAll())
    var keys: [EventKey.Word] = []
    while let key = drain.next(in: &ladder.blocks) { keys.append(key) }
    keys.sort()
    var all = KeyPile()
    sequence = 0
    for key in keys {
      ladder.blocks.append(EventKey.renumbered(key, sequence: sequence), to: &all)
      sequence += 1
    }
    precondition(sequence < sequenceLimit, "more events are pending than sequence numbers exist")
    horizon = .max
    heapLimit = Self.usualHeapLimit
    if all.count > 0 { layOut(all, end: .max) }
  }
}
