import Testing
import Units

@testable import Placement

/// Random fleets and workloads, in which pods also leave.
private struct PackingWorld {
  var nodes: [PackingNode] = []
  var pods: [PackingPod] = []
  private static let models = ["T4", "P100", "V100"]

  init(_ generator: inout PropertyGenerator) throws {
    for _ in 0...generator.below(12) {
      nodes.append(
        Packing.node(
          (1 + generator.below(16)) * 4_000, [0, 1, 2, 4, 8][Int(generator.below(5))],
          memory: (1 + generator.below(8)) << 30,
          model: Self.models[Int(generator.below(3))]))
    }
    // Few kinds, so that scores are kept and used again.
    for _ in 0...generator.below(10) {
      let count = [0, 1, 1, 1, 2, 4, 8][Int(generator.below(7))]
      let each = count == 1 ? 1 + generator.below(20) * 50 + generator.below(2) * 49 : 1_000
      pods.append(
        try Packing.pod(
          generator.below(12) * 1_000, count, min(each, 1_000),
          memory: generator.below(4) << 28,
          models: generator.below(4) == 0 ? [Self.models[Int(generator.below(3))], "A100"] : []))
    }
  }
}

@Suite("GPU packing on random fleets")
struct PackingPropertyTests {
  @Test(
    "a scheduler that keeps scores places as one that keeps nothing, and never over-commits",
    arguments: PackingPolicy.allCases.filter { $0 != .random })
  func incrementalEqualsFromScratch(policy: PackingPolicy) throws {
    #if DEBUG
      let seeds = 0..<40 as Range<UInt64>
    #else
      let seeds = 0..<1_000 as Range<UInt64>
    #endif
    for seed in seeds {
      var generator = PropertyGenerator(seed: seed + 1)
      let world = try PackingWorld(&generator)
      let submitted = (0..<60).map { _ in world.pods[Int(generator.below(Int64(world.pods.count)))]
      }
      let typical = TypicalPods(of: submitted)
      let podsMax = 2 + generator.below(20)
      var scheduler = PackingScheduler(
        nodes: world.nodes, policy: policy, typical: typical, podsMax: podsMax)
      var plain = PlainPacking(
        nodes: world.nodes, policy: policy, typical: typical, podsMax: Int(podsMax))
      for (index, pod) in submitted.enumerated() {
        let kept = scheduler.schedule(pod)
        let anew = plain.schedule(pod)
        #expect(kept == anew, "\(policy) seed \(seed) pod \(index)")
        if !plain.placed.isEmpty, generator.below(3) == 0 {
          let leaving = plain.release(Int(generator.below(Int64(plain.placed.count))))
          scheduler.release(leaving.pod, from: leaving.placement)
        }
        let trouble = scheduler.firstInconsistency()
        #expect(trouble == nil, "\(policy) seed \(seed) pod \(index)")
      }
      let fragment = world.nodes.indices.reduce(0) { $0 + plain.fragment(of: plain.left(on: $1)) }
      #expect(scheduler.fragment == fragment, "\(policy) seed \(seed)")
    }
  }

  @Test("random takes nodes and devices with room only, and every one of them", arguments: 1...20)
  func randomIsFeasible(seed: Int) throws {
    var generator = PropertyGenerator(seed: UInt64(seed))
    let world = try PackingWorld(&generator)
    var scheduler = PackingScheduler(
      nodes: world.nodes, policy: .random, typical: TypicalPods(of: world.pods),
      seed: UInt64(seed))
    for _ in 0..<80 {
      let pod = world.pods[Int(generator.below(Int64(world.pods.count)))]
      let feasible = world.nodes.indices.filter { scheduler.score(of: $0, for: pod) != nil }
      let placement = scheduler.schedule(pod)
      #expect((placement == nil) == feasible.isEmpty, "seed \(seed)")
      if let placement { #expect(feasible.contains(placement.node), "seed \(seed)") }
      let trouble = scheduler.firstInconsistency()
      #expect(trouble == nil, "seed \(seed)")
    }
    // A share on four equal devices of three nodes: all twelve places come up.
    let share = try Packing.pod(0, 1, 100)
    var places: Set<DevicePlacement> = []
    for draw in 0..<200 as Range<UInt64> {
      var scheduler = PackingScheduler(
        nodes: Array(repeating: Packing.node(1_000, 4), count: 3), policy: .random,
        typical: TypicalPods(groups: []), seed: draw)
      let placement = scheduler.schedule(share)
      places.insert(try #require(placement))
    }
    #expect(places.count == 12)
  }

  @Test("a long life: kinds that were away while many nodes changed score them anew")
  func longLife() throws {
    var scheduler = PackingScheduler(
      nodes: [Packing.node(8_000, 1), Packing.node(8_000, 2)], policy: .fragmentationGradient,
      typical: TypicalPods(of: [try Packing.pod(2_000, 1, 300)]))
    let rare = try Packing.pod(4_000, 1)
    let common = try Packing.pod(1_000, 1, 300)
    let placement = scheduler.schedule(rare)
    let first = try #require(placement)
    scheduler.release(rare, from: first)
    for _ in 0..<10_000 {
      let placement = scheduler.schedule(common)
      scheduler.release(common, from: try #require(placement))
    }
    let last = scheduler.schedule(rare)
    #expect(last == first)
    let trouble = scheduler.firstInconsistency()
    #expect(trouble == nil)
  }
}
