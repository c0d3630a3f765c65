/// What holds back a MachineSet that would make or replace Machines: a control plane that is about
/// to change, and versions that do not go together.
///
/// Source: cluster-api v1.13 `core/reconcilers/machineset/machineset_preflight.go`, behind the gate
/// `MachineSetPreflightChecks`, which is on. A set that is held back looks again after
/// `ControllerConstants.preflightRetry`.
package enum PreflightCheck: String, CaseIterable, Hashable, Sendable {
  /// The control plane is made, is not upgrading, and no upgrade is pending.
  case controlPlaneIsStable = "ControlPlaneIsStable"
  /// The set is of no newer minor version than the control plane, and at most three behind.
  case kubernetesVersionSkew = "KubernetesVersionSkew"
  /// With kubeadm the set is of the control plane's minor version.
  case kubeadmVersionSkew = "KubeadmVersionSkew"
  /// In a Cluster with a topology the set has the control plane's version.
  case controlPlaneVersionSkew = "ControlPlaneVersionSkew"

  /// The word that stands for all checks where some are left out.
  package static let all = "All"
}

/// A control plane as the preflight checks see it.
package struct ControlPlaneVersions: Hashable, Sendable {
  /// `spec.version`.
  package var desired: KubernetesVersion
  /// The lowest version that its Machines report, `status.version`; nil before there are any.
  package var reported: KubernetesVersion?

  /// Makes the versions of a control plane.
  package init(desired: KubernetesVersion, reported: KubernetesVersion?) {
    self.desired = desired
    self.reported = reported
  }
}

/// What the preflight checks of a MachineSet read.
package struct PreflightState: Hashable, Sendable {
  /// The control plane; nil where the Cluster has none, or one without a version, and nothing is
  /// checked.
  package var controlPlane: ControlPlaneVersions?
  /// The version of the set's template; nil where none is written, and only the control plane is
  /// checked.
  package var machineSet: KubernetesVersion?
  /// Whether the set's Machines join with kubeadm.
  package var joinsWithKubeadm = false
  /// What the topology of the Cluster says; nil for a Cluster without one.
  package var topology: Topology?
  /// The checks that an annotation leaves out.
  package var skipped: Set<PreflightCheck> = []

  /// The topology of a Cluster.
  package struct Topology: Hashable, Sendable {
    /// `spec.topology.version` as it is written; empty where it is not.
    package var version: String
    /// The version that the upgrade has reached, in an annotation; nil outside an upgrade.
    package var upgradeStep: String?

    /// Makes a topology.
    package init(version: String, upgradeStep: String? = nil) {
      self.version = version
      self.upgradeStep = upgradeStep
    }
  }

  /// Makes a state in which nothing is left out.
  package init(controlPlane: ControlPlaneVersions?, machineSet: KubernetesVersion? = nil) {
    self.controlPlane = controlPlane
    self.machineSet = machineSet
  }

  /// The checks that fail, in the order in which they are made.
  package var failures: [PreflightCheck] {
    guard let controlPlane else { return [] }
    return PreflightCheck.allCases.filter { check in
      !skipped.contains(check) && fails(check, controlPlane)
    }
  }

  private func fails(_ check: PreflightCheck, _ controlPlane: ControlPlaneVersions) -> Bool {
    let desired = controlPlane.desired
    if check == .controlPlaneIsStable {
      if let topology, topology.version != desired.text, topology.upgradeStep != desired.text {
        return true
      }
      // Not yet provisioned, or on its way to a later version.
      return controlPlane.reported.map { desired.isUpgrade(from: $0) } ?? true
    }
    guard let machineSet else { return false }
    switch check {
    case .controlPlaneIsStable: return false
    case .kubernetesVersionSkew:
      return machineSet.minor > desired.minor || machineSet.minor + 3 < desired.minor
    case .kubeadmVersionSkew: return joinsWithKubeadm && machineSet.minor != desired.minor
    case .controlPlaneVersionSkew: return topology != nil && machineSet.text != desired.text
    }
  }
}
