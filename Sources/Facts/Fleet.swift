package import Units

/// A dense id of a pool within one fleet.
package struct PoolID: Hashable, Sendable, BitwiseCopyable {
  /// Index into `Fleet.pools`.
  package var index: UInt32
  /// Makes the id of the pool at `index`.
  @inlinable
  package init(_ index: UInt32) { self.index = index }
}

/// A group of nodes that are bought, lent and interrupted alike.
package struct Pool: Hashable, Sendable {
  /// The pool's name in the scenario.
  package var name: String
  /// Makes a pool.
  package init(name: String) { self.name = name }
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
  /// The pools, in scenario order.
  package var pools: [Pool]
  /// The nodes; a node's dense id is its index.
  package var nodes: [Node]
  /// The nodes' names, by the same index.
  package var nodeNames: [String]
  /// Makes a fleet; `nodes` and `nodeNames` have the same length.
  package init(pools: [Pool], nodes: [Node], nodeNames: [String]) {
    precondition(nodes.count == nodeNames.count, "each node has a name")
    self.pools = pools
    self.nodes = nodes
    self.nodeNames = nodeNames
  }
}
