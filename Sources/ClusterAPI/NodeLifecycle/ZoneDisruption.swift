package import Units

/// How much of a zone's nodes do not answer, and how fast they are tainted so that their pods leave.
///
/// Source: kubernetes v1.36 `pkg/controller/nodelifecycle/node_lifecycle_controller.go`,
/// `ComputeZoneState`, `handleDisruption`, `setLimiterInZone`.
package enum ZoneDisruption: String, CaseIterable, Hashable, Sendable {
  /// Few are not ready.
  case normal = "Normal"
  /// Many are, so something larger may be wrong.
  case partial = "PartialDisruption"
  /// All are.
  case full = "FullDisruption"

  /// The share of nodes not ready from which a zone is partly disrupted, `--unhealthy-zone-threshold`.
  package static let standardThreshold = 0.55

  /// The state of a zone; it takes at least three nodes that are not ready to be partly disrupted.
  package init(ready: Int, notReady: Int, threshold: Double = standardThreshold) {
    if ready == 0 && notReady > 0 {
      self = .full
    } else if notReady > 2 && Float(notReady) / Float(notReady + ready) >= Float(threshold) {
      // In single precision, as upstream divides.
      self = .partial
    } else {
      self = .normal
    }
  }
}

/// How fast the node controller taints nodes that are not ready, by zone.
package struct TaintRates: Hashable, Sendable, BitwiseCopyable {
  /// How many nodes a second, `--node-eviction-rate`.
  package var perSecond: Double
  /// The same in a large zone that is partly disrupted, `--secondary-node-eviction-rate`.
  package var secondaryPerSecond: Double
  /// A zone is large with more nodes than this, `--large-cluster-size-threshold`.
  package var largeZone: Int

  /// The rates of a controller that is told nothing: a node in ten seconds, or in a hundred.
  package static let standard = TaintRates(
    perSecond: 0.1, secondaryPerSecond: 0.01, largeZone: 50)

  /// Makes rates.
  package init(perSecond: Double, secondaryPerSecond: Double, largeZone: Int) {
    self.perSecond = perSecond
    self.secondaryPerSecond = secondaryPerSecond
    self.largeZone = largeZone
  }

  /// How many nodes of a zone are tainted a second; none for 0.
  ///
  /// A zone that is partly disrupted is spared when it is small, and slowed down when it is large. One
  /// that is wholly disrupted is not, unless every zone is: then the fault is taken to be the
  /// controller's own, and the taints that there are go too.
  package func rate(
    in zone: ZoneDisruption, nodes: Int, everyZoneIsDisrupted: Bool
  ) -> Double {
    if everyZoneIsDisrupted { return 0 }
    switch zone {
    case .normal, .full: return perSecond
    case .partial: return nodes > largeZone ? secondaryPerSecond : 0
    }
  }

  /// How long a rate leaves between two nodes; nil for none at all.
  package static func interval(_ perSecond: Double) -> TimeSpan? {
    perSecond > 0 ? TimeSpan(nanoseconds: Int64((1e9 / perSecond).rounded())) : nil
  }
}
