import Documents

/// The files of the `5spot` suite about objects as people write them.
enum ManifestSuites {
  /// The checks by `suite/file`.
  static let checks: [String: FileCheck] = [
    "5spot/crd_defaults": FileCheck(
      functions: [
        "conditionStatusEnum": ResourceSuite.conditionStatuses,
        "constantSeconds": ResourceSuite.constant, "decode": ResourceSuite.decoding,
        "encode": ResourceSuite.encoding, "phases": ResourceSuite.phases,
        "roundTrip": ResourceSuite.roundTrip, "specDefaults": ResourceSuite.specDefaults,
        "statusDefaults": ResourceSuite.statusDefaults,
        "taintConditionReasons": ResourceSuite.taintConditionReasons,
      ], accepts: ResourceSuite.accepts),
    "5spot/validation_admission": FileCheck(functions: [
      "validation_admission": AdmissionSuite.verdict
    ]),
    "5spot/validation_runtime": FileCheck(functions: [
      "annotations": RuntimeSuite.metadata, "apiGroup": RuntimeSuite.group,
      "clusterName": RuntimeSuite.clusterName,
      "embeddedMetadata": RuntimeSuite.embeddedMetadata, "kataDecode": RuntimeSuite.kata,
      "killIfCommands": RuntimeSuite.killIfCommands,
      "kubeconfigSecretRefDecode": RuntimeSuite.kubeconfigSecretReference,
      "labels": RuntimeSuite.metadata, "nodeTaints": RuntimeSuite.taints,
      "scheduleRef": RuntimeSuite.scheduleReference,
      "scheduleRefDecode": RuntimeSuite.scheduleReferenceDecoding,
      "statusDecode": RuntimeSuite.status, "taintDecode": RuntimeSuite.taint,
    ]),
  ]
}
