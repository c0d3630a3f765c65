package import Units

/// One pass of a MachineHealthCheck over its Machines.
///
/// It deletes nothing: it marks Machines for their owner, a MachineSet or a control plane, and a
/// Machine without an owner stays as it is. Two checks over one Machine take turns at its condition,
/// and nothing keeps them from it. Source: cluster-api v1.13
/// `core/reconcilers/machinehealthcheck/machinehealthcheck_controller.go`.
package struct MachineHealthCheck: Hashable, Sendable {
  /// `spec.checks`.
  package var checks: HealthChecks
  /// `spec.remediation.triggerIf`.
  package var trigger: RemediationTrigger

  /// Makes a check that acts on any number of Machines.
  package init(checks: HealthChecks, trigger: RemediationTrigger = .standard) {
    self.checks = checks
    self.trigger = trigger
  }

  /// What a pass finds and does.
  package struct Pass: Hashable, Sendable {
    /// What it finds of each target.
    package var verdicts: [HealthVerdict] = []
    /// How many are healthy, `status.currentHealthy`; the targets are `status.expectedMachines`.
    package var healthy = 0
    /// Whether it acts at all, the condition `RemediationAllowed`.
    package var isAllowed = false
    /// `status.remediationsAllowed`: how many more Machines could turn unhealthy.
    package var remediationsLeft = 0
    /// The targets that their owners are asked to replace: the unhealthy ones that are not being
    /// deleted, when it acts. Who was asked before is asked again without effect.
    package var remediate: [Int] = []
    /// When to look again; nil when only a change does, and when it does not act.
    package var lookAgainAfter: TimeSpan?
  }

  /// A pass at `now` over `targets` and, beside them, `knownHealthy` targets that are known to be
  /// healthy without a look, and as such marked already.
  ///
  /// The controller looks at one check no more often than every
  /// `ControllerConstants.leastHealthCheckInterval`.
  package func pass(
    over targets: [HealthCheckTarget], knownHealthy: Int = 0,
    in cluster: HealthChecks.ClusterState, at now: Instant
  ) -> Pass {
    var pass = Pass()
    pass.verdicts = targets.map { checks.verdict(on: $0, in: cluster, at: now) }
    pass.healthy = knownHealthy + pass.verdicts.count { $0 == .healthy }
    let (isAllowed, left) = trigger.allows(
      expected: knownHealthy + targets.count, healthy: pass.healthy)
    pass.isAllowed = isAllowed
    guard isAllowed else { return pass }
    pass.remediationsLeft = left
    for (place, verdict) in pass.verdicts.enumerated() {
      switch verdict {
      case .unhealthy where !targets[place].isDeleting: pass.remediate.append(place)
      case .pending(let wait): pass.lookAgainAfter = min(pass.lookAgainAfter ?? wait, wait)
      default: break
      }
    }
    return pass
  }
}
