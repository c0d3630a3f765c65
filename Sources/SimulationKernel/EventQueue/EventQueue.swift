package import Units

/// The pending events of a simulation, given back in a written total order.
///
/// Events leave by **(instant, rank, sequence)**: the earlier instant first; at one instant the lower
/// rank; at one instant and rank the event that was pushed first. No two events ever compare equal,
/// so neither the shape of the queue nor its history can show through.
///
/// The queue may be pushed to at any instant, also before one that it already gave back: it has no
/// clock of its own.
package struct EventQueue<Payload: BitwiseCopyable>: ~Copyable {
  @usableFromInline
  struct Entry {
    @usableFromInline var key: UInt128
    @usableFromInline var serial: UInt64
    @usableFromInline var payload: Payload
  }

  @usableFromInline var heap: [Entry] = []
  @usableFromInline var pending: Set<UInt64> = []
  @usableFromInline var pushed: UInt64 = 0

  /// An empty queue.
  package init() {}

  /// How many events are pending; cancelled ones do not count.
  package var count: Int { pending.count }

  /// Whether nothing is pending.
  package var isEmpty: Bool { pending.isEmpty }

  /// The instant of the event that the next `pop` gives back.
  package var nextInstant: Instant? {
    mutating get {
      discardCancelled()
      guard let first = heap.first else { return nil }
      return Self.instant(of: first.key)
    }
  }

  /// Adds an event.
  ///
  /// - Parameters:
  ///   - payload: What the event is.
  ///   - instant: When it happens.
  ///   - rank: Its place among the events of the same instant; lower comes first.
  /// - Returns: The handle that cancels it.
  @discardableResult
  package mutating func push(_ payload: Payload, at instant: Instant, rank: UInt8 = 0)
    -> EventHandle
  {
    let time = UInt64(bitPattern: instant.nanoseconds) ^ (1 << 63)
    let key = UInt128(time) << 64 | UInt128(rank) << 56 | UInt128(pushed)
    heap.append(Entry(key: key, serial: pushed, payload: payload))
    pending.insert(pushed)
    let handle = EventHandle(word: pushed)
    pushed += 1
    var index = heap.count - 1
    while index > 0 {
      let parent = (index - 1) / 2
      guard heap[index].key < heap[parent].key else { break }
      heap.swapAt(index, parent)
      index = parent
    }
    return handle
  }

  /// Takes a pending event out.
  ///
  /// - Returns: Whether the event was still pending.
  @discardableResult
  package mutating func cancel(_ handle: EventHandle) -> Bool {
    pending.remove(handle.word) != nil
  }

  /// Removes and returns the first event of the total order.
  package mutating func pop() -> (at: Instant, payload: Payload)? {
    discardCancelled()
    guard let first = heap.first else { return nil }
    removeFirst()
    pending.remove(first.serial)
    return (Self.instant(of: first.key), first.payload)
  }

  private static func instant(of key: UInt128) -> Instant {
    Instant(nanoseconds: Int64(bitPattern: UInt64(key >> 64) ^ (1 << 63)))
  }

  private mutating func discardCancelled() {
    while let first = heap.first, !pending.contains(first.serial) { removeFirst() }
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < heap.count && heap[child].key < heap[least].key {
        least = child
      }
      guard least != index else { return }
      heap.swapAt(index, least)
      index = least
    }
  }
}
