package import ClusterAPI
package import Units

/// How a deployment is made larger and smaller by an autoscaler.
package struct NodeGroupPlan: Hashable, Sendable {
  /// The least that it may have, annotation
  /// `cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size`.
  package var minimum: Int
  /// The most that it may have, annotation `-max-size`.
  package var maximum: Int
  /// What the expander by priority goes by; the highest grows first.
  package var priority: Int
  /// What a Node costs in some time; what consolidation saves is counted in it.
  package var price: Int64
  /// How its Nodes are consolidated; nil where the autoscaler itself takes away what is not needed.
  package var consolidation: ConsolidationPolicy?

  /// Makes a group.
  package init(
    minimum: Int, maximum: Int, priority: Int = 0, price: Int64 = 1,
    consolidation: ConsolidationPolicy? = nil
  ) {
    precondition(0 <= minimum && minimum <= maximum, "a group has a least and a most size")
    self.minimum = minimum
    self.maximum = maximum
    self.priority = priority
    self.price = price
    self.consolidation = consolidation
  }
}

/// A change of the number of a workload's pods.
package struct WorkloadOrder: Hashable, Sendable {
  /// When it is written.
  package var at: Instant
  /// The workload.
  package var workload: Int
  /// How many pods it has from then on.
  package var replicas: Int

  /// Makes an order.
  package init(at: Instant, workload: Int, replicas: Int) {
    self.at = at
    self.workload = workload
    self.replicas = replicas
  }
}
