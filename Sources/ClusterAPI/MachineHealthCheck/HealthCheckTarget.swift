package import Units

/// What a health check reads of a Machine.
///
/// Machines with the annotation `cluster.x-k8s.io/paused` or `skip-remediation` are no targets, nor
/// counted.
package struct HealthCheckTarget: Hashable, Sendable {
  /// When the Machine was made.
  package var createdAt: Instant
  /// Since when its infrastructure is ready; nil while it is not.
  package var infrastructureReadySince: Instant?
  /// What there is of its Node.
  package var node: Node
  /// The conditions of the Machine.
  package var conditions: [ObservedCondition] = []
  /// Whether it belongs to a control plane.
  package var isControlPlane = false
  /// Whether its deletion was asked for.
  package var isDeleting = false
  /// Whether it has the annotation `cluster.x-k8s.io/remediate-machine`.
  package var hasRemediateAnnotation = false

  /// What there is of a Machine's Node.
  package enum Node: Hashable, Sendable {
    /// There has been none, or the cluster cannot be read.
    case notSeen
    /// There was one, and it is gone.
    case deleted
    /// It has these conditions.
    case present([ObservedCondition])
  }

  /// Makes a target that nothing else is known of.
  package init(createdAt: Instant, infrastructureReadySince: Instant? = nil, node: Node) {
    self.createdAt = createdAt
    self.infrastructureReadySince = infrastructureReadySince
    self.node = node
  }
}

/// What a health check finds of a Machine.
package enum HealthVerdict: Hashable, Sendable {
  /// It is as it should be, and counts as healthy.
  case healthy
  /// It will be unhealthy if nothing changes; look again after this. It does not count as healthy.
  case pending(lookAgainAfter: TimeSpan)
  /// It cannot be said, or it is being deleted: it does not count as healthy, and nothing is done.
  case unjudged
  /// It should be replaced.
  case unhealthy(Reason)

  /// Why a Machine should be replaced, as in its condition `HealthCheckSucceeded`.
  package enum Reason: String, Hashable, Sendable {
    /// Somebody asked for it.
    case hasRemediateAnnotation = "HasRemediateAnnotation"
    /// A condition of the Machine lasted.
    case unhealthyMachine = "UnhealthyMachine"
    /// The Node is gone.
    case nodeDeleted = "NodeDeleted"
    /// It did not become a Node in time.
    case nodeStartupTimeout = "NodeStartupTimeout"
    /// A condition of the Node lasted.
    case unhealthyNode = "UnhealthyNode"
  }
}
