package import KubernetesModel

/// How a MachineDeployment replaces the Machines of an older template.
///
/// Source: cluster-api v1.13 `api/core/v1beta2/machinedeployment_types.go`.
package enum RolloutStrategy: Hashable, Sendable {
  /// `RollingUpdate`: some at a time, with at most so many more than wanted and at most so many not
  /// available.
  case rollingUpdate(maxSurge: IntOrPercent, maxUnavailable: IntOrPercent)
  /// `OnDelete`: an old Machine is replaced when somebody deletes it.
  case onDelete

  /// What a deployment has that writes nothing: one more than wanted, none missing.
  package static let standard = rollingUpdate(maxSurge: .count(1), maxUnavailable: .count(0))
}

/// How far a rollout may stray from the number of Machines that is wanted.
///
/// Source: cluster-api v1.13 `core/reconcilers/machinedeployment/mdutil/util.go`,
/// `ResolveFenceposts`, `MaxSurge`, `MaxUnavailable`.
package struct RolloutLimits: Hashable, Sendable, BitwiseCopyable {
  /// How many Machines there may be beyond those wanted.
  package var surge: Int
  /// How many of those wanted may be unavailable.
  package var unavailable: Int

  /// The limits of a strategy for `replicas` Machines, both nothing for `OnDelete`.
  ///
  /// Shares round up for the surge and down for what may be unavailable. Where both come to nothing
  /// one Machine may be unavailable: there may be no room for another.
  package init(_ strategy: RolloutStrategy, replicas: Int) {
    guard case .rollingUpdate(let maxSurge, let maxUnavailable) = strategy else {
      surge = 0
      unavailable = 0
      return
    }
    surge = maxSurge.scaled(to: replicas, rounding: .up)
    unavailable = maxUnavailable.scaled(to: replicas, rounding: .down)
    if surge == 0 && unavailable == 0 { unavailable = 1 }
  }

  /// How many of `replicas` Machines may be unavailable: the limit, and never more than there are.
  package func mostUnavailable(of replicas: Int) -> Int { min(unavailable, replicas) }

  /// How many of `replicas` Machines have to be available.
  package func leastAvailable(of replicas: Int) -> Int {
    max(replicas - mostUnavailable(of: replicas), 0)
  }
}
