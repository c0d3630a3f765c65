import ClusterAPI
import Testing
import Units

@Suite struct ScaleDownPlannerTests {
  private static let one = ResourceVector(cpu: MilliCPU(1_000), memory: Bytes(1))

  private func node(
    _ pods: Int, workload: Int = 0, room: Int64 = 10, isSafe: Bool = true, since: Int64? = nil,
    group: Int? = 0, isReady: Bool = true
  ) -> ScaleDownNode {
    ScaleDownNode(
      group: group, room: ResourceVector(cpu: MilliCPU(room * 1_000), memory: Bytes(1_000)),
      podsPerNode: 110,
      pods: Array(
        repeating: ScaleDownNode.Pod(
          workload: workload, request: ScaleDownPlannerTests.one, isSafeToEvict: isSafe),
        count: pods),
      isReady: isReady, unneededSince: since.map { Instant(seconds: $0) })
  }

  private func planner(_ budgets: [Int?] = [nil]) -> ScaleDownPlanner {
    ScaleDownPlanner(AutoscalerSettings.ScaleDown(), budgets: budgets)
  }

  @Test func `less than half is too little`() {
    #expect(
      planner().judge([node(5), node(4), node(0)])
        == [.isUsed, .isUnneeded(isEmpty: false), .isUnneeded(isEmpty: true)])
  }

  @Test func `what cannot move holds its node`() {
    let judged = planner([nil, 0]).judge([
      node(4, isSafe: false), node(4, workload: 1), node(6), node(0, group: nil),
      node(0, isReady: false),
    ])
    #expect(
      judged == [.hasPodThatStays, .isHeldByBudget, .isUsed, .isNoCandidate, .isNoCandidate])
  }

  /// The 4 pods of one go to the other's 6 places, but not those of both to nowhere.
  @Test func `pods have to fit elsewhere, and not on nodes that go too`() {
    #expect(
      planner().judge([node(4), node(4)])
        == [.isUnneeded(isEmpty: false), .hasPodWithoutRoom])
    #expect(
      planner().judge([node(4), node(4, since: 0)])
        == [.hasPodWithoutRoom, .isUnneeded(isEmpty: false)],
      "the one that was without need stays so")
    #expect(planner().judge([node(4), node(8)]) == [.hasPodWithoutRoom, .isUsed])
  }

  private func choose(
    _ nodes: [ScaleDownNode], minimum: Int = 0, target: Int? = nil,
    inHand: ScaleDownPlanner.InHand = .init(ofGroup: [0]), budgets: [Int?] = [nil],
    at seconds: Int64 = 600
  ) -> [Int] {
    let planner = planner(budgets)
    let group = NodeGroup(
      minimum: minimum, maximum: 100, target: target ?? nodes.count, room: .zero, podsPerNode: 1)
    return planner.choose(
      among: nodes, planner.judge(nodes), of: [group], inHand, at: Instant(seconds: seconds))
  }

  @Test func `nodes go ten minutes after they were first without need`() {
    #expect(choose([node(0, since: 0)], at: 599).isEmpty)
    #expect(choose([node(0, since: 0)], at: 600) == [0])
    #expect(choose([node(0)], at: 600).isEmpty)
  }

  @Test func `empty nodes go ten at a time, others one at a time`() {
    let empty = (0..<12).map { _ in node(0, since: 0) }
    #expect(choose(empty).count == 10)
    #expect(choose(empty, inHand: .init(empty: 8, ofGroup: [8])).count == 2)
    let few = [node(1, since: 0), node(2, since: 0), node(0, since: 0), node(9)]
    #expect(choose(few) == [2, 0])
    #expect(choose(few, inHand: .init(drains: 1, ofGroup: [1])) == [2])
  }

  @Test func `no group falls below its least`() {
    let nodes = [node(0, since: 0), node(0, since: 0), node(0, since: 0)]
    #expect(choose(nodes, minimum: 2) == [0])
    #expect(choose(nodes, minimum: 2, inHand: .init(empty: 1, ofGroup: [1])).isEmpty)
    #expect(choose(nodes, minimum: 3).isEmpty)
  }

  @Test func `what else happened holds groups up`() {
    let settings = AutoscalerSettings()
    var cooldown = ScaleDownCooldown()
    #expect(cooldown.ends(settings) == .distantPast)
    cooldown.shrankAt = .epoch
    #expect(cooldown.ends(settings) == Instant(seconds: 10))
    cooldown.failedAt = .epoch
    #expect(cooldown.ends(settings) == Instant(seconds: 180))
    cooldown.grewAt = .epoch
    #expect(cooldown.ends(settings) == Instant(seconds: 600))
  }
}
