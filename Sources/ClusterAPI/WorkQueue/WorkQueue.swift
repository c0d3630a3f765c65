package import Units

/// The queue of a controller: each object at most once, by priority, and by the order in which they
/// became ready within one.
///
/// An object that is worked on is not given out again until the work is done; what was added
/// meanwhile is kept. Objects are dense numbers. Source: kubernetes-sigs/controller-runtime
/// `pkg/controller/priorityqueue/priorityqueue.go`, on in Cluster API from v1.13. The classic queue of
/// v1.12 is this one with one priority for everything.
package struct WorkQueue: Sendable {
  /// The priority of what an event asks for.
  package static let livePriority: Int8 = 0
  /// The priority of the first list and of resyncs: it comes when nothing else is there.
  package static let backgroundPriority: Int8 = -100

  /// What is known of one object.
  private struct Item {
    var isQueued = false
    var isWorkedOn = false
    var priority: Int8 = 0
    var readyAt = Instant.distantPast
    /// Which entry of the heaps stands for it; older ones are leftovers.
    var entry: UInt64 = 0
  }

  /// What is ready: the highest priority first, then what came first.
  private struct Ready: Comparable {
    var object: Int
    var priority: Int8
    var number: UInt64

    static func < (left: Ready, right: Ready) -> Bool {
      left.priority != right.priority
        ? left.priority > right.priority : left.number < right.number
    }
  }

  /// What is not ready yet: the earliest first.
  private struct Later: Comparable {
    var object: Int
    var readyAt: Instant
    var number: UInt64

    static func < (left: Later, right: Later) -> Bool {
      left.readyAt != right.readyAt
        ? left.readyAt < right.readyAt : left.number < right.number
    }
  }

  private var items: [Item] = []
  private var ready = Heap<Ready>()
  private var later = Heap<Later>()
  private var nextNumber: UInt64 = 1
  /// How many objects wait to be worked on, ready or not.
  package private(set) var count = 0

  /// An empty queue.
  package init() {}

  /// Adds an object that is ready at `instant`; `.distantPast` for at once.
  ///
  /// One that waits already gets the higher of the priorities and the earlier of the times.
  package mutating func add(
    _ object: Int, priority: Int8 = livePriority, readyAt instant: Instant = .distantPast
  ) {
    while items.count <= object { items.append(Item()) }
    var item = items[object]
    if item.isQueued {
      let isBetter = priority > item.priority || instant < item.readyAt
      guard isBetter else { return }
      item.priority = max(item.priority, priority)
      item.readyAt = min(item.readyAt, instant)
    } else {
      item.isQueued = true
      item.priority = priority
      item.readyAt = instant
      count += 1
    }
    item.entry = nextNumber
    nextNumber += 1
    items[object] = item
    if !item.isWorkedOn { enter(object, item) }
  }

  /// Takes the next object that is ready at `now`, to be worked on; nil when there is none.
  package mutating func take(at now: Instant) -> Int? {
    while let next = later.top, next.readyAt <= now {
      later.removeTop()
      // Among what became ready the order is that of the times, so it is entered anew.
      guard isCurrent(next.object, next.number) else { continue }
      items[next.object].entry = nextNumber
      ready.insert(
        Ready(
          object: next.object, priority: items[next.object].priority, number: nextNumber))
      nextNumber += 1
    }
    while let next = ready.top {
      ready.removeTop()
      guard isCurrent(next.object, next.number) else { continue }
      items[next.object].isQueued = false
      items[next.object].isWorkedOn = true
      count -= 1
      return next.object
    }
    return nil
  }

  /// Ends the work on an object; what was added meanwhile now waits.
  package mutating func finish(_ object: Int) {
    precondition(
      items.indices.contains(object) && items[object].isWorkedOn, "nobody works on \(object)")
    items[object].isWorkedOn = false
    if items[object].isQueued { enter(object, items[object]) }
  }

  /// When `take` next has something: the distant past when it has it now, nil when nothing waits.
  package mutating func nextReady() -> Instant? {
    while let next = ready.top, !isCurrent(next.object, next.number) { ready.removeTop() }
    if !ready.isEmpty { return .distantPast }
    while let next = later.top, !isCurrent(next.object, next.number) { later.removeTop() }
    return later.top?.readyAt
  }

  private mutating func enter(_ object: Int, _ item: Item) {
    if item.readyAt == .distantPast {
      ready.insert(Ready(object: object, priority: item.priority, number: item.entry))
    } else {
      later.insert(Later(object: object, readyAt: item.readyAt, number: item.entry))
    }
  }

  private func isCurrent(_ object: Int, _ number: UInt64) -> Bool {
    let item = items[object]
    return item.isQueued && !item.isWorkedOn && item.entry == number
  }
}
