import Facts
import Placement
import SimulationKernel
import Units

/// One placed pod of a service.
struct ServicePodRecord: BitwiseCopyable {
  enum Phase: UInt8, BitwiseCopyable {
    /// The row is free.
    case gone
    /// On its node, not yet Ready.
    case starting
    case ready
    /// Asked to end; it holds its room until it is gone.
    case terminating
  }

  var service: UInt32
  var node: UInt32
  var boundAt: Instant
  /// Its becoming Ready or its end, whichever is next.
  var next: EventHandle?
  var phase: Phase
  /// Its number with kube-scheduler, where that places.
  var ticket = UInt32.none
}

/// The changing state of one service.
struct ServiceRecord {
  /// What it uses, thousandths of a core.
  var used: Int64 = 0
  /// Index into the plan's values of the present one.
  var step = 0
  /// How many pods it is to have.
  var desired = 0
  /// Rows of its pods that are starting or Ready, in the order in which they were bound.
  var pods: [UInt32] = []
  /// How many of them are Ready.
  var ready = 0
  /// How many pods wait for a place.
  var pending = 0
  /// Thousandths of a core that its placed pods hold, terminating ones included.
  var held: Int64 = 0
  /// What the journal knows.
  var toldHeld: Int64 = 0
  var toldPending = 0
}

/// The services and the room on the machines that serve their clusters.
struct ServiceState {
  let services: [Service]
  let plans: [ServicePlan]
  /// For each service, the nodes that it may run on, lowest first.
  let candidates: [[UInt32]]
  var records: [ServiceRecord]
  var pods: [ServicePodRecord] = []
  var freeRows = BinaryHeap<UInt32>()
  /// By node of the fleet: what is left on it, while it serves its own cluster.
  var free: [ResourceVector]
  /// Whether it is Ready in its own cluster.
  var isUp: [Bool]
  var isCordoned: [Bool]
  /// By node of the fleet: the cluster that owns it.
  let homes: [ClusterID]
  /// kube-scheduler over each cluster of services; none where it does not place.
  let schedulers: [ServiceScheduler]
  /// Whether a pod waits and something changed since one was placed last.
  var placementIsDue = false

  init(fleet: Fleet, services: [Service], plans: [ServicePlan], placement: JobPlacement) {
    self.services = services
    self.plans = plans
    candidates = services.map { service in
      fleet.nodes.indices.lazy.map { UInt32($0) }.filter { node in
        let id = fleet.nodes[Int(node)].pool
        let pool = fleet.pools[Int(id.index)]
        guard pool.cluster == service.cluster else { return false }
        return service.pool.map { $0 == id } ?? !pool.isIsolated
      }
    }
    records = Array(repeating: ServiceRecord(), count: services.count)
    free = fleet.nodes.map(\.allocatable)
    isUp = Array(repeating: false, count: fleet.nodes.count)
    isCordoned = isUp
    homes = fleet.nodes.map { fleet.pools[Int($0.pool.index)].cluster }
    guard case .scheduler(_, let profile) = placement else {
      schedulers = []
      return
    }
    let clusters = fleet.clusters.indices.map { ClusterID(UInt32($0)) }
    schedulers = clusters.filter { id in services.contains { $0.cluster == id } }.map {
      ServiceScheduler($0, of: fleet, services: services, profile: profile)
    }
  }

  mutating func takeRow(_ pod: ServicePodRecord) -> UInt32 {
    if let row = freeRows.first {
      freeRows.removeFirst()
      pods[Int(row)] = pod
      return row
    }
    pods.append(pod)
    return UInt32(pods.count - 1)
  }
}
