import Documents

/// The schemas of statuses, which matter where objects were exported from a cluster.
extension ManifestSchemas {
  private static let conditions = StructuralSchema.Member.defaulted(
    "conditions",
    .list(
      .object(
        .required("type", .text), .required("status", .words(["True", "False", "Unknown"])),
        .required("lastTransitionTime", .text), .required("reason", .text),
        .required("message", .text))), [])

  private static let reference = StructuralSchema.object(
    .required("apiVersion", .text), .required("kind", .text), .required("name", .text),
    .optional("namespace", .text, nullable: true))

  private static let observedGeneration = StructuralSchema.Member.optional(
    "observedGeneration", .integer(Int64.min...Int64.max), nullable: true)

  private static func text(_ name: String) -> StructuralSchema.Member {
    .optional(name, .text, nullable: true)
  }

  private static let common: [StructuralSchema.Member] = [
    text("phase"), text("message"), text("lastScheduledTime"),
    .optional("machineRef", reference, nullable: true),
    .optional("bootstrapRef", reference, nullable: true),
    .optional("infrastructureRef", reference, nullable: true),
    .optional(
      "nodeRef",
      .object(
        .required("apiVersion", .text), .required("kind", .text), .required("name", .text),
        .optional("uid", .text, nullable: true)), nullable: true),
    text("providerID"), conditions, observedGeneration,
    .defaulted("inSchedule", .boolean, false), text("nextActivation"), text("nextCleanup"),
    .optional("appliedNodeTaints", .list(taint)),
  ]

  /// The status of a `ScheduledMachine` v1alpha1.
  static let scheduledMachineV1Alpha1Status = StructuralSchema.object(
    StructuralSchema.ObjectSchema(members: common))

  /// The status of a `ScheduledMachine` v1beta1.
  static let scheduledMachineV1Beta1Status = StructuralSchema.object(
    StructuralSchema.ObjectSchema(
      members: common + [
        .defaulted("ready", .boolean, false),
        .optional(
          "spotSchedule",
          .object(
            .required("resolved", .boolean), .optional("active", .boolean, nullable: true),
            text("reason"), text("message"),
            .optional(
              "providerGeneration", .integer(Int64.min...Int64.max), nullable: true),
            text("lastTransitionTime")), nullable: true),
      ]))

  /// The status of both providers.
  static let providerStatus = StructuralSchema.object(
    .defaulted("active", .boolean, false), conditions, observedGeneration,
    text("lastTransitionTime"), text("nextTransitionTime"))
}
