package import Facts
package import SimulationKernel
package import Units

/// Everything that one member of a run is made of: supply, demand, trouble, policies and seed.
///
/// The same plan always gives the same facts, on any machine.
package struct SimulationPlan: Sendable {
  /// The first instant of the run.
  package var start: Instant
  /// The first instant that no longer belongs to the run: the horizon is half-open.
  package var end: Instant
  /// The root seed; every purpose and every node draws from a stream of its own.
  package var seed: UInt64
  /// The nodes.
  package var fleet: Fleet
  /// The jobs, none submitted before `start`.
  package var workload: Workload
  /// The pools whose nodes are taken away, at most one entry a pool.
  package var interruptions: [PoolInterruption]
  /// What becomes of work when its node is taken away.
  package var recovery: RecoveryPolicy
  /// How a node is chosen.
  package var placement: JobPlacement
  /// The queues in which jobs wait for their turn, by weight; without any, and without jobs that start
  /// together, they wait in order of submission, or as kube-scheduler has it.
  package var queues: [JobQueue] = []
  /// The load of each service of the workload, by its dense id.
  package var services: [ServicePlan]
  /// The machines that are lent; nil when none is.
  package var lending: LendingPlan?
  /// How cloud machines are bought; nil when none are.
  package var autoscaling: AutoscalingPlan?
  /// The control plane that is simulated instead of a fleet with jobs; nil for a fleet.
  ///
  /// Then `fleet` and `workload` are empty: which Machines there are shows in the run
  /// (`ControlPlaneRun`).
  package var controlPlane: NamedControlPlane?

  /// Makes a plan; `FleetSimulation.run` checks it.
  package init(
    start: Instant, end: Instant, seed: UInt64, fleet: Fleet, workload: Workload,
    interruptions: [PoolInterruption] = [], recovery: RecoveryPolicy = .restart(cost: .zero),
    placement: JobPlacement = .firstFit, services: [ServicePlan] = [],
    lending: LendingPlan? = nil, autoscaling: AutoscalingPlan? = nil
  ) {
    self.start = start
    self.end = end
    self.seed = seed
    self.fleet = fleet
    self.workload = workload
    self.interruptions = interruptions
    self.recovery = recovery
    self.placement = placement
    self.services = services
    self.lending = lending
    self.autoscaling = autoscaling
  }
}

extension SimulationPlan {
  /// The nodes that can ever take a job of a cluster, by dense id: its own and those that may be lent
  /// to it.
  package func nodesForJobs(in cluster: ClusterID) -> [Int] {
    LendingPlan.nodesForJobs(in: cluster, of: fleet, lending)
  }
}

extension LendingPlan {
  /// The nodes of a fleet that can ever take a job of a cluster, where so much is lent.
  package static func nodesForJobs(
    in cluster: ClusterID, of fleet: Fleet, _ lending: LendingPlan?
  ) -> [Int] {
    var isLent = Array(repeating: false, count: fleet.nodes.count)
    if let lending, lending.borrowers.contains(where: { $0.cluster == cluster }) {
      for node in lending.offers.lazy.flatMap(\.nodes) { isLent[Int(node)] = true }
    }
    return fleet.nodes.indices.filter { node in
      isLent[node] || fleet.pools[Int(fleet.nodes[node].pool.index)].cluster == cluster
    }
  }
}

/// How the nodes of one pool are taken away and come back.
package struct PoolInterruption: Hashable, Sendable {
  /// The pool.
  package var pool: PoolID
  /// How long a node lives from joining to interruption, in seconds; drawn anew at each join. Nil: as
  /// long as its market lets it.
  package var lifetime: Distribution?
  /// How far ahead a node is told; a life shorter than this is told at its start. Zero: no notice.
  package var notice: TimeSpan
  /// How long after an interruption the node's replacement joins under the same id, in seconds.
  package var replacementDelay: Distribution
  /// The market that the pool is had from; nil when machines can always be had.
  package var market: SpotMarketPlan?
  /// What is done with a node that is told of its end.
  package var onNotice: NoticeAction
  /// A sign that comes before the notice; nil for none.
  package var rebalance: RebalanceRecommendation?

  /// Makes the interruption of one pool.
  package init(
    pool: PoolID, lifetime: Distribution?, notice: TimeSpan = .zero,
    replacementDelay: Distribution = .zero, market: SpotMarketPlan? = nil,
    onNotice: NoticeAction = .ignore, rebalance: RebalanceRecommendation? = nil
  ) {
    self.pool = pool
    self.market = market
    self.onNotice = onNotice
    self.rebalance = rebalance
    self.lifetime = lifetime
    self.notice = notice
    self.replacementDelay = replacementDelay
  }
}

/// What becomes of a job's work when its node is taken away.
///
/// Every attempt after a job's first begins with a cost (`cost` or `restore`), in which the node is
/// held and no work is done.
package enum RecoveryPolicy: Hashable, Sendable {
  /// All work of the attempt is lost: the next one begins from nothing, after `cost`.
  case restart(cost: TimeSpan)
  /// Work is saved each time `interval` of it has been done, which takes `cost` on top; the next
  /// attempt goes on from the last save, after `restore`. The end of a job needs no save.
  case checkpoint(interval: TimeSpan, cost: TimeSpan, restore: TimeSpan)
}
