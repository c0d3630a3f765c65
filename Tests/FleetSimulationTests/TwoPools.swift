import Facts
import FleetSimulation
import SimulationKernel
import Units

/// Random fleets of a pool that stays and one whose nodes are taken away.
enum TwoPools {
  /// Two nodes and fewer than `most` more, in turn of each pool.
  static func nodes(below most: Int64, _ generator: inout PropertyGenerator) -> [Node] {
    (0..<(2 + generator.below(most))).map { index in
      Node(
        pool: PoolID(UInt32(index % 2)),
        allocatable: ResourceVector(
          cpu: MilliCPU(1_000 + 1_000 * generator.below(8)), memory: Bytes(1 + generator.below(8)),
          gpu: MilliGPU(1_000 * generator.below(3))))
    }
  }

  /// The pools of such nodes.
  static func fleet(_ nodes: [Node], maxPods: Int64 = 110) -> Fleet {
    Fleet(
      pools: [Pool(name: "steady", maxPods: maxPods), Pool(name: "spot")], nodes: nodes,
      nodeNames: nodes.indices.map { "n\($0)" })
  }

  /// How the second pool's nodes go and come back.
  static func interruption() throws -> PoolInterruption {
    PoolInterruption(
      pool: PoolID(1), lifetime: try .weibull(shape: 0.7, scale: 400), notice: .seconds(30),
      replacementDelay: try .exponential(mean: 60))
  }
}
