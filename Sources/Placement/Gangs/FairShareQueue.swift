import SimulationKernel
package import Units

/// Gangs that wait, in queues that share a cluster by weight.
///
/// The queue that has the least for its weight goes first, and in it the gang of the highest priority,
/// then the one that waits longest. What a queue has is its dominant share: the largest of its shares
/// of the resources (Ghodsi et al., "Dominant Resource Fairness", NSDI 2011). Off unless somebody makes
/// one: kube-scheduler has no such thing.
///
/// A gang that did not fit says of all that ask for the same that they do not fit either: none of them is
/// tried again before somebody tells that room came.
package struct FairShareQueue: Sendable {
  /// What becomes of the others while a gang does not fit; the raw values are Kueue's words.
  package enum Strategy: String, CaseIterable, Hashable, Sendable {
    /// It steps back for a while and lets others pass.
    case bestEffortFIFO = "BestEffortFIFO"
    /// Nobody of its queue passes the head.
    case strictFIFO = "StrictFIFO"
  }

  /// A queue of the cluster.
  package struct Queue: Sendable {
    /// Its name.
    package let name: String
    /// How much it is due, against the weights of the others; more than 0.
    package let weight: Int64
    /// Whether others pass a gang that does not fit.
    package let strategy: Strategy
    /// What its gangs on nodes ask for.
    package fileprivate(set) var used = ResourceVector.zero
    fileprivate var lines: GangLines

    /// Makes an empty queue.
    package init(name: String, weight: Int64 = 1, strategy: Strategy = .bestEffortFIFO) {
      precondition(weight > 0, "a queue without weight would never come up")
      self.name = name
      self.weight = weight
      self.strategy = strategy
      lines = GangLines(isStrict: strategy == .strictFIFO)
    }
  }

  /// A gang that waits.
  package struct Gang: Hashable, Sendable {
    /// Its number, which the caller gives.
    package var id: Int
    /// The index of its queue.
    package var queue: Int
    /// Its priority within the queue.
    package var priority: Int32
    /// When it came.
    package var since: Instant
    /// The same number for all gangs that find room where it does; small, for it indexes an array.
    package var shape: Int
    /// How often it was tried in vain.
    package fileprivate(set) var failures = 0
    /// Before when it is not tried again.
    package fileprivate(set) var notBefore: Instant

    /// Makes a gang that may be tried at once.
    package init(id: Int, queue: Int, priority: Int32 = 0, since: Instant, shape: Int) {
      self.id = id
      self.queue = queue
      self.priority = priority
      self.since = since
      self.shape = shape
      notBefore = since
    }
  }

  /// The queues, in an order that decides between those that have the same.
  package private(set) var queues: [Queue]
  /// What the cluster has, against which shares are measured.
  package var capacity: ResourceVector
  /// How long a gang that did not fit steps back.
  package var backoff = SchedulingBackoff()
  /// Gangs that step back, the one that returns first on top.
  private var resting = BinaryHeap<RestingGang>()

  /// Shares queues that are empty.
  package init(_ queues: [Queue], capacity: ResourceVector) {
    self.queues = queues
    self.capacity = capacity
  }

  /// The gangs that wait, in no order that matters.
  package var waiting: [Gang] {
    queues.flatMap(\.lines.waiting) + resting.unordered.map(\.gang)
  }

  /// Takes in a gang.
  package mutating func add(_ gang: Gang) {
    queues[gang.queue].lines.add(gang)
  }

  /// Takes out the gang that is to be tried next; nil when none may be tried now.
  package mutating func next(at now: Instant) -> Gang? {
    while let first = resting.first, first.gang.notBefore <= now {
      resting.removeFirst()
      add(first.gang)
    }
    var best: (share: Int64, queue: Int)?
    for queue in queues.indices where queues[queue].lines.hasCandidate() {
      let share = weightedShare(queue)
      if best.map({ share < $0.share }) ?? true { best = (share, queue) }
    }
    guard let best else { return nil }
    return queues[best.queue].lines.takeCandidate()
  }

  /// Puts a gang back that did not fit.
  package mutating func putBack(_ gang: Gang, at now: Instant) {
    var gang = gang
    gang.failures += 1
    queues[gang.queue].lines.refuse(gang)
    if queues[gang.queue].strategy == .bestEffortFIFO {
      gang.notBefore = backoff.end(since: now, unschedulable: gang.failures, errors: 0) ?? now
    }
    if gang.notBefore > now {
      resting.insert(RestingGang(gang: gang))
    } else {
      queues[gang.queue].lines.insert(gang)
    }
  }

  /// Notes that something happened by which gangs may fit that did not.
  package mutating func roomCame() {
    for queue in queues.indices { queues[queue].lines.admitAll() }
  }

  /// When a gang returns that stepped back; nil when none did.
  package var nextDue: Instant? { resting.first?.gang.notBefore }

  /// Notes that a queue has so much more on nodes.
  package mutating func take(_ request: ResourceVector, for queue: Int) {
    queues[queue].used = queues[queue].used + request
  }

  /// Notes that a queue has given so much back.
  package mutating func giveBack(_ request: ResourceVector, of queue: Int) {
    queues[queue].used = queues[queue].used - request
  }

  /// The dominant share of a queue in billionths, over its weight: whole numbers, rounded down, so
  /// that equal queues compare equal.
  package func weightedShare(_ queue: Int) -> Int64 {
    let used = queues[queue].used
    func share(_ part: Int64, of whole: Int64) -> Int64 {
      whole > 0 ? Int64(Int128(part) * 1_000_000_000 / Int128(whole)) : 0
    }
    let dominant = max(
      share(used.cpu.value, of: capacity.cpu.value),
      share(used.memory.value, of: capacity.memory.value),
      share(used.gpu.value, of: capacity.gpu.value))
    return dominant / queues[queue].weight
  }
}

extension FairShareQueue.Gang: Comparable {
  /// Whether one comes before the other in their queue.
  package static func < (one: Self, other: Self) -> Bool {
    let (a, b) = (
      QueueOrder(priority: one.priority, since: one.since),
      QueueOrder(priority: other.priority, since: other.since)
    )
    return a != b ? a < b : one.id < other.id
  }
}

private struct RestingGang: Comparable, Sendable {
  var gang: FairShareQueue.Gang

  static func < (one: Self, other: Self) -> Bool {
    one.gang.notBefore != other.gang.notBefore
      ? one.gang.notBefore < other.gang.notBefore : one.gang < other.gang
  }
}

/// The gangs of one queue that do not step back: a line for each shape, since of those that ask for
/// the same only the first is worth a try.
private struct GangLines: Sendable {
  private struct Line {
    var gangs = BinaryHeap<FairShareQueue.Gang>()
    /// Whether one of it was refused and no room came since. Not of a strict line.
    var isRefused = false
  }

  /// Whether nobody passes the head: then all gangs stand in one line.
  private let isStrict: Bool
  /// By shape.
  private var lines: [Line] = []
  /// The lines of which one was refused.
  private var refused: [Int] = []
  /// The gangs of a strict line that were refused: others of it may ask for less.
  private var refusedGangs: Set<Int> = []
  /// Heads of lines that may be tried, the first on top. One that is no head of an open line any
  /// more is passed over when it comes up.
  private var candidates = BinaryHeap<FairShareQueue.Gang>()

  init(isStrict: Bool) { self.isStrict = isStrict }

  var waiting: [FairShareQueue.Gang] { lines.flatMap { $0.gangs.unordered } }

  private func place(of gang: FairShareQueue.Gang) -> Int { isStrict ? 0 : gang.shape }

  /// Whether the head of a line is not worth a try.
  private func isRefused(_ head: FairShareQueue.Gang, at place: Int) -> Bool {
    isStrict ? refusedGangs.contains(head.id) : lines[place].isRefused
  }

  /// A gang comes in. A new head of a strict line is tried though the one before it was refused.
  mutating func add(_ gang: FairShareQueue.Gang) {
    insert(gang)
    let place = place(of: gang)
    if lines[place].gangs.first == gang, !isRefused(gang, at: place) { candidates.insert(gang) }
  }

  /// A gang takes its place in its line, and nothing else.
  mutating func insert(_ gang: FairShareQueue.Gang) {
    let place = place(of: gang)
    while lines.count <= place { lines.append(Line()) }
    lines[place].gangs.insert(gang)
  }

  /// Whether some gang may be tried.
  mutating func hasCandidate() -> Bool {
    while let first = candidates.first {
      let place = place(of: first)
      if lines[place].gangs.first == first, !isRefused(first, at: place) { return true }
      candidates.removeFirst()
    }
    return false
  }

  /// Takes out the candidate, which there has to be; the next of its line is one.
  mutating func takeCandidate() -> FairShareQueue.Gang {
    let gang = candidates.removeFirst()
    let place = place(of: gang)
    lines[place].gangs.removeFirst()
    if let next = lines[place].gangs.first { candidates.insert(next) }
    return gang
  }

  /// The gang that was taken out last does not fit, and nobody of its line does.
  mutating func refuse(_ gang: FairShareQueue.Gang) {
    if isStrict {
      refusedGangs.insert(gang.id)
    } else {
      lines[gang.shape].isRefused = true
      refused.append(gang.shape)
    }
  }

  /// All heads may be tried again.
  mutating func admitAll() {
    if !refusedGangs.isEmpty, let head = lines[0].gangs.first { candidates.insert(head) }
    refusedGangs.removeAll(keepingCapacity: true)
    for place in refused where lines[place].isRefused {
      lines[place].isRefused = false
      if let head = lines[place].gangs.first { candidates.insert(head) }
    }
    refused.removeAll(keepingCapacity: true)
  }
}
