import Testing
import Units

@testable import Placement

@Suite("Scores of GPU packing")
struct PackingScoreTests {
  private func scheduler(_ policy: PackingPolicy, _ nodes: [PackingNode]) -> PackingScheduler {
    PackingScheduler(nodes: nodes, policy: policy, typical: TypicalPods(groups: []))
  }

  /// 96 cores and 8 GPUs, 104 and 2, 16 and 2.
  private let empty = [Packing.node(96_000, 8), Packing.node(104_000, 2), Packing.node(16_000, 2)]

  @Test(
    "of a share on empty nodes",
    arguments: [
      (.bestFit, [18, 53, 87]), (.dotProduct, [94, nil, 98]), (.gpuPacking, [25, 31, 31]),
      (.gpuClustering, [25, 43, 43]), (.random, [0, 0, 0]),
    ] as [(PackingPolicy, [Int?])])
  func emptyNodes(policy: PackingPolicy, expected: [Int?]) throws {
    let scheduler = scheduler(policy, empty)
    for (node, score) in expected.enumerated() {
      guard let score else { continue }
      let actual = scheduler.score(of: node, for: try Packing.pod(3_152, 1, 810))
      #expect(actual == score, "node \(node)")
    }
  }

  @Test("packing fills devices in use, then nodes in use, then empty nodes")
  func packing() throws {
    var scheduler = scheduler(.gpuPacking, [Packing.node(64_000, 4), Packing.node(64_000, 2)])
    let share = try Packing.pod(1_000, 1, 300)
    // 31 on two free devices against 29 on four.
    #expect(scheduler.schedule(share) == DevicePlacement(node: 1, devices: DeviceSet(device: 0)))
    var scores = [scheduler.score(of: 1, for: share), scheduler.score(of: 0, for: share)]
    #expect(scores == [93, 29])
    scores = [scheduler.score(of: 1, for: try Packing.pod(0, 1, 800))]
    #expect(scores == [49])
    scores = [
      scheduler.score(of: 1, for: try Packing.pod(0, 1)),
      scheduler.score(of: 0, for: try Packing.pod(0, 4)),
      scheduler.score(of: 1, for: try Packing.pod(0, 2)),
      scheduler.score(of: 1, for: try Packing.pod(500)),
    ]
    #expect(scores == [49, 29, nil, 0])
  }

  @Test("clustering keeps shares with shares and whole devices with as many")
  func clustering() throws {
    var scheduler = scheduler(
      .gpuClustering, [Packing.node(64_000, 4), Packing.node(64_000, 4), Packing.node(64_000, 8)])
    let share = try Packing.pod(1_000, 1, 500)
    let pair = try Packing.pod(1_000, 2)
    #expect(scheduler.schedule(share)?.node == 0)
    // Node 1 is empty (25), node 0 holds shares only (0).
    #expect(scheduler.schedule(pair)?.node == 1)
    #expect(scheduler.schedule(pair)?.node == 1)
    #expect(scheduler.schedule(share)?.node == 0)
    // Node 1 is full; node 0 holds others; node 2 is empty.
    #expect(scheduler.schedule(pair)?.node == 2)
    let scores = [scheduler.score(of: 0, for: share), scheduler.score(of: 2, for: pair)]
    #expect(scores == [75 + 25 * 5_000 / 8_000, 75 + 25 * 2_000 / 8_000])
  }

  @Test("equal scores go to the node that comes first; devices by the lowest number")
  func ties() throws {
    for policy in PackingPolicy.allCases where policy != .random {
      var scheduler = scheduler(policy, Array(repeating: Packing.node(16_000, 4), count: 3))
      let first = scheduler.schedule(try Packing.pod(1_000, 2))
      #expect(first == DevicePlacement(node: 0, devices: DeviceSet(bits: 0b11)), "\(policy)")
    }
  }

  @Test("models, memory, the number of pods and CPU keep a node out")
  func filters() throws {
    for policy in PackingPolicy.allCases {
      var scheduler = PackingScheduler(
        nodes: [Packing.node(4_000, 1, memory: 100), Packing.node(4_000, 1, model: "P100")],
        policy: policy, typical: TypicalPods(groups: []), podsMax: 1)
      #expect(scheduler.schedule(try Packing.pod(0, 1, 10, models: ["A100"])) == nil)
      #expect(scheduler.schedule(try Packing.pod(4_001)) == nil)
      #expect(scheduler.schedule(try Packing.pod(0, 2)) == nil)
      #expect(scheduler.schedule(try Packing.pod(0, memory: 101))?.node == 1)
      // Node 1 holds its one pod.
      #expect(scheduler.schedule(try Packing.pod(0, models: ["P100"]))?.node == 0)
      #expect(scheduler.schedule(try Packing.pod(0)) == nil)
    }
  }

  @Test("what no pod can ask for is no request")
  func requests() {
    #expect(DeviceRequest(count: 0, each: MilliGPU(700)) == DeviceRequest.none)
    #expect(DeviceRequest(count: 1, each: MilliGPU(1_000)) == .whole(1))
    #expect(DeviceRequest(count: 1, each: MilliGPU(1)) == .share(MilliGPU(1)))
    for (count, each) in [(1, 0), (1, 1_001), (2, 500), (-1, 1_000), (1, -5)] as [(Int, Int64)] {
      #expect(DeviceRequest(count: count, each: MilliGPU(each)) == nil)
    }
    #expect(DeviceRequest.whole(8).total == MilliGPU(8_000))
  }
}
