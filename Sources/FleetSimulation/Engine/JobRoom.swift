import Facts
import KubernetesModel
import Placement
import Units

/// The room that one cluster's nodes have for jobs: in totals, by device where the placement knows
/// devices, and as kube-scheduler keeps it where that places.
struct JobRoom: ~Copyable {
  /// What nodes have left in all; also says which are there.
  private(set) var totals: NodeRoom
  let placement: JobPlacement
  /// What each device has left; without nodes when the placement does not ask.
  private(set) var devices: PackingScheduler
  /// kube-scheduler; without nodes when it does not place.
  private(set) var scheduler: ClusterNodes
  private let templates: [PodTemplate]
  /// Whether a queue by weight lets pods in, for which nobody is preempted.
  private let isBatch: Bool
  /// By job: its kind, once it was looked for a node.
  private var kinds: [PackingScheduler.KindNumber?] = []
  /// By what a job asks for: the kind of its pod.
  private var podKinds: [PodShape: ClusterScheduler.KindID] = [:]
  /// By job: the devices that it holds.
  private var held: [DeviceSet] = []
  /// What the nodes that are up have when they are empty.
  private(set) var capacity = ResourceVector.zero
  /// Whether a job may find room now that found none when this was last asked.
  private var hasNews = false

  /// What tells the pods of jobs apart for the scheduler.
  private struct PodShape: Hashable {
    var request: ResourceVector
    var template: UInt16
  }

  /// Makes the room of nodes that are all away, for jobs of which those in `cluster` come here.
  init(_ cluster: ClusterID, plan: borrowing SimulationPlan) {
    let nodes = plan.fleet.nodes
    totals = NodeRoom(capacities: nodes.map(\.allocatable))
    placement = plan.placement
    templates = plan.workload.podTemplates
    isBatch = plan.hasBatchQueues
    if case .scheduler(_, let profile) = placement {
      scheduler = ClusterNodes(
        plan.nodesForJobs(in: cluster), of: plan.fleet, services: [], profile: profile)
    } else {
      scheduler = ClusterNodes([], of: plan.fleet, services: [], profile: PlacementProfile())
    }
    guard case .devices(let policy) = placement else {
      devices = PackingScheduler(
        nodes: [], policy: .bestFit, typical: TypicalPods(groups: []))
      return
    }
    let jobs = plan.workload.jobs
    devices = PackingScheduler(
      nodes: nodes.map { PackingNode($0.allocatable) }, policy: policy,
      typical: TypicalPods(of: jobs.filter { $0.cluster == cluster }.map { PackingPod($0) }),
      podsMax: .max, seed: plan.seed, entity: UInt64(cluster.index))
    for node in nodes.indices { devices.setOpen(false, node: node) }
    kinds = Array(repeating: nil, count: jobs.count)
    held = Array(repeating: .empty, count: jobs.count)
  }

  private var knowsDevices: Bool {
    if case .devices = placement { true } else { false }
  }

  /// Whether kube-scheduler places, with a queue of its own.
  var hasScheduler: Bool {
    if case .scheduler = placement { true } else { false }
  }

  /// How many numbers the placement drew so far.
  var drawn: UInt64 { devices.drawn }

  /// Whether `node` is there, cordoned or not.
  func isUp(_ node: Int) -> Bool { totals.isUp(node) }

  /// What `node` has left; only meaningful while it is up.
  func free(on node: Int) -> ResourceVector { totals.free(on: node) }

  /// Lets `node` take work, with all of its capacity free.
  mutating func bringUp(_ node: Int, at now: Instant) {
    totals.bringUp(node)
    capacity = capacity + totals.capacity(of: node)
    hasNews = true
    if knowsDevices { devices.setOpen(true, node: node) }
    if hasScheduler { scheduler.bringUp(node, at: now) }
  }

  /// Lets `node` take no more work; whatever was reserved on it is gone with it.
  mutating func takeDown(_ node: Int, at now: Instant) {
    totals.takeDown(node)
    capacity = capacity - totals.capacity(of: node)
    if hasScheduler { scheduler.takeDown(node, at: now) }
    guard knowsDevices else { return }
    devices.setOpen(false, node: node)
    devices.clear(node)
  }

  /// Lets `node`, which is up, take no new work; what runs there goes on.
  mutating func cordon(_ node: Int, at now: Instant) {
    totals.cordon(node)
    if knowsDevices { devices.setOpen(false, node: node) }
    if hasScheduler { scheduler.cordon(node, true, at: now) }
  }

  /// Lets `node` take work again.
  mutating func uncordon(_ node: Int, at now: Instant) {
    totals.uncordon(node)
    hasNews = true
    if knowsDevices { devices.setOpen(true, node: node) }
    if hasScheduler { scheduler.cordon(node, false, at: now) }
  }

  /// The node for a job, or nil when none has room.
  mutating func node(for job: Job, number: Int) -> Int? {
    switch placement {
    case .totals(let policy): totals.node(for: job.request, by: policy)
    case .devices: devices.node(for: kind(of: job, number), memory: job.request.memory)
    case .scheduler: preconditionFailure("kube-scheduler says itself whose turn it is")
    }
  }

  /// Takes what a job asks for from what `node` has left, which has to be enough.
  mutating func reserve(_ job: Job, number: Int, on node: Int) {
    totals.reserve(job.request, on: node)
    guard knowsDevices else { return }
    held[number] = devices.place(
      kind(of: job, number), memory: job.request.memory, on: node)
  }

  /// Gives what a job asked for back to `node`, which is up.
  mutating func release(_ job: Job, number: Int, on node: Int) {
    totals.release(job.request, on: node)
    hasNews = true
    guard knowsDevices else { return }
    devices.release(
      PackingPod(job), from: DevicePlacement(node: node, devices: held[number]))
    held[number] = .empty
  }

  /// What the nodes have that are up, when room came since this was last asked; else nil.
  mutating func takeNews() -> ResourceVector? {
    defer { hasNews = false }
    return hasNews ? capacity : nil
  }

  /// What came since is no news: it was there before.
  mutating func forgetNews() { hasNews = false }

  private mutating func kind(of job: Job, _ number: Int) -> PackingScheduler.KindNumber {
    if let kind = kinds[number] { return kind }
    let kind = devices.kind(of: PackingPod(job))
    kinds[number] = kind
    return kind
  }

  // MARK: kube-scheduler

  /// A job's pod comes to kube-scheduler.
  mutating func submit(_ job: Job, number: UInt32, at now: Instant) {
    scheduler.pods.submit(number, podKind(of: job), at: now)
  }

  /// The kind of a job's pod.
  private mutating func podKind(of job: Job) -> ClusterScheduler.KindID {
    let shape = PodShape(request: job.request, template: job.template)
    if let known = podKinds[shape] { return known }
    var pod = SchedulerObjects.pod(of: job, templates[Int(job.template)])
    if isBatch { pod.preempts = false }
    let kind = scheduler.pods.kind(of: pod)
    podKinds[shape] = kind
    return kind
  }

  /// kube-scheduler takes room for the pods of all of `members`, or of none: by member, its node.
  mutating func schedule(_ members: [UInt32], of jobs: [Job], at now: Instant) -> [Int]? {
    var pods: [(number: UInt32, kind: ClusterScheduler.KindID)] = []
    for member in members { pods.append((member, podKind(of: jobs[Int(member)]))) }
    guard let rows = scheduler.pods.scheduleGang(pods, at: now) else { return nil }
    let nodes = rows.map { scheduler.node($0) }
    for (member, node) in zip(members, nodes) {
      totals.reserve(jobs[Int(member)].request, on: node)
    }
    return nodes
  }

  /// What the scheduler does next at an instant; nil when it has nothing to do.
  mutating func nextAttempt(at now: Instant) -> PodScheduler.Attempt? {
    scheduler.pods.next(at: now)
  }

  /// Whose turn is next, before it is tried; nil when it is nobody's.
  mutating func nextPod(at now: Instant) -> UInt32? { scheduler.pods.peek(at: now) }

  /// A job's pod is gone.
  mutating func delete(_ number: UInt32, at now: Instant) {
    scheduler.pods.delete(number, at: now)
  }

  /// A job's pod was asked to end.
  mutating func markTerminating(_ number: UInt32) { scheduler.pods.markTerminating(number) }

  /// Why nodes take a waiting job, or not, and which one it goes to, or would if it were its turn.
  mutating func explain(_ job: Job, number: UInt32, at now: Instant) -> PodExplanation {
    switch placement {
    case .totals(let policy): return totals.explain(job.request, by: policy)
    case .devices: return devices.explain(PackingPod(job)) { totals.isUp($0) }
    case .scheduler:
      // A pod that another queue lets in is not known before it has a node.
      var answer =
        scheduler.pods.isKnown(number)
        ? scheduler.pods.explain(number) : scheduler.pods.explain(podKind(of: job), at: now)
      for place in answer.nodes.indices {
        answer.nodes[place].node = scheduler.node(answer.nodes[place].node)
      }
      answer.chosen = answer.chosen.map { scheduler.node($0) }
      answer.nominated = answer.nominated.map { scheduler.node($0) }
      return answer
    }
  }

  /// The first contradiction inside, in words; nil when there is none.
  func firstInconsistency() -> String? {
    if let problem = totals.firstInconsistency() { return problem }
    guard knowsDevices else { return nil }
    for node in 0..<totals.count where totals.isUp(node) {
      guard devices.fleet.left(on: node) == totals.free(on: node) else {
        return "the devices of node \(node) have not the room that the node has"
      }
    }
    return devices.firstInconsistency()
  }
}

extension PackingNode {
  /// A node of whole devices; their model is not known.
  init(_ allocatable: ResourceVector) {
    self.init(
      cpu: allocatable.cpu, memory: allocatable.memory,
      devices: Int(allocatable.gpu.value / DeviceRequest.device), model: "")
  }
}

extension PackingPod {
  /// What a job asks for, which is a share of one device or whole devices: validation sees to it.
  init(_ job: Job) {
    self.init(
      cpu: job.request.cpu, memory: job.request.memory,
      devices: job.devices ?? .none)
  }
}
