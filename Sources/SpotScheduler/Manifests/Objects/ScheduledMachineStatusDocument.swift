package import Documents

/// The `status` of a `ScheduledMachine` as 5-Spot writes it into the object.
///
/// `ScheduledMachineStatus` is what this library's scheduler remembers instead.
package struct ScheduledMachineStatusDocument: Sendable {
  /// A reference to an object.
  package struct Reference: Hashable, Sendable {
    /// Group and version.
    package var apiVersion: String
    /// The kind.
    package var kind: String
    /// The name.
    package var name: String
    /// The namespace of an object, the uid of a node.
    package var qualifier: String?
  }

  /// A condition of the conventions of Kubernetes.
  package struct Condition: Hashable, Sendable {
    /// The values that a condition's status can have.
    package static let statuses = ["True", "False", "Unknown"]
    /// The type.
    package var type: String
    /// `True`, `False` or `Unknown`.
    package var status: String
    /// RFC 3339.
    package var lastTransitionTime: String
    /// One word.
    package var reason: String
    /// A sentence.
    package var message: String
  }

  /// The texts by name: `phase`, `message`, `providerID` and times; absent ones are not there.
  package var texts: [String: String] = [:]
  /// The references by name: `machineRef`, `bootstrapRef`, `infrastructureRef`, `nodeRef`.
  package var references: [String: Reference] = [:]
  /// The conditions.
  package var conditions: [Condition] = []
  /// The generation that it speaks of.
  package var observedGeneration: Int64?
  /// Whether the window is open.
  package var inSchedule = false
  /// Whether the phase is Active; v1beta1.
  package var ready = false
  /// The taints that 5-Spot put on the node.
  package var appliedNodeTaints: [Upstream.NodeTaint] = []

  /// The names of `texts`.
  static let textNames = [
    "phase", "message", "lastScheduledTime", "providerID", "nextActivation", "nextCleanup",
  ]
  /// The names of `references`.
  static let referenceNames = ["machineRef", "bootstrapRef", "infrastructureRef", "nodeRef"]

  /// A status that nobody has written to.
  package init() {}

  /// Decodes a status; unknown fields are ignored, except in `nodeRef`.
  package init(_ node: DocumentNode) throws(RuntimeRefusal) {
    let fields = try FieldDecoder(node)
    for name in Self.textNames { texts[name] = try fields.optionalText(name) }
    for name in Self.referenceNames {
      guard let node = fields.value(name) else { continue }
      let isNode = name == "nodeRef"
      let parts = try FieldDecoder(
        node, known: isNode ? ["apiVersion", "kind", "name", "uid"] : nil)
      references[name] = Reference(
        apiVersion: try parts.text("apiVersion"), kind: try parts.text("kind"),
        name: try parts.text("name"),
        qualifier: try parts.optionalText(isNode ? "uid" : "namespace"))
    }
    for node in try fields.elements("conditions") {
      let parts = try FieldDecoder(node)
      conditions.append(
        Condition(
          type: try parts.text("type"), status: try parts.text("status"),
          lastTransitionTime: try parts.text("lastTransitionTime"),
          reason: try parts.text("reason"), message: try parts.text("message")))
    }
    observedGeneration = try fields.integer("observedGeneration")
    inSchedule = try fields.boolean("inSchedule", standard: false)
    ready = try fields.boolean("ready", standard: false)
    appliedNodeTaints = try Upstream.NodeTaint.list(try fields.elements("appliedNodeTaints"))
  }

  /// The status as 5-Spot writes it: what is absent is left out, and so are no taints; conditions
  /// and switches are always there.
  package func document(version: ScheduledMachineSpec.Version) -> DocumentValue {
    var members: [(key: String, value: DocumentValue?)] = Self.textNames.map {
      ($0, texts[$0].string)
    }
    for name in Self.referenceNames {
      members.append(
        (
          name,
          references[name].map { reference in
            SnapshotText.mapping([
              ("apiVersion", .string(reference.apiVersion)), ("kind", .string(reference.kind)),
              ("name", .string(reference.name)),
              (name == "nodeRef" ? "uid" : "namespace", reference.qualifier.string),
            ])
          }
        ))
    }
    members += [
      ("conditions", .sequence(conditions.map(\.document))),
      ("observedGeneration", observedGeneration.map { .integer($0) }),
      ("inSchedule", .boolean(inSchedule)),
      ("ready", version == .v1beta1 ? .boolean(ready) : nil),
      (
        "appliedNodeTaints",
        appliedNodeTaints.isEmpty ? nil : .sequence(appliedNodeTaints.map(\.document))
      ),
    ]
    return SnapshotText.mapping(members)
  }
}

extension ScheduledMachineStatusDocument.Condition {
  fileprivate var document: DocumentValue {
    [
      "type": .string(type), "status": .string(status),
      "lastTransitionTime": .string(lastTransitionTime), "reason": .string(reason),
      "message": .string(message),
    ]
  }
}
