import KubernetesModel
import Placement
import Testing
import Units

@Suite("Scheduling cycle")
struct SchedulingCycleTests {
  static let machine = ResourceList(cpu: MilliCPU(4_000), memory: .mebibytes(8_192), pods: 110)

  static func node(_ name: String, labels: Labels = [:]) -> NodeInfo {
    NodeInfo(Node(name: name, labels: labels, allocatable: machine))
  }

  static func cycle(_ nodes: [NodeInfo]) -> SchedulingCycle {
    SchedulingCycle(ClusterState(nodes: nodes))
  }

  static func pod(_ name: String = "p", cpu: Int64 = 100) -> Pod {
    var pod = Pod(namespace: "n", name: name)
    pod.containers = [ResourceList(cpu: MilliCPU(cpu))]
    pod.images = ["registry.example/app:1"]
    return pod
  }

  @Test("the sums of the scores are those that kube-scheduler 1.36.2 showed")
  func sums() {
    let cycle = Self.cycle([
      Self.node("g1", labels: ["gen": "1"]), Self.node("g5", labels: ["arch": "x"]),
      Self.node("none"),
    ])
    var pod = Self.pod()
    pod.preferredNodeAffinity = [
      PreferredNodeTerm(
        weight: 90, .init(matchExpressions: [LabelRequirement(key: "gen", .isIn(["1"]))])),
      PreferredNodeTerm(
        weight: 30, .init(matchExpressions: [LabelRequirement(key: "arch", .isIn(["x"]))])),
    ]
    // 300 for no taints, 97 and 74 for resources, and twice 100, 33 and 0 for affinity.
    #expect(cycle.scored([0, 1, 2], for: pod).map(\.total) == [671, 537, 471])
  }

  @Test("equal nodes are taken in their order, and what is bound counts")
  func order() {
    var cycle = Self.cycle([Self.node("a"), Self.node("b")])
    #expect(cycle.schedule(Self.pod()) == .placed(node: 0, feasible: [0, 1]))
    #expect(cycle.schedule(Self.pod()) == .placed(node: 1, feasible: [0, 1]))
    cycle.bind(Self.pod(cpu: 3_900), to: 0)
    #expect(cycle.schedule(Self.pod()) == .placed(node: 1, feasible: [1]))
  }

  @Test("a pod that fits nowhere stays pending and says why, a gated one is not even tried")
  func pending() {
    var cycle = Self.cycle([Self.node("a")])
    #expect(
      cycle.schedule(Self.pod(cpu: 4_001))
        == .pending(
          reason: "Unschedulable",
          message: "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, "
            + "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
          nomination: nil))
    var gated = Self.pod()
    gated.hasSchedulingGates = true
    #expect(
      cycle.schedule(gated)
        == .pending(
          reason: "SchedulingGated",
          message: "Scheduling is blocked due to non-empty scheduling gates", nomination: nil))
    var none = Self.cycle([])
    #expect(
      none.schedule(Self.pod())
        == .pending(
          reason: "Unschedulable", message: "no nodes available to schedule pods",
          nomination: nil))
  }

  @Test("sidecars add to the containers, what ends before them only where it needs more")
  func initContainers() {
    var pod = Self.pod(cpu: 500)
    func initContainer(_ cpu: Int64, sidecar: Bool) -> InitContainer {
      InitContainer(requests: ResourceList(cpu: MilliCPU(cpu)), isSidecar: sidecar)
    }
    func cpu() -> Int64 { PodRequest(of: pod).amount(of: .cpu, defaults: .asWritten) }
    pod.initContainers = [initContainer(100, sidecar: true), initContainer(300, sidecar: false)]
    #expect(cpu() == 600)
    pod.initContainers.append(initContainer(900, sidecar: false))
    #expect(cpu() == 1_000)
    pod.initContainers.append(initContainer(200, sidecar: true))
    #expect(cpu() == 1_000)
    pod.initContainers.append(initContainer(800, sidecar: true))
    #expect(cpu() == 1_600)
  }
}
