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

  /// Changes that were never told since the last that was.
  private var lost: UInt64 = 0
  /// How many announced changes are not told any more, since a list said it all.
  private var superseded = 0

  private struct Change {
    var object: UInt32
    var telling: WatchTelling
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
  mutating func write(
    _ object: Int, _ value: Object, _ telling: WatchTelling = .once, seenAt instant: Instant
  ) -> Instant {
    stored[object] = value
    stream.append(Change(object: UInt32(object), telling: telling, value: value))
    unseen[object] += 1
    written += 1
    lastDelivery = max(lastDelivery, instant)
    return lastDelivery
  }

  /// Tells of the last write another time, when it is told itself; the result is when that is.
  mutating func repeatLast() -> Instant {
    guard var change = stream.last else { return lastDelivery }
    change.telling = .again
    stream.append(change)
    unseen[Int(change.object)] += 1
    return lastDelivery
  }

  /// Lets those who watch see the next write; the result is the object and what was seen before, nil
  /// where nothing is told.
  ///
  /// A change that is never told counts as seen with the next that is: the version that a watch has
  /// come to is that of the last change it told.
  mutating func deliver() -> (object: Int, before: Object)? {
    guard superseded == 0 else {
      superseded -= 1
      return nil
    }
    let object = Int(stream[head].object)
    let before = seen[object]
    let telling = stream[head].telling
    unseen[object] -= 1
    switch telling {
    case .never: lost += 1
    case .again: seen[object] = stream[head].value
    case .once:
      seen[object] = stream[head].value
      delivered += lost + 1
      lost = 0
    }
    head += 1
    if head == stream.count {
      stream.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 1_024, head * 2 > stream.count {
      stream.removeFirst(head)
      head = 0
    }
    return telling == .never ? nil : (object, before)
  }

  /// Lists all objects as the API server has them. What was not told yet is not told any more; the
  /// result are the objects that are not as they were seen.
  mutating func list() -> [Int] {
    superseded += stream.count - head
    stream.removeAll(keepingCapacity: true)
    head = 0
    lost = 0
    delivered = written
    for object in unseen.indices { unseen[object] = 0 }
    return stored.indices.filter { stored[$0] != seen[$0] }
  }

  /// Lets those who watch see an object as it was listed; the result is what was seen before.
  mutating func takeListed(_ object: Int) -> Object {
    let before = seen[object]
    seen[object] = stored[object]
    return before
  }
}

/// How a change is told to those who watch.
enum WatchTelling: BitwiseCopyable {
  /// As it should be.
  case once
  /// Another time, after it was told.
  case again
  /// Not at all.
  case never
}
