import ClusterAPI
import Facts
import SimulationKernel
import Units

/// Writes what happened in a control plane as facts of a journal.
struct ControlPlaneJournalWriter {
  let named: NamedControlPlane
  private(set) var fleet: Fleet
  private var facts: [Fact] = []
  /// The pool of the first deployment; those of lent machines stand before it.
  private let firstPool: UInt32
  /// What is followed of lent machines.
  var lent: LentJournal
  /// The deployment of each MachineSet.
  private var deploymentOfSet: [Int: UInt32] = [:]
  private var machines: [Machine] = []
  var pods: [Pod] = []
  private var pending: [Int64]
  private var machinesOfDeployment: [Int]
  private var orderedAt: [Instant]

  private struct Machine {
    var node: UInt32 = 0
    var pool: UInt32 = 0
    var isKnown = false
    var stage = MachineStage.absent
    var joinedAt: Instant?
    var hasLeft = false
    /// Whether a machine of a cloud is paid for.
    var isPaidFor = false
  }

  struct Pod {
    var workload = 0
    /// The number of the Machine whose Node it is on.
    var node = 0
    var isPending = true
  }

  init(_ named: NamedControlPlane) {
    self.named = named
    fleet = named.lentFleet ?? Fleet(pools: [], nodes: [], nodeNames: [])
    firstPool = UInt32(fleet.pools.count)
    fleet.pools += named.deployments.enumerated().map { index, name in
      let cluster = named.lentFleet == nil ? 0 : named.plan.deployments[index].cluster
      return Pool(
        name: name, cluster: ClusterID(UInt32(cluster)),
        capacityType: named.capacityTypes?[index] ?? .owned)
    }
    lent = LentJournal(named.plan.lending, from: named.plan.start, to: named.plan.end)
    pending = Array(repeating: 0, count: named.workloads.count)
    machinesOfDeployment = Array(repeating: 0, count: named.deployments.count)
    orderedAt = Array(repeating: named.plan.start, count: named.deployments.count)
  }

  /// All facts of a run: what happened and, before what happens at its end, each stretch of time.
  mutating func facts(of outcome: ControlPlaneOutcome) -> [Fact] {
    var measures = outcome.measures[...]
    writeStart()
    for fact in outcome.facts {
      writeDue(&measures, at: fact.at)
      write(fact)
    }
    guard !outcome.wasCancelled else { return facts }
    writeDue(&measures, at: named.plan.end)
    writeHistograms(of: outcome)
    for number in machines.indices { endInstance(of: number, cause: 2, named.plan.end) }
    add(.horizonReached, 0, 0, Int64(outcome.eventsHandled), at: named.plan.end)
    return facts
  }

  /// Writes stretches of time that are over, and windows that open and close, up to an instant.
  private mutating func writeDue(
    _ measures: inout ArraySlice<ControlPlaneMeasure>, at instant: Instant
  ) {
    while true {
      let edge = lent.nextEdge.flatMap { $0.at <= instant ? $0 : nil }
      if let measure = measures.first, measure.end <= instant,
        edge.map({ measure.end <= $0.at }) ?? true
      {
        write(measure)
        measures.removeFirst()
      } else if let edge {
        lent.takeEdge()
        write(edge)
      } else {
        return
      }
    }
  }

  mutating func add(
    _ kind: FactKind, _ subject: UInt32, _ object: UInt32 = 0, _ value: Int64 = 0, at: Instant
  ) {
    facts.append(Fact(at: at, kind: kind, subject: subject, object: object, value: value))
  }

  private func pool(of deployment: Int) -> UInt32 { firstPool + UInt32(deployment) }

  private mutating func write(_ fact: ControlPlaneFact) {
    let subject = Int(fact.subject)
    if lent.isUsed, writeLent(fact) { return }
    switch fact.kind {
    case .deploymentIsOrdered: writeOrder(deployment: subject, number: Int(fact.object), fact.at)
    case .deploymentIsComplete:
      add(
        .deploymentCompleted, pool(of: subject), 0, (fact.at - orderedAt[subject]).nanoseconds,
        at: fact.at)
    case .setIsCreated: deploymentOfSet[subject] = UInt32(fact.object)
    case .podIsCreated, .podIsPlaced, .podIsEvicted, .evictionIsRefused, .podIsGone:
      writePod(fact)
    case .writeFails: add(.writeFailed, UInt32(subject), at: fact.at)
    case .controllersRestart: add(.controllersRestarted, 0, at: fact.at)
    case .machineIsCreated, .machineIsAvailable, .machineIsDeleted, .drainBegins,
      .infrastructureIsDeleted, .machineIsGone, .machineIsUnhealthy, .nodeIsReady, .nodeDies,
      .nodeIsCordoned, .instanceRuns:
      writeMachine(fact)
    case .groupIsScaled: writeScaling(of: subject, to: Int(fact.object), fact.at)
    case .jobIsComplete, .jobFails: writeJobEnd(of: subject, fact)
    case .controlPlaneServes, .controlPlaneCeases: writeControlPlane(of: subject, fact)
    case .hostStepFails: writeHostStep(fact)
    case .peerMachineIsReleased:
      add(.peerMachineReleased, UInt32(subject), 0, fact.value, at: fact.at)
    case .setIsScaled, .workloadIsScaled, .groupFails, .nodeStays, .nodeJoins, .nodeIsUnknown,
      .podIsReady, .controllersStop, .controllersStart, .nodeIsLeft, .podIsFinished,
      .volumeIsAttached, .volumeIsDetached, .nodeIsOutOfService, .lentStageChanges,
      .lentCallArrives, .lentCallFails, .hostIsTaken, .hostIsFree, .zoneIsCutOff, .zoneComesBack,
      .nodeIsTainted, .spotIsNoticed,
      .nodeShutsDown, .lentMachineIsMade, .nodeIsUncordoned, .drainIsAnnounced,
      .lentMachineIsReclaimed, .lentPodIsDeleted, .hostIsSanitised, .hostIsAttested,
      .hostIsRecalled, .hostIsReclaimed:
      break
    }
  }

  /// A Job's length counts from its deployment, or from the start where that is later.
  private mutating func writeJobEnd(of workload: Int, _ fact: ControlPlaneFact) {
    let began = max(named.plan.workloads[workload].begins, named.plan.start)
    add(
      fact.kind == .jobFails ? .workloadFailed : .workloadCompleted, UInt32(workload), 0,
      (fact.at - began).nanoseconds, at: fact.at)
  }

  /// A hosted control plane is known by the workload of its controllers.
  private mutating func writeControlPlane(of cluster: Int, _ fact: ControlPlaneFact) {
    guard let plane = named.plan.hostedControlPlanes.first(where: { $0.cluster == cluster })
    else { return }
    add(
      fact.kind == .controlPlaneServes ? .apiServerServed : .apiServerCeased,
      UInt32(plane.controllers), at: fact.at)
  }

  private mutating func writeHostStep(_ fact: ControlPlaneFact) {
    let number = Int(fact.object)
    guard number < machines.count, machines[number].isKnown else { return }
    add(.hostStepFailed, machines[number].node, machines[number].pool, fact.value, at: fact.at)
  }

  /// An order by its number from 1; 0 stands for what a deployment begins with.
  private mutating func writeOrder(deployment: Int, number: Int, _ at: Instant) {
    orderedAt[deployment] = at
    let subject = pool(of: deployment)
    guard number > 0 else {
      writeScaling(of: deployment, to: named.plan.deployments[deployment].replicas, at)
      return
    }
    switch named.plan.orders[number - 1].change {
    case .replicas(let replicas): writeScaling(of: deployment, to: replicas, at)
    case .newTemplate: add(.rolloutOrdered, subject, 0, Int64(number), at: at)
    case .drainTimeout(let timeout):
      add(.drainLimitChanged, subject, 0, timeout?.nanoseconds ?? -1, at: at)
    case .paused, .deleteMachine: break
    }
  }

  private mutating func writeScaling(of deployment: Int, to replicas: Int, _ at: Instant) {
    let limits = RolloutLimits(
      named.plan.deployments[deployment].strategy, replicas: replicas)
    add(
      .deploymentScaled, pool(of: deployment), UInt32(limits.mostUnavailable(of: replicas)),
      Int64(replicas), at: at)
  }

  private mutating func writeMachine(_ fact: ControlPlaneFact) {
    let number = Int(fact.subject)
    if fact.kind == .machineIsCreated { admit(number, set: Int(fact.object)) }
    guard number < machines.count, machines[number].isKnown else { return }
    let machine = machines[number]
    switch fact.kind {
    case .machineIsCreated: change(number, to: .provisioning, fact.at)
    case .machineIsAvailable: change(number, to: .ready, fact.at)
    case .machineIsDeleted:
      add(
        .machineDeletionOrdered, machine.node, machine.pool, Int64(fact.object), at: fact.at)
    case .nodeIsCordoned:
      change(number, to: .draining, fact.at)
      add(.nodeCordoned, machine.node, 0, at: fact.at)
    case .drainBegins: change(number, to: .draining, fact.at)
    case .infrastructureIsDeleted:
      change(number, to: .deleting, fact.at)
      leave(number, .nodeLeft, fact.at)
      endInstance(of: number, cause: 0, fact.at)
    case .machineIsGone:
      leave(number, .nodeLeft, fact.at)
      change(number, to: .absent, fact.at)
    case .machineIsUnhealthy: add(.machineFoundUnhealthy, machine.node, machine.pool, at: fact.at)
    case .nodeIsReady:
      guard machine.joinedAt == nil, !machine.hasLeft else { return }
      machines[number].joinedAt = fact.at
      add(.nodeJoined, machine.node, machine.pool, at: fact.at)
    case .nodeDies:
      leave(number, .nodeInterrupted, fact.at)
      // One that only died goes on costing until somebody deletes it.
      if fact.object == 1 { endInstance(of: number, cause: 1, fact.at) }
    case .instanceRuns:
      guard named.capacityTypes != nil else { return }
      machines[number].isPaidFor = true
      add(.instanceLaunched, machine.node, machine.pool, at: fact.at)
    default: break
    }
  }

  /// Gives a Machine a name and a node of the fleet.
  private mutating func admit(_ number: Int, set: Int) {
    while machines.count <= number { machines.append(Machine()) }
    let deployment = Int(deploymentOfSet[set] ?? 0)
    let pool = pool(of: deployment)
    machinesOfDeployment[deployment] += 1
    let ordinal = "\(machinesOfDeployment[deployment])"
    let padding = String(repeating: "0", count: max(5 - ordinal.utf8.count, 0))
    machines[number] = Machine(node: UInt32(fleet.nodes.count), pool: pool, isKnown: true)
    fleet.nodes.append(Node(pool: PoolID(pool), allocatable: .zero))
    fleet.nodeNames.append("\(named.deployments[deployment])/\(padding)\(ordinal)")
  }

  private mutating func change(_ number: Int, to stage: MachineStage, _ at: Instant) {
    let before = machines[number].stage
    // A Machine on its way out never comes back.
    guard before != stage, before.rawValue < stage.rawValue || stage == .absent else { return }
    machines[number].stage = stage
    add(.machineStageChanged, machines[number].node, 0, stage.rawValue, at: at)
  }

  private mutating func leave(_ number: Int, _ kind: FactKind, _ at: Instant) {
    guard let joined = machines[number].joinedAt else {
      machines[number].hasLeft = true
      return
    }
    machines[number].joinedAt = nil
    machines[number].hasLeft = true
    add(kind, machines[number].node, machines[number].pool, (at - joined).nanoseconds, at: at)
  }

  /// A cloud's bill ends where the machine is asked to go, is taken back, or at the horizon.
  private mutating func endInstance(of number: Int, cause: Int64, _ at: Instant) {
    guard machines[number].isPaidFor else { return }
    machines[number].isPaidFor = false
    add(.instanceTerminated, machines[number].node, machines[number].pool, cause, at: at)
  }

  private mutating func writePod(_ fact: ControlPlaneFact) {
    let number = Int(fact.subject)
    while pods.count <= number { pods.append(Pod()) }
    switch fact.kind {
    case .podIsCreated:
      pods[number].workload = Int(fact.object)
      changePending(Int(fact.object), by: 1, fact.at)
    case .podIsPlaced:
      pods[number].node = Int(fact.object)
      pods[number].isPending = false
      changePending(pods[number].workload, by: -1, fact.at)
    case .podIsEvicted: writeEviction(.podEvictionGranted, number, fact.at)
    case .evictionIsRefused:
      writeEviction(refusal(fact), number, fact.at)
    default:
      guard pods[number].isPending else { return }
      pods[number].isPending = false
      changePending(pods[number].workload, by: -1, fact.at)
    }
  }

  /// What an eviction that was refused is told as: several budgets over a pod are an error of the server.
  func refusal(_ fact: ControlPlaneFact) -> FactKind {
    fact.object == 500 ? .podEvictionFailed : .podEvictionRefused
  }

  /// A pod is evicted only where its Node is drained: the first eviction shows that the drain began.
  private mutating func writeEviction(_ kind: FactKind, _ pod: Int, _ at: Instant) {
    let node = pods[pod].node
    change(node, to: .draining, at)
    add(kind, UInt32(pods[pod].workload), machines[node].node, Int64(pod), at: at)
  }

  private mutating func changePending(_ workload: Int, by change: Int64, _ at: Instant) {
    pending[workload] += change
    // Many pods are placed in one instant: only the last number of it is told.
    if let last = facts.last, last.at == at, last.kind == .servicePendingChanged,
      last.subject == UInt32(workload)
    {
      facts.removeLast()
    }
    add(.servicePendingChanged, UInt32(workload), 0, pending[workload], at: at)
  }

  private mutating func write(_ measure: ControlPlaneMeasure) {
    for (place, controller) in measure.controllers.enumerated() {
      let subject = UInt32(place)
      add(
        .queueDepthMeasured, subject, UInt32(clamping: controller.depthPeak),
        controller.depthTime, at: measure.end)
      guard controller.reconciles > 0 else { continue }
      add(
        .reconcilesCounted, subject, UInt32(clamping: controller.failures),
        controller.reconciles, at: measure.end)
      add(.reconcileTimeSummed, subject, 0, controller.reconcileTime, at: measure.end)
      add(.reconcileTimeLongest, subject, 0, controller.longest, at: measure.end)
    }
    for (place, client) in measure.clients.enumerated() where client.calls > 0 {
      add(
        .clientCallsCounted, UInt32(place), UInt32(clamping: client.throttled), client.calls,
        at: measure.end)
      if client.wait > 0 {
        add(.clientWaitSummed, UInt32(place), 0, client.wait, at: measure.end)
      }
    }
  }

  private mutating func writeHistograms(of outcome: ControlPlaneOutcome) {
    for (place, histogram) in outcome.reconcileTimes.enumerated() {
      for bucket in histogram.buckets {
        add(
          .reconcileTimeBucket, UInt32(place), UInt32(clamping: bucket.count),
          min(bucket.upper, histogram.maximum ?? bucket.upper), at: named.plan.end)
      }
    }
    for (place, times) in outcome.timeAtDepth.enumerated() {
      for (depth, time) in times.enumerated() where time > 0 {
        add(
          .queueDepthBucket, UInt32(place), UInt32(clamping: depth), time, at: named.plan.end)
      }
    }
  }
}
