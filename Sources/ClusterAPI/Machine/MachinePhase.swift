/// How far a Machine has come, as its `status.phase` says.
///
/// Source: cluster-api v1.13 `core/reconcilers/machine/machine_controller_status.go`,
/// `setMachinePhaseAndLastUpdated`.
package enum MachinePhase: String, CaseIterable, Hashable, Sendable {
  /// Nothing is ready yet.
  case pending = "Pending"
  /// The bootstrap data is there, the machine is not.
  case provisioning = "Provisioning"
  /// The machine has an identity and no Node.
  case provisioned = "Provisioned"
  /// It is a Node, which may be anything but Ready.
  case running = "Running"
  /// It is changed in place.
  case updating = "Updating"
  /// It is being deleted.
  case deleting = "Deleting"

  /// What the phase is derived from.
  package struct State: Hashable, Sendable {
    /// The phase that was stored last; nil in a new Machine.
    package var stored: MachinePhase?
    /// The latch `bootstrapDataSecretCreated`.
    package var hasBootstrapData: Bool
    /// The latch `infrastructureProvisioned`.
    package var isProvisioned: Bool
    /// Whether `spec.providerID` is written.
    package var hasProviderID: Bool
    /// Whether `status.nodeRef` is written.
    package var hasNode: Bool
    /// Whether the condition `Updating` is true.
    package var isUpdating: Bool
    /// Whether its deletion was asked for.
    package var isDeleting: Bool

    /// Makes a state.
    package init(
      stored: MachinePhase? = nil, hasBootstrapData: Bool, isProvisioned: Bool,
      hasProviderID: Bool, hasNode: Bool, isUpdating: Bool = false, isDeleting: Bool = false
    ) {
      self.stored = stored
      self.hasBootstrapData = hasBootstrapData
      self.isProvisioned = isProvisioned
      self.hasProviderID = hasProviderID
      self.hasNode = hasNode
      self.isUpdating = isUpdating
      self.isDeleting = isDeleting
    }
  }

  /// The phase of a Machine in `state`; of the rules that hold the last one counts, and where none
  /// does the stored phase stays.
  package init(_ state: State) {
    var phase = state.stored ?? .pending
    if state.hasBootstrapData && !state.isProvisioned { phase = .provisioning }
    if state.hasProviderID { phase = .provisioned }
    if state.hasNode && state.isProvisioned { phase = .running }
    if state.isUpdating { phase = .updating }
    if state.isDeleting { phase = .deleting }
    self = phase
  }
}
