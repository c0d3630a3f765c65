package import Units

/// The checks of a MachineHealthCheck, `spec.checks`, and what they find of one Machine.
///
/// Source: cluster-api v1.13 `core/reconcilers/machinehealthcheck/machinehealthcheck_targets.go`.
package struct HealthChecks: Hashable, Sendable {
  /// The conditions that Nodes should not have for long; none unless they are written.
  package var nodeConditions: [UnhealthyCondition]
  /// The same of Machines.
  package var machineConditions: [UnhealthyCondition]
  /// How long a Machine may take to become a Node, `nodeStartupTimeoutSeconds`; nothing for ever.
  package var nodeStartupTimeout: TimeSpan

  /// When a cluster came to be judged: before that no worker is to blame for anything.
  package struct ClusterState: Hashable, Sendable, BitwiseCopyable {
    /// Since when the condition `ControlPlaneInitialized` is true; nil while it is not.
    package var controlPlaneInitializedSince: Instant?
    /// Since when the condition `InfrastructureReady` is true; nil while it is not.
    package var infrastructureReadySince: Instant?

    /// Makes a state.
    package init(controlPlaneInitializedSince: Instant?, infrastructureReadySince: Instant?) {
      self.controlPlaneInitializedSince = controlPlaneInitializedSince
      self.infrastructureReadySince = infrastructureReadySince
    }
  }

  /// Makes checks; without conditions only a Node that never comes or goes away is unhealthy.
  package init(
    nodeConditions: [UnhealthyCondition] = [], machineConditions: [UnhealthyCondition] = [],
    nodeStartupTimeout: TimeSpan = ControllerConstants.nodeStartupTimeout
  ) {
    self.nodeConditions = nodeConditions
    self.machineConditions = machineConditions
    self.nodeStartupTimeout = nodeStartupTimeout
  }

  /// How much later than the limit a check looks again, since only what lasts longer is unhealthy.
  package static let lookAgainMargin: TimeSpan = .seconds(1)

  /// What the checks find of `target` at `now`.
  ///
  /// A condition of the Machine outweighs what its Node says where both are unhealthy.
  package func verdict(
    on target: HealthCheckTarget, in cluster: ClusterState, at now: Instant
  ) -> HealthVerdict {
    if target.hasRemediateAnnotation { return .unhealthy(.hasRemediateAnnotation) }
    let isJudged =
      cluster.infrastructureReadySince != nil
      && (cluster.controlPlaneInitializedSince != nil || target.isControlPlane)
    guard isJudged else { return verdictWhenSound(target) }
    let machine = HealthChecks.finding(of: machineConditions, among: target.conditions, at: now)
    let node = nodeFinding(on: target, in: cluster, at: now)
    if machine == .unhealthy { return .unhealthy(.unhealthyMachine) }
    if case .unhealthy(let reason) = node { return .unhealthy(reason) }
    switch (machine, node) {
    case (.pending(let one), .pending(let other)):
      return .pending(lookAgainAfter: min(one, other))
    case (.pending(let wait), _), (_, .pending(let wait)): return .pending(lookAgainAfter: wait)
    default: return verdictWhenSound(target)
    }
  }

  /// What nothing is wrong with is healthy when it is a Node and stays.
  private func verdictWhenSound(_ target: HealthCheckTarget) -> HealthVerdict {
    if case .present = target.node, !target.isDeleting { return .healthy }
    return .unjudged
  }

  /// What a list of conditions says.
  private enum Finding: Hashable {
    case sound
    case pending(TimeSpan)
    case unhealthy
  }

  private enum NodeFinding: Hashable {
    case sound
    case pending(TimeSpan)
    case unhealthy(HealthVerdict.Reason)
  }

  private func nodeFinding(
    on target: HealthCheckTarget, in cluster: ClusterState, at now: Instant
  ) -> NodeFinding {
    switch target.node {
    case .deleted: return .unhealthy(.nodeDeleted)
    case .present(let conditions):
      return switch HealthChecks.finding(of: nodeConditions, among: conditions, at: now) {
      case .sound: .sound
      case .pending(let wait): .pending(wait)
      case .unhealthy: .unhealthy(.unhealthyNode)
      }
    case .notSeen:
      guard nodeStartupTimeout != .zero else { return .sound }
      // The time counts from the last thing that the Node had to wait for.
      var waited = target.createdAt
      if let since = cluster.controlPlaneInitializedSince { waited = max(waited, since) }
      if let since = cluster.infrastructureReadySince { waited = max(waited, since) }
      if let since = target.infrastructureReadySince { waited = max(waited, since) }
      guard waited + nodeStartupTimeout >= now else { return .unhealthy(.nodeStartupTimeout) }
      return .pending(waited + nodeStartupTimeout - now + HealthChecks.lookAgainMargin)
    }
  }

  /// Of a type that occurs twice the first entry counts.
  private static func finding(
    of checks: [UnhealthyCondition], among conditions: [ObservedCondition], at now: Instant
  ) -> Finding {
    var nearest: TimeSpan?
    for check in checks {
      guard let found = conditions.first(where: { $0.type == check.type }),
        found.status == check.status
      else { continue }
      let limit = found.since + check.timeout
      if limit < now { return .unhealthy }
      let wait = limit - now + lookAgainMargin
      nearest = min(nearest ?? wait, wait)
    }
    return nearest.map { .pending($0) } ?? .sound
  }
}
