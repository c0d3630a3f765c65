import ClusterAPI
import Documents
import Units

/// What a MachineSet does about its Machines.
enum MachineSetSuite {
  /// Any moment will do: inputs give ages.
  private static let now = Instant(seconds: 1_000_000_000)

  // MARK: Deletion

  /// Which Machines go, by their labels, with the content that each label stands for: what is
  /// expected may name another Machine of the same content.
  static func deletion(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["order", "diff", "machines", "machine"])
    if let machine = input.node("machine") {
      let fields = try machineFields(machine, at: "machine")
      return ["healthy": .boolean(try member(fields, names: []).isHealthy)]
    }
    // What is not written is the default.
    let word = try input.optionalText("order") ?? ""
    guard let order = word.isEmpty ? .random : DeletionOrder(rawValue: word) else {
      return ["error": true]
    }
    var records: [InputFields] = []
    for node in try input.list("machines") {
      records.append(try machineFields(node, at: "machines[\(records.count)]"))
    }
    let names = try names(of: records)
    var members: [MachineSetMember] = []
    var labels: [String] = []
    for fields in records {
      labels.append(try fields.text("label"))
      members.append(try member(fields, names: names))
    }
    let deleted = order.first(try input.whole("diff"), of: members, at: now)
    var contents: [(key: String, value: DocumentValue)] = []
    for (place, label) in labels.enumerated() where !contents.contains(where: { $0.key == label }) {
      let first = members.firstIndex(of: members[place]) ?? place
      contents.append((key: label, value: .whole(first)))
    }
    return [
      "deleted": .texts(deleted.map { labels[$0] }), "contentOfLabel": .mapping(contents),
    ]
  }

  /// Whether the Machines that go have the contents that are expected, in that order.
  static let acceptsDeletion: @Sendable (DocumentValue, DocumentNode) -> Bool = {
    actual, expected in
    guard case .mapping(let members) = actual, let wanted = expected["deleted"],
      case .sequence(let deleted)? = members.first(where: { $0.key == "deleted" })?.value,
      case .mapping(let contents)? = members.first(where: { $0.key == "contentOfLabel" })?.value
    else { return FileCheck.hasMembers(actual, expected) }
    func content(_ label: DocumentValue) -> DocumentValue? {
      contents.first { DocumentValue.string($0.key) == label }?.value
    }
    return deleted.count == wanted.count
      && zip(deleted, wanted.elements).allSatisfy { ours, theirs in
        guard let known = content(theirs.value) else { return false }
        return content(ours) == known
      }
  }

  private static func machineFields(
    _ node: DocumentNode, at path: String
  ) throws(VectorError) -> InputFields {
    try InputFields(
      node, at: path,
      known: [
        "label", "name", "hasNodeRef", "ageDays", "deleting", "deleteAnnotation",
        "updateInProgress", "nodeHealthy", "healthCheckSucceeded",
      ])
  }

  private static func member(
    _ fields: InputFields, names: [String]
  ) throws(VectorError) -> MachineSetMember {
    var member = MachineSetMember(
      nameOrder: names.firstIndex(of: try fields.optionalText("name") ?? "") ?? 0)
    if let days = fields.node("ageDays")?.double {
      member.createdAt =
        now - TimeSpan(nanoseconds: Int64((days * 86_400e9).rounded()))
    }
    member.hasNode = try fields.flag("hasNodeRef")
    member.isDeleting = try fields.optionalFlag("deleting")
    member.hasDeleteAnnotation = try fields.optionalFlag("deleteAnnotation")
    member.isUpdatingInPlace = try fields.optionalFlag("updateInProgress")
    member.nodeHealthy = try condition(fields, "nodeHealthy")
    member.healthCheckSucceeded = try condition(fields, "healthCheckSucceeded")
    return member
  }

  private static func condition(
    _ fields: InputFields, _ key: String
  ) throws(VectorError) -> ConditionStatus? {
    guard let text = try fields.optionalText(key) else { return nil }
    return try DisruptionSuite.word(text)
  }

  /// The names in the order of their bytes; a Machine may have none, and then it has the empty one.
  private static func names(of records: [InputFields]) throws(VectorError) -> [String] {
    var names: Set<String> = []
    for fields in records { names.insert(try fields.optionalText("name") ?? "") }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  // MARK: Remediation, replicas

  static func remediation(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["machines"])
    let records = try input.records(
      "machines", known: ["name", "createdAt", "remediateAnnotation"])
    let order = try names(of: records)
    var members: [MachineSetMember] = []
    var names: [String] = []
    for fields in records {
      names.append(try fields.text("name"))
      var member = MachineSetMember(
        nameOrder: order.firstIndex(of: names[names.count - 1]) ?? 0,
        createdAt: Instant(seconds: Int64(try fields.whole("createdAt"))))
      member.hasRemediateAnnotation = try fields.optionalFlag("remediateAnnotation")
      members.append(member)
    }
    let sorted = MachineSetRemediation.sorted(Array(members.indices), of: members)
    return ["order": .texts(sorted.map { names[$0] })]
  }

  static func replicas(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "kind", "newReplicas", "minSize", "maxSize", "old"])
    // Both kinds have the same rule.
    guard ["MD", "MS"].contains(try input.text("kind")) else {
      throw VectorError("unknown kind \"\(try input.text("kind"))\"")
    }
    var before: Int?
    if let old = input.node("old") {
      before = try InputFields(old, at: "old", known: ["replicas"]).optionalWhole("replicas")
    }
    let defaulting = ReplicaDefaulting(
      written: try input.optionalWhole("newReplicas"),
      leastSize: try input.optionalText("minSize"), mostSize: try input.optionalText("maxSize"),
      before: before)
    do throws(NodeGroupSizeError) {
      return ["replicas": .whole(try defaulting.replicas())]
    } catch {
      return ["error": true]
    }
  }

  // MARK: Preflight checks

  static func preflight(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "controlPlane", "machineSetVersion", "kubeadmBootstrap", "skippedChecks",
        "topologyManaged", "topologyVersion", "upgradeStep",
      ])
    let skipped = try input.optionalTexts("skippedChecks") ?? []
    if skipped.contains(PreflightCheck.all) { return ["failedChecks": []] }
    func version(_ text: String?) -> KubernetesVersion?? {
      guard let text else { return .some(nil) }
      return KubernetesVersion(text).map { .some($0) }
    }
    var controlPlane: ControlPlaneVersions?
    if let node = input.node("controlPlane") {
      let fields = try InputFields(
        node, at: "controlPlane", known: ["version", "statusVersion"])
      guard let desired = version(try fields.optionalText("version")),
        let reported = version(try fields.optionalText("statusVersion"))
      else { return ["error": true] }
      controlPlane = desired.map { ControlPlaneVersions(desired: $0, reported: reported) }
    }
    // Without a control plane that says its version nothing else is even read.
    guard controlPlane != nil else { return ["failedChecks": []] }
    guard let machineSet = version(try input.optionalText("machineSetVersion")) else {
      return ["error": true]
    }
    var state = PreflightState(controlPlane: controlPlane, machineSet: machineSet)
    state.joinsWithKubeadm = try input.flag("kubeadmBootstrap")
    if try input.flag("topologyManaged") {
      state.topology = .init(
        version: try input.optionalText("topologyVersion") ?? "",
        upgradeStep: try input.optionalText("upgradeStep"))
    }
    for word in skipped {
      // A word that names no check leaves none out.
      if let check = PreflightCheck(rawValue: word) { state.skipped.insert(check) }
    }
    return ["failedChecks": .texts(state.failures.map(\.rawValue))]
  }
}
