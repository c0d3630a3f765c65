import Documents
import Placement
import Testing
import Traces
import Units

#if !DEBUG
  /// What holds of the policies whatever the draws: ten runs a policy, so in release only.
  @Suite("GPU packing policies compared")
  struct PackingOrderTests {
    @Test("random draws have the published mean and spread")
    func random() throws {
      let oracle = try PackingOracle()
      let experiment = try PackingOracle.experiment()
      let runs = try PackingOracle.seeds.map { seed in
        experiment.run(
          try PackingOracle.sequence(seed: seed), policy: .random, seed: UInt64(seed))
      }
      for measure in PackingOracle.Measure.allCases {
        for load in [80, 100, 130] {
          let expected = try oracle.moments(.random, measure, column: load)
          let actual = PackingOracle.moments(
            try runs.map { try $0.percent(measure, at: load) })
          // Two means of ten, each with the published spread, at three standard errors.
          let tolerance = 3 * expected.deviation * (0.2).squareRoot()
          #expect(
            abs(actual.mean - expected.mean) < tolerance,
            "\(measure) at \(load) %: \(actual.mean) against \(expected.mean) within \(tolerance)")
          // The ratio of two sample variances of ten lies in 0.11 to 8.8 but once in 500 times.
          let ratio = actual.deviation / expected.deviation
          #expect((0.33...2.97).contains(ratio), "\(measure) at \(load) %: spreads \(ratio)")
        }
      }
    }

    @Test("fgd > best fit > packing and clustering > dot product > random, in every seed")
    func order() throws {
      let experiment = try PackingOracle.experiment()
      for seed in PackingOracle.seeds {
        let sequence = try PackingOracle.sequence(seed: seed)
        let runs = PackingPolicy.allCases.map { policy in
          (policy, experiment.run(sequence, policy: policy, seed: UInt64(seed)))
        }
        for load in [100, 130] {
          func allocation(_ policy: PackingPolicy) throws -> Double {
            let run = try #require(runs.first { $0.0 == policy }).1
            return try run.percent(.allocation, at: load)
          }
          let middle = [try allocation(.gpuPacking), try allocation(.gpuClustering)].sorted(by: >)
          let order = [
            try allocation(.fragmentationGradient), try allocation(.bestFit), middle[0], middle[1],
            try allocation(.dotProduct), try allocation(.random),
          ]
          #expect(order == order.sorted(by: >), "seed \(seed) at \(load) %: \(order)")
        }
      }
    }

    @Test(
      "orders of submission of our own give the published means", arguments: PackingPolicy.allCases)
    func ownDraws(policy: PackingPolicy) throws {
      let oracle = try PackingOracle()
      let experiment = try PackingOracle.experiment()
      let runs = PackingOracle.seeds.map { seed in
        let sequence = PackingSequence(
          drawnFrom: experiment.pods, nodeCount: experiment.nodes.count,
          target: MilliGPU(8_075_600), seed: UInt64(seed))
        return experiment.run(sequence, policy: policy, seed: UInt64(seed))
      }
      for load in [100, 130] {
        let expected = try oracle.moments(policy, .allocation, column: load)
        let actual = PackingOracle.moments(
          try runs.map { try $0.percent(.allocation, at: load) })
        let tolerance = 3 * expected.deviation * (0.2).squareRoot()
        #expect(
          abs(actual.mean - expected.mean) < tolerance,
          "\(policy) at \(load) %: \(actual.mean) against \(expected.mean) within \(tolerance)")
      }
    }
  }
#endif

@Suite("Drawn orders of submission")
struct PackingSequenceTests {
  @Test("every pod once, then clones up to the target; every rank once")
  func drawn() throws {
    let experiment = try PackingOracle.experiment()
    let target = MilliGPU(8_075_600)
    let sequence = PackingSequence(
      drawnFrom: experiment.pods, nodeCount: experiment.nodes.count, target: target, seed: 7)
    #expect(sequence.pods[..<8_152].sorted() == Array(0..<8_152))
    #expect(sequence.nodeRanks.sorted() == Array(0..<1_213))
    let asked = sequence.pods.reduce(0) { $0 + experiment.pods[$1].devices.total.value }
    // A clone counts one device in the test and up to eight in the sum.
    #expect((target.value - 1_000...target.value + 7_000).contains(asked))
    let again = PackingSequence(
      drawnFrom: experiment.pods, nodeCount: experiment.nodes.count, target: target, seed: 7)
    #expect(again == sequence)
  }

  @Test("a target below what the list asks for takes pods away")
  func reduced() throws {
    let experiment = try PackingOracle.experiment()
    let target = MilliGPU(3_000_000)
    let sequence = PackingSequence(
      drawnFrom: experiment.pods, nodeCount: 1_213, target: target, seed: 7)
    let asked = sequence.pods.reduce(0) { $0 + experiment.pods[$1].devices.total.value }
    #expect(sequence.pods.count < 8_152)
    #expect((target.value - 8_000...target.value + 7_000).contains(asked))
  }

  @Test("the check values of the recorded orders")
  func recorded() throws {
    let pods = try PackingOracle.experiment().pods
    for (seed, count, asked, first) in [
      (42, 10_866, 8_075_080, [255, 1_685, 6_784]), (45, 10_813, 8_082_190, [1_603, 6_756, 139]),
      (51, 10_859, 8_074_900, [7_151, 7_598, 3_598]),
    ] {
      let sequence = try PackingOracle.sequence(seed: seed)
      #expect(sequence.pods.count == count)
      #expect(Array(sequence.pods.prefix(3)) == first)
      #expect(sequence.pods.reduce(0) { $0 + pods[$1].devices.total.value } == Int64(asked))
    }
  }

  @Test(
    "a damaged order is an error on its line",
    arguments: [
      ("pods 2\n0\n1\nnode_ranks 2\n1\n0\n", 0, ""),
      ("pods 2\n0\n9\nnode_ranks 1\n0\n", 3, "\"9\""),
      ("pods 2\n0\n1\nnode_ranks 2\n1\n1\n", 6, "twice"), ("pods x\n", 1, "pods"),
      ("pods 1\n0\nranks 1\n0\n", 3, "node_ranks"), ("pods 2\n0\n", 3, "\"\""),
      ("pods 1\n0\nnode_ranks 1\n0\n0\n", 5, "counted"), ("pods 1\n0\nnode_ranks 1\n0", 5, "early"),
    ])
  func damaged(text: String, line: Int, says: String) throws {
    do {
      let sequence = try PackingRecords.sequence(Array(text.utf8), file: "f", podCount: 5)
      #expect(line == 0 && sequence == PackingSequence(pods: [0, 1], nodeRanks: [1, 0]))
    } catch {
      #expect(error.position.line == line && error.message.contains(says), "\(error)")
    }
  }
}
