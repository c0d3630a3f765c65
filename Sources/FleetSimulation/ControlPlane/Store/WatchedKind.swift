import Units

/// The objects of one kind: as the API server has them, and as those who watch have them, a little
/// behind.
///
/// Each write appends the object's new value to a stream that keeps its order. Objects are dense
/// numbers.
struct WatchedKind<Object: StoredObject> {
  /// As the API server has them.
  private(set) var stored: [Object] = []
  /// As those who watch have them.
  private(set) var seen: [Object] = []
  /// How many writes of each object those who watch have not seen yet.
  private(set) var unseen: [UInt32] = []
  /// How many writes there were.
  private(set) var written: UInt64 = 0
  /// How many of them those who watch have seen.
  private(set) var delivered: UInt64 = 0
  /// When the last write is seen; the next is not seen earlier.
  private var lastDelivery = Instant.distantPast
  private var stream: [Change] = []
  private var head = 0

  private struct Change {
    var object: UInt32
    var value: Object
  }

  /// Makes room for one more object, which is not there yet.
  mutating func reserve() -> Int {
    stored.append(.absent)
    seen.append(.absent)
    unseen.append(0)
    return stored.count - 1
  }

  /// Whether an object is neither there nor known, nor will be.
  func isForgotten(_ object: Int) -> Bool {
    unseen[object] == 0 && !stored[object].exists && !seen[object].exists
  }

  /// Writes an object that will be seen at `instant` or with the write before, whichever is later;
  /// the result is that time.
  mutating func write(_ object: Int, _ value: Object, seenAt instant: Instant) -> Instant {
    stored[object] = value
    stream.append(Change(object: UInt32(object), value: value))
    unseen[object] += 1
    written += 1
    lastDelivery = max(lastDelivery, instant)
    return lastDelivery
  }

  /// Lets those who watch see the next write; the result is the object and what was seen before.
  mutating func deliver() -> (object: Int, before: Object) {
    let object = Int(stream[head].object)
    let before = seen[object]
    seen[object] = stream[head].value
    unseen[object] -= 1
    head += 1
    delivered += 1
    if head == stream.count {
      stream.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 1_024, head * 2 > stream.count {
      stream.removeFirst(head)
      head = 0
    }
    return (object, before)
  }
}
