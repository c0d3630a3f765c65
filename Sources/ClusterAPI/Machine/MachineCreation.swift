package import Units

/// What a Machine has got so far on its way to a Node, and what a reconcile adds to it.
///
/// A reconcile takes over all that the providers report, and waits for their next change; only a
/// missing object is looked for by the clock. Source: cluster-api v1.13
/// `core/reconcilers/machine/machine_controller_phases.go` and `machine_controller_noderef.go`.
package struct MachineCreation: Hashable, Sendable, BitwiseCopyable {
  /// Whether the finalizer is there; adding it is a reconcile of its own.
  package private(set) var hasFinalizer = false
  /// The latch `bootstrapDataSecretCreated`: it stays when the secret goes.
  package private(set) var hasBootstrapData = false
  /// The latch `infrastructureProvisioned`: it stays when the machine goes.
  package private(set) var isProvisioned = false
  /// Whether `spec.providerID` is written.
  package private(set) var hasProviderID = false
  /// Whether `status.nodeRef` is written.
  package private(set) var hasNode = false

  /// A new Machine.
  package init() {}

  /// What the providers and the workload cluster report.
  package struct Report: Hashable, Sendable, BitwiseCopyable {
    /// What there is of the bootstrap object.
    package var bootstrap: Bootstrap
    /// What there is of the infrastructure object.
    package var infrastructure: Infrastructure
    /// Whether a Node has the provider ID; nil while the cluster cannot be read.
    package var nodeIsFound: Bool?

    /// Makes a report.
    package init(bootstrap: Bootstrap, infrastructure: Infrastructure, nodeIsFound: Bool?) {
      self.bootstrap = bootstrap
      self.infrastructure = infrastructure
      self.nodeIsFound = nodeIsFound
    }
  }

  /// What there is of a bootstrap object.
  package enum Bootstrap: Hashable, Sendable, BitwiseCopyable {
    /// None is asked for: the secret is named in the Machine.
    case notNeeded
    /// It is not there.
    case missing
    /// It has no secret yet: workers wait for the control plane.
    case pending
    /// Its secret is there.
    case ready
  }

  /// What there is of an infrastructure object.
  package enum Infrastructure: Hashable, Sendable, BitwiseCopyable {
    /// It is not there.
    case missing
    /// The machine is not there yet.
    case pending
    /// It is there, and does not say which it is.
    case provisionedWithoutID
    /// It is there.
    case provisioned
  }

  /// What a reconcile ends with.
  package struct Outcome: Hashable, Sendable {
    /// Whether it wrote anything, which wakes the Machine again.
    package var hasWritten: Bool
    /// When it looks again without cause; nil for never.
    package var lookAgain: TimeSpan?
    /// How long the next run is put off at least.
    package var deferral: TimeSpan?
    /// Whether it failed, so that the delay of failures counts.
    package var hasFailed: Bool

    /// Makes an outcome.
    package init(
      hasWritten: Bool = false, lookAgain: TimeSpan? = nil, deferral: TimeSpan? = nil,
      hasFailed: Bool = false
    ) {
      self.hasWritten = hasWritten
      self.lookAgain = lookAgain
      self.deferral = deferral
      self.hasFailed = hasFailed
    }
  }

  /// A reconcile. All parts run even if one fails, and the shortest wait counts.
  package mutating func reconcile(_ report: Report) -> Outcome {
    guard hasFinalizer else {
      hasFinalizer = true
      return Outcome(hasWritten: true)
    }
    let before = self
    var outcome = Outcome()
    takeOver(report.bootstrap, &outcome)
    takeOver(report.infrastructure, &outcome)
    if hasProviderID {
      switch report.nodeIsFound {
      case nil: outcome.hasFailed = true
      case true?: hasNode = true
      // A Node that was there is missed; one that was not makes itself known.
      case false?: if hasNode { outcome.hasFailed = true }
      }
    }
    outcome.hasWritten = self != before
    return outcome
  }

  private mutating func takeOver(_ bootstrap: Bootstrap, _ outcome: inout Outcome) {
    switch bootstrap {
    case .missing: outcome.lookAgain = ControllerConstants.externalObjectRetry
    case .ready: hasBootstrapData = true
    case .notNeeded, .pending: break
    }
  }

  private mutating func takeOver(_ infrastructure: Infrastructure, _ outcome: inout Outcome) {
    switch infrastructure {
    case .missing:
      if isProvisioned {
        outcome.hasFailed = true
      } else {
        outcome.lookAgain = ControllerConstants.externalObjectRetry
      }
    case .pending: break
    case .provisionedWithoutID: outcome.deferral = ControllerConstants.providerIDRetry
    case .provisioned:
      isProvisioned = true
      hasProviderID = true
    }
  }

  /// The phase of the Machine, which had `stored` before.
  package func phase(stored: MachinePhase?) -> MachinePhase {
    MachinePhase(
      MachinePhase.State(
        stored: stored, hasBootstrapData: hasBootstrapData, isProvisioned: isProvisioned,
        hasProviderID: hasProviderID, hasNode: hasNode))
  }
}
