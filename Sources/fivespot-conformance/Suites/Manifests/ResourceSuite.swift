import Documents
import SpotScheduler
import Units

/// What decoding fills in, what encoding leaves out, and the fixed names and times.
enum ResourceSuite {
  // MARK: Constants

  static func phases(_ vector: Vector) throws(VectorError) -> DocumentValue {
    _ = try InputFields(vector.input, at: "input", known: ["fn"])
    return ["values": .texts(ControllerConstants.phases.map(\.rawValue))]
  }

  static func conditionStatuses(_ vector: Vector) throws(VectorError) -> DocumentValue {
    _ = try InputFields(vector.input, at: "input", known: ["fn"])
    return ["values": .texts(ScheduledMachineStatusDocument.Condition.statuses)]
  }

  static func taintConditionReasons(_ vector: Vector) throws(VectorError) -> DocumentValue {
    _ = try InputFields(vector.input, at: "input", known: ["fn"])
    return [
      "type": .string(ControllerConstants.taintConditionType),
      "values": .texts(ControllerConstants.taintConditionReasons),
    ]
  }

  static func constant(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "name"])
    let name = try input.text("name")
    // `requeueTimer` and TIMER_REQUEUE are one name: its words have no order.
    guard
      let time = ControllerConstants.Time.allCases.first(where: {
        words($0.rawValue) == words(name)
      })
    else {
      throw VectorError("unknown constant \"\(name)\"")
    }
    return ["seconds": .integer(time.span.nanoseconds / 1_000_000_000)]
  }

  /// The words of a name in camel case, sorted.
  private static func words(_ name: String) -> [String] {
    var words: [String] = []
    for character in name {
      if words.isEmpty || character.isUppercase { words.append("") }
      words[words.count - 1] += character.lowercased()
    }
    return words.sorted()
  }

  // MARK: Decoding and encoding

  static func specDefaults(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "spec"])
    guard let node = input.node("spec") else { throw VectorError("missing field input.spec") }
    let version = try version(of: vector)
    return outcome { () throws(RuntimeRefusal) in
      let spec = try ScheduledMachineSpec(node, version: version)
      var members = members(of: spec)
      members.removeAll {
        ["clusterName", "bootstrapSpec", "infrastructureSpec"].contains($0.key)
      }
      return .mapping(members)
    }
  }

  static func statusDefaults(_ vector: Vector) throws(VectorError) -> DocumentValue {
    _ = try InputFields(vector.input, at: "input", known: ["fn"])
    let status = ScheduledMachineStatusDocument()
    return [
      "phase": status.texts["phase"].map { .string($0) } ?? .null,
      "conditions": .sequence(status.conditions.map { .string($0.type) }),
      "observedGeneration": status.observedGeneration.map { .integer($0) } ?? .null,
      "inSchedule": .boolean(status.inSchedule),
      "appliedNodeTaints": .sequence(status.appliedNodeTaints.map(\.document)),
    ]
  }

  static func decoding(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try parts(of: vector)
    let version = try version(of: vector)
    if let node = input.node("kubeconfigSecretRef") {
      return outcome { () throws(RuntimeRefusal) in try KubeconfigSecretReference(node).document }
    }
    if let node = input.node("kata") {
      return outcome { () throws(RuntimeRefusal) in try KataConfiguration(node).document }
    }
    if let node = input.node("taint") {
      return outcome { () throws(RuntimeRefusal) in try Upstream.NodeTaint(node).document }
    }
    if let node = input.node("status") {
      return outcome { () throws(RuntimeRefusal) in
        let status = try ScheduledMachineStatusDocument(node)
        return with(
          status.document(version: version),
          ["appliedNodeTaints": .sequence(status.appliedNodeTaints.map(\.document))])
      }
    }
    let node = try spec(around: input, version)
    return outcome { () throws(RuntimeRefusal) in
      .mapping(members(of: try ScheduledMachineSpec(node, version: version)))
    }
  }

  static func encoding(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try parts(of: vector)
    let version = try version(of: vector)
    if let node = input.node("taint") {
      return outcome { () throws(RuntimeRefusal) in
        omissions(of: try Upstream.NodeTaint(node).document, from: ["key", "value", "effect"])
      }
    }
    if let node = input.node("status") {
      return outcome { () throws(RuntimeRefusal) in
        omissions(
          of: try ScheduledMachineStatusDocument(node).document(version: version),
          from: version.statusMembers)
      }
    }
    let node = try spec(around: input, version)
    return outcome { () throws(RuntimeRefusal) in
      omissions(
        of: try ScheduledMachineSpec(node, version: version).document, from: version.specMembers)
    }
  }

  static func roundTrip(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try parts(of: vector)
    if let effect = try input.optionalText("effect") {
      let taint = try reread(["key": "k", "effect": .string(effect)])
      return outcome { () throws(RuntimeRefusal) in try Upstream.NodeTaint(taint).document }
    }
    if let node = input.node("taint") {
      return outcome { () throws(RuntimeRefusal) in try Upstream.NodeTaint(node).document }
    }
    if let node = input.node("status") {
      let version = try version(of: vector)
      return outcome { () throws(RuntimeRefusal) in
        try ScheduledMachineStatusDocument(node).document(version: version)
      }
    }
    if input.node("spec") == nil { return try decoding(vector) }
    let version = try version(of: vector)
    let node = try spec(around: input, version)
    return outcome { () throws(RuntimeRefusal) in
      try ScheduledMachineSpec(node, version: version).document
    }
  }

  /// Whether all that the expectation names came out: of what is left out, at least that.
  static func accepts(_ actual: DocumentValue, _ expected: DocumentNode) -> Bool {
    guard case .mapping(let members) = actual, expected.kind == .mapping else {
      return actual == expected.value
    }
    return expected.members.allSatisfy { wanted in
      guard let value = members.first(where: { $0.key == wanted.key })?.value else { return false }
      guard wanted.key == "omits", case .sequence(let omitted) = value else {
        return value == wanted.value.value
      }
      return wanted.value.elements.allSatisfy { omitted.contains($0.value) }
    }
  }

  // MARK: Parts

  private static func parts(of vector: Vector) throws(VectorError) -> InputFields {
    try InputFields(
      vector.input, at: "input",
      known: ["fn", "spec", "status", "taint", "effect", "kubeconfigSecretRef", "kata"])
  }

  private static func version(
    of vector: Vector
  ) throws(VectorError) -> ScheduledMachineSpec.Version {
    guard case .node(let node, _) = vector.content else { throw VectorError("no object") }
    return node["layer"]?.string == "A" ? .v1alpha1 : .v1beta1
  }

  private static func outcome(
    _ compute: () throws(RuntimeRefusal) -> DocumentValue
  ) -> DocumentValue {
    do throws(RuntimeRefusal) { return try compute() } catch {
      return ["error": .string(error.rawValue)]
    }
  }

  /// A valid spec with the members that the input gives, and without those that it calls absent.
  private static func spec(
    around input: InputFields, _ version: ScheduledMachineSpec.Version
  ) throws(VectorError) -> DocumentNode {
    guard let given = input.node("spec") else { throw VectorError("missing field input.spec") }
    let embedded: DocumentValue = ["apiVersion": "k0smotron.io/v1beta1", "kind": "K", "spec": [:]]
    let base: [(key: String, value: DocumentValue)] = [
      (
        "schedule",
        version == .v1alpha1
          ? [:] : ["apiVersion": "spotschedules.5spot.finos.org/v1", "kind": "K", "name": "n"]
      ),
      ("clusterName", "c"), ("bootstrapSpec", embedded), ("infrastructureSpec", embedded),
    ]
    var members = base.filter { given[$0.key] == nil }
    for member in given.members where member.value.string != "absent" {
      members.append((member.key, member.value.value))
    }
    return try reread(.mapping(members))
  }

  private static func reread(_ value: DocumentValue) throws(VectorError) -> DocumentNode {
    do {
      return try Document.parseJSON(try value.canonicalJSON(), file: "spec").root
    } catch {
      throw VectorError("\(error)")
    }
  }

  /// The decoded fields; those that encoding leaves out as well.
  private static func members(
    of spec: ScheduledMachineSpec
  ) -> [(key: String, value: DocumentValue)] {
    let value = with(
      spec.document,
      [
        "nodeTaints": .sequence(spec.nodeTaints.map(\.document)),
        "killIfCommands": spec.killIfCommands.map { .texts($0) } ?? .null,
        "machineTemplate": .null,
      ])
    guard case .mapping(let members) = value else { return [] }
    return members
  }

  /// A mapping with further members, where it has none of that name.
  private static func with(_ value: DocumentValue, _ more: DocumentValue) -> DocumentValue {
    guard case .mapping(let members) = value, case .mapping(let more) = more else { return value }
    return .mapping(members + more.filter { one in !members.contains { $0.key == one.key } })
  }

  private static func omissions(of value: DocumentValue, from names: [String]) -> DocumentValue {
    guard case .mapping(let members) = value else { return ["omits": []] }
    return ["omits": .texts(names.filter { name in !members.contains { $0.key == name } })]
  }
}
