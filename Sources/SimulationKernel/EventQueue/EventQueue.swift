public import Units

/// The pending events of a simulation, given back in a written total order.
///
/// Events leave by **(instant, rank, sequence)**: the earlier instant first; at one instant the lower
/// rank; at one instant and rank the event that was pushed first. No two events ever compare equal,
/// so neither the shape of the queue nor its history can show through.
///
/// The queue may be pushed to at any instant, also before one that it already gave back: it has no
/// clock of its own.
///
/// Inside, a heap holds the near future and, once there are more than a few hundred events, a ladder of
/// unsorted piles the rest (`EventLadder`). Payloads lie still in a slab (`EventSlab`) while 16-byte keys
/// move. Cancelled events leave their key behind, which is dropped when its turn comes, or when such keys
/// outnumber the pending events.
///
/// - Complexity: `push` and `pop` take amortised constant time while instants spread over their range,
///   whatever the number of events; however they cluster, at most the logarithm of that number. `cancel`
///   takes amortised constant time. Memory is proportional to the most events pending at once.
@usableFromInline
package struct EventQueue<Payload: BitwiseCopyable>: ~Copyable {
  @usableFromInline var heap = EventHeap()
  @usableFromInline var ladder = EventLadder()
  @usableFromInline var slab = EventSlab<Payload>()

  /// The last time whose events lie in the heap; those of later times lie on the ladder.
  @usableFromInline var horizon = UInt64.max
  /// With more events than this the heap is laid out on the ladder.
  @usableFromInline var heapLimit = EventQueue.usualHeapLimit
  /// The sequence number of the next push.
  @usableFromInline var sequence: UInt64 = 0
  @usableFromInline let sequenceLimit: UInt64
  /// How many keys of cancelled events still lie about.
  @usableFromInline var cancelled = 0

  /// How many events are pending; cancelled ones do not count.
  @inlinable
  package var count: Int { standing }
  @usableFromInline var standing = 0

  /// How large the heap grows before the ladder takes over.
  @inlinable static var usualHeapLimit: Int { 768 }

  /// An empty queue.
  @inlinable
  package init() { sequenceLimit = EventKey.sequenceLimit }

  /// An empty queue that numbers its pending events anew after that many pushes; for tests.
  package init(renumberingAfter pushes: UInt64) {
    precondition(
      pushes > 0 && pushes <= EventKey.sequenceLimit, "the key holds 29 bits of sequence")
    sequenceLimit = pushes
  }

  /// Whether nothing is pending.
  @inlinable
  package var isEmpty: Bool { count == 0 }

  /// The instant of the event that the next `pop` gives back.
  @inlinable
  package var nextInstant: Instant? {
    mutating get {
      guard bringFirstUp() else { return nil }
      return Instant(
        nanoseconds: EventKey.nanoseconds(ofTime: EventKey.time(of: heap.first)))
    }
  }

  /// Adds an event.
  ///
  /// - Parameters:
  ///   - payload: What the event is.
  ///   - instant: When it happens.
  ///   - rank: Its place among the events of the same instant; lower comes first.
  /// - Returns: The handle that cancels it.
  @inlinable
  @discardableResult
  package mutating func push(_ payload: Payload, at instant: Instant, rank: UInt8 = 0)
    -> EventHandle
  {
    if sequence == sequenceLimit { renumber() }
    let handle = slab.occupy(payload)
    let time = EventKey.time(ofNanoseconds: instant.nanoseconds)
    let key = EventKey.make(
      time: time, rank: rank, sequence: sequence,
      slot: Int(truncatingIfNeeded: handle & EventSlab<Payload>.lowMask))
    sequence += 1
    standing += 1
    if time <= horizon {
      heap.insert(key)
      if heap.used > heapLimit { layOutHeap() }
    } else {
      ladder.insert(key)
    }
    return EventHandle(word: handle)
  }

  /// Removes and returns the first event of the total order.
  @inlinable
  package mutating func pop() -> (at: Instant, payload: Payload)? {
    guard bringFirstUp() else { return nil }
    let key = heap.first
    heap.removeFirst()
    let index = EventKey.slot(of: key)
    let slot = slab.slots[index]
    slab.vacate(index, state: slot.state)
    standing -= 1
    return (
      Instant(nanoseconds: EventKey.nanoseconds(ofTime: EventKey.time(of: key))), slot.payload
    )
  }

  /// Removes and returns the first event of the total order if it happens before `end`.
  @inlinable
  package mutating func pop(before end: Instant) -> (at: Instant, payload: Payload)? {
    guard let next = nextInstant, next < end else { return nil }
    return pop()
  }

  /// Takes a pending event out.
  ///
  /// - Returns: Whether the event was still pending: false for an event that was popped or cancelled.
  @inlinable
  @discardableResult
  package mutating func cancel(_ handle: EventHandle) -> Bool {
    guard slab.cancel(handle.word) else { return false }
    standing -= 1
    cancelled += 1
    if cancelled > count + 256 { rebuild() }
    return true
  }

  /// Brings the first pending event to the heap's root; false when nothing is pending.
  @inlinable @inline(__always)
  mutating func bringFirstUp() -> Bool {
    guard count > 0 else { return false }
    while true {
      if heap.count == 0 { refill() }
      guard cancelled > 0 else { return true }
      let index = EventKey.slot(of: heap.first)
      let state = slab.slots[index].state
      guard slab.isCancelled(state: state) else { return true }
      heap.removeFirst()
      discard(index, state: state)
    }
  }

  /// Frees the slot of a cancelled event whose key has left.
  @inlinable
  mutating func discard(_ slot: Int, state: UInt64) {
    slab.vacate(slot, state: state)
    cancelled -= 1
  }
}
