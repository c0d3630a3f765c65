import Facts
import Placement
import Units

/// The room that one cluster's nodes have for jobs: in totals, and by device where the placement knows
/// devices.
struct JobRoom: ~Copyable {
  /// What nodes have left in all; also says which are there.
  private(set) var totals: NodeRoom
  private let placement: JobPlacement
  /// What each device has left; without nodes when the placement does not ask.
  private var devices: PackingScheduler
  /// By job: its kind, once it was looked for a node.
  private var kinds: [PackingScheduler.KindNumber?]
  /// By job: the devices that it holds.
  private var held: [DeviceSet]

  /// Makes the room of nodes that are all away, for jobs of which those in `cluster` come here.
  init(nodes: [Node], jobs: [Job], cluster: ClusterID, placement: JobPlacement, seed: UInt64) {
    totals = NodeRoom(capacities: nodes.map(\.allocatable))
    self.placement = placement
    guard case .devices(let policy) = placement else {
      devices = PackingScheduler(
        nodes: [], policy: .bestFit, typical: TypicalPods(groups: []))
      kinds = []
      held = []
      return
    }
    devices = PackingScheduler(
      nodes: nodes.map { PackingNode($0.allocatable) }, policy: policy,
      typical: TypicalPods(of: jobs.filter { $0.cluster == cluster }.map { PackingPod($0) }),
      podsMax: .max, seed: seed, entity: UInt64(cluster.index))
    for node in nodes.indices { devices.setOpen(false, node: node) }
    kinds = Array(repeating: nil, count: jobs.count)
    held = Array(repeating: .empty, count: jobs.count)
  }

  private var knowsDevices: Bool {
    if case .devices = placement { true } else { false }
  }

  /// How many numbers the placement drew so far.
  var drawn: UInt64 { devices.drawn }

  /// Whether `node` is there, cordoned or not.
  func isUp(_ node: Int) -> Bool { totals.isUp(node) }

  /// What `node` has left; only meaningful while it is up.
  func free(on node: Int) -> ResourceVector { totals.free(on: node) }

  /// Lets `node` take work, with all of its capacity free.
  mutating func bringUp(_ node: Int) {
    totals.bringUp(node)
    if knowsDevices { devices.setOpen(true, node: node) }
  }

  /// Lets `node` take no more work; whatever was reserved on it is gone with it.
  mutating func takeDown(_ node: Int) {
    totals.takeDown(node)
    guard knowsDevices else { return }
    devices.setOpen(false, node: node)
    devices.clear(node)
  }

  /// Lets `node`, which is up, take no new work; what runs there goes on.
  mutating func cordon(_ node: Int) {
    totals.cordon(node)
    if knowsDevices { devices.setOpen(false, node: node) }
  }

  /// Lets `node` take work again.
  mutating func uncordon(_ node: Int) {
    totals.uncordon(node)
    if knowsDevices { devices.setOpen(true, node: node) }
  }

  /// The node for a job, or nil when none has room.
  mutating func node(for job: Job, number: Int) -> Int? {
    switch placement {
    case .totals(let policy): totals.node(for: job.request, by: policy)
    case .devices: devices.node(for: kind(of: job, number), memory: job.request.memory)
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
    guard knowsDevices else { return }
    devices.release(
      PackingPod(job), from: DevicePlacement(node: node, devices: held[number]))
    held[number] = .empty
  }

  private mutating func kind(of job: Job, _ number: Int) -> PackingScheduler.KindNumber {
    if let kind = kinds[number] { return kind }
    let kind = devices.kind(of: PackingPod(job))
    kinds[number] = kind
    return kind
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
