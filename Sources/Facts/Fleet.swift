package import KubernetesModel
package import Units

/// A dense id of a pool within one fleet.
package struct PoolID: Hashable, Sendable, BitwiseCopyable {
  /// Index into `Fleet.pools`.
  package var index: UInt32
  /// Makes the id of the pool at `index`.
  @inlinable
  package init(_ index: UInt32) { self.index = index }
}

/// A dense id of a cluster within one fleet.
package struct ClusterID: Hashable, Sendable, BitwiseCopyable {
  /// Index into `Fleet.clusters`.
  package var index: UInt32
  /// Makes the id of the cluster at `index`.
  @inlinable
  package init(_ index: UInt32) { self.index = index }
}

/// A Kubernetes cluster of the fleet, and what its owner keeps back of its idle capacity.
package struct Cluster: Hashable, Sendable {
  /// The cluster's name in the scenario.
  package var name: String
  /// CPU that regulation wants free at any time, whatever the load.
  package var headroom: MilliCPU
  /// CPU that is kept for named purposes, such as disaster recovery.
  package var reserved: MilliCPU
  /// Makes a cluster.
  package init(name: String, headroom: MilliCPU = MilliCPU(0), reserved: MilliCPU = MilliCPU(0)) {
    self.name = name
    self.headroom = headroom
    self.reserved = reserved
  }
}

/// How the machines of a pool are had and paid for.
package enum CapacityType: String, CaseIterable, Sendable {
  /// Bought: they cost the same whether they are used or not, but for energy.
  case owned
  /// Rented by the time, kept until given back.
  case onDemand = "on-demand"
  /// Rented by the time at a lower price, taken back when the cloud wants them.
  case spot
}

/// A group of nodes that are bought, lent and interrupted alike.
package struct Pool: Hashable, Sendable {
  /// The pool's name in the scenario.
  package var name: String
  /// The cluster that its machines belong to.
  package var cluster: ClusterID
  /// How its machines are had and paid for.
  package var capacityType: CapacityType
  /// Whether its machines may never serve another cluster: their idle capacity is isolation.
  package var isIsolated: Bool
  /// Where and what its machines are, such as `topology.kubernetes.io/region`.
  package var labels: Labels
  /// How many pods one of its machines takes, where the scheduler counts them.
  package var maxPods: Int64
  /// What a kubelet takes that is told nothing else.
  package static let standardMaxPods: Int64 = 110
  /// Makes a pool.
  package init(
    name: String, cluster: ClusterID = ClusterID(0), capacityType: CapacityType = .owned,
    isIsolated: Bool = false, labels: Labels = [:], maxPods: Int64 = Pool.standardMaxPods
  ) {
    self.name = name
    self.cluster = cluster
    self.capacityType = capacityType
    self.isIsolated = isIsolated
    self.labels = labels
    self.maxPods = maxPods
  }
}

/// One node's unchanging facts.
package struct Node: Hashable, Sendable, BitwiseCopyable {
  /// The pool it belongs to.
  package var pool: PoolID
  /// What it can give to workloads.
  package var allocatable: ResourceVector
  /// Makes a node.
  @inlinable
  package init(pool: PoolID, allocatable: ResourceVector) {
    self.pool = pool
    self.allocatable = allocatable
  }
}

/// The supply side of a scenario: every node that a run can ever have, in a fixed order.
package struct Fleet: Hashable, Sendable {
  /// The clusters, in scenario order; at least one.
  package var clusters: [Cluster]
  /// The pools, in scenario order.
  package var pools: [Pool]
  /// The nodes; a node's dense id is its index.
  package var nodes: [Node]
  /// The nodes' names, by the same index.
  package var nodeNames: [String]
  /// Where machines may serve; nil when nothing is declared of it.
  package var placementRules: PlacementRules?
  /// Makes a fleet; `nodes` and `nodeNames` have the same length.
  package init(
    clusters: [Cluster] = [Cluster(name: "default")], pools: [Pool], nodes: [Node],
    nodeNames: [String]
  ) {
    precondition(nodes.count == nodeNames.count, "each node has a name")
    precondition(!clusters.isEmpty, "a fleet has a cluster")
    self.clusters = clusters
    self.pools = pools
    self.nodes = nodes
    self.nodeNames = nodeNames
  }
}
