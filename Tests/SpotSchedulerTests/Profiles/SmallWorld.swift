import SpotScheduler
import TestSupport
import Testing
import Units

/// A world of a few hosts for the scheduler to decide in: an infrastructure provider with few
/// workers, pods that come, run and end, owners whose load moves, recalls, and an API that loses,
/// delays and repeats requests. All of it follows from the seed.
///
/// It calls the scheduler with what changed, holds each decision against the one on everything, and
/// keeps count of what happened for the tests to judge.
struct SmallWorld {
  struct Latencies {
    var provision: TimeSpan
    var join: TimeSpan
    var deprovision: TimeSpan
  }

  enum Event {
    case look(ScheduledMachineID)
    case apply(Action)
    case providerDone(ScheduledMachineID, token: Int)
    case joined(ScheduledMachineID, token: Int)
    case podEnds(ScheduledMachineID, PodID)
    case podArrives(ScheduledMachineID)
    case loadChanges(ClusterReference)
    case recall(Recall)
    case sanitised(HostID)
    case attested(HostID, isProved: Bool)
    case reclaim(HostID)
    case mend
    case change((inout FleetSnapshot) -> [ScheduledMachineID])
    case check((SmallWorld) -> Void)
  }

  /// A pod whose stay on a borrower's node was cut short of its tenure.
  struct ShortStay {
    var machine: ScheduledMachineID
    var stay: TimeSpan
    var at: Instant
  }

  var snapshot: FleetSnapshot
  let profile: SchedulerProfile
  var random: SeededGenerator
  var now: Instant
  let end: Instant
  /// The longest that each step of the provider takes; the shortest is half of it.
  var latencies: Latencies
  var concurrency = 1
  /// Of a thousand requests, how many are lost, delayed or repeated.
  var faultsPerThousand: UInt64 = 0
  /// Of a thousand evictions, how many a budget refuses.
  var refusalsPerThousand: UInt64 = 0
  /// Minutes between pods on a node, on average; zero for none.
  var minutesBetweenPods: UInt64 = 0
  /// Of a thousand set-ups, how many fail for good.
  var failuresPerThousand: UInt64 = 0
  /// How long a host takes to be sanitised; nil when the provider leaves it clean.
  var sanitisation: TimeSpan?
  /// Of a thousand attestations, how many are refused.
  var refusedProofsPerThousand: UInt64 = 0
  /// Whether nobody answers who asks for a proof.
  var isSilentOnProofs = false
  /// Every how many decisions one is held against that on everything and on shuffled arrays: it
  /// costs as much as the rest, many times over. A long run makes up for it by its length.
  var decisionsPerLawCheck = SeedRange.isLong ? 48 : 12

  private var events: [(at: Instant, sequence: Int, event: Event)] = []
  private var sequence = 0
  private var busyWorkers = 0
  private var providerQueue: [(machine: ScheduledMachineID, token: Int, work: TimeSpan)] = []
  private var tokens: [Int]
  private var occupants: [ScheduledMachineID?]
  private var changed: Set<ScheduledMachineID> = []
  private var clustersChanged = false
  private var nextPod: UInt64 = 1
  /// Draws for shuffling only, so that checking changes nothing.
  var order = SeededGenerator(seed: 1)

  var actions: [(at: Instant, action: Action)] = []
  var divergences: [DivergenceNote] = []
  var podsEnded = 0
  var shortStays: [ShortStay] = []
  var broken: [String] = []
  var decisions = 0

  init(
    _ snapshot: FleetSnapshot, profile: SchedulerProfile, seed: UInt64, from start: Instant,
    to end: Instant, latencies: Latencies
  ) {
    self.snapshot = snapshot
    self.profile = profile
    random = SeededGenerator(seed: seed)
    now = start
    self.end = end
    self.latencies = latencies
    tokens = Array(repeating: 0, count: snapshot.scheduledMachines.count)
    occupants = Array(repeating: nil, count: snapshot.hosts.count)
    for (index, host) in snapshot.hosts.enumerated() {
      for id in [host.owner] + host.borrowers
      where snapshot.observations[Int(id.index)].stage != .absent { occupants[index] = id }
    }
  }

  mutating func schedule(_ event: Event, at instant: Instant) {
    sequence += 1
    // Latest first, so that the next event is the last: small worlds have few at a time.
    var index = events.count
    while index > 0, (events[index - 1].at, events[index - 1].sequence) < (instant, sequence) {
      index -= 1
    }
    events.insert((instant, sequence, event), at: index)
  }

  /// Runs to the end; the first decision is on everything.
  mutating func run() {
    changed = Set(ChangeSet.all(of: snapshot).machines)
    clustersChanged = true
    decideUntilQuiet()
    while let next = events.last, next.at < end {
      now = next.at
      while let event = events.last, event.at == now {
        events.removeLast()
        happen(event.event)
      }
      decideUntilQuiet()
    }
    now = end
  }

  // MARK: Deciding

  private mutating func decideUntilQuiet() {
    var rounds = 0
    while !changed.isEmpty || clustersChanged {
      let change = ChangeSet(machines: changed.sorted(), clustersChanged: clustersChanged)
      changed = []
      clustersChanged = false
      let decision = Scheduler.decide(snapshot, changed: change, at: now, profile: profile)
      decisions += 1
      if decisions % decisionsPerLawCheck == 0 { checkLaw(decision) }
      checkTerms(decision)
      checkEscalations(decision)
      divergences += decision.divergences
      for status in decision.statusChanges {
        snapshot.statuses[Int(status.machine.index)] = status.status
      }
      for look in decision.looks {
        if look.at <= now { broken.append("a look at \(look.at) is not in the future") }
        schedule(.look(look.machine), at: look.at)
      }
      for action in decision.actions { send(action) }
      rounds += 1
      guard rounds < 100 else {
        broken.append("the scheduler does not come to rest at \(now.rfc3339)")
        return
      }
    }
  }

  private mutating func send(_ action: Action) {
    guard random.below(1_000) < Int64(faultsPerThousand) else { return apply(action) }
    switch random.below(3) {
    case 0: break
    case 1: schedule(.apply(action), at: now + .seconds(1 + random.below(30)))
    default:
      apply(action)
      schedule(.apply(action), at: now + .seconds(1 + random.below(30)))
    }
  }

  // MARK: What happens

  private mutating func happen(_ event: Event) {
    switch event {
    case .look(let id): changed.insert(id)
    case .apply(let action): apply(action)
    case .providerDone(let id, let token): providerDone(id, token: token)
    case .joined(let id, let token):
      if tokens[Int(id.index)] == token { setStage(.ready, of: id) }
    case .podEnds(let id, let pod): endPod(pod, on: id)
    case .podArrives(let id): arrive(on: id)
    case .loadChanges(let cluster): changeLoad(of: cluster)
    case .recall(let recall):
      snapshot.recalls.append(recall)
      clustersChanged = true
    case .sanitised(let host):
      snapshot.hosts[Int(host.index)].lastTenant = nil
      touch(host)
    case .attested(let host, let isProved): attest(host, isProved: isProved)
    case .reclaim(let host): reclaim(host)
    case .mend: failuresPerThousand = 0
    case .change(let body):
      let machines = body(&snapshot)
      // What is of no object is of a cluster.
      clustersChanged = clustersChanged || machines.isEmpty
      changed.formUnion(machines)
    case .check(let body): body(self)
    }
  }

  private mutating func apply(_ action: Action) {
    actions.append((now, action))
    let id = action.machine
    let index = Int(id.index)
    let stage = snapshot.observations[index].stage
    switch action.verb {
    case .createMachine:
      if stage == .absent { setStage(.waitingForHost, of: id) }
      takeHost(snapshot.scheduledMachines[index].host)
    case .deleteMachine: delete(id, stage: stage)
    case .cordon, .uncordon:
      guard stage == .ready else { return }
      snapshot.observations[index].isCordoned = action.verb == .cordon
      changed.insert(id)
    case .announceDrain: break
    case .evict(let pod, let grace):
      guard random.below(1_000) >= Int64(refusalsPerThousand) else { return }
      terminate(pod, on: id, grace: grace)
    case .deletePod(let pod, let grace): terminate(pod, on: id, grace: grace)
    case .sanitise: sanitise(snapshot.scheduledMachines[index].host)
    case .attest: askForProof(of: snapshot.scheduledMachines[index].host)
    case .disableObject:
      snapshot.scheduledMachines[index].isEnabled = false
      snapshot.scheduledMachines[index].generation += 1
      changed.insert(id)
    case .clearReclaimRequest:
      snapshot.observations[index].reclaimRequestedAt = nil
      changed.insert(id)
    }
  }

  private mutating func delete(_ id: ScheduledMachineID, stage: MachineObservation.Stage) {
    switch stage {
    case .absent, .deleting: break
    case .waitingForHost: setStage(.absent, of: id)
    case .provisioning, .failed, .ready:
      let pods = snapshot.pods[Int(id.index)]
      if pods.contains(where: { !$0.isExemptFromDrain }), case .regulated = profile {
        broken.append("a Machine with pods is deleted at \(now.rfc3339)")
      }
      for pod in pods { endPod(pod.id, on: id) }
      setStage(.deleting, of: id)
      enqueue(id, work: between(latencies.deprovision))
    }
  }

  private mutating func setStage(_ stage: MachineObservation.Stage, of id: ScheduledMachineID) {
    let index = Int(id.index)
    let machine = snapshot.scheduledMachines[index]
    let wasReady = snapshot.observations[index].stage == .ready
    snapshot.observations[index] = MachineObservation(stage: stage, since: now)
    tokens[index] += 1
    changed.insert(id)
    if machine.role == .owner, wasReady != (stage == .ready) {
      let cpu = snapshot.hosts[Int(machine.host.index)].cpu.value
      snapshot.clusters[Int(machine.cluster.index)].lendableAllocatable.value +=
        wasReady ? -cpu : cpu
      clustersChanged = true
    }
    if stage == .ready, sanitisation != nil {
      snapshot.hosts[Int(machine.host.index)].lastTenant = machine.cluster
    }
    if stage == .ready, minutesBetweenPods > 0 {
      schedule(.podArrives(id), at: now + .minutes(random.below(2 * minutesBetweenPods)))
    }
  }

  // MARK: The provider

  private mutating func takeHost(_ host: HostID) {
    guard occupants[Int(host.index)] == nil else { return }
    let pair = snapshot.hosts[Int(host.index)]
    for id in [pair.owner] + pair.borrowers
    where snapshot.observations[Int(id.index)].stage == .waitingForHost {
      occupants[Int(host.index)] = id
      setStage(.provisioning, of: id)
      enqueue(id, work: between(latencies.provision))
      return
    }
  }

  private mutating func enqueue(_ id: ScheduledMachineID, work: TimeSpan) {
    providerQueue.append((id, tokens[Int(id.index)], work))
    startWork()
  }

  private mutating func startWork() {
    while busyWorkers < concurrency, !providerQueue.isEmpty {
      let job = providerQueue.removeFirst()
      // Work that was given up leaves the queue without taking a worker.
      guard tokens[Int(job.machine.index)] == job.token else { continue }
      busyWorkers += 1
      schedule(.providerDone(job.machine, token: job.token), at: now + job.work)
    }
  }

  private mutating func providerDone(_ id: ScheduledMachineID, token: Int) {
    busyWorkers -= 1
    if tokens[Int(id.index)] == token {
      if snapshot.observations[Int(id.index)].stage == .deleting {
        let host = snapshot.scheduledMachines[Int(id.index)].host
        setStage(.absent, of: id)
        occupants[Int(host.index)] = nil
        takeHost(host)
      } else if random.below(1_000) < Int64(failuresPerThousand) {
        setStage(.failed, of: id)
      } else {
        schedule(.joined(id, token: token), at: now + between(latencies.join))
      }
    }
    startWork()
  }

  mutating func between(_ longest: TimeSpan) -> TimeSpan {
    let half = max(longest.nanoseconds / 2, 1)
    return TimeSpan(nanoseconds: longest.nanoseconds - random.below(UInt64(half)))
  }

  // MARK: Pods

  private mutating func arrive(on id: ScheduledMachineID) {
    let observation = snapshot.observations[Int(id.index)]
    guard observation.stage == .ready else { return }
    schedule(.podArrives(id), at: now + .minutes(1 + random.below(2 * minutesBetweenPods)))
    guard !observation.isCordoned, snapshot.pods[Int(id.index)].count < 6 else { return }
    let pod = PodID(nextPod)
    nextPod += 1
    snapshot.pods[Int(id.index)].append(
      PodObservation(
        id: pod, boundAt: now, terminationGrace: .seconds(random.below(900)),
        isExemptFromDrain: random.below(8) == 0, drainOrder: Int32(random.below(3)),
        traits: snapshot.podTraits.isEmpty
          ? nil : PodTraitsID(UInt32(random.below(UInt64(snapshot.podTraits.count))))))
    changed.insert(id)
    schedule(.podEnds(id, pod), at: now + .minutes(1 + random.below(300)))
  }

  private mutating func terminate(_ pod: PodID, on id: ScheduledMachineID, grace: TimeSpan?) {
    let index = Int(id.index)
    guard let place = snapshot.pods[index].firstIndex(where: { $0.id == pod }) else { return }
    let found = snapshot.pods[index][place]
    noteStay(of: found, on: id)
    if found.terminatingSince == nil { snapshot.pods[index][place].terminatingSince = now }
    changed.insert(id)
    let grace = min(grace ?? .max, found.terminationGrace)
    if grace == .zero { endPod(pod, on: id) } else { schedule(.podEnds(id, pod), at: now + grace) }
  }

  private mutating func noteStay(of pod: PodObservation, on id: ScheduledMachineID) {
    guard case .regulated(let policy) = profile, pod.terminatingSince == nil,
      snapshot.scheduledMachines[Int(id.index)].role == .borrower,
      now - pod.boundAt < policy.tenure
    else { return }
    shortStays.append(ShortStay(machine: id, stay: now - pod.boundAt, at: now))
  }

  private mutating func endPod(_ pod: PodID, on id: ScheduledMachineID) {
    let index = Int(id.index)
    guard let place = snapshot.pods[index].firstIndex(where: { $0.id == pod }) else { return }
    snapshot.pods[index].remove(at: place)
    podsEnded += 1
    changed.insert(id)
  }

  /// Marks all objects of a host.
  mutating func touch(_ host: HostID) {
    let pair = snapshot.hosts[Int(host.index)]
    changed.formUnion([pair.owner] + pair.borrowers)
  }

  // MARK: Load

  private mutating func changeLoad(of cluster: ClusterReference) {
    let hosts = snapshot.hosts.count
    let cpu = snapshot.hosts[0].cpu.value
    snapshot.clusters[Int(cluster.index)].requested = MilliCPU(
      random.below(UInt64(Int64(hosts) * cpu)))
    snapshot.clusters[Int(cluster.index)].used = snapshot.clusters[Int(cluster.index)].requested
    snapshot.clusters[Int(cluster.index)].usedPeak = snapshot.clusters[Int(cluster.index)].used
    for borrower in snapshot.clusters.indices.dropFirst() {
      snapshot.clusters[borrower].pending = MilliCPU(max(random.below(40_000) - 20_000, 0))
    }
    clustersChanged = true
    schedule(.loadChanges(cluster), at: now + .minutes(5 + random.below(240)))
  }
}

extension Array {
  /// Puts the elements into an order that follows from the generator alone.
  mutating func shuffle(_ random: inout SeededGenerator) {
    for index in indices.dropLast() {
      swapAt(index, index + Int(random.below(UInt64(count - index))))
    }
  }
}
