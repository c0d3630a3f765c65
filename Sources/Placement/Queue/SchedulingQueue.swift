package import KubernetesModel
import SimulationKernel
package import Units

/// The pods that wait for a node: those to be tried, those that wait a while after they failed, those
/// that wait for something to happen, and those that nobody has let in yet.
///
/// In virtual time: a caller asks for the pod to be tried at an instant, and when to ask again.
/// Source: kubernetes v1.36 `pkg/scheduler/backend/queue/scheduling_queue.go`.
package struct SchedulingQueue<ID: Hashable & Sendable>: Sendable {
  /// The waits after failures.
  package var backoff = SchedulingBackoff()
  /// After this long a pod is tried again, whatever happened.
  package static var longestWait: TimeSpan { .minutes(5) }
  /// How often the scheduler looks for such pods.
  package static var longestWaitPeriod: TimeSpan { .seconds(30) }

  private var entries: [ID: Entry] = [:]
  /// Those to be tried, and those that wait a while, each the first on top. Pods that were removed or
  /// changed place since are left in, and passed over when they come up.
  private var active = BinaryHeap<Ready>()
  private var waiting = BinaryHeap<Waiting>()
  /// Those that wait for something to happen, in the order in which they came to it, and since when;
  /// those that do not any longer are passed over.
  private var sleepers: [Sleeper] = []
  /// Counts entries, so that pods that entered at once keep their order.
  private var entered: UInt64 = 0
  private var lastFlush: Instant?

  private enum Place: Hashable, Sendable {
    case active
    case backingOff(until: Instant)
    case unschedulable
    case gated
    /// Taken by the scheduler.
    case inFlight
  }

  /// A pod that many entries can name: a backlog moves from place to place as a whole, and a pod has
  /// more parts than an entry.
  private final class Shared: Sendable {
    let pod: Pod

    init(_ pod: Pod) { self.pod = pod }
  }

  private struct Entry: Sendable {
    var shared: Shared
    var place: Place
    /// When it entered the place where it is.
    var since: Instant
    var number: UInt64
    var failures = 0
    var errors = 0
    var refusedBy: [PlacementPlugin] = []

    var pod: Pod { shared.pod }
    var priority: Int32 { shared.pod.priority }
  }

  private struct Sleeper: Sendable {
    var id: ID
    var since: Instant
  }

  private struct Ready: Comparable, Sendable {
    var order: QueueOrder
    var number: UInt64
    var id: ID

    static func < (one: Ready, other: Ready) -> Bool {
      one.order != other.order ? one.order < other.order : one.number < other.number
    }
  }

  private struct Waiting: Comparable, Sendable {
    var until: Instant
    var number: UInt64
    var id: ID

    static func < (one: Waiting, other: Waiting) -> Bool {
      one.until != other.until ? one.until < other.until : one.number < other.number
    }
  }

  /// An empty queue.
  package init() {}

  /// How many pods it holds, those included that are being tried.
  package var count: Int { entries.count }

  /// Whether a pod waits behind a gate.
  package func isGated(_ id: ID) -> Bool { entries[id]?.place == .gated }

  /// How often a pod was tried in vain.
  package func failures(of id: ID) -> Int { entries[id]?.failures ?? 0 }

  // MARK: In

  /// Takes in a new pod.
  package mutating func add(_ id: ID, _ pod: Pod, at now: Instant) {
    precondition(entries[id] == nil, "the pod is in the queue already")
    entered += 1
    entries[id] = Entry(shared: Shared(pod), place: .gated, since: now, number: entered)
    if !pod.hasSchedulingGates { activate(id, at: now) }
  }

  /// Takes over what changed about a pod. One whose last gate went is let in, one that failed is
  /// tried again when its wait is over.
  package mutating func update(_ id: ID, to pod: Pod, at now: Instant) {
    guard let before = entries[id] else { return }
    entries[id]?.shared = Shared(pod)
    switch before.place {
    case .gated where !pod.hasSchedulingGates: activate(id, at: now)
    case .unschedulable where pod != before.pod: wake(id, at: now)
    case .active where pod.priority != before.pod.priority: activate(id, at: before.since)
    default: break
    }
  }

  /// Forgets a pod that was bound or deleted.
  package mutating func remove(_ id: ID) { entries[id] = nil }

  /// Puts back a pod that was tried in vain, with the plugins that refused it. `isError` is for the
  /// scheduler's own faults, after which it is tried again without waiting for anything to happen.
  package mutating func putBack(
    _ id: ID, refusedBy plugins: [PlacementPlugin], isError: Bool = false, at now: Instant
  ) {
    guard var entry = entries[id] else { return }
    if isError {
      entry.errors += 1
    } else {
      entry.failures += 1
      entry.errors = 0
    }
    entry.refusedBy = plugins
    entry.since = now
    entry.place = .unschedulable
    entries[id] = entry
    sleepers.append(Sleeper(id: id, since: now))
    // Nothing can be waited for where no plugin said what is wrong.
    if isError || plugins.isEmpty { wake(id, at: now) }
  }

  /// Tells what happened; pods that it may help are tried again when their wait is over.
  package mutating func note(
    _ event: QueueingEvent, namespaces: [String: Labels] = [:], at now: Instant
  ) {
    wakeSleepers(at: now) { entry in
      entry.refusedBy.contains {
        event.mayHelp(entry.pod, refusedBy: $0, namespaces: namespaces)
      }
    }
  }

  /// Wakes those of whom `isHelped` says so, and forgets those that do not sleep any longer.
  private mutating func wakeSleepers(at now: Instant, _ isHelped: (Entry) -> Bool) {
    guard !sleepers.isEmpty else { return }
    let all = sleepers
    sleepers.removeAll(keepingCapacity: true)
    for sleeper in all {
      guard let entry = entries[sleeper.id], sleeps(entry, as: sleeper) else { continue }
      if isHelped(entry) { wake(sleeper.id, at: now) } else { sleepers.append(sleeper) }
    }
  }

  private func sleeps(_ entry: Entry, as sleeper: Sleeper) -> Bool {
    entry.place == .unschedulable && entry.since == sleeper.since
  }

  private mutating func wake(_ id: ID, at now: Instant) {
    guard let entry = entries[id] else { return }
    let end = backoff.end(
      since: entry.since, unschedulable: entry.failures, errors: entry.errors)
    if let end, end > SchedulingBackoff.windowStart(now) {
      entries[id]?.place = .backingOff(until: end)
      waiting.insert(Waiting(until: end, number: entry.number, id: id))
    } else {
      activate(id, at: now)
    }
  }

  private mutating func activate(_ id: ID, at now: Instant) {
    guard var entry = entries[id] else { return }
    entry.place = .active
    entry.since = now
    entries[id] = entry
    active.insert(
      Ready(
        order: QueueOrder(priority: entry.priority, since: now), number: entry.number, id: id))
  }

  // MARK: Out

  /// The pod to be tried next at `now`; nil when none is due.
  package mutating func pop(at now: Instant) -> ID? {
    guard let id = peek(at: now) else { return nil }
    active.removeFirst()
    entries[id]?.place = .inFlight
    return id
  }

  /// The pod to be tried next at `now`, which stays; nil when none is due.
  package mutating func peek(at now: Instant) -> ID? {
    bringUp(to: now)
    while let ready = active.first {
      if let entry = entries[ready.id], entry.place == .active, entry.since == ready.order.since,
        entry.priority == ready.order.priority
      {
        return ready.id
      }
      active.removeFirst()
    }
    return nil
  }

  /// Lets in pods whose wait is over, and those that waited longest.
  private mutating func bringUp(to now: Instant) {
    let window = SchedulingBackoff.windowStart(now)
    while let first = waiting.first, first.until <= window {
      waiting.removeFirst()
      if entries[first.id]?.place == .backingOff(until: first.until) {
        activate(first.id, at: now)
      }
    }
    if let lastFlush, now - lastFlush < Self.longestWaitPeriod { return }
    lastFlush = now
    wakeSleepers(at: now) { now - $0.since > Self.longestWait }
  }

  /// When a pod may be due next without anything happening; nil when none will be.
  package func nextDue(after now: Instant) -> Instant? {
    if active.first != nil { return now }
    // They fell asleep in order, so the first that still sleeps is the one that wakes first.
    let first = sleepers.first { sleeper in
      entries[sleeper.id].map { sleeps($0, as: sleeper) } ?? false
    }
    let awake = first.map { $0.since + Self.longestWait + Self.longestWaitPeriod }
    return [awake, waiting.first?.until].compactMap(\.self).min().map { max($0, now) }
  }

  /// What the queue knows of a pod.
  package struct Standing: Hashable, Sendable {
    /// How often it was tried in vain since it came.
    package var failures: Int
    /// The filters that refused it last.
    package var refusedBy: [PlacementPlugin]
    /// When it is tried again though nothing happens; nil when it is its turn now.
    package var retryAt: Instant?
    /// Whether only something that happens may help it before that.
    package var sleeps: Bool
  }

  /// What the queue knows of a pod; nil when it does not hold it.
  package func standing(of id: ID) -> Standing? {
    entries[id].map { entry in
      let retryAt: Instant? =
        switch entry.place {
        case .backingOff(let until): until
        case .unschedulable: entry.since + Self.longestWait + Self.longestWaitPeriod
        case .active, .gated, .inFlight: nil
        }
      return Standing(
        failures: entry.failures, refusedBy: entry.refusedBy, retryAt: retryAt,
        sleeps: entry.place == .unschedulable)
    }
  }
}
