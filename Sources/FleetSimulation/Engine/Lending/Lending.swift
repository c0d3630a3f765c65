import Facts
import SimulationKernel
import SpotScheduler
import Units

/// Names shared by the parts of lending.
enum Lending {
  static let provisionLabel = "provider.provision"
  static let joinLabel = "provider.join"
  static let deprovisionLabel = "provider.deprovision"
  static let sanitiseLabel = "provider.sanitise"
  static let attestLabel = "provider.attest"

  /// Service pods are numbered behind the jobs, so that one number names one pod.
  private static let firstServicePod: UInt64 = 1 << 32

  /// The pod of a job.
  static func podID(ofJob job: UInt32) -> PodID { PodID(UInt64(job)) }

  /// The pod in that row of the services' pods.
  static func podID(ofServiceRow row: UInt32) -> PodID { PodID(firstServicePod + UInt64(row)) }

  /// What a pod's number stands for.
  enum Pod {
    case job(UInt32)
    case serviceRow(UInt32)
  }

  /// The job or the row behind a number.
  static func pod(_ id: PodID) -> Pod {
    id.index < firstServicePod
      ? .job(UInt32(id.index)) : .serviceRow(UInt32(id.index - firstServicePod))
  }
}

extension LendingPlan {
  /// Nothing is lent.
  static var none: LendingPlan {
    LendingPlan(
      profile: .upstream03, owner: ClusterID(0), borrowers: [], offers: [],
      provider: MachineProviderPlan(
        provision: .zero, join: .zero, deprovision: .zero, concurrency: 1))
  }
}

/// What moves one host between clusters.
struct HostRecord {
  /// The object whose Machine has the host; nil while it is free.
  var tenant: ScheduledMachineID?
  /// What a worker of the provider does with it now, or is to do.
  var session = ProviderSession.none
  /// The end of that, or the joining of its node.
  var next: EventHandle?
  var provision: RandomStream
  var join: RandomStream
  var deprovision: RandomStream
  var sanitise: RandomStream
  var attest: RandomStream
  var isBeingSanitised = false
  var isBeingAttested = false
}

/// What the infrastructure provider does with a host.
enum ProviderSession: UInt8, BitwiseCopyable {
  case none
  case waitingToProvision
  case provisioning
  case joining
  case waitingToDeprovision
  case deprovisioning
}

/// The machines that are lent: the scheduler's view of them, and the hands that carry out what it
/// decides.
struct LendingState {
  let plan: LendingPlan
  /// The owner's and one for each borrower.
  private let objectsPerHost: Int
  /// By node of the fleet: its host, or `.none`.
  let hostOfNode: [UInt32]
  /// By host: its node of the fleet, and its offer.
  let nodeOfHost: [UInt32]
  let offerOfHost: [Int]

  var snapshot: FleetSnapshot
  var hosts: [HostRecord]
  /// Hosts that wait for a worker of the provider, in order.
  var line: [UInt32] = []
  var busyWorkers = 0
  /// By object: how often it asked for its host in vain.
  var attempts: [Int]
  /// By object: when it is to be looked at again.
  var looks: [Instant?]
  /// By object: whether the journal knows that its node is being drained.
  var drainIsTold: [Bool]
  private(set) var changed: [ScheduledMachineID] = []
  private var isChanged: [Bool]
  var clustersChanged = true
  /// Whether the owner called machines back in this instant.
  var wasOrdered = false
  /// Which hosts recalls mean.
  var recalls: RecallTally
  /// By reclaim: the hosts whose kill switch it set and is to release.
  var killed: [[UInt32]]
  /// Whether the journal tells that the provider's clean-up left a host clean.
  let tellsCleanUp: Bool
  /// What the scheduler's policy reads beside requests: jobs that wait, and what services use.
  let readsDemand: Bool
  let readsUsage: Bool
  /// CPU that waiting jobs ask for, in millicores, by cluster of the fleet.
  var waiting: [Int64]
  /// What the owner's services used, where it was the most of all that came later.
  private var peaks: [(at: Instant, used: Int64)] = []

  init(
    plan: LendingPlan, fleet: Fleet, templates: [PodTemplate], seed: UInt64, start: Instant
  ) {
    self.plan = plan
    objectsPerHost = 1 + plan.borrowers.count
    waiting = Array(repeating: 0, count: fleet.clusters.count)
    killed = Array(repeating: [], count: plan.reclaims.count)
    tellsCleanUp = plan.hasConfidential
    if case .regulated(let policy) = plan.profile {
      readsDemand = policy.idleDelay != nil || policy.evenOutDelay != nil
      readsUsage = policy.usage != nil
    } else {
      readsDemand = false
      readsUsage = false
    }
    var hostOfNode = Array(repeating: UInt32.none, count: fleet.nodes.count)
    var nodeOfHost: [UInt32] = []
    var offerOfHost: [Int] = []
    for (offer, content) in plan.offers.enumerated() {
      for node in content.nodes {
        hostOfNode[Int(node)] = UInt32(nodeOfHost.count)
        nodeOfHost.append(node)
        offerOfHost.append(offer)
      }
    }
    self.hostOfNode = hostOfNode
    self.nodeOfHost = nodeOfHost
    self.offerOfHost = offerOfHost
    snapshot = Self.snapshot(plan, fleet, at: start)
    if case .regulated(let policy) = plan.profile, !policy.drainClasses.isEmpty {
      snapshot.podTraits = templates.map {
        PodTraits(namespace: $0.namespace, labels: $0.labels, priority: $0.priority)
      }
    }
    let owners = snapshot.hosts.map(\.owner)
    hosts = nodeOfHost.indices.map { host in
      func stream(_ label: String) -> RandomStream {
        RandomStream(seed: seed, label: label, entity: UInt64(nodeOfHost[host]))
      }
      return HostRecord(
        tenant: owners[host], provision: stream(Lending.provisionLabel),
        join: stream(Lending.joinLabel), deprovision: stream(Lending.deprovisionLabel),
        sanitise: stream(Lending.sanitiseLabel), attest: stream(Lending.attestLabel))
    }
    let objects = snapshot.scheduledMachines.count
    attempts = Array(repeating: 0, count: objects)
    looks = Array(repeating: nil, count: objects)
    isChanged = Array(repeating: false, count: objects)
    drainIsTold = isChanged
    recalls = RecallTally(hosts: nodeOfHost.count)
    for machine in snapshot.scheduledMachines.indices { touch(ScheduledMachineID(UInt32(machine))) }
  }

  // MARK: - Objects of hosts: host by host the owner's, then the borrowers' in the plan's order

  func host(of machine: ScheduledMachineID) -> Int { Int(machine.index) / objectsPerHost }

  /// The place of an object's borrower in the plan; below zero for the owner's object.
  private func borrower(of machine: ScheduledMachineID) -> Int {
    Int(machine.index) % objectsPerHost - 1
  }

  func isOwner(_ machine: ScheduledMachineID) -> Bool { borrower(of: machine) < 0 }

  func ownerObject(of host: Int) -> Int { objectsPerHost * host }

  func objects(of host: Int) -> Range<Int> {
    objectsPerHost * host..<objectsPerHost * (host + 1)
  }

  func node(of machine: ScheduledMachineID) -> UInt32 { nodeOfHost[host(of: machine)] }

  func cluster(of machine: ScheduledMachineID) -> UInt32 {
    let borrower = borrower(of: machine)
    return borrower < 0 ? plan.owner.index : plan.borrowers[borrower].cluster.index
  }

  /// What is there at the start: every machine is at home, and its node is Ready.
  private static func snapshot(
    _ plan: LendingPlan, _ fleet: Fleet, at start: Instant
  ) -> FleetSnapshot {
    var snapshot = plan.snapshot(of: fleet)
    for (index, host) in snapshot.hosts.enumerated() {
      if plan.sanitisation != nil {
        snapshot.hosts[index].lastTenant = ClusterReference(plan.owner.index)
      }
      let owner = Int(host.owner.index)
      snapshot.observations[owner] = MachineObservation(stage: .ready, since: start)
      snapshot.statuses[owner] = ScheduledMachineStatus(
        phase: .active, reason: Reason(.machineCreated), since: start)
      for borrower in host.borrowers {
        snapshot.statuses[Int(borrower.index)] = ScheduledMachineStatus(
          phase: .inactive, reason: Reason(.scheduleInactive), since: start)
      }
    }
    return snapshot
  }

  // MARK: - What the scheduler has to look at

  mutating func touch(_ machine: ScheduledMachineID) {
    guard !isChanged[Int(machine.index)] else { return }
    isChanged[Int(machine.index)] = true
    changed.append(machine)
  }

  mutating func touchHost(_ host: Int) {
    for object in objects(of: host) { touch(ScheduledMachineID(UInt32(object))) }
  }

  mutating func ownerLoadChanged() { clustersChanged = true }

  /// Jobs of a cluster wait for more, or for less, than before.
  mutating func demandChanged(by milliCPU: Int64, in cluster: ClusterID) {
    waiting[Int(cluster.index)] += milliCPU
  }

  /// Whether jobs wait for more, or for less, than the scheduler was told of. A job that came and
  /// found a place in one instant is no news.
  private var demandIsNews: Bool {
    readsDemand
      && plan.borrowers.contains { borrower in
        let index = Int(borrower.cluster.index)
        return waiting[index] != snapshot.clusters[index].pending.value
      }
  }

  /// The owner's services use so much from now on; asked only where the policy reads it.
  mutating func usageChanged(to used: Int64, at now: Instant) {
    while let last = peaks.last, last.used <= used { peaks.removeLast() }
    peaks.append((now, used))
    clustersChanged = true
  }

  /// The most that the owner's services used at a time within the look-back.
  mutating func usagePeak(at now: Instant) -> Int64 {
    // A value holds until the next, so the last one from before the look-back still counts.
    let start = now - plan.usageLookBack
    while peaks.count > 1, peaks[1].at <= start { peaks.removeFirst() }
    return peaks.first?.used ?? 0
  }

  /// Whether any machine is lent.
  var isUsed: Bool { !nodeOfHost.isEmpty }

  var decisionIsDue: Bool { clustersChanged || !changed.isEmpty || demandIsNews }

  /// What changed since this was asked last, in ascending order.
  mutating func takeChanges() -> ChangeSet {
    let machines = changed.sorted()
    for machine in machines { isChanged[Int(machine.index)] = false }
    changed.removeAll(keepingCapacity: true)
    defer { clustersChanged = false }
    return ChangeSet(machines: machines, clustersChanged: clustersChanged || demandIsNews)
  }

  // MARK: - Pods

  /// The owner's object of a node that may be lent.
  private func ownerObject(ofNode node: UInt32) -> ScheduledMachineID? {
    let host = hostOfNode[Int(node)]
    return host == .none ? nil : ScheduledMachineID(UInt32(ownerObject(of: Int(host))))
  }

  /// The borrower's object whose Machine has a node now; nil for a node that is not lent.
  func loan(ofNode node: UInt32) -> ScheduledMachineID? {
    let host = hostOfNode[Int(node)]
    guard host != .none, let tenant = hosts[Int(host)].tenant, !isOwner(tenant) else { return nil }
    return tenant
  }

  mutating func observe(
    podBound id: PodID, toOwnerOf node: UInt32, at now: Instant, grace: TimeSpan
  ) {
    guard let machine = ownerObject(ofNode: node) else { return }
    add(PodObservation(id: id, boundAt: now, terminationGrace: grace), to: machine)
  }

  mutating func observe(podTerminating id: PodID, onOwnerOf node: UInt32, at now: Instant) {
    guard let machine = ownerObject(ofNode: node) else { return }
    markTerminating(id, on: machine, at: now)
  }

  mutating func observe(podGone id: PodID, fromOwnerOf node: UInt32) {
    guard let machine = ownerObject(ofNode: node) else { return }
    remove(id, from: machine)
  }

  /// What drain classes read of the pods of a template; nil where nobody reads it.
  func traits(ofTemplate template: UInt16) -> PodTraitsID? {
    snapshot.podTraits.isEmpty ? nil : PodTraitsID(UInt32(template))
  }

  mutating func add(_ pod: PodObservation, to machine: ScheduledMachineID) {
    snapshot.pods[Int(machine.index)].append(pod)
    touch(machine)
  }

  mutating func markTerminating(_ id: PodID, on machine: ScheduledMachineID, at now: Instant) {
    let index = Int(machine.index)
    guard let place = snapshot.pods[index].firstIndex(where: { $0.id == id }) else { return }
    snapshot.pods[index][place].terminatingSince = now
    touch(machine)
  }

  mutating func remove(_ id: PodID, from machine: ScheduledMachineID) {
    let index = Int(machine.index)
    guard let place = snapshot.pods[index].firstIndex(where: { $0.id == id }) else { return }
    snapshot.pods[index].remove(at: place)
    touch(machine)
  }
}
