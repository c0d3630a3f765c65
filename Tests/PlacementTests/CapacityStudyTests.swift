import KubernetesModel
import Placement
import Testing
import Units

@Suite("Capacity questions")
struct CapacityStudyTests {
  static func node(_ name: String, cpu: Int64 = 4_000) -> NodeInfo {
    NodeInfo(
      Node(
        name: name, labels: ["kubernetes.io/hostname": name],
        allocatable: ResourceList(
          cpu: MilliCPU(cpu), memory: .mebibytes(8_192), pods: 110)))
  }

  static func pod(_ name: String, cpu: Int64, controller: String? = "ReplicaSet") -> Pod {
    var pod = Pod(namespace: "n", name: name, labels: ["app": name])
    pod.containers = [ResourceList(cpu: MilliCPU(cpu))]
    pod.controller = controller.map { ControllerReference(kind: $0, name: name) }
    return pod
  }

  static func cluster(_ pods: [[Pod]], cpu: Int64 = 4_000) -> ClusterState {
    var nodes = pods.indices.map { node("n\($0)", cpu: cpu) }
    for (index, pods) in pods.enumerated() {
      for pod in pods { nodes[index].add(NodeInfo.PlacedPod(pod)) }
    }
    return ClusterState(nodes: nodes)
  }

  @Test("as many more fit as whole pods go into each node")
  func headroom() {
    let study = CapacityStudy(
      Self.cluster([[Self.pod("a", cpu: 1_500)], []]), waiting: [Self.pod("w", cpu: 1_000)])
    let room = study.headroom(for: Self.pod("more", cpu: 500))
    // 2,500 of the one node, and 3,000 of the other beside the pod that waits.
    #expect(room.count == 11)
    #expect(room.byNode.reduce(0) { $0 + $1.count } == 11)
    #expect(room.blockers.map(\.reason) == ["Insufficient cpu"])
    #expect(study.headroom(for: Self.pod("more", cpu: 500), limit: 3).message == nil)
  }

  @Test("nodes go while their pods find room, and what keeps the others is said")
  func removals() {
    var cluster = Self.cluster([
      [Self.pod("a", cpu: 1_000), Self.pod("log", cpu: 100, controller: "DaemonSet")],
      [Self.pod("b", cpu: 2_000)], [Self.pod("c", cpu: 3_000)],
    ])
    let study = CapacityStudy(cluster, waiting: [])
    let removals = study.removableNodes()
    #expect(removals.map(\.node) == ["n0", "n1", "n2"])
    #expect(removals.map { $0.obstacle == nil } == [true, false, false])
    #expect(removals[0].moves == 1)
    cluster.budgets = [
      PreemptionBudget(
        namespace: "n", selector: LabelSelector(matchLabels: ["app": "a"]), disruptionsAllowed: 0)
    ]
    #expect(
      CapacityStudy(cluster, waiting: []).removableNodes().first?.obstacle == .budget(pod: "a"))
    let lonely = Self.cluster([[Self.pod("a", cpu: 100, controller: nil)], []])
    let obstacles = CapacityStudy(lonely, waiting: []).removableNodes().map(\.obstacle)
    #expect(obstacles == [nil, .unmanaged(pod: "a")])
  }

  /// Nodes that can go together can: with them gone from the start everything still fits.
  @Test("what is said to be removable leaves a cluster in which all pods fit", arguments: 0..<200)
  func removalsHold(seed: UInt64) {
    var random = RandomCluster(seed: seed)
    var cycle = SchedulingCycle(random.cluster())
    for number in 0..<20 {
      var pod = random.pod("p\(number)")
      pod.preempts = false
      pod.controller = ControllerReference(kind: "ReplicaSet", name: "r")
      pod.podAffinity.required = []
      _ = cycle.schedule(pod)
    }
    let study = CapacityStudy(cycle.cluster, waiting: [])
    let gone = Set(study.removableNodes().filter { $0.obstacle == nil }.map(\.node))
    let pods = cycle.cluster.nodes.reduce(0) { $0 + $1.pods.count }
    let moving = cycle.cluster.nodes.filter { gone.contains($0.node.name) }
      .reduce(0) { $0 + $1.pods.count }
    #expect(gone.count < cycle.cluster.nodes.count || pods == 0, "seed \(seed)")
    // Room in sum, which no node of the rest may lack.
    let rest = cycle.cluster.nodes.filter { !gone.contains($0.node.name) }
    let cpu = rest.reduce(Int64(0)) { sum, node in
      sum + node.allocation.allocatable(of: .cpu)
        - node.allocation.requested.amount(of: .cpu, defaults: .asWritten)
    }
    let asked = cycle.cluster.nodes.filter { gone.contains($0.node.name) }.reduce(Int64(0)) {
      $0 + $1.allocation.requested.amount(of: .cpu, defaults: .asWritten)
    }
    #expect(cpu >= asked, "seed \(seed): \(moving) pods move")
  }
}
