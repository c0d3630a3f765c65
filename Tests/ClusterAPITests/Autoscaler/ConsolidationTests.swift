import ClusterAPI
import KubernetesModel
import Testing
import Units

/// The cases of karpenter's `designs/balanced-consolidation.md`, in cents a day, and a planner on them.
@Suite struct ConsolidationTests {
  struct Case: CustomStringConvertible, Sendable {
    var name: String
    var cost: Int64
    var poolDisruption: Int64
    var saving: Int64
    var disruption: Int64
    var score: Double
    var isApproved: Bool
    var description: String { name }
  }

  static let cases = [
    Case(
      name: "oversized 2xlarge -> large", cost: 5_808, poolDisruption: 80, saving: 726,
      disruption: 3, score: 3.33, isApproved: true),
    Case(
      name: "spare-capacity delete", cost: 5_808, poolDisruption: 80, saving: 484, disruption: 4,
      score: 1.67, isApproved: true),
    Case(
      name: "marginal replace", cost: 5_808, poolDisruption: 80, saving: 242, disruption: 8,
      score: 0.42, isApproved: false),
    Case(
      name: "well packed", cost: 5_808, poolDisruption: 80, saving: 0, disruption: 10, score: 0,
      isApproved: false),
    Case(
      name: "uniform pool replace, just enough", cost: 4_840, poolDisruption: 80, saving: 242,
      disruption: 8, score: 0.5, isApproved: true),
    Case(
      name: "100 nodes", cost: 58_080, poolDisruption: 800, saving: 726, disruption: 3,
      score: 3.33, isApproved: true),
    Case(
      name: "heterogeneous A", cost: 5_808, poolDisruption: 107, saving: 484, disruption: 4,
      score: 2.23, isApproved: true),
    Case(
      name: "heterogeneous B", cost: 5_808, poolDisruption: 107, saving: 484, disruption: 31,
      score: 0.29, isApproved: false),
    Case(
      name: "on-demand delete", cost: 4_840, poolDisruption: 80, saving: 484, disruption: 3,
      score: 2.67, isApproved: true),
    Case(
      name: "spot delete", cost: 1_450, poolDisruption: 80, saving: 145, disruption: 3, score: 2.67,
      isApproved: true),
    Case(
      name: "spot delete, 8 pods", cost: 1_450, poolDisruption: 80, saving: 145, disruption: 8,
      score: 1, isApproved: true),
  ]

  @Test(arguments: cases)
  func `a saving is set against what it disturbs`(expected: Case) throws {
    let score = ConsolidationScore(
      poolCost: expected.cost, poolDisruption: expected.poolDisruption, saving: expected.saving,
      disruption: expected.disruption)
    let value = try #require(score.value)
    // The table has two digits; the 100 nodes and the first case are rounded from 10 / 3.
    #expect(abs(value - expected.score) <= 0.006)
    #expect(score.isApproved() == expected.isApproved)
  }

  @Test func `what disturbs nobody is worth any saving`() {
    let score = ConsolidationScore(poolCost: 10, poolDisruption: 8, saving: 1, disruption: 0)
    #expect(score.value == nil)
    #expect(score.isApproved())
  }

  private static let one = ResourceVector(cpu: MilliCPU(1_000), memory: Bytes(1_000))

  private func node(_ pods: Int, group: Int = 0, room: Int = 8) -> ScaleDownNode {
    ScaleDownNode(
      group: group, room: ResourceVector(cpu: MilliCPU(Int64(room) * 1_000), memory: Bytes(9_000)),
      podsPerNode: 110,
      pods: Array(
        repeating: ScaleDownNode.Pod(workload: 0, request: ConsolidationTests.one), count: pods))
  }

  private func group(
    _ kind: ConsolidationPolicy.Kind, price: Int64 = 100, minimum: Int = 0, target: Int,
    allowance: Int = 1, room: Int64 = 8
  ) -> ConsolidatedGroup {
    ConsolidatedGroup(
      policy: ConsolidationPolicy(kind), price: price, allowance: allowance,
      nodes: NodeGroup(
        minimum: minimum, maximum: 10, target: target,
        room: ResourceVector(cpu: MilliCPU(room * 1_000), memory: Bytes(9_000)), podsPerNode: 110))
  }

  @Test func `empty nodes go first and together, within the budget and the least size`() {
    let nodes = [node(2), node(0), node(0), node(0)]
    let quiet = [true, true, true, true]
    func command(_ group: ConsolidatedGroup) -> ConsolidationPlanner.Command? {
      ConsolidationPlanner(groups: [group], budgets: [nil]).plan(nodes, isQuiet: quiet)
    }
    #expect(command(group(.whenEmpty, target: 4, allowance: 2)) == .deleteEmpty([1, 2]))
    #expect(command(group(.whenEmpty, minimum: 3, target: 4, allowance: 4)) == .deleteEmpty([1]))
    #expect(command(group(.whenEmpty, minimum: 4, target: 4, allowance: 4)) == nil)
  }

  @Test func `nodes with pods go only where the policy says so`() {
    let nodes = [node(3), node(1), node(4)]
    let quiet = [true, true, true]
    func command(
      _ kind: ConsolidationPolicy.Kind, budgets: [Int?] = [nil], quiet: [Bool] = quiet
    ) -> ConsolidationPlanner.Command? {
      ConsolidationPlanner(groups: [group(kind, target: 3)], budgets: budgets)
        .plan(nodes, isQuiet: quiet)
    }
    #expect(command(.whenEmpty) == nil)
    #expect(command(.whenUnderutilized) == .delete(1))
    #expect(command(.balanced) == .delete(1))
    #expect(command(.whenUnderutilized, budgets: [0]) == nil)
    #expect(command(.whenUnderutilized, quiet: [true, false, true]) == .delete(0))
  }

  /// Two Nodes at 100 with 7 and 1 pods: the pods of the second have room on the first, those of the
  /// first nowhere. Moving 7 of 8 pods to save 5 of 200 is not worth it.
  @Test func `a node is exchanged for a cheaper one when that is worth it`() {
    let nodes = [node(7), node(7)]
    func command(_ kind: ConsolidationPolicy.Kind, cheap: Int64) -> ConsolidationPlanner.Command? {
      ConsolidationPlanner(
        groups: [group(kind, target: 2), group(kind, price: cheap, target: 0, room: 7)],
        budgets: [nil]
      ).plan(nodes, isQuiet: [true, true])
    }
    #expect(command(.whenUnderutilized, cheap: 90) == .replace(0, group: 1))
    // A saving of s of 200 against 7 of 14 pods: s / 200 / 0.5 >= 0.5 from s = 50 on.
    #expect(command(.balanced, cheap: 51) == nil)
    #expect(command(.balanced, cheap: 50) == .replace(0, group: 1))
  }

  @Test func `a budget counts shares up`() {
    let policy = ConsolidationPolicy(.balanced, budget: .percent(10))
    #expect(policy.allowance(of: 11, disturbed: 0) == 2)
    #expect(policy.allowance(of: 11, disturbed: 2) == 0)
    #expect(policy.allowance(of: 0, disturbed: 0) == 0)
  }
}
