package import Documents

extension Upstream.NodeTaint {
  /// Decodes a taint; unknown fields are ignored.
  package init(_ node: DocumentNode) throws(RuntimeRefusal) {
    let fields = try FieldDecoder(node)
    if let written = fields.value("effect"), Effect(exactly: written.string) == nil {
      throw .unknownEffect
    }
    key = try fields.text("key")
    value = try fields.optionalText("value")
    guard let effect = Effect(exactly: try fields.text("effect")) else { throw .unknownEffect }
    self.effect = effect
  }

  /// Decodes a list of taints.
  static func list(_ nodes: [DocumentNode]) throws(RuntimeRefusal) -> [Upstream.NodeTaint] {
    var taints: [Upstream.NodeTaint] = []
    for node in nodes { taints.append(try Upstream.NodeTaint(node)) }
    return taints
  }

  /// The taint as a document writes it: without a value that is absent.
  package var document: DocumentValue {
    SnapshotText.mapping([
      ("key", .string(key)), ("value", value.string), ("effect", .string(effect.rawValue)),
    ])
  }
}

extension EmbeddedMetadata {
  /// What 5-Spot takes from metadata: texts, and nothing of any other type.
  package init(_ node: DocumentNode?) {
    func texts(_ key: String) -> [(key: String, value: String)] {
      (node?[key]?.members).map { members in
        members.compactMap { member in member.value.string.map { (member.key, $0) } }
      } ?? []
    }
    self.init(
      namespace: node?["namespace"]?.string, name: node?["name"]?.string,
      labels: texts("labels"), annotations: texts("annotations"))
  }

  var document: DocumentValue? {
    guard !labels.isEmpty || !annotations.isEmpty else { return nil }
    return SnapshotText.mapping([
      ("labels", labels.isEmpty ? nil : .strings(labels)),
      ("annotations", annotations.isEmpty ? nil : .strings(annotations)),
    ])
  }
}

extension EmbeddedResource {
  init(_ node: DocumentNode) throws(RuntimeRefusal) {
    let fields = try FieldDecoder(node)
    self.init(
      apiVersion: try fields.text("apiVersion"), kind: try fields.text("kind"),
      metadata: EmbeddedMetadata(fields.value("metadata")),
      spec: try fields.required("spec").value)
  }

  var document: DocumentValue {
    SnapshotText.mapping([
      ("apiVersion", .string(apiVersion)), ("kind", .string(kind)),
      ("metadata", metadata.document), ("spec", spec),
    ])
  }
}

extension ScheduleSpec {
  /// Decodes days, hours, zone and switch; what is absent has the resource's defaults.
  package init(_ node: DocumentNode) throws(RuntimeRefusal) {
    let fields = try FieldDecoder(node)
    self.init(
      daysOfWeek: try fields.texts("daysOfWeek"), hoursOfDay: try fields.texts("hoursOfDay"))
    timezone = try fields.optionalText("timezone") ?? timezone
    enabled = try fields.boolean("enabled", standard: enabled)
  }

  /// The schedule as a document writes it.
  package var document: DocumentValue {
    [
      "daysOfWeek": .strings(daysOfWeek), "hoursOfDay": .strings(hoursOfDay),
      "timezone": .string(timezone), "enabled": .boolean(enabled),
    ]
  }
}

extension Upstream.CapitalMarketsSchedule {
  /// Decodes an exchange's calendar; an unknown field of a session or an early close is an error.
  package init(_ node: DocumentNode) throws(RuntimeRefusal) {
    let fields = try FieldDecoder(node)
    self.init(
      timezone: try fields.optionalText("timezone") ?? "UTC",
      holidays: try fields.texts("holidays"))
    for node in try fields.elements("sessions") {
      let parts = try FieldDecoder(node, known: ["daysOfWeek", "hoursOfDay"])
      sessions.append(
        Session(
          daysOfWeek: try parts.texts("daysOfWeek"), hoursOfDay: try parts.texts("hoursOfDay")))
    }
    for node in try fields.elements("earlyCloses") {
      let parts = try FieldDecoder(node, known: ["date", "closeHour"])
      guard let hour = UInt8(exactly: try parts.integer("closeHour") ?? -1) else {
        throw .missingField
      }
      earlyCloses.append(EarlyClose(date: try parts.text("date"), closeHour: hour))
    }
  }
}
