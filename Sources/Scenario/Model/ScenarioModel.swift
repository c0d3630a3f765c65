package import Documents
package import Facts
package import FleetSimulation
package import KubernetesModel
package import SpotScheduler
package import Traces
package import Units

/// A checked scenario as typed values: what the simulation is made of before any trace is read.
package struct ScenarioModel: Sendable {
  /// The scenario's name.
  package var name: String
  /// What it is about, in its writer's words.
  package var about: String?
  /// The first instant of the horizon.
  package var start: Instant
  /// The first instant after it.
  package var end: Instant
  /// The seed of a run that names none.
  package var seed: UInt64
  /// The zone whose civil time reports show.
  package var timezone: String
  /// Where the entry of the nodes stands.
  package var nodesPosition: SourcePosition
  /// The pools, by rank, then name.
  package var pools: [PoolModel]
  /// The sources of jobs, by name.
  package var sources: [SourceModel]
  /// The interruptions, by the name of their pool.
  package var interruptions: [InterruptionModel]
  /// What becomes of interrupted work.
  package var recovery: RecoveryPolicy
  /// How a job gets its node.
  package var placement: JobPlacement
  /// The queues that jobs wait in, by name; without any they have one order.
  package var queues: [JobQueue]
  /// The clusters, by name; at least one.
  package var clusters: [ClusterModel]
  /// The curves, by name.
  package var curves: [CurveModel]
  /// The services, by name.
  package var services: [ServiceModel]
  /// What is lent; nil when nothing is.
  package var lending: LendingModel?
  /// How cloud machines are bought; nil when none are.
  package var autoscaling: AutoscalingModel?
  /// What lending is measured with; nil when nothing is said of it.
  package var promises: PromiseTerms?
  /// What machines cost; nil when nothing is said of it.
  package var prices: PricesModel?
  /// The control plane that is simulated in place of machines and jobs; nil for a fleet.
  package var controlPlane: ControlPlaneModel?
}

extension ScenarioModel {
  /// The cluster of that name.
  func cluster(_ name: String) -> ClusterModel? { clusters.first { $0.name == name } }
}

/// A file that a scenario names, and what it is read as.
package struct TraceReference: Sendable {
  /// The word of its format.
  package var format: String
  /// Its path as written.
  package var file: String
  /// Where the path stands in the scenario.
  package var position: SourcePosition
  /// The entry of the scenario that names it.
  package var entry: String

  init(_ node: CheckedNode) {
    format = node.text("format")
    file = node.text("file")
    position = node.member("file").position
    entry = node.member("file").path
  }
}

/// A pool of machines.
package struct PoolModel: Sendable {
  /// Where the machines come from.
  package enum Supply: Sendable {
    /// A file.
    case trace(TraceReference)
    /// So many of one kind.
    case machine(ResourceVector)
  }

  /// The pool's name.
  package var name: String
  /// Its place among the pools: lower ranks first.
  package var rank: Int64
  /// Where its machines come from.
  package var supply: Supply
  /// How many there are; nil is as many as the trace has, or 1.
  package var count: Int?
  /// The cluster that they belong to; nil is the only one.
  package var cluster: String?
  /// How they are had and paid for.
  package var capacityType: CapacityType
  /// Whether they may never serve another cluster.
  package var isIsolated: Bool
  /// Where and what they are.
  package var labels: Labels
  /// How many pods one takes.
  package var maxPods: Int64
  /// Their trusted execution environment.
  package var trustedExecution: TrustedExecution?
  /// Where the entry stands.
  package var position: SourcePosition
}

/// A source of jobs.
package struct SourceModel: Sendable {
  /// Where jobs come from.
  package enum Supply: Sendable {
    /// A file.
    case trace(TraceReference)
    /// A description, which needs no file.
    case described(RegularJobs)
  }

  /// The source's name.
  package var name: String
  /// Where its jobs come from.
  package var supply: Supply
  /// Where that stands in the scenario.
  package var position: SourcePosition
  /// The entry that says so.
  package var entry: String
  /// How recorded instants become simulated ones; its start may still be open.
  package var replay: Replay
  /// The cluster that its jobs run in; nil is the only one.
  package var cluster: String?
  /// How many pods a job is that start together; nil is one.
  package var gang: GangModel?
  /// Which part of the trace it takes; nil is all of it.
  package var split: Split?
  /// What a running job uses of what it requests, in thousandths.
  package var usagePermille: Int64
  /// How long an evicted job has to end.
  package var terminationGrace: TimeSpan
  /// What its jobs' pods say to kube-scheduler beside their requests.
  package var podTemplate: PodTemplate

  /// Parts of a trace whose jobs are dealt like cards.
  package struct Split: Hashable, Sendable {
    /// Into how many parts.
    package var parts: Int
    /// The parts that are taken, counted from 0.
    package var taken: [Int]

    /// Whether the job in that place of the trace is taken.
    package func takes(_ place: Int) -> Bool { taken.contains(place % parts) }
  }
}

/// The interruptions of one pool.
package struct InterruptionModel: Sendable {
  /// The pool's name.
  package var pool: String
  /// The law of lifetimes, yet to be made: it may need a trace.
  package var lifetime: CheckedNode?
  /// The market that the pool is had from, yet to be made.
  package var market: CheckedNode?
  /// How far ahead a node is told.
  package var notice: TimeSpan
  /// The law of replacement delays.
  package var replacement: CheckedNode
  /// What is done with a node that is told.
  package var onNotice: NoticeAction
  /// The recommendations before it, yet to be made.
  package var rebalance: CheckedNode?
}
