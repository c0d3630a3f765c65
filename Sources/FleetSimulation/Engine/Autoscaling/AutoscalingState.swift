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
  /// By place in `plan.pools`: whether its machines are on demand, and how many it has at most.
  let isOnDemand: [Bool]
  let sizes: [Int]
  /// By place in `plan.pools`: whether it is on demand, and a spot pool of its cluster comes before it.
  let isFallback: [Bool]
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
  /// By market: since when it has had machines; nil since the start, or before it has any.
  var marketUpSince: [Instant?]
  /// The on-demand machines that spot ones take the place of, in the order in which that began.
  var exchanges: [Exchange] = []
  /// By cluster: when an exchange began there last.
  var lastExchange: [Instant?]
  /// The next look that was asked for.
  var nextScan: Instant?

  /// An on-demand machine that is to go, and the spot one that comes for it.
  struct Exchange {
    var old: UInt32
    /// The spot machine while it is launching; nil once it is there, or where none is launched first.
    var launching: UInt32?
  }

  init(plan: AutoscalingPlan, fleet: Fleet, seed: UInt64, markets: Int) {
    self.plan = plan
    var poolOfNode = Array(repeating: UInt32.none, count: fleet.nodes.count)
    for (place, pool) in plan.pools.enumerated() {
      for node in fleet.nodes.indices where fleet.nodes[node].pool == pool.pool {
        poolOfNode[node] = UInt32(place)
      }
    }
    self.poolOfNode = poolOfNode
    clusterOfPool = plan.pools.map { fleet.pools[Int($0.pool.index)].cluster }
    let isOnDemand = plan.pools.map {
      fleet.pools[Int($0.pool.index)].capacityType == .onDemand
    }
    self.isOnDemand = isOnDemand
    let clusters = clusterOfPool
    isFallback = plan.pools.indices.map { place in
      isOnDemand[place]
        && (0..<place).contains { !isOnDemand[$0] && clusters[$0] == clusters[place] }
    }
    sizes = plan.pools.indices.map { place in poolOfNode.count { $0 == UInt32(place) } }
    marketUpSince = Array(repeating: nil, count: markets)
    lastExchange = Array(repeating: nil, count: fleet.clusters.count)
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

  /// How many machines a cluster has bought that are there or on their way, and how many of them on
  /// demand.
  func bought(by cluster: ClusterID) -> (onDemand: Int, total: Int) {
    var (onDemand, total) = (0, 0)
    for place in plan.pools.indices where clusterOfPool[place] == cluster {
      let count = sizes[place] - empty[place].count
      total += count
      if isOnDemand[place] { onDemand += count }
    }
    return (onDemand, total)
  }

  /// Whether a machine is to go as a spot one takes its place, and takes no new jobs.
  func isGoing(_ node: UInt32) -> Bool {
    exchanges.contains { $0.old == node && $0.launching == nil }
  }
}
