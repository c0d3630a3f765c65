/// What is derived from a member's facts beside its summary: costs, clusters, machines, promises.
package struct MemberAccounts: Hashable, Sendable {
  /// What it cost; nil without prices.
  package var costs: MemberCosts?
  /// Each cluster hour by hour, in the order of the fleet.
  package var clusters: [ClusterHours]
  /// Where the jobs' cluster has its CPU from; nil when it was not followed.
  package var supply: SupplyHours?
  /// What its cloud pools came to; nil without spot pools.
  package var spot: SpotAccounts?
  /// What came to each queue of jobs; nil where none has a name.
  package var queues: QueueAccounts?
  /// The stages of machines; empty when they are not kept, or none is lent.
  package var spans: [MachineSpan]
  /// The windows and recalls of machines; empty when they are not kept, or none is lent.
  package var windows: [DeclaredWindow]
  /// How promises were kept; nil without terms.
  package var promises: MemberPromises?
  /// What a control plane did; nil in a run without one.
  package var controlPlane: ControlPlaneAccounts?

  /// Makes accounts of their parts.
  package init(
    costs: MemberCosts? = nil, clusters: [ClusterHours] = [], supply: SupplyHours? = nil,
    spans: [MachineSpan] = [],
    windows: [DeclaredWindow] = [], promises: MemberPromises? = nil
  ) {
    self.costs = costs
    self.clusters = clusters
    self.supply = supply
    self.spans = spans
    self.windows = windows
    self.promises = promises
  }
}
