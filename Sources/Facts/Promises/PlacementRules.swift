package import Units

/// What a scenario declares of where machines may serve, against which every placement is held,
/// whatever its scheduler does.
package struct PlacementRules: Hashable, Sendable {
  /// What the confidential workloads of a cluster ask of a machine.
  package struct Confidential: Hashable, Sendable {
    /// How old the proof of a machine may be.
    package var maximumProofAge: TimeSpan
    /// Whether the machines of a pool have the hardware that is asked for, by pool.
    package var hasHardware: [Bool]

    /// Makes one of its parts.
    package init(maximumProofAge: TimeSpan, hasHardware: [Bool]) {
      self.maximumProofAge = maximumProofAge
      self.hasHardware = hasHardware
    }
  }

  /// Of a cluster that is bound to a jurisdiction, by cluster: whether the machines of each pool lie
  /// within it; nil for a cluster that is bound to none.
  package var jurisdictions: [[Bool]?]
  /// Of a cluster with confidential workloads, by cluster; nil for the others.
  package var confidential: [Confidential?]
  /// Whether the owner asks for machines at once somewhere in the horizon.
  package var hasReclaims: Bool

  /// Makes rules; without any of them, for that many clusters.
  package init(
    clusters: Int, jurisdictions: [[Bool]?]? = nil, confidential: [Confidential?]? = nil,
    hasReclaims: Bool = false
  ) {
    self.jurisdictions = jurisdictions ?? Array(repeating: nil, count: clusters)
    self.confidential = confidential ?? Array(repeating: nil, count: clusters)
    self.hasReclaims = hasReclaims
  }

  /// Whether any cluster is bound to a jurisdiction.
  package var hasJurisdictions: Bool { jurisdictions.contains { $0 != nil } }

  /// Whether any cluster has confidential workloads.
  package var hasConfidential: Bool { confidential.contains { $0 != nil } }
}
