import SimulationKernel
package import Units

/// The queue of a controller: each object at most once, by priority, and by the order in which they
/// became ready within one.
///
/// An object that is worked on is not given out again until the work is done; what was added
/// meanwhile is kept. Objects are dense numbers. Source: kubernetes-sigs/controller-runtime
/// `pkg/controller/priorityqueue/priorityqueue.go` of August 2026, on in Cluster API from v1.13. The
/// classic queue of v1.12 is this one with one priority for everything.
package struct WorkQueue: Sendable {
  /// The priority of what an event asks for.
  package static let livePriority: Int8 = 0
  /// The priority of the first list and of resyncs: it comes when nothing else is there.
  package static let backgroundPriority: Int8 = -100

  /// What is known of one object.
  private struct Item {
    var isQueued = false
    var isWorkedOn = false
    var isReady = false
    var priority: Int8 = 0
    var readyAt = Instant.distantPast
    /// Its place among those of its priority.
    var number: UInt64 = 0
    /// Which entry of the heaps stands for it; older ones are leftovers.
    var version: UInt64 = 0
  }

  /// What is ready: the highest priority first, then the lowest number.
  private struct Ready: Comparable {
    var object: Int
    var priority: Int8
    var number: UInt64
    var version: UInt64

    static func < (left: Ready, right: Ready) -> Bool {
      left.priority != right.priority
        ? left.priority > right.priority : left.number < right.number
    }
  }

  /// What is not ready yet: the earliest first, then as above.
  private struct Later: Comparable {
    var readyAt: Instant
    var entry: Ready

    static func < (left: Later, right: Later) -> Bool {
      left.readyAt != right.readyAt ? left.readyAt < right.readyAt : left.entry < right.entry
    }
  }

  private var items: [Item] = []
  private var ready = BinaryHeap<Ready>()
  private var later = BinaryHeap<Later>()
  private var nextNumber: UInt64 = 0
  private var nextVersion: UInt64 = 0
  /// How many objects wait to be worked on, ready or not.
  package private(set) var count = 0

  /// How many objects are ready, those included that are worked on and were added meanwhile.
  package private(set) var readyCount = 0

  /// An empty queue.
  package init() {}

  /// Adds an object at `now` that is ready after `wait`, at once where that is nothing. Calls come in
  /// the order of time.
  ///
  /// One that waits already gets the higher of the priorities, and with a higher one a new place; and
  /// the earlier of the times, with its place kept.
  package mutating func add(
    _ object: Int, priority: Int8 = livePriority, at now: Instant, after wait: TimeSpan = .zero
  ) {
    while items.count <= object { items.append(Item()) }
    moveDue(at: now)
    var item = items[object]
    let wasReady = item.isQueued && item.isReady
    let readyAt = wait > .zero ? now + wait : .distantPast
    if item.isQueued {
      let isSooner = !item.isReady && readyAt < item.readyAt
      guard isSooner || priority > item.priority else { return }
      if priority > item.priority {
        item.priority = priority
        item.number = drawNumber()
      }
      item.readyAt = min(item.readyAt, readyAt)
    } else {
      item.isQueued = true
      item.priority = priority
      item.readyAt = readyAt
      item.number = drawNumber()
      count += 1
    }
    item.isReady = item.readyAt == .distantPast
    if item.isReady, !wasReady { readyCount += 1 }
    enter(object, item)
  }

  /// Takes the next object that is ready at `now`, to be worked on; nil when there is none.
  package mutating func take(at now: Instant) -> Int? {
    moveDue(at: now)
    while let next = ready.first {
      ready.removeFirst()
      guard isCurrent(next) else { continue }
      items[next.object].isQueued = false
      items[next.object].isWorkedOn = true
      count -= 1
      readyCount -= 1
      return next.object
    }
    return nil
  }

  /// Ends the work on an object; what was added meanwhile is given out from now on.
  package mutating func finish(_ object: Int) {
    precondition(
      items.indices.contains(object) && items[object].isWorkedOn, "nobody works on \(object)")
    items[object].isWorkedOn = false
    let item = items[object]
    if item.isQueued && item.isReady { enter(object, item) }
  }

  /// Whether an object waits or is worked on.
  package func holds(_ object: Int) -> Bool {
    items.indices.contains(object) && (items[object].isQueued || items[object].isWorkedOn)
  }

  /// Whether an object waits to be worked on, ready or not.
  package func isQueued(_ object: Int) -> Bool {
    items.indices.contains(object) && items[object].isQueued
  }

  /// When there is something to do: the distant past when `take` has an object now, nil when nothing
  /// waits. At that time `take` may still have none, when the object is worked on.
  package mutating func nextReady() -> Instant? {
    while let next = ready.first, !isCurrent(next) { ready.removeFirst() }
    if ready.first != nil { return .distantPast }
    while let next = later.first, !isCurrent(next.entry) { later.removeFirst() }
    return later.first?.readyAt
  }

  /// What is due becomes ready, in the order in which it is, behind all that is ready already.
  private mutating func moveDue(at now: Instant) {
    while let next = later.first, next.readyAt <= now {
      later.removeFirst()
      guard isCurrent(next.entry) else { continue }
      var item = items[next.entry.object]
      item.isReady = true
      readyCount += 1
      item.readyAt = .distantPast
      item.number = drawNumber()
      enter(next.entry.object, item)
    }
  }

  private mutating func drawNumber() -> UInt64 {
    nextNumber += 1
    return nextNumber
  }

  /// Keeps an item, and its entry in the heap where it belongs; one that is worked on is not given
  /// out.
  private mutating func enter(_ object: Int, _ item: Item) {
    nextVersion += 1
    items[object] = item
    items[object].version = nextVersion
    let entry = Ready(
      object: object, priority: item.priority, number: item.number, version: nextVersion)
    if !item.isReady {
      later.insert(Later(readyAt: item.readyAt, entry: entry))
    } else if !item.isWorkedOn {
      ready.insert(entry)
    }
  }

  private func isCurrent(_ entry: Ready) -> Bool {
    let item = items[entry.object]
    return item.isQueued && item.version == entry.version
  }
}
