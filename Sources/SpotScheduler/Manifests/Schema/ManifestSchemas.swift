import Documents

/// The schemas of 5-Spot's resource definitions, member by member.
///
/// `ScheduledMachine` v1alpha1: finos/5-spot 01f6dfc (2026-04-26, 0.1.1). v1beta1 and the providers:
/// c720dde (2026-06-25, 0.3.0).
enum ManifestSchemas {
  /// The object of a kind as a whole.
  static func object(spec: StructuralSchema, status: StructuralSchema) -> StructuralSchema {
    .object(
      .required("apiVersion", .text), .required("kind", .text),
      .optional("metadata", metadata), .required("spec", spec),
      .optional("status", status, nullable: true))
  }

  /// What every object of Kubernetes has.
  static let metadata = StructuralSchema.object(
    .optional("name", .text), .optional("generateName", .text), .optional("namespace", .text),
    .optional("labels", .map(.text)), .optional("annotations", .map(.text)),
    .optional("finalizers", .list(.text)), .optional("ownerReferences", .list(.freeObject)),
    // Written by the API server, and seen where objects were exported.
    .optional("uid", .anything), .optional("resourceVersion", .anything),
    .optional("generation", .anything), .optional("creationTimestamp", .anything),
    .optional("deletionTimestamp", .anything), .optional("deletionGracePeriodSeconds", .anything),
    .optional("managedFields", .anything), .optional("selfLink", .anything))

  static let noTexts: DocumentValue = []
  static let days = StructuralSchema.Member.defaulted("daysOfWeek", .list(.text), noTexts)
  static let hours = StructuralSchema.Member.defaulted("hoursOfDay", .list(.text), noTexts)
  static let timezone = StructuralSchema.Member.defaulted(
    "timezone", .text(0...64, .timezone), "UTC")
  static let enabled = StructuralSchema.Member.defaulted("enabled", .boolean, true)

  static let taint = StructuralSchema.object(
    .required("key", .text), .optional("value", .text, nullable: true),
    .required("effect", .words(Upstream.NodeTaint.Effect.allCases.map(\.rawValue))))

  static let killIfCommands = StructuralSchema.Member.optional(
    "killIfCommands", .list(.text(1...256, nil), maxItems: 100))
  static let clusterName = StructuralSchema.Member.required(
    "clusterName", .text(1...63, .clusterName))
  static let machineTemplate = StructuralSchema.Member.optional(
    "machineTemplate",
    .object(
      .defaulted("labels", .map(.text), [:]), .defaulted("annotations", .map(.text), [:])),
    nullable: true)
  static let priority = StructuralSchema.Member.defaulted("priority", .integer(0...255), 50)
  static let gracefulShutdownTimeout = StructuralSchema.Member.defaulted(
    "gracefulShutdownTimeout", .text, "5m")
  static let nodeDrainTimeout = StructuralSchema.Member.defaulted("nodeDrainTimeout", .text, "5m")
  static let killSwitch = StructuralSchema.Member.defaulted("killSwitch", .boolean, false)
  static let nodeTaints = StructuralSchema.Member.optional("nodeTaints", .list(taint))

  /// The `spec` of a `ScheduledMachine` v1alpha1.
  static let scheduledMachineV1Alpha1 = StructuralSchema.object(
    .required("schedule", .object(days, hours, timezone, enabled)), clusterName,
    .required("bootstrapSpec", embedded), .required("infrastructureSpec", embedded),
    machineTemplate, priority, gracefulShutdownTimeout, nodeDrainTimeout, killSwitch, nodeTaints,
    killIfCommands)

  private static let embedded = StructuralSchema.object(
    .required("apiVersion", .text), .required("kind", .text), .required("spec", .freeObject))

  /// The `spec` of a `ScheduledMachine` v1beta1.
  static let scheduledMachineV1Beta1 = StructuralSchema.object(
    .required("schedule", scheduleReference), enabled, clusterName,
    .required("bootstrapSpec", embeddedWithMetadata),
    .required("infrastructureSpec", embeddedWithMetadata), machineTemplate, priority,
    gracefulShutdownTimeout, nodeDrainTimeout, killSwitch, nodeTaints, killIfCommands,
    .optional("kubeconfigSecretRef", kubeconfigSecretReference, nullable: true),
    .optional("kata", kata, nullable: true))

  private static let embeddedWithMetadata = StructuralSchema.object(
    .required("apiVersion", .text), .required("kind", .text),
    .optional(
      "metadata",
      .object(
        StructuralSchema.ObjectSchema(
          members: [.optional("labels", .map(.text)), .optional("annotations", .map(.text))],
          keepsUnknownMembers: true))),
    .required("spec", .freeObject))

  private static let scheduleReference = StructuralSchema.object(
    .required("apiVersion", .text(1...253, .providerVersion)),
    .required("kind", .text(1...63, .providerKind)),
    .required("name", .text(1...253, .subdomain)))

  private static let kubeconfigSecretReference = StructuralSchema.object(
    .required("name", .text(1...253, .subdomain)),
    .defaulted("key", .text(1...253, .dataKey), "value"))

  private static let kata = StructuralSchema.object(
    .required("kind", .words(KataConfiguration.Kind.allCases.map(\.rawValue))),
    .required("name", .text(1...253, .subdomain)),
    .defaulted("namespace", .text(1...63, .label), "5spot-system"),
    .defaulted("key", .text(1...253, .dataKey), "kata-containers.toml"),
    .defaulted("restartService", .text(1...255, .serviceUnit), "k0sworker.service"))

  /// The `spec` of a `TimeBasedSpotSchedule`.
  static let timeBasedSpotSchedule = StructuralSchema.object(days, hours, timezone, enabled)

  /// The `spec` of a `CapitalMarketsSchedule`.
  static let capitalMarketsSchedule = StructuralSchema.object(
    timezone, .defaulted("sessions", .list(.object(days, hours)), []),
    .defaulted("holidays", .list(.string(.init(pattern: .date)), maxItems: 366), []),
    .defaulted(
      "earlyCloses",
      .list(
        .object(
          .required("date", .string(.init(pattern: .date))),
          .required("closeHour", .integer(0...23)))), []))
}
