import ClusterAPI
import SimulationKernel
import SpotScheduler
import Units

/// A management cluster, its provider and its workload cluster in virtual time.
///
/// Reconciles read what the watches have told and give back writes; nothing else changes an object.
/// The bootstrap and infrastructure providers, kubelets, and the controllers of the workload cluster
/// act after laws of the plan, without queues of their own.
struct ControlPlaneState: ~Copyable {
  private let kept: KeptApart
  let settings: [DeploymentSettings]
  /// What drains of each deployment's Machines do with the pods of each workload.
  let drainBehaviors: [[PodDrainDecision.Behavior]]
  /// Whether Machines are paused.
  let hasPauses: Bool
  let hasStalls: Bool
  let hasWatchFaults: Bool
  /// Whether hosts are lent; asked after every instant, where the fleet itself is dear to look at.
  let lends: Bool
  let isChecking: Bool
  var now: Instant
  var queue = EventQueue<ControlPlaneEvent>()
  var facts: [ControlPlaneFact] = []
  var failure: String?
  var eventsHandled = 0

  var deployments = WatchedKind<DeploymentObject>()
  var sets = WatchedKind<SetObject>()
  var machines = WatchedKind<MachineObject>()
  var bootstraps = WatchedKind<BootstrapObject>()
  var infrastructures = WatchedKind<InfrastructureObject>()
  var nodes = WatchedKind<NodeObject>()

  /// The sets of each deployment, and the Machines of each set, as the watches have told.
  var setsOfDeployment: [[Int]] = []
  var machinesOfSet: [[Int]] = []
  /// Where a Machine stands in its set's list.
  var placeInSet: [Int] = []
  /// What each set counts of its Machines, as the watches have told.
  var setTallies: [SetTally] = []
  /// For each deployment how many Machines the watches have told of, and those of them that its health
  /// check has to look at.
  var watchedMachines: [Int] = []
  var attention: [[Int]] = []
  /// Where a Machine stands in that list.
  var placeInAttention: [Int?] = []
  var slots = MachineSlots()
  /// For each slot the set that made what is in it, and whether its making was cut off: nobody but the
  /// garbage collector takes it away.
  var setOfSlot: [Int] = []
  var isCutOff: [Bool] = []
  /// The names of Machines, drawn when their first object is made.
  var nameOrders: [Int] = []
  /// The deployment of each Machine.
  var deploymentOfMachine: [Int] = []

  var controllers: [Controller]
  var jobs: [ReconcileInHand] = []
  var freeJobs: [Int] = []
  /// The empty list that the next reconcile fills.
  var scratchWrites: [Write] = []
  /// Counts restarts, so that what was in hand before one is known.
  var epoch: UInt32 = 0
  /// Whether no controller works, and whether they start with a list of everything.
  var isDown = false
  var startsWithLists = false
  var managementClient: TokenBucket

  /// Hears each decision of the scheduler, with what it was made on.
  let observer: ((FleetSnapshot, Instant, Decision) -> Void)?
  var hardware = HardwareState()
  var workloads = WorkloadState()
  var volumes = VolumeState()
  /// The workload clusters.
  let clusters: [WorkloadCluster]
  var lawStream: RandomStream
  var faultStream: RandomStream
  var nameStream: RandomStream
  var meter: ControlPlaneMeter
  var completions: [ControlPlaneOutcome.Completion] = []
  /// Whether each deployment has what was ordered last.
  var isComplete: [Bool] = []
  var machinesCreated = 0
  var machinesGone = 0

  var plan: ControlPlanePlan {
    _read { yield kept.plan }
  }

  /// The hosts that are lent, and who decides about them; nil where none is.
  var lent: LentFleet? {
    _read { yield kept.lent }
    nonmutating _modify { yield &kept.lent }
  }

  /// The hosts that are there before their Machines, by pool.
  var hostPools: [HostPool] {
    _read { yield kept.hostPools }
    nonmutating _modify { yield &kept.hostPools }
  }

  /// The hosts over SSH.
  var remote: RemoteHosts {
    _read { yield kept.remote }
    nonmutating _modify { yield &kept.remote }
  }

  /// The control planes that run as pods.
  var hosted: HostedControlPlanes {
    _read { yield kept.hosted }
    nonmutating _modify { yield &kept.hosted }
  }

  /// The autoscaler and the consolidation.
  var scaler: ScalerState {
    _read { yield kept.scaler }
    nonmutating _modify { yield &kept.scaler }
  }

  /// The zones as the node controller keeps them.
  var zones: ZoneState {
    _read { yield kept.zones }
    nonmutating _modify { yield &kept.zones }
  }

  /// The spot machines, and what is to become of each.
  var spot: SpotMachineState {
    _read { yield kept.spot }
    nonmutating _modify { yield &kept.spot }
  }

  init(
    _ plan: ControlPlanePlan, checking: Bool,
    observer: ((FleetSnapshot, Instant, Decision) -> Void)? = nil
  ) {
    kept = KeptApart(plan)
    drainBehaviors = DrainBehaviors.table(plan)
    hasPauses = plan.annotations.contains { $0.annotation == .paused }
    self.observer = observer
    lends = plan.lending != nil
    settings = plan.allSettings
    hasStalls = !plan.api.stalls.isEmpty
    hasWatchFaults = !plan.api.watchFaults.isEmpty
    isChecking = checking
    now = plan.start
    controllers = ControllerKind.allCases.map { Controller($0, plan.profile, start: plan.start) }
    meter = ControlPlaneMeter(plan)
    managementClient = plan.profile.client.bucket(fullAt: plan.start)
    clusters = (0..<plan.clusterCount).map { _ in
      WorkloadCluster(client: plan.profile.workloadClient.bucket(fullAt: plan.start))
    }
    lawStream = RandomStream(seed: plan.seed, label: "control-plane.laws")
    faultStream = RandomStream(seed: plan.seed, label: "control-plane.faults")
    nameStream = RandomStream(seed: plan.seed, label: "control-plane.names")
    begin()
  }

  private mutating func begin() {
    for (index, deployment) in plan.deployments.enumerated() {
      _ = deployments.reserve()
      setsOfDeployment.append([])
      watchedMachines.append(0)
      attention.append([])
      isComplete.append(false)
      hardware.sessions.append(ProviderSessions(mostAtOnce: deployment.provider.mostAtOnce))
      write(
        index,
        DeploymentObject(
          exists: true, replicas: deployment.replicas, template: 1,
          drainTimeout: deployment.drainTimeout, orderedAt: now))
      record(.deploymentIsOrdered, index)
    }
    beginLending()
    beginHostPools()
    for (index, order) in plan.orders.enumerated() { push(.orderIsWritten, index, at: order.at) }
    for (index, order) in plan.annotations.enumerated() {
      push(.annotationIsWritten, index, at: order.at)
    }
    for (index, death) in plan.deaths.enumerated() { push(.nodeDies, index, at: death.at) }
    for (index, order) in plan.outOfService.enumerated() {
      push(.nodeIsTakenOut, index, at: order.at)
    }
    for (index, order) in plan.forcedPodDeletions.enumerated() {
      push(.podIsForced, index, at: order.at)
    }
    for restart in plan.api.restarts { push(.controllersRestart, 0, at: restart) }
    for renewal in plan.api.handOvers { push(.leaderRenewsLast, 0, at: renewal) }
    for fault in plan.api.watchFaults where fault.endsWithList {
      push(.watchLists, Int(fault.kind.rawValue), at: fault.end)
    }
    workloads.begin(plan)
    volumes.begin(plan)
    for (index, workload) in plan.workloads.enumerated() {
      workloads.isWorkloadDue[index] = true
      push(.workloadIsDue, index, at: workload.begins)
    }
    for (index, order) in plan.workloadOrders.enumerated() {
      push(.workloadIsScaled, index, at: order.at)
    }
    beginScaling()
    beginZones()
    beginSpot()
    var jitter = RandomStream(seed: plan.seed, label: "control-plane.resync")
    for kind in ControllerKind.allCases {
      let period = Resync.drawnPeriod(draw: jitter.unit())
      controllers[Int(kind.rawValue)].resyncPeriod = period
      push(.resync, Int(kind.rawValue), at: now + period)
    }
  }

  /// Handles at most `limit` events; false when none is left before the end, or a check failed.
  mutating func advance(atMost limit: Int = .max) -> Bool {
    var left = limit
    while left > 0, failure == nil {
      guard let event = queue.pop(before: plan.end) else { return false }
      if event.at != now { meter.advance(to: event.at) }
      now = event.at
      if !hosted.areUsed {
        handle(event.payload)
      } else if !isPutOff(event.payload) {
        handle(event.payload)
        noteHostedControlPlanes()
      }
      eventsHandled += 1
      left -= 1
      if queue.nextInstant != now {
        decideLending()
        startReconciles()
        for index in controllers.indices {
          meter.note(depth: controllers[index].queue.readyCount, of: index)
        }
      }
      if isChecking { failure = firstBrokenInvariant() }
    }
    return failure == nil
  }

  private mutating func handle(_ event: ControlPlaneEvent) {
    let subject = Int(event.subject)
    if event.kind.isOfMachine { slots.meet(subject) }
    switch event.kind {
    case .controllersRestart: restartControllers()
    case .leaderRenewsLast: loseLease()
    case .leaderStops: stopLeader()
    case .controllersStart: if event.value == epoch { startControllers() }
    case .watchLists:
      if let kind = WatchedObjects(rawValue: UInt8(subject)) { beginWatchAnew(kind) }
    case .orderIsWritten: writeOrder(subject)
    case .annotationIsWritten: writeAnnotation(plan.annotations[subject])
    case .nodeDies: killNode(rank: plan.deaths[subject].rank)
    case .nodeIsTakenOut: takeOutOfService(rank: plan.outOfService[subject].rank)
    case .podIsForced: deleteByForce(plan.forcedPodDeletions[subject])
    case .bootstrapIsReady: finishBootstrap(subject)
    case .machineRuns: runMachine(subject)
    case .machineIsGone: endMachine(subject)
    case .nodeJoins: joinNode(subject)
    case .nodeIsReady: readyNode(subject)
    case .nodeIsSilent: loseNode(subject)
    case .tolerationsEnd: endTolerations(subject, of: Int(event.value))
    case .hostIsAskedAgain: askForHost(subject)
    case .hostSessionEnds: endHostSession(subject, number: event.value)
    case .hostIsMended: mendHost(subject)
    case .bareMetalStepEnds: endBareMetalStep(subject, step: event.value)
    case .hostIsSanitised: endSanitisation(of: subject)
    case .hostIsAttested: endAttestation(of: subject)
    case .lentOrderIsWritten: writeLentOrder(subject)
    case .lentPodsAreSeen: observePods(of: subject)
    case .lentNodeIsLost: observe(subject)
    case .lentCallArrives: if event.value == lent?.epoch { answerLentCall(subject) }
    case .lentCallTimesOut: if event.value == lent?.epoch { failLentCall(subject) }
    case .lentIsLookedAt: lookAtLent(subject)
    case .podIsReady: if workloads.pods[subject].number == event.value { readyPod(subject) }
    case .podEnds: if workloads.pods[subject].number == event.value { endJobPod(subject) }
    case .podIsGone: if workloads.pods[subject].number == event.value { removePod(subject) }
    case .podsAreCollected: collectPods(subject)
    case .volumeIsDetached: detach(subject, turn: event.value)
    case .budgetIsCounted: countBudget(subject)
    case .workloadIsDue: reconcileWorkload(subject)
    case .jobIsForgotten: forgetJob(subject)
    case .schedulerLooks: placePods(in: subject)
    case .watchDelivers: deliver(event.subject)
    case .writeArrives: if event.value == epoch { applyWrite(subject) }
    case .writeTimesOut: if event.value == epoch { endWait(subject) }
    case .controllerWakes: wakeController(subject)
    case .resync: resync(subject)
    case .workloadIsScaled: scaleWorkload(plan.workloadOrders[subject])
    case .autoscalerScans, .growthArrives, .growthFails, .consolidationLooks,
      .removalCallArrives, .removalCallFails, .removalGoesOn:
      handleScaling(event)
    case .zoneIsCutOff, .zoneComesBack, .zonesAreJudged, .zoneTaints: handleZones(event)
    case .spotIsReclaimed, .spotIsAtRisk, .spotIsNoticed, .spotShutsDown, .spotEnds,
      .handlerBegins, .handlerActs:
      handleSpot(event)
    }
  }

  mutating func push(
    _ kind: ControlPlaneEvent.Kind, _ subject: Int, value: UInt32 = 0, at instant: Instant
  ) {
    guard instant < plan.end else { return }
    queue.push(
      ControlPlaneEvent(kind: kind, subject: UInt32(subject), value: value), at: max(instant, now),
      rank: kind.rawValue)
  }

  /// Pushes an event that means a Machine, whose slot is kept until then.
  mutating func pushOfMachine(
    _ kind: ControlPlaneEvent.Kind, _ machine: Int, value: UInt32 = 0, at instant: Instant
  ) {
    slots.expect(machine)
    push(kind, machine, value: value, at: instant)
  }

  /// Records what happened to a Machine or its Node.
  mutating func recordOfMachine(
    _ kind: ControlPlaneFact.Kind, _ machine: Int, _ object: Int = 0
  ) {
    record(kind, Int(slots.numbers[machine]), object)
  }

  mutating func record(
    _ kind: ControlPlaneFact.Kind, _ subject: Int, _ object: Int = 0, value: Int64 = 0
  ) {
    facts.append(
      ControlPlaneFact(at: now, kind: kind, subject: subject, object: object, value: value))
  }

  /// A draw of a law.
  mutating func draw(_ law: Distribution) -> TimeSpan { law.sampleSpan(&lawStream) }

  private mutating func writeOrder(_ number: Int) {
    let order = plan.orders[number]
    var deployment = deployments.stored[order.deployment]
    switch order.change {
    case .deleteMachine(let rank):
      deleteMachine(rank: rank, of: order.deployment)
      return
    case .paused(let isPaused): deployment.isPaused = isPaused
    case .replicas(let replicas): deployment.replicas = replicas
    case .newTemplate: deployment.template += 1
    case .drainTimeout(let timeout): deployment.drainTimeout = timeout
    }
    deployment.orderedAt = now
    isComplete[order.deployment] = false
    write(order.deployment, deployment)
    record(.deploymentIsOrdered, order.deployment, number + 1)
    lookForCompletion(of: order.deployment)
  }
}

/// The plan, and the hosts that are lent.
///
/// A class, since the compiler follows each field of a state that is never copied through every
/// function, and these two have more fields than all the rest.
private final class KeptApart {
  let plan: ControlPlanePlan
  var lent: LentFleet?
  var scaler: ScalerState
  var zones: ZoneState
  var spot: SpotMachineState
  var hostPools: [HostPool] = []
  var remote = RemoteHosts()
  var hosted: HostedControlPlanes

  init(_ plan: ControlPlanePlan) {
    self.plan = plan
    hosted = HostedControlPlanes(plan)
    scaler = ScalerState(plan)
    zones = ZoneState(plan)
    spot = SpotMachineState(plan)
  }
}
