import ClusterAPI
import SimulationKernel
import Testing
import Units

@Suite struct ScaleUpPlannerTests {
  private func size(_ cores: Int64, _ memory: Int64) -> ResourceVector {
    ResourceVector(cpu: MilliCPU(cores * 1_000), memory: Bytes(memory))
  }

  private func group(
    _ room: ResourceVector, target: Int = 1, maximum: Int = 10, pods: Int = 110,
    priority: Int = 0, upcoming: Int = 0, isOpen: Bool = true
  ) -> NodeGroup {
    NodeGroup(
      minimum: 0, maximum: maximum, target: target, room: room, podsPerNode: pods,
      priority: priority, upcoming: upcoming, isOpen: isOpen)
  }

  private func decide(
    _ groups: [NodeGroup], _ pods: [PodDemand], _ expander: Expander = .leastWaste,
    seed: UInt64 = 1
  ) -> ScaleUpPlanner.Decision {
    var stream = RandomStream(seed: seed, label: "test")
    return ScaleUpPlanner(groups: groups).decide(for: pods, by: expander, &stream)
  }

  private func grown(_ decision: ScaleUpPlanner.Decision) -> [Int]? {
    guard case .grow(let option) = decision else { return nil }
    return [option.group, option.nodes, option.pods]
  }

  @Test func `pods that have room on nodes on their way need nothing`() {
    let pods = [PodDemand(8, of: size(1, 1))]
    #expect(decide([group(size(4, 4), upcoming: 2)], pods) == .notNeeded)
    #expect(grown(decide([group(size(4, 4), upcoming: 1)], pods)) == [0, 1, 4])
    #expect(decide([group(size(4, 4))], []) == .notNeeded)
  }

  @Test func `a group grows by what pods need, and not beyond its most`() {
    let pods = [PodDemand(9, of: size(1, 1))]
    #expect(grown(decide([group(size(4, 4))], pods)) == [0, 3, 9])
    #expect(grown(decide([group(size(4, 4), target: 8)], pods)) == [0, 2, 8])
    #expect(grown(decide([group(size(4, 4), pods: 2)], pods)) == [0, 5, 9])
    #expect(decide([group(size(4, 4), target: 10)], pods) == .noOption)
    #expect(decide([group(size(4, 4), isOpen: false)], pods) == .noOption)
    #expect(decide([group(size(4, 4))], [PodDemand(1, of: size(5, 1))]) == .noOption)
  }

  /// 3 of 4 cores leave room for one of 1: two Nodes hold 3 + 1 and 3, not three.
  @Test func `large pods are placed first`() {
    let pods = [PodDemand(1, of: size(1, 1)), PodDemand(2, of: size(3, 3))]
    #expect(grown(decide([group(size(4, 4))], pods)) == [0, 2, 3])
  }

  @Test func `the least waste wins, or the priority`() {
    let groups = [group(size(16, 16), priority: 1), group(size(4, 4)), group(size(8, 64))]
    let pods = [PodDemand(4, of: size(1, 1))]
    #expect(grown(decide(groups, pods)) == [1, 1, 4])
    #expect(grown(decide(groups, pods, .priority)) == [0, 1, 4])
  }

  @Test func `equals are drawn among by the seed`() {
    let groups = [group(size(4, 4)), group(size(4, 4)), group(size(16, 16))]
    let pods = [PodDemand(1, of: size(1, 1))]
    let least = Set((1...40).map { grown(decide(groups, pods, seed: $0))?.first })
    #expect(least == [0, 1])
    let any = Set((1...60).map { grown(decide(groups, pods, .random, seed: $0))?.first })
    #expect(any == [0, 1, 2])
    #expect(
      decide(groups, pods, .random, seed: 9) == decide(groups, pods, .random, seed: 9))
  }

  @Test func `a group that fails is left alone for longer each time`() {
    let settings = AutoscalerSettings()
    var backoff = GroupBackoff()
    #expect(!backoff.isActive(at: .epoch))
    var now = Instant.epoch
    for minutes in [5, 10, 20, 30, 30] as [Int64] {
      backoff.fail(at: now, settings)
      #expect(backoff.until == now + .minutes(minutes))
      now = backoff.until
    }
    backoff.fail(at: now - .minutes(1), settings)
    #expect(backoff.until == now + .minutes(29), "one more while it is left alone is no longer")
    backoff.fail(at: now + .hours(4), settings)
    #expect(backoff.until == now + .hours(4) + .minutes(5))
    backoff.succeed()
    #expect(!backoff.isActive(at: now + .hours(4)))
  }

  @Test func `a growth fails when it takes too long`() {
    let request = ScaleUpRequest(at: .epoch, AutoscalerSettings())
    #expect(request.standing(upcoming: 1, at: Instant(seconds: 900)) == .isOpen)
    #expect(request.standing(upcoming: 1, at: Instant(seconds: 901)) == .hasFailed)
    #expect(request.standing(upcoming: 0, at: Instant(seconds: 901)) == .isFulfilled)
  }
}
