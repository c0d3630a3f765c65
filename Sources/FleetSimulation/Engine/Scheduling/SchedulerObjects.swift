import Facts
import KubernetesModel
import Placement
import Units

/// The objects of a fleet as kube-scheduler sees them.
enum SchedulerObjects {
  /// The label of the pool that a node is of.
  static let poolLabel = "fivespot/pool"
  /// The extended resource that GPUs are.
  static let gpu = "nvidia.com/gpu"

  /// A node of the fleet.
  static func node(_ index: Int, of fleet: Fleet) -> KubernetesModel.Node {
    let node = fleet.nodes[index]
    let pool = fleet.pools[Int(node.pool.index)]
    var labels = pool.labels
    labels["kubernetes.io/hostname"] = fleet.nodeNames[index]
    labels[poolLabel] = pool.name
    var allocatable = resources(node.allocatable)
    allocatable.pods = pool.maxPods
    return KubernetesModel.Node(
      name: fleet.nodeNames[index], labels: labels, allocatable: allocatable)
  }

  /// The pod of a job.
  static func pod(of job: Job, _ template: PodTemplate) -> Pod {
    var pod = Pod(namespace: template.namespace, name: "", labels: template.labels)
    pod.containers = [resources(job.request)]
    pod.priority = template.priority
    pod.preempts = template.preempts
    pod.nodeSelector = template.nodeSelector
    return pod
  }

  /// A pod of a service, which a ReplicaSet makes and a Service selects. One with a pool of its own goes
  /// there alone, also where the pool is isolated.
  static func pod(of service: Service, pool: String?) -> Pod {
    var pod = Pod(namespace: "default", name: "", labels: ["app": service.name])
    pod.controller = ControllerReference(kind: "ReplicaSet", name: service.name)
    pod.containers = [resources(service.request)]
    if let pool {
      pod.nodeSelector = [poolLabel: pool]
      pod.tolerations = [Toleration(key: poolLabel, .equal(pool), effect: .noSchedule)]
    }
    return pod
  }

  /// What keeps pods that do not name an isolated pool off it.
  static func taint(ofPool name: String) -> Taint {
    Taint(key: poolLabel, value: name, effect: .noSchedule)
  }

  /// What the pods of services are selected by.
  static func selectors(of services: [Service]) -> WorkloadSelectors {
    var selectors = WorkloadSelectors()
    for service in services {
      selectors.services.append(
        .init(namespace: "default", selector: ["app": service.name]))
      var selector = LabelSelector()
      selector.matchLabels = ["app": service.name]
      selectors.controllers.append(
        .init(
          namespace: "default", ControllerReference(kind: "ReplicaSet", name: service.name),
          selector: selector))
    }
    return selectors
  }

  /// Amounts as Kubernetes names them. What is not asked for is not named.
  static func resources(_ amounts: ResourceVector) -> ResourceList {
    ResourceList(
      cpu: amounts.cpu.value > 0 ? amounts.cpu : nil,
      memory: amounts.memory.value > 0 ? amounts.memory : nil,
      scalars: amounts.gpu.value > 0
        ? [.init(name: gpu, amount: amounts.gpu.value / DeviceRequest.device)] : [])
  }
}

/// The nodes of one cluster with kube-scheduler over them: which of its numbers is which of the fleet's.
struct ClusterNodes: ~Copyable {
  /// The scheduler.
  var pods: PodScheduler
  /// Its number of a node of the fleet; nil for one that never comes here.
  private let rows: [Int?]
  /// By its number: the node of the fleet.
  private let nodes: [Int]
  private let objects: [KubernetesModel.Node]

  /// Makes the scheduler of a cluster that those nodes of the fleet may come to, all of which are away;
  /// `isTainted` says which of them keep pods off that do not name their pool.
  init(
    _ nodes: [Int], of fleet: Fleet, services: [Service], profile: PlacementProfile,
    isTainted: (Pool) -> Bool = { _ in false }
  ) {
    self.nodes = nodes
    var rows: [Int?] = Array(repeating: nil, count: fleet.nodes.count)
    for (row, node) in nodes.enumerated() { rows[node] = row }
    self.rows = rows
    objects = nodes.map { node in
      var object = SchedulerObjects.node(node, of: fleet)
      let pool = fleet.pools[Int(fleet.nodes[node].pool.index)]
      if isTainted(pool) { object.taints = [SchedulerObjects.taint(ofPool: pool.name)] }
      return object
    }
    pods = PodScheduler(
      away: objects, workloads: SchedulerObjects.selectors(of: services), profile: profile)
  }

  /// The scheduler's number of a node of the fleet.
  func row(of node: Int) -> Int {
    guard let row = rows[node] else { preconditionFailure("node \(node) never comes here") }
    return row
  }

  /// The node of the fleet behind a number of the scheduler.
  func node(_ row: Int) -> Int { nodes[row] }

  mutating func bringUp(_ node: Int, at now: Instant) {
    let row = row(of: node)
    pods.add(row, objects[row], at: now)
  }

  mutating func takeDown(_ node: Int, at now: Instant) { pods.remove(row(of: node), at: now) }

  mutating func cordon(_ node: Int, _ isCordoned: Bool, at now: Instant) {
    let row = row(of: node)
    var object = objects[row]
    object.isUnschedulable = isCordoned
    pods.update(row, to: object, at: now)
  }

  /// Why what the scheduler holds of a node is not what is asked of it, in words; nil when it is.
  func problem(
    on node: Int, isUp: Bool, isCordoned: Bool, held: ResourceVector, pods count: Int
  ) -> String? {
    guard let row = rows[node] else { return isUp ? "node \(node) is unknown" : nil }
    guard pods.cluster.isThere(row) == isUp else {
      return "the scheduler takes node \(node) for \(isUp ? "away" : "there")"
    }
    guard isUp else { return nil }
    guard pods.cluster.node(row).isUnschedulable == isCordoned else {
      return "the scheduler does not know whether node \(node) is cordoned"
    }
    guard pods.cluster.podCount(on: row) == count else {
      return
        "the scheduler has \(pods.cluster.podCount(on: row)) pods on node \(node), not \(count)"
    }
    let asked = SchedulerObjects.resources(held)
    let agrees =
      pods.cluster.requested(of: .cpu, on: row) == asked.cpu?.value ?? 0
      && pods.cluster.requested(of: .memory, on: row) == asked.memory?.value ?? 0
      && pods.cluster.requested(of: .scalar(SchedulerObjects.gpu), on: row)
        == asked[SchedulerObjects.gpu]
    return agrees ? nil : "the scheduler has other requests on node \(node) than its pods make"
  }
}
