package import Units

/// The stay of one pod on a lent machine, from its start to its end.
package struct PodStay: Hashable, Sendable, BitwiseCopyable {
  /// How a stay ended.
  package enum Ending: String, CaseIterable, Sendable, BitwiseCopyable {
    /// It was done.
    case finished
    /// It was evicted, and left with its grace period.
    case evicted
    /// It was ended before its grace period was over.
    case killed
    /// It lost its machine without being asked to leave.
    case interrupted
    /// It was still there at the horizon.
    case running
  }

  /// Whose pod it is: a job's, or one with a number.
  package var pod: PromiseBreach.Subject
  /// The cluster that it belongs to, by dense id.
  package var cluster: UInt32
  /// The machine, as a node of the fleet.
  package var node: UInt32
  /// When it started there.
  package var from: Instant
  /// When it ended, or the horizon.
  package var to: Instant
  /// Until when the machine was guaranteed to it: `from` and the tenure.
  package var tenureEnd: Instant
  /// When it was asked to leave first; nil when it never was.
  package var askedToLeaveAt: Instant?
  /// How it ended.
  package var ending: Ending

  /// How long it was there.
  package var span: TimeSpan { to - from }

  /// By how much it was asked to leave before its tenure was over.
  package var shortBy: TimeSpan { askedToLeaveAt.map { max(tenureEnd - $0, .zero) } ?? .zero }

  /// Whether the machine was its own as long as it was guaranteed to be, or as it wanted it.
  package var isKept: Bool { shortBy == .zero }
}

/// What stays on lent machines come to: the figures of the promises that speak of them.
package struct PodStayTotals: Hashable, Sendable {
  /// The stays.
  package private(set) var stays: Int64 = 0
  /// How long they were, together.
  package private(set) var nanoseconds: Int128 = 0
  /// The stays by how they ended, in the order of `PodStay.Ending`.
  package private(set) var endings = Array(
    repeating: Int64(0), count: PodStay.Ending.allCases.count)
  /// Those that were asked to leave: the opportunities of residency and of the preemption window.
  package private(set) var askedToLeave: Int64 = 0
  /// Those that were asked to before their tenure was over: the breaches of residency.
  package private(set) var short: Int64 = 0
  /// The most that a tenure was short by: the worst case of residency.
  package private(set) var worst = TimeSpan.zero

  /// Of no stays.
  package init() {}

  /// Takes a stay.
  package mutating func add(_ stay: PodStay) {
    stays += 1
    nanoseconds += Int128(stay.span.nanoseconds)
    if let index = PodStay.Ending.allCases.firstIndex(of: stay.ending) { endings[index] += 1 }
    if stay.askedToLeaveAt != nil { askedToLeave += 1 }
    if !stay.isKept { short += 1 }
    worst = max(worst, stay.shortBy)
  }

  /// How many stays ended so.
  package subscript(ending: PodStay.Ending) -> Int64 {
    PodStay.Ending.allCases.firstIndex(of: ending).map { endings[$0] } ?? 0
  }
}
