package import Units

/// The nodes of a zone that wait to be tainted so that their pods leave, at the rate of the zone.
///
/// Source: kubernetes v1.36 `pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go`, with a
/// bucket of one token.
package struct ZoneTaintQueue: Sendable {
  /// How many nodes a second; none for 0.
  package private(set) var rate: Double
  /// The nodes that wait, the longest wait first.
  package private(set) var waiting: [Int] = []
  /// When the next one may go.
  private var nextAt: Instant

  /// The queue of a zone, which may taint its first node at once.
  package init(rate: Double = TaintRates.standard.perSecond, from start: Instant = .epoch) {
    self.rate = rate
    nextAt = start
  }

  /// Adds a node, once.
  package mutating func add(_ node: Int) {
    if !waiting.contains(node) { waiting.append(node) }
  }

  /// Takes out a node that is ready again.
  package mutating func remove(_ node: Int) { waiting.removeAll { $0 == node } }

  /// Changes the rate at `now`; a zone that had just used its turn, or had none, waits one interval of
  /// the new rate for the next.
  package mutating func changeRate(to rate: Double, at now: Instant) {
    guard rate != self.rate else { return }
    let mayGo = self.rate > 0 && nextAt <= now
    self.rate = rate
    guard let interval = TaintRates.interval(rate) else { return }
    nextAt = mayGo ? now : now + interval
  }

  /// The node that is tainted at `now`; nil when none is, and `next` says when one may be.
  package mutating func take(at now: Instant) -> Int? {
    guard let interval = TaintRates.interval(rate), nextAt <= now, !waiting.isEmpty else {
      return nil
    }
    nextAt = now + interval
    return waiting.removeFirst()
  }

  /// When `take` next has a node; nil while none waits or none may go.
  package var next: Instant? { rate > 0 && !waiting.isEmpty ? nextAt : nil }
}
