import Facts
import Placement
import SimulationKernel
import SpotScheduler
import Units

/// The whole state of one simulation, and the loop that moves it from event to event.
///
/// Entities are rows of dense arrays, addressed by id. Nothing in the loop hashes or dispatches
/// through an existential, and jobs and nodes allocate nothing once the buffers have grown; a decision,
/// a scan and a scale-down each make some arrays.
struct FleetState: ~Copyable {
  let end: Instant
  let nodes: [Node]
  let jobs: [Job]
  let interruptions: [PoolInterruption]
  let recovery: RecoveryPolicy
  let isChecking: Bool
  let start: Instant
  let jobTerminationGrace: TimeSpan

  var now: Instant
  var queue = EventQueue<SimulationEvent>()
  var clusters: JobClusters
  var nodeRecords: [NodeRecord]
  var jobRecords: [JobRecord]
  /// By node; empty when nothing is ever interrupted.
  var streams: [NodeStreams]
  /// The markets of spot pools; none in most scenarios.
  var markets: SpotMarkets
  /// By interruption: its market, or `.none`.
  let marketOfInterruption: [UInt32]
  /// By market: the nodes of its pool, its next turn, and the nodes that wait for it.
  let nodesOfMarket: [[UInt32]]
  let poolOfMarket: [PoolID]
  var marketTurns: [EventHandle?]
  var nodesWaiting: [[UInt32]]
  /// Whether room or queue changed since placement last ran.
  var placementIsDue = false
  var eventsHandled: Int64 = 0
  /// Facts that wait to be handed to the sink, so that the loop need not know its type.
  var facts: [Fact] = []
  /// The first broken invariant; nothing is handled after it.
  var failure: SimulationError?
  /// By job; kept only while checking.
  var workAccounts: [WorkAccount]
  /// The services; none in most scenarios.
  var services: ServiceState
  /// The machines that are lent; none in most scenarios.
  var lending: LendingState
  /// Watches one job; nil when nobody wants to.
  var watch: JobWatch?
  var watchedAttempts = 0
  /// Sees the scheduler's decisions; nil when nobody wants to.
  var observer: FleetSimulation.DecisionObserver?
  /// The cloud machines that are bought and given back; none in most scenarios.
  var autoscaling: AutoscalingState

  /// Sets the state before the first event; the plan has been validated.
  init(_ plan: borrowing SimulationPlan, checking: Bool) {
    end = plan.end
    nodes = plan.fleet.nodes
    jobs = plan.workload.jobs
    interruptions = plan.interruptions
    recovery = plan.recovery
    isChecking = checking
    now = plan.start
    start = plan.start
    jobTerminationGrace = plan.workload.jobTerminationGrace
    let seed = plan.seed
    clusters = JobClusters(plan)
    services = ServiceState(
      fleet: plan.fleet, services: plan.workload.services, plans: plan.services,
      placement: plan.placement)
    lending = LendingState(
      plan: plan.lending ?? .none, fleet: plan.fleet, templates: plan.workload.podTemplates,
      seed: seed, start: plan.start)
    var interruptionOfPool = [UInt32](repeating: .none, count: plan.fleet.pools.count)
    for (index, interruption) in interruptions.enumerated() {
      interruptionOfPool[Int(interruption.pool.index)] = UInt32(index)
    }
    (markets, marketOfInterruption, nodesOfMarket) = Self.markets(of: plan)
    autoscaling = AutoscalingState(
      plan: plan.autoscaling ?? .none, fleet: plan.fleet, seed: seed,
      markets: nodesOfMarket.count)
    poolOfMarket = plan.interruptions.filter { $0.market != nil }.map(\.pool)
    marketTurns = Array(repeating: nil, count: nodesOfMarket.count)
    nodesWaiting = Array(repeating: [], count: nodesOfMarket.count)
    nodeRecords = nodes.map { NodeRecord(interruption: interruptionOfPool[Int($0.pool.index)]) }
    jobRecords = [JobRecord](repeating: JobRecord(), count: jobs.count)
    workAccounts = checking ? [WorkAccount](repeating: WorkAccount(), count: jobs.count) : []
    streams =
      interruptions.isEmpty
      ? [] : nodes.indices.map { NodeStreams(seed: seed, node: UInt64($0)) }
    facts.reserveCapacity(FleetSimulation.eventsPerBatch * 2)
    for node in nodes.indices {
      begin(UInt32(node), in: plan.fleet)
    }
    startMarkets()
    startServices()
    for offer in lending.plan.offers.indices { push(.lendingEdge, UInt32(offer), at: now) }
    for (index, recall) in lending.plan.recalls.enumerated() {
      push(.recallIsOrdered, UInt32(index), at: recall.at)
    }
    for (index, reclaim) in lending.plan.reclaims.enumerated() {
      push(.reclaimIsOrdered, UInt32(index), at: reclaim.at)
    }
    if !jobs.isEmpty { push(.jobIsSubmitted, 0, at: jobs[0].submittedAt) }
  }

  /// The markets of a plan, which interruption has which, and the nodes of each.
  private static func markets(
    of plan: borrowing SimulationPlan
  ) -> (SpotMarkets, [UInt32], [[UInt32]]) {
    var marketOfInterruption: [UInt32] = []
    var plans: [SpotMarketPlan] = []
    var nodes: [[UInt32]] = []
    for interruption in plan.interruptions {
      guard let market = interruption.market else {
        marketOfInterruption.append(.none)
        continue
      }
      marketOfInterruption.append(UInt32(plans.count))
      plans.append(market)
      nodes.append(
        plan.fleet.nodes.indices.filter { plan.fleet.nodes[$0].pool == interruption.pool }
          .map { UInt32($0) })
    }
    let markets = SpotMarkets(plans, seed: plan.seed, start: plan.start, end: plan.end)
    return (markets, marketOfInterruption, nodes)
  }

  /// Where a node is when the run starts: ready for jobs, Ready in the cluster that owns it, or a
  /// slot without an instance.
  private mutating func begin(_ node: UInt32, in fleet: Fleet) {
    let index = Int(node)
    if autoscaling.poolOfNode[index] != .none { return }
    let home = fleet.pools[Int(nodes[index].pool.index)].cluster
    guard clusters.places[Int(home.index)] == .none else {
      if isDry(node) {
        waitForMarket(node)
      } else {
        push(.nodeJoins, node, at: now)
      }
      return
    }
    services.bringUp(node, at: now)
    record(
      .machineStageChanged, node, object: home.index, value: MachineStage.ready.rawValue)
  }

  /// Handles at most `limit` events; false when none is left before the end, or a check failed.
  mutating func advance(atMost limit: Int) -> Bool {
    for _ in 0..<limit {
      guard let next = queue.nextInstant, next < end, let event = queue.pop() else { return false }
      assert(event.at >= now, "time runs backwards")
      if watch != nil { tellWatch(before: event.at) }
      now = event.at
      handle(event.payload)
      eventsHandled += 1
      if queue.nextInstant != now { settle() }
      if isChecking {
        failure = firstBrokenInvariant()
        if failure != nil { return false }
      }
    }
    return true
  }

  private mutating func handle(_ event: SimulationEvent) {
    switch event.kind {
    case .jobFinishes: finish(event.subject)
    case .podGraceEnds: endGrace(event.subject)
    case .spotMarketTurns: turnMarket(event.subject)
    case .rebalanceIsRecommended: recommendRebalance(event.subject)
    case .nodeIsNoticed: notice(event.subject)
    case .nodeIsInterrupted: interrupt(event.subject)
    case .nodeJoins: join(event.subject)
    case .servicePodIsGone: removeServicePod(event.subject)
    case .servicePodIsReady: becomeReady(event.subject)
    case .usageChanges: changeUsage(event.subject)
    case .providerSessionEnds: endProviderSession(event.subject)
    case .machineJoins: joinMachine(event.subject)
    case .hostIsAskedAgain: askForHost(ScheduledMachineID(event.subject), isFirst: false)
    case .lendingEdge: passLendingEdge(event.subject)
    case .recallIsOrdered: orderRecall(event.subject)
    case .recallEnds: endRecall()
    case .reclaimIsOrdered: orderReclaim(event.subject)
    case .reclaimEnds: endReclaim(event.subject)
    case .hostIsSanitised: endSanitation(event.subject)
    case .hostIsAttested: endAttestation(event.subject)
    case .schedulerLooks: lookAgain(event.subject)
    case .podsComeUp: tryPodsAgain(event.subject)
    case .autoscalerScans: scan()
    case .jobIsSubmitted: submit(event.subject)
    }
  }

  /// The end of an instant, when all its events are known: controllers act, then pods are placed.
  private mutating func settle() {
    if services.placementIsDue { placeServicePods() }
    if lending.isUsed {
      tellServiceLevels()
      // What finds a place is no demand. Where machines are called back in this instant nobody is
      // to start on one of them first.
      if placementIsDue, lending.readsDemand, !lending.wasOrdered { placeWaitingJobs() }
      lending.wasOrdered = false
      if lending.decisionIsDue { decide() }
      if services.placementIsDue { placeServicePods() }
    }
    if !services.records.isEmpty { tellServiceLevels() }
    if placementIsDue { placeWaitingJobs() }
  }

  /// Schedules an event; what lies beyond the horizon never happens and is left out.
  @discardableResult
  mutating func push(_ kind: SimulationEvent.Kind, _ subject: UInt32, at instant: Instant)
    -> EventHandle?
  {
    guard instant < end else { return nil }
    return queue.push(
      SimulationEvent(kind: kind, subject: subject), at: instant, rank: kind.rawValue)
  }

  /// The instant that many nanoseconds from now, or the last one there is.
  func instant(after nanoseconds: Int64) -> Instant {
    let (sum, overflows) = now.nanoseconds.addingReportingOverflow(nanoseconds)
    return overflows ? .distantFuture : Instant(nanoseconds: sum)
  }

  mutating func record(
    _ kind: FactKind, _ subject: UInt32, object: UInt32 = 0, value: Int64 = 0
  ) {
    facts.append(Fact(at: now, kind: kind, subject: subject, object: object, value: value))
  }
}

extension UInt32 {
  /// No id.
  static var none: UInt32 { .max }
}
