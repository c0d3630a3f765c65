import KubernetesModel
import Placement
import Testing
import Units

private func request(_ cpu: Int64, _ memory: Int64, _ scalars: [ResourceList.Scalar] = [])
  -> PodRequest
{
  PodRequest(containers: [
    ResourceList(cpu: MilliCPU(cpu), memory: Bytes(memory), scalars: scalars)
  ])
}

private func node(_ cpu: Int64, _ memory: Int64, pods: Int64 = 110) -> NodeAllocation {
  NodeAllocation(
    allocatable: ResourceList(
      cpu: MilliCPU(cpu), memory: Bytes(memory), pods: pods,
      scalars: [.init(name: "example.com/gpu", amount: 1)]))
}

@Suite("Filters")
struct FilterTests {
  @Test("says of every resource that it lacks, and whether room could be made")
  func resourcesFit() {
    var busy = node(1_000, 100)
    busy.add(request(800, 10))
    func texts(_ pod: PodRequest) -> [String] {
      NodeResourcesFit.reasons(against: pod, on: busy).map(\.text)
    }
    #expect(texts(request(200, 90)).isEmpty)
    #expect(texts(request(300, 95)) == ["Insufficient cpu", "Insufficient memory"])
    #expect(
      NodeResourcesFit.reasons(against: request(1_000, 1), on: busy)[0].isUnresolvable == false)
    #expect(NodeResourcesFit.reasons(against: request(1_001, 1), on: busy)[0].isUnresolvable)
    #expect(
      texts(request(0, 0, [.init(name: "example.com/gpu", amount: 2)]))
        == ["Insufficient example.com/gpu"])
    let full = node(1_000, 100, pods: 0)
    #expect(
      NodeResourcesFit.reasons(against: request(0, 0), on: full)
        == [FilterReason("Too many pods", isUnresolvable: false)])
    // A node that is overcommitted takes what asks for nothing.
    var over = node(1_000, 100)
    over.add(request(2_000, 10))
    #expect(NodeResourcesFit.reasons(against: PodRequest(containers: []), on: over).isEmpty)
  }

  @Test("taints keep off who does not bear them, a cordon first")
  func taints() {
    var cordoned = Node(name: "a")
    cordoned.isUnschedulable = true
    cordoned.taints = [Taint(key: "dedicated", value: "x", effect: .noExecute)]
    #expect(
      NodeUnschedulable.reason(against: [], on: cordoned)?.text == "node(s) were unschedulable")
    let bearsCordon = Toleration(
      key: "node.kubernetes.io/unschedulable", .exists, effect: .noSchedule)
    #expect(NodeUnschedulable.reason(against: [bearsCordon], on: cordoned) == nil)
    #expect(
      TaintToleration.reason(against: [bearsCordon], taints: cordoned.taints)
        == FilterReason("node(s) had untolerated taint(s)", isUnresolvable: true))
    let bearsAll = [Toleration(key: "", .exists)]
    #expect(NodeUnschedulable.reason(against: bearsAll, on: cordoned) == nil)
    #expect(TaintToleration.reason(against: bearsAll, taints: cordoned.taints) == nil)
    var shy = Node(name: "b")
    shy.taints = [Taint(key: "k", effect: .preferNoSchedule)]
    #expect(TaintToleration.reason(against: [], taints: shy.taints) == nil)
    #expect(TaintToleration.scores(of: [shy.taints, []], for: []) == [0, 100])
  }

  @Test("a pod goes where its selector and its affinity both hold")
  func affinity() {
    let east = Node(name: "a", labels: ["zone": "east", "cores": "32"])
    var pod = Pod(namespace: "n", name: "p")
    pod.nodeSelector = ["zone": "east"]
    pod.requiredNodeAffinity = NodeSelector(terms: [
      NodeSelectorTerm(matchExpressions: [LabelRequirement(key: "cores", .isGreaterThan(16))])
    ])
    #expect(NodeAffinity.reason(against: pod, on: east) == nil)
    pod.nodeSelector = ["zone": "west"]
    #expect(
      NodeAffinity.reason(against: pod, on: east)?.text
        == "node(s) didn't match Pod's node affinity/selector")
    pod.requiredNodeAffinity = NodeSelector(terms: [
      NodeSelectorTerm(matchFields: [NodeNameRequirement(name: "b")])
    ])
    #expect(NodeAffinity.requiredNames(of: pod) == ["b"])
  }

  @Test("the message counts reasons in the order of their lines")
  func message() {
    func verdicts(_ reasons: [[(String, Bool)]]) -> [NodeVerdict] {
      reasons.enumerated().map { index, reasons in
        NodeVerdict(
          node: index, refusedBy: .nodeResourcesFit,
          reasons: reasons.map { FilterReason($0, isUnresolvable: $1) }, scores: [])
      }
    }
    let hopeless = verdicts([
      [("Insufficient cpu", true)], [("Insufficient memory", true)],
      [("node(s) had untolerated taint(s)", true)], [("node(s) were unschedulable", true)],
    ])
    #expect(
      PendingPodMessage.text(nodes: 4, hopeless, beforeAll: nil, preemption: .noCandidate([]))
        == "0/4 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 node(s) had "
        + "untolerated taint(s), 1 node(s) were unschedulable. no new claims to deallocate, "
        + "preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.")
    let mixed = verdicts(
      Array(repeating: [("Too many pods", false)], count: 10)
        + [[("Insufficient cpu", false), ("Insufficient memory", true)]])
    let dryRun = Array(repeating: [Preemption.noVictims], count: 10)
    #expect(
      PendingPodMessage.text(nodes: 11, mixed, beforeAll: nil, preemption: .noCandidate(dryRun))
        == "0/11 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 10 Too many pods. "
        + "no new claims to deallocate, preemption: 0/11 nodes are available: 1 Preemption is not "
        + "helpful for scheduling, 10 No preemption victims found for incoming pod.")
    let never = Preemption.Attempt.notEligible(
      reason: "not eligible due to preemptionPolicy=Never.")
    #expect(
      PendingPodMessage.text(
        nodes: 1, Array(mixed.prefix(1)), beforeAll: nil, preemption: never)
        == "0/1 nodes are available: 1 Too many pods. no new claims to deallocate, preemption: "
        + "not eligible due to preemptionPolicy=Never.")
  }
}

@Suite("Scores of resources")
struct ResourceScoreTests {
  @Test("a container that names nothing counts as a little, one that names zero as nothing")
  func defaults() {
    let silent = PodRequest(containers: [ResourceList()])
    #expect(silent.nonZeroCPU == 100 && silent.nonZeroMemory == 200 << 20)
    #expect(silent.isEmpty)
    #expect(request(0, 0).nonZeroCPU == 0)
    let empty = node(1_000, 1_000 << 20)
    #expect(LeastAllocated.score(empty, with: silent, over: ResourceWeight.standard) == 85)
    #expect(MostAllocated.score(empty, with: silent, over: ResourceWeight.standard) == 15)
    #expect(BalancedAllocation.score(empty, with: silent, over: ResourceWeight.standard) == nil)
  }

  @Test(
    "least and most allocated are two sides of one coin where hundredths are whole",
    arguments: 0..<50 as Range<UInt64>)
  func sides(seed: UInt64) {
    var generator = PropertyGenerator(seed: seed)
    var room = node(100, 100)
    room.add(request(generator.below(50), generator.below(50)))
    let pod = request(generator.below(50), generator.below(50))
    let over = [ResourceWeight(.cpu, weight: 1 + generator.below(5)), ResourceWeight(.memory)]
    let least = LeastAllocated.score(room, with: pod, over: over)
    let most = MostAllocated.score(room, with: pod, over: over)
    // Each drops its own fraction.
    #expect((99...100).contains(least + most), "seed \(seed)")
    let line = RequestedToCapacityRatio(profile: [
      .init(utilization: 0, score: 0), .init(utilization: 100, score: 10),
    ])
    #expect(line.score(room, with: request(1, 1), over: ResourceWeight.standard) > 0)
    let balance = BalancedAllocation.score(room, with: pod, over: over) ?? 75
    #expect((50...100).contains(balance), "seed \(seed)")
  }

  @Test("the score over a node's room is the one over its pods", arguments: 0..<50 as Range<UInt64>)
  func agreesWithRoom(seed: UInt64) {
    var generator = PropertyGenerator(seed: seed)
    let (cpu, memory) = (1 + generator.below(1_000), 1 + generator.below(1_000))
    var allocation = node(cpu, memory)
    let used = (generator.below(cpu + 1), generator.below(memory + 1))
    allocation.add(request(used.0, used.1))
    let free = resources(cpu - used.0, memory - used.1)
    #expect(
      LeastAllocated.score(allocation, with: request(0, 0), over: ResourceWeight.standard)
        == LeastAllocated.score(free: free, of: resources(cpu, memory)), "seed \(seed)")
  }
}
