package import KubernetesModel

/// A machine that the baremetal-operator switches, inspects, images and cleans.
///
/// Source: metal3-io/baremetal-operator `apis/metal3.io/v1alpha1/baremetalhost_types.go`.
package struct BareMetalHost: Hashable, Sendable {
  /// Its name.
  package var name: String
  /// Its labels.
  package var labels: Labels
  /// How far it has come.
  package var state: BareMetalHostState
  /// The machine that claimed it, by the caller's number; nil while nobody did.
  package var consumer: Int?
  /// Whether its last step failed.
  package var hasError: Bool
  /// Whether it is paused or marked unhealthy by an annotation.
  package var isKeptBack: Bool

  /// Makes a host that is ready to be claimed.
  package init(name: String, labels: Labels = [:], state: BareMetalHostState = .available) {
    self.name = name
    self.labels = labels
    self.state = state
    hasError = false
    isKeptBack = false
  }
}

/// How far a host has come.
package enum BareMetalHostState: String, CaseIterable, Hashable, Sendable {
  /// Nobody knows how to reach its board controller.
  case unmanaged
  /// Its board controller is tried.
  case registering
  /// Its hardware is read.
  case inspecting
  /// Its firmware and disks are set up.
  case preparing
  /// It can be claimed.
  case available
  /// An image is written and started.
  case provisioning
  /// It runs an image.
  case provisioned
  /// Its disks are cleaned.
  case deprovisioning
  /// It runs something that this operator did not write.
  case externallyProvisioned = "externally provisioned"
  /// It is switched off for the last time.
  case poweringOffBeforeDelete = "powering off before delete"
  /// It is forgotten.
  case deleting

  /// The state after this one ended well, of a host that is wanted (`isClaimed`) or not; nil for a
  /// state that only a change of the host's own object ends.
  ///
  /// Source: metal3-io/baremetal-operator
  /// `internal/controller/metal3.io/host_state_machine.go`.
  package func next(isClaimed: Bool) -> BareMetalHostState? {
    switch self {
    case .registering: .inspecting
    case .inspecting: .preparing
    case .preparing: .available
    case .available: isClaimed ? .provisioning : nil
    case .provisioning: isClaimed ? .provisioned : .deprovisioning
    case .provisioned: isClaimed ? nil : .deprovisioning
    case .deprovisioning: .available
    case .poweringOffBeforeDelete: .deleting
    case .unmanaged, .externallyProvisioned, .deleting: nil
    }
  }

  /// Whether a host enters it only while the provisioning limit leaves room: the image service works
  /// on it.
  package var needsCapacity: Bool {
    self == .inspecting || self == .provisioning || self == .deprovisioning
  }
}
