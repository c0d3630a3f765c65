import KubernetesModel
import Placement
import SimulationKernel
import Units

/// A small cluster in which everything that filters and scores look at occurs, drawn from a seed.
struct RandomCluster {
  private var stream: RandomStream
  let zones: Int
  let hasDomains: Bool
  /// Pods of which many are alike.
  private(set) var templates: [Pod] = []

  init(seed: UInt64) {
    stream = RandomStream(seed: seed, label: "placement-test")
    zones = Int(1 + stream.uniform(below: 4))
    hasDomains = stream.uniform(below: 2) == 0
    for _ in 0..<(2 + below(6)) { templates.append(template()) }
  }

  mutating func below(_ bound: Int) -> Int { Int(stream.uniform(below: UInt64(bound))) }

  private mutating func chance(_ hundredths: Int) -> Bool { below(100) < hundredths }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  // MARK: Nodes

  mutating func node(_ number: Int) -> Node {
    var node = Node(
      name: "n\(number)", labels: ["kubernetes.io/hostname": "n\(number)"],
      allocatable: ResourceList(
        cpu: MilliCPU(Int64(1_000 * (1 + below(8)))),
        memory: .mebibytes(Int64(1_024 * (1 + below(16)))), pods: Int64(2 + below(12))))
    if !chance(10) { node.labels["topology.kubernetes.io/zone"] = "z\(below(zones))" }
    if chance(30) { node.labels["disk"] = pick(["ssd", "hdd"]) }
    if chance(20) { node.allocatable["example.com/gpu"] = Int64(1 + below(4)) }
    if chance(15) {
      node.taints.append(
        Taint(
          key: pick(["dedicated", "spot"]), value: "x",
          effect: pick([.noSchedule, .preferNoSchedule, .noExecute])))
    }
    node.isUnschedulable = chance(5)
    return node
  }

  mutating func images() -> [ImageLocality.Image] {
    chance(20)
      ? [.init(names: ["app:\(below(2))"], size: Int64(100 + below(900)) << 20)] : []
  }

  // MARK: Pods

  mutating func pod(_ name: String) -> Pod {
    var pod = pick(templates)
    pod.name = name
    pod.startTime = Instant(nanoseconds: Int64(below(5)) * 1_000_000_000)
    return pod
  }

  private mutating func template() -> Pod {
    var pod = Pod(
      namespace: pick(["red", "blue"]), name: "",
      labels: ["app": pick(["a", "b"]), "tier": pick(["x", "y"])])
    var request = ResourceList(cpu: MilliCPU(Int64(below(20) * 100)))
    if chance(70) { request.memory = .mebibytes(Int64(below(16) * 128)) }
    if chance(10) { request["example.com/gpu"] = 1 }
    pod.containers = [request]
    pod.images = ["app:\(below(3))"]
    pod.priority = Int32(pick([0, 0, 10, 100]))
    pod.preempts = !chance(10)
    if chance(10) { pod.nodeSelector = ["disk": "ssd"] }
    if chance(20) {
      pod.preferredNodeAffinity = [
        PreferredNodeTerm(
          weight: Int64(1 + below(100)),
          NodeSelectorTerm(matchExpressions: [LabelRequirement(key: "disk", .isIn(["hdd"]))]))
      ]
    }
    if chance(5) {
      pod.requiredNodeAffinity = NodeSelector(terms: [
        NodeSelectorTerm(matchFields: [NodeNameRequirement(name: "n\(below(6))")])
      ])
    }
    if chance(20) { pod.tolerations = [Toleration(key: "dedicated", .exists)] }
    if chance(10) { pod.hostPorts = [HostPort(8_080 + below(2))] }
    if hasDomains { addDomains(to: &pod) }
    return pod
  }

  private mutating func addDomains(to pod: inout Pod) {
    for _ in 0..<(chance(40) ? 1 + below(2) : 0) {
      pod.topologySpreadConstraints.append(
        TopologySpreadConstraint(
          maxSkew: Int64(1 + below(3)), topologyKey: key(),
          whenUnsatisfiable: pick([.doNotSchedule, .scheduleAnyway]), labelSelector: selector(),
          minDomains: chance(20) ? Int64(1 + below(4)) : nil,
          nodeAffinityPolicy: pick([.honor, .ignore]), nodeTaintsPolicy: pick([.honor, .ignore]),
          matchLabelKeys: chance(20) ? ["tier"] : []))
    }
    if chance(20) { pod.podAffinity.required.append(term()) }
    if chance(20) { pod.podAntiAffinity.required.append(term()) }
    for _ in 0..<(chance(30) ? 1 + below(2) : 0) {
      pod.podAffinity.preferred.append(PreferredPodTerm(weight: Int64(1 + below(100)), term()))
    }
    if chance(20) {
      pod.podAntiAffinity.preferred.append(
        PreferredPodTerm(weight: Int64(1 + below(100)), term()))
    }
  }

  private mutating func key() -> String {
    pick(["kubernetes.io/hostname", "topology.kubernetes.io/zone", "disk"])
  }

  private mutating func selector() -> LabelSelector {
    pick([
      LabelSelector(matchLabels: ["app": "a"]), LabelSelector(matchLabels: ["app": "b"]),
      LabelSelector(matchExpressions: [LabelRequirement(key: "tier", .exists)]), LabelSelector(),
    ])
  }

  private mutating func term() -> PodAffinityTerm {
    PodAffinityTerm(
      labelSelector: selector(), topologyKey: key(),
      namespaces: chance(30) ? ["red"] : [],
      namespaceSelector: chance(20) ? LabelSelector(matchLabels: ["team": "one"]) : nil)
  }

  // MARK: Cluster

  mutating func cluster() -> ClusterState {
    var cluster = ClusterState(
      nodes: (0..<(1 + below(14))).map { number in NodeInfo(node(number), images: images()) })
    cluster.namespaces = ["red": ["team": "one"], "blue": ["team": "two"]]
    if chance(30) {
      cluster.workloads.services.append(.init(namespace: "red", selector: ["app": "a"]))
    }
    if chance(40) {
      cluster.budgets.append(
        PreemptionBudget(
          namespace: "red", selector: LabelSelector(matchLabels: ["app": "b"]),
          disruptionsAllowed: Int64(below(3))))
    }
    return cluster
  }
}
