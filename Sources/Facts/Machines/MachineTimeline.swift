package import Units

/// A stage that the Machine of a host was in for a while, in one cluster.
package struct MachineSpan: Hashable, Sendable, BitwiseCopyable {
  /// The host, as a node of the fleet.
  package var node: UInt32
  /// The pool that the host belongs to.
  package var pool: PoolID
  /// The cluster that the Machine is in.
  package var cluster: ClusterID
  /// The stage; never `absent`.
  package var stage: MachineStage
  /// When it began.
  package var start: Instant
  /// When it ended, or the horizon.
  package var end: Instant
}

/// A time that was declared beforehand: a lending window, or a recall.
package struct DeclaredWindow: Hashable, Sendable, BitwiseCopyable {
  /// What is declared.
  package enum Kind: String, CaseIterable, Sendable, BitwiseCopyable {
    /// The machine may be lent from start to end.
    case window
    /// The owner called it back at the start and wants it by the end.
    case recall
  }

  /// The host, as a node of the fleet.
  package var node: UInt32
  /// What is declared.
  package var kind: Kind
  /// When it began.
  package var start: Instant
  /// When it ended; the horizon for a window that was still open.
  package var end: Instant
}

/// Where each lent machine was when, and what had been declared: for people who look closer.
package struct MachineTimeline: FactSink, Sendable {
  private static let none = Int64.min
  private let end: Instant
  private let clusterCount: Int
  private let pools: [PoolID]
  private var facts: FactGuard
  /// The stage of each node in each cluster, and since when.
  private var stages: [UInt8]
  private var since: [Int64]
  private var openedAt: [Int64]
  private var spans: [MachineSpan] = []
  private var windows: [DeclaredWindow] = []

  /// Makes a timeline of a run of `workload` on `fleet`.
  package init(header: JournalHeader, fleet: Fleet, workload: Workload) {
    end = header.end
    clusterCount = fleet.clusters.count
    pools = fleet.nodes.map(\.pool)
    facts = FactGuard(header: header, fleet: fleet, workload: workload)
    let count = fleet.nodes.count * clusterCount
    stages = Array(repeating: UInt8(MachineStage.absent.rawValue), count: count)
    since = Array(repeating: header.start.nanoseconds, count: count)
    openedAt = Array(repeating: Self.none, count: fleet.nodes.count)
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    guard facts.admits(fact) else { return }
    if let problem = apply(fact) { facts.refuse(fact, problem) }
  }

  /// Ends the timeline: spans and windows by node, then by time.
  package consuming func finish() throws(ReplayError) -> (
    spans: [MachineSpan], windows: [DeclaredWindow]
  ) {
    try facts.finish()
    for index in stages.indices { close(index, at: end) }
    for node in openedAt.indices where openedAt[node] != Self.none {
      closeWindow(UInt32(node), at: end)
    }
    spans.sort { ($0.node, $0.start, $0.cluster.index) < ($1.node, $1.start, $1.cluster.index) }
    windows.sort {
      ($0.node, $0.start, $0.kind.rawValue) < ($1.node, $1.start, $1.kind.rawValue)
    }
    return (spans, windows)
  }

  private mutating func apply(_ fact: Fact) -> String? {
    let node = Int(fact.subject)
    switch fact.kind {
    case .machineStageChanged:
      guard let stage = MachineStage(rawValue: fact.value) else { return "there is no such stage" }
      let index = node * clusterCount + Int(fact.object)
      guard stages[index] != UInt8(stage.rawValue) else { return nil }
      close(index, at: fact.at)
      stages[index] = UInt8(stage.rawValue)
      since[index] = fact.at.nanoseconds
    case .lendingWindowOpened:
      guard openedAt[node] == Self.none else { return "the window is open already" }
      openedAt[node] = fact.at.nanoseconds
    case .lendingWindowClosed:
      guard openedAt[node] != Self.none else { return "no window is open" }
      closeWindow(fact.subject, at: fact.at)
    case .recallOrdered:
      guard fact.value >= 0 else { return "the limit is below zero" }
      let (deadline, overflow) = fact.at.nanoseconds.addingReportingOverflow(fact.value)
      windows.append(
        DeclaredWindow(
          node: fact.subject, kind: .recall, start: fact.at,
          end: overflow ? .distantFuture : Instant(nanoseconds: deadline)))
    default: break
    }
    return nil
  }

  private mutating func close(_ index: Int, at instant: Instant) {
    guard let stage = MachineStage(rawValue: Int64(stages[index])), stage != .absent,
      since[index] < instant.nanoseconds
    else { return }
    spans.append(
      MachineSpan(
        node: UInt32(index / clusterCount), pool: pools[index / clusterCount],
        cluster: ClusterID(UInt32(index % clusterCount)), stage: stage,
        start: Instant(nanoseconds: since[index]), end: instant))
  }

  private mutating func closeWindow(_ node: UInt32, at instant: Instant) {
    windows.append(
      DeclaredWindow(
        node: node, kind: .window, start: Instant(nanoseconds: openedAt[Int(node)]), end: instant))
    openedAt[Int(node)] = Self.none
  }
}
