package import Units

/// Gangs that wait, in queues that share a cluster by weight.
///
/// The queue that has the least for its weight goes first, and in it the gang of the highest priority,
/// then the one that waits longest. What a queue has is its dominant share: the largest of its shares
/// of the resources (Ghodsi et al., "Dominant Resource Fairness", NSDI 2011). A gang that did not fit
/// steps back for a while and lets others pass. Off unless somebody makes one: kube-scheduler has no
/// such thing.
package struct FairShareQueue: Sendable {
  /// A queue of the cluster.
  package struct Queue: Sendable {
    /// Its name.
    package var name: String
    /// How much it is due, against the weights of the others; more than 0.
    package var weight: Int64
    /// What its gangs on nodes ask for.
    package fileprivate(set) var used = ResourceVector.zero
    fileprivate var gangs: [Gang] = []

    /// Makes an empty queue.
    package init(name: String, weight: Int64 = 1) {
      precondition(weight > 0, "a queue without weight would never come up")
      self.name = name
      self.weight = weight
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
    /// What all of it asks for.
    package var request: ResourceVector
    fileprivate var failures = 0
    fileprivate var notBefore: Instant

    /// Makes a gang that may be tried at once.
    package init(
      id: Int, queue: Int, priority: Int32 = 0, since: Instant, request: ResourceVector
    ) {
      self.id = id
      self.queue = queue
      self.priority = priority
      self.since = since
      self.request = request
      notBefore = since
    }
  }

  /// The queues, in an order that decides between those that have the same.
  package private(set) var queues: [Queue]
  /// What the cluster has, against which shares are measured.
  package var capacity: ResourceVector
  /// How long a gang that did not fit steps back.
  package var backoff = SchedulingBackoff()

  /// Shares queues that are empty.
  package init(_ queues: [Queue], capacity: ResourceVector) {
    self.queues = queues
    self.capacity = capacity
  }

  /// How many gangs wait.
  package var count: Int { queues.reduce(0) { $0 + $1.gangs.count } }

  /// Takes in a gang.
  package mutating func add(_ gang: Gang) { queues[gang.queue].gangs.append(gang) }

  /// Takes out the gang that is to be tried next; nil when none may be tried now.
  package mutating func next(at now: Instant) -> Gang? {
    let order = queues.indices.sorted { one, other in
      let (a, b) = (weightedShare(one), weightedShare(other))
      return a != b ? a < b : one < other
    }
    for queue in order {
      var best: Int?
      for (place, gang) in queues[queue].gangs.enumerated() where gang.notBefore <= now {
        if best.map({ Self.comes(gang, before: queues[queue].gangs[$0]) }) ?? true { best = place }
      }
      if let best { return queues[queue].gangs.remove(at: best) }
    }
    return nil
  }

  private static func comes(_ gang: Gang, before other: Gang) -> Bool {
    let one = QueueOrder(priority: gang.priority, since: gang.since)
    let two = QueueOrder(priority: other.priority, since: other.since)
    return one != two ? one < two : gang.id < other.id
  }

  /// Notes that a gang has its nodes.
  package mutating func start(_ gang: Gang) {
    queues[gang.queue].used = queues[gang.queue].used + gang.request
  }

  /// Notes that a gang has given its nodes back.
  package mutating func end(_ gang: Gang) {
    queues[gang.queue].used = queues[gang.queue].used - gang.request
  }

  /// Puts a gang back that did not fit; it steps back for a while.
  package mutating func putBack(_ gang: Gang, at now: Instant) {
    var gang = gang
    gang.failures += 1
    gang.notBefore = backoff.end(since: now, unschedulable: gang.failures, errors: 0) ?? now
    queues[gang.queue].gangs.append(gang)
  }

  /// When a gang may be tried next; nil when none waits.
  package func nextDue() -> Instant? {
    queues.flatMap { $0.gangs.map(\.notBefore) }.min()
  }

  /// The dominant share of a queue in billionths, over its weight: whole numbers, rounded down, so
  /// that equal queues compare equal.
  package func weightedShare(_ queue: Int) -> Int64 {
    let used = queues[queue].used
    let shares = [
      (used.cpu.value, capacity.cpu.value), (used.memory.value, capacity.memory.value),
      (used.gpu.value, capacity.gpu.value),
    ].map { part, whole in
      whole > 0 ? Int64(Int128(part) * 1_000_000_000 / Int128(whole)) : 0
    }
    return (shares.max() ?? 0) / queues[queue].weight
  }
}
