package import Facts
import SimulationKernel
import SpotScheduler
package import Units

/// A control plane with the names that facts and reports use.
package struct NamedControlPlane: Sendable {
  /// What it is to go through.
  package var plan: ControlPlanePlan
  /// The deployments' names, by index.
  package var deployments: [String]
  /// The workloads' names, by index.
  package var workloads: [String]
  /// The names of each workload's budgets, by its index.
  package var budgets: [[String]]
  /// How the machines of each deployment are had, by index; nil where nothing is paid for, and then nothing is
  /// told of what is.
  package var capacityTypes: [CapacityType]?
  /// The machines that are lent, as the hosts of the plan in their order, with their pools and all
  /// workload clusters; nil where none is.
  package var lentFleet: Fleet?

  /// Makes one; there are as many names as deployments and workloads.
  package init(
    plan: ControlPlanePlan, deployments: [String], workloads: [String],
    budgets: [[String]] = []
  ) {
    precondition(deployments.count == plan.deployments.count, "each deployment has a name")
    precondition(workloads.count == plan.workloads.count, "each workload has a name")
    self.plan = plan
    self.deployments = deployments
    self.workloads = workloads
    self.budgets = budgets
  }
}

/// The run of a control plane as a journal has it.
///
/// A deployment is a pool, a Machine is a node with a name of its own, and a workload is a service.
/// Which Machines there are shows only in the run, so the fleet comes out of it. A lent machine is one
/// node, whichever cluster has it.
package struct ControlPlaneRun: Sendable {
  /// The deployments as pools, and every Machine that there was as a node.
  package private(set) var fleet: Fleet
  /// The workloads as services, and no job.
  package private(set) var workload: Workload
  /// What happened, in order, up to the horizon.
  package private(set) var facts: [Fact]
  /// How many events were handled.
  package private(set) var eventsHandled: Int64
  /// Whether it was cancelled on the way; then no `horizonReached` is among the facts.
  package private(set) var wasCancelled: Bool

  /// Runs a control plane.
  ///
  /// - Parameters:
  ///   - checking: Whether everything that always holds is looked at after every event.
  ///   - observer: Sees the decisions about lent machines; it cannot steer.
  ///   - isCancelled: Asked every few thousand events.
  /// - Throws: In checking mode, what contradicts itself.
  package init(
    _ named: NamedControlPlane, checking: Bool = false,
    observer: FleetSimulation.DecisionObserver? = nil, isCancelled: () -> Bool = { false }
  ) throws(SimulationError) {
    // Not passed on as it is: Swift 6.3 crashes where it converts the one function type to the other.
    let hears = observer.map { observer in
      { (snapshot: FleetSnapshot, now: Instant, decision: Decision) in
        observer(snapshot, now, decision)
      }
    }
    let outcome = ControlPlaneSimulation.run(
      named.plan, checking: checking, observer: hears, isCancelled: isCancelled)
    if let failure = outcome.failure {
      throw .invariantBroken(
        event: Int64(outcome.eventsHandled), at: outcome.facts.last?.at ?? named.plan.start,
        invariant: failure)
    }
    var writer = ControlPlaneJournalWriter(named)
    facts = writer.facts(of: outcome)
    fleet = writer.fleet
    // What runs on lent machines counts as jobs do: it came to be there for a while.
    let borrowers = named.plan.lending?.fleet.scheduledMachines.filter { $0.role == .borrower }
    let clusters = borrowers?.map { ClusterID($0.cluster.index) } ?? []
    workload = Workload(
      jobs: [], jobNames: [], jobClusters: clusters.isEmpty ? [ClusterID(0)] : clusters,
      services: named.workloads.enumerated().map { index, name in
        var service = Service(
          name: name, cluster: ClusterID(0), request: .zero, maxUnavailablePercent: 0,
          terminationGrace: .zero, startTime: .zero)
        if named.lentFleet != nil {
          service.cluster = ClusterID(UInt32(named.plan.workloads[index].cluster))
          service.terminationGrace = named.plan.workloads[index].terminationGrace
        }
        return service
      })
    eventsHandled = Int64(outcome.eventsHandled)
    wasCancelled = outcome.wasCancelled
  }

  /// The header of its journal.
  package func header(start: Instant, end: Instant) -> JournalHeader {
    JournalHeader(start: start, end: end, fleet: fleet, workload: workload)
  }
}
