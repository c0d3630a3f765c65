extension ScheduledMachineSpec.Version {
  /// The schema of its `spec`.
  var schema: StructuralSchema {
    switch self {
    case .v1alpha1: ManifestSchemas.scheduledMachineV1Alpha1
    case .v1beta1: ManifestSchemas.scheduledMachineV1Beta1
    }
  }

  /// The names of the members of its `spec`.
  package var specMembers: [String] { schema.memberNames }

  /// The names of the members of its `status`.
  package var statusMembers: [String] { statusSchema.memberNames }

  /// The schema of its `status`.
  var statusSchema: StructuralSchema {
    switch self {
    case .v1alpha1: ManifestSchemas.scheduledMachineV1Alpha1Status
    case .v1beta1: ManifestSchemas.scheduledMachineV1Beta1Status
    }
  }
}
