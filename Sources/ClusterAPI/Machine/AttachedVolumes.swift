/// The volumes that hold a Machine that is being deleted.
///
/// Source: cluster-api v1.13 `core/reconcilers/machine/machine_controller.go`,
/// `shouldWaitForNodeVolumes`.
package struct AttachedVolumes: Hashable, Sendable {
  /// Unique names in the Node's `status.volumesAttached`.
  package var namesOnNode: [String]
  /// Names of the persistent volumes of the node's VolumeAttachments.
  package var attachments: [String]
  /// The persistent volumes that there are.
  package var persistentVolumes: [PersistentVolume]
  /// Claims, as namespace/name, of pods that the drain lets stay.
  package var claimsOfStayingPods: Set<String>

  /// A persistent volume.
  package struct PersistentVolume: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// Its name in a Node's status; nil when its kind has none.
    package var uniqueName: String?
    /// The claim it is bound to, as namespace/name; nil for none.
    package var claim: String?

    /// Makes a volume.
    package init(name: String, uniqueName: String?, claim: String?) {
      self.name = name
      self.uniqueName = uniqueName
      self.claim = claim
    }
  }

  /// Makes a state of volumes.
  package init(
    namesOnNode: [String], attachments: [String], persistentVolumes: [PersistentVolume],
    claimsOfStayingPods: Set<String>
  ) {
    self.namesOnNode = namesOnNode
    self.attachments = attachments
    self.persistentVolumes = persistentVolumes
    self.claimsOfStayingPods = claimsOfStayingPods
  }

  /// Whether a volume is attached that is not one of a pod that stays. Attached volumes of which
  /// there is no persistent volume, or that no claim names, hold the Machine as well.
  package var holdMachine: Bool {
    let attached = persistentVolumes.filter {
      attachments.contains($0.name) || ($0.uniqueName.map(namesOnNode.contains) ?? false)
    }
    let waitsForClaim = attached.contains { volume in
      volume.claim.map { !claimsOfStayingPods.contains($0) } ?? true
    }
    return waitsForClaim
      || namesOnNode.contains { name in !attached.contains { $0.uniqueName == name } }
      || attachments.contains { name in !attached.contains { $0.name == name } }
  }
}
