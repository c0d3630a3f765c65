import Facts
import SimulationKernel
import Units

extension AutoscalingPlan {
  /// Nothing is bought.
  static var none: AutoscalingPlan {
    AutoscalingPlan(pools: [], pendingDelay: .zero, idleDelay: .zero)
  }
}

/// The cloud machines of clusters with jobs: slots that are filled when jobs wait.
struct AutoscalingState {
  static let launchLabel = "cloud.launch"
  static let refusalLabel = "cloud.refusal"

  enum Slot: UInt8, BitwiseCopyable {
    /// No instance.
    case empty
    /// Launched, not yet Ready.
    case launching
    case ready
  }

  let plan: AutoscalingPlan
  /// Whether any machine can be bought.
  var isUsed: Bool { !plan.pools.isEmpty }
  /// By node of the fleet: its place in `plan.pools`, or `.none` for a node that is no slot.
  let poolOfNode: [UInt32]
  /// By place in `plan.pools`: the cluster that buys from it.
  let clusterOfPool: [ClusterID]
  var slots: [Slot]
  /// By place in `plan.pools`: the empty slots.
  var empty: [BinaryHeap<UInt32>]
  var launches: [RandomStream]
  var refusals: [RandomStream]
  /// Slots that are launching, in the order in which they were launched.
  var launching: [UInt32] = []
  /// By node: since when a Ready slot has no job.
  var idleSince: [Instant?]
  /// By place in `plan.pools`: when its market was last found dry.
  var lastDry: [Instant?]
  /// The next look that was asked for.
  var nextScan: Instant?

  init(plan: AutoscalingPlan, fleet: Fleet, seed: UInt64) {
    self.plan = plan
    var poolOfNode = Array(repeating: UInt32.none, count: fleet.nodes.count)
    for (place, pool) in plan.pools.enumerated() {
      for node in fleet.nodes.indices where fleet.nodes[node].pool == pool.pool {
        poolOfNode[node] = UInt32(place)
      }
    }
    self.poolOfNode = poolOfNode
    clusterOfPool = plan.pools.map { fleet.pools[Int($0.pool.index)].cluster }
    slots = Array(repeating: .empty, count: fleet.nodes.count)
    empty = plan.pools.indices.map { place in
      BinaryHeap(poolOfNode.indices.filter { poolOfNode[$0] == place }.map { UInt32($0) })
    }
    launches = fleet.nodes.indices.map {
      RandomStream(seed: seed, label: Self.launchLabel, entity: UInt64($0))
    }
    refusals = plan.pools.indices.map {
      RandomStream(seed: seed, label: Self.refusalLabel, entity: UInt64($0))
    }
    idleSince = Array(repeating: nil, count: fleet.nodes.count)
    lastDry = Array(repeating: nil, count: plan.pools.count)
  }
}
