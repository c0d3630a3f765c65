package import Documents

/// The `spec` of a `ScheduledMachine` as written: texts are unread, defaults filled in.
public struct ScheduledMachineSpec: Sendable {
  /// The versions of the resource.
  public enum Version: String, Hashable, Sendable, CaseIterable {
    /// Up to 5-Spot 0.2: the schedule is written in the object.
    case v1alpha1
    /// From 5-Spot 0.3 on: the schedule is an object of its own.
    case v1beta1
  }

  /// When the machine is on.
  public enum Schedule: Hashable, Sendable {
    /// Days and hours, v1alpha1.
    case inline(ScheduleSpec)
    /// Another object, v1beta1.
    case reference(SpotScheduleReference)
  }

  /// Labels and annotations of the Machine.
  public struct MachineTemplate: Sendable {
    /// Labels, in the order in which they were written.
    public var labels: [(key: String, value: String)]
    /// Annotations, in the order in which they were written.
    public var annotations: [(key: String, value: String)]

    /// Makes a template.
    public init(
      labels: [(key: String, value: String)] = [],
      annotations: [(key: String, value: String)] = []
    ) {
      self.labels = labels
      self.annotations = annotations
    }
  }

  /// When the machine is on.
  public var schedule: Schedule
  /// `enabled` of v1beta1; in v1alpha1 the switch is the schedule's.
  public var enabled: Bool
  /// The Cluster API cluster that the machine joins.
  public var clusterName: String
  /// The bootstrap object.
  public var bootstrapSpec: EmbeddedResource
  /// The infrastructure object.
  public var infrastructureSpec: EmbeddedResource
  /// Labels and annotations of the Machine; nil when there is no template.
  public var machineTemplate: MachineTemplate?
  /// 0 to 255; its only effect is on which of several controllers takes the object.
  public var priority: UInt8
  /// How long a machine stays after its window has closed, unread.
  public var gracefulShutdownTimeout: String
  /// How long its drain may take, unread.
  public var nodeDrainTimeout: String
  /// True takes the machine away at once and for good.
  public var killSwitch: Bool
  /// The taints of its node.
  public var nodeTaints: [Upstream.NodeTaint]
  /// Programs that take the machine back when they start; nil when the field is absent.
  public var killIfCommands: [String]?
  /// The workload cluster's kubeconfig, v1beta1.
  public var kubeconfigSecretRef: KubeconfigSecretReference?
  /// A drop-in for Kata, v1beta1.
  public var kata: KataConfiguration?

  /// Decodes a spec.
  ///
  /// - Throws: the class of the first thing that the type does not take.
  package init(_ node: DocumentNode, version: Version) throws(RuntimeRefusal) {
    let fields = try FieldDecoder(node)
    let schedule = try fields.required("schedule")
    switch version {
    case .v1alpha1:
      self.schedule = .inline(try ScheduleSpec(schedule))
      enabled = true
    case .v1beta1:
      self.schedule = .reference(try SpotScheduleReference(schedule))
      enabled = try fields.boolean("enabled", standard: true)
      kubeconfigSecretRef = try Self.part(fields.value("kubeconfigSecretRef")) {
        node throws(RuntimeRefusal) in try KubeconfigSecretReference(node)
      }
      kata = try Self.part(fields.value("kata")) { node throws(RuntimeRefusal) in
        try KataConfiguration(node)
      }
    }
    clusterName = try fields.text("clusterName")
    bootstrapSpec = try EmbeddedResource(try fields.required("bootstrapSpec"))
    infrastructureSpec = try EmbeddedResource(try fields.required("infrastructureSpec"))
    machineTemplate = try Self.part(fields.value("machineTemplate")) {
      node throws(RuntimeRefusal) in
      let fields = try FieldDecoder(node)
      return MachineTemplate(
        labels: try fields.textMap("labels"), annotations: try fields.textMap("annotations"))
    }
    guard let priority = UInt8(exactly: try fields.integer("priority") ?? 50) else {
      throw .invalidType
    }
    self.priority = priority
    gracefulShutdownTimeout = try fields.optionalText("gracefulShutdownTimeout") ?? "5m"
    nodeDrainTimeout = try fields.optionalText("nodeDrainTimeout") ?? "5m"
    killSwitch = try fields.boolean("killSwitch", standard: false)
    nodeTaints = try Upstream.NodeTaint.list(try fields.elements("nodeTaints"))
    killIfCommands =
      fields.value("killIfCommands") == nil ? nil : try fields.texts("killIfCommands")
  }

  private static func part<Part>(
    _ node: DocumentNode?, _ decode: (DocumentNode) throws(RuntimeRefusal) -> Part
  ) throws(RuntimeRefusal) -> Part? {
    guard let node else { return nil }
    return try decode(node)
  }

  /// The spec as 5-Spot writes it: defaults written out, what is absent or empty left out where it
  /// leaves it out.
  package var document: DocumentValue {
    var members: [(key: String, value: DocumentValue?)] = []
    switch schedule {
    case .inline(let spec): members.append(("schedule", spec.document))
    case .reference(let reference):
      members += [("schedule", reference.document), ("enabled", .boolean(enabled))]
    }
    members += [
      ("clusterName", .string(clusterName)), ("bootstrapSpec", bootstrapSpec.document),
      ("infrastructureSpec", infrastructureSpec.document),
      (
        "machineTemplate",
        machineTemplate.map {
          ["labels": .strings($0.labels), "annotations": .strings($0.annotations)]
        }
      ),
      ("priority", .integer(Int64(priority))),
      ("gracefulShutdownTimeout", .string(gracefulShutdownTimeout)),
      ("nodeDrainTimeout", .string(nodeDrainTimeout)), ("killSwitch", .boolean(killSwitch)),
      ("nodeTaints", nodeTaints.isEmpty ? nil : .sequence(nodeTaints.map(\.document))),
      ("killIfCommands", killIfCommands.map { .strings($0) }),
      ("kubeconfigSecretRef", kubeconfigSecretRef?.document), ("kata", kata?.document),
    ]
    return SnapshotText.mapping(members)
  }
}
