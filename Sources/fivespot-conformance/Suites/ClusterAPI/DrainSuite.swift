import ClusterAPI
import Documents
import KubernetesModel
import Units

/// The drain of a node.
enum DrainSuite {
  /// Any moment will do: inputs give ages.
  private static let now = Instant(seconds: 1_000_000)

  static func selector(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "selector", "labels"])
    var refusal: SelectorError?
    let selector = try input.selector("selector", refusal: &refusal)
    if refusal != nil { return ["error": true] }
    return ["matches": .boolean(MachineDrainRule.matches(selector, try input.labels("labels")))]
  }

  static func ruleOfMachine(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "machines", "machineLabels", "clusterLabels"])
    var refusal: SelectorError?
    let rule = MachineDrainRule(
      name: "", namespace: "", behavior: .skip,
      machines: try machines(of: input, refusal: &refusal))
    if refusal != nil { return ["error": true] }
    let applies = rule.applies(
      toMachine: try input.labels("machineLabels"), inCluster: try input.labels("clusterLabels"))
    return ["matches": .boolean(applies)]
  }

  static func ruleOfPod(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "pods", "podLabels", "namespaceLabels"])
    var refusal: SelectorError?
    let rule = MachineDrainRule(
      name: "", namespace: "", behavior: .skip, pods: try pods(of: input, refusal: &refusal))
    if refusal != nil { return ["error": true] }
    let applies = rule.applies(
      toPod: try input.labels("podLabels"), inNamespace: try input.labels("namespaceLabels"))
    return ["matches": .boolean(applies)]
  }

  static func rules(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "machineNamespace", "rules", "machineLabels", "clusterLabels"])
    let namespace = try input.text("machineNamespace")
    var refusal: SelectorError?
    let rules = try rules(of: input, "rules", onlyIn: namespace, refusal: &refusal)
    if refusal != nil { return ["error": true] }
    let matching = MachineDrainRule.rules(
      rules, forMachineIn: namespace, labels: try input.labels("machineLabels"),
      clusterLabels: try input.labels("clusterLabels"))
    return ["rules": .texts(matching.map(\.name))]
  }

  static func skipDeleted(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "deletionTimestampAgeSeconds", "skipWaitForDeleteTimeoutSeconds"])
    let filter = DrainFilter(namespaces: [:], skipsPodsLeavingFor: try limit(of: input))
    var pod = Pod(namespace: "", name: "")
    pod.deletionTimestamp = try input.optionalSeconds("deletionTimestampAgeSeconds").map {
      now - $0
    }
    return ["behavior": filter.isLongLeaving(pod, at: now) ? "Skip" : "Drain"]
  }

  static func decisions(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "fn", "pods", "machineDrainRules", "namespaces", "namespaceLabels", "daemonSets",
        "skipWaitForDeleteTimeoutSeconds",
      ])
    guard try input.text("namespaceLabels") == "kubernetes.io/metadata.name only" else {
      throw VectorError("namespaceLabels says something new")
    }
    var refusal: SelectorError?
    let rules = try rules(of: input, "machineDrainRules", onlyIn: nil, refusal: &refusal)
    if refusal != nil { return ["error": true] }
    var namespaces: [String: Labels] = [:]
    for name in try input.texts("namespaces") {
      namespaces[name] = ["kubernetes.io/metadata.name": name]
    }
    var daemonSets: Set<DrainFilter.NamespacedName> = []
    for text in try input.texts("daemonSets") {
      let parts = text.split(separator: "/").map(String.init)
      guard parts.count == 2 else { throw VectorError("\"\(text)\" is not namespace/name") }
      daemonSets.insert(.init(namespace: parts[0], name: parts[1]))
    }
    let filter = DrainFilter(
      rules: rules.sorted { $0.name < $1.name }, namespaces: namespaces, daemonSets: daemonSets,
      skipsPodsLeavingFor: try limit(of: input))
    var values: [DocumentValue] = []
    for pod in try podObjects(of: input) {
      do throws(DrainError) {
        values.append(value(of: try filter.decision(on: pod, at: now), on: pod))
      } catch {
        return ["error": true]
      }
    }
    return ["pods": .sequence(values)]
  }

  static func evictionPass(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "pods"])
    var pods: [EvictionPass.Candidate] = []
    var answers: [String?] = []
    for fields in try input.records(
      "pods",
      known: [
        "name", "namespace", "behavior", "order", "deletionTimestampSet", "evictionResponse",
      ])
    {
      pods.append(
        EvictionPass.Candidate(
          namespace: try fields.optionalText("namespace") ?? "",
          name: try fields.text("name"), behavior: try behavior(of: fields),
          isTerminating: try fields.optionalBoolean("deletionTimestampSet") ?? false))
      answers.append(try fields.optionalText("evictionResponse"))
    }
    var pass = EvictionPass(of: pods)
    for pod in pass.evictNow {
      switch answers[pod] {
      case "ok": pass.record(.evicted, for: pod)
      case "404": pass.record(.notFound, for: pod)
      case .some: pass.record(.refused, for: pod)
      case nil: break
      }
    }
    pass.end()
    func names(_ indices: [Int]) -> DocumentValue { .texts(indices.map { pods[$0].name }) }
    return [
      "ignored": names(pass.ignored), "deletionTimestampSet": names(pass.leaving),
      "notFound": names(pass.notFound), "failed": names(pass.failed),
      "evictLater": names(pass.evictLater), "waitCompletedLater": names(pass.waitCompletedLater),
      "waitCompletedNow": names(pass.waitCompletedNow),
      "drainCompleted": .boolean(pass.isDrainCompleted),
    ]
  }

  // MARK: Reading

  private static func limit(of input: InputFields) throws(VectorError) -> TimeSpan? {
    let limit = try input.optionalSeconds("skipWaitForDeleteTimeoutSeconds")
    return limit == .zero ? nil : limit
  }

  private static func behavior(
    of fields: InputFields
  ) throws(VectorError) -> PodDrainDecision.Behavior {
    switch try fields.text("behavior") {
    case "Drain": .drain(order: Int32(try fields.optionalWhole("order") ?? 0))
    case "Skip": .skip
    case "WaitCompleted": .waitCompleted
    case let word: throw VectorError("unknown behavior \"\(word)\"")
    }
  }

  private static func value(of decision: PodDrainDecision, on pod: Pod) -> DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [("name", .string(pod.name))]
    switch decision.behavior {
    case .drain: members.append(("behavior", "Drain"))
    case .skip: members.append(("behavior", "Skip"))
    case .waitCompleted: members.append(("behavior", "WaitCompleted"))
    }
    if let order = decision.behavior.order { members.append(("order", .integer(Int64(order)))) }
    members.append(("warning", .boolean(!decision.warnings.isEmpty)))
    return .mapping(members)
  }

  private static func podObjects(of input: InputFields) throws(VectorError) -> [Pod] {
    var pods: [Pod] = []
    for fields in try input.records(
      "pods",
      known: [
        "name", "namespace", "labels", "annotations", "controller", "phase", "emptyDir",
        "deletionTimestampAgeSeconds",
      ])
    {
      var pod = Pod(namespace: try fields.text("namespace"), name: try fields.text("name"))
      pod.labels = try fields.labels("labels")
      pod.annotations = try fields.labels("annotations")
      if let controller = fields.node("controller") {
        let owner = try InputFields(controller, at: "controller", known: ["kind", "name"])
        pod.controller = ControllerReference(
          kind: try owner.text("kind"), name: try owner.text("name"))
      }
      if let phase = try fields.optionalText("phase") {
        pod.phase = try DisruptionSuite.word(phase)
      }
      pod.usesEmptyDir = try fields.optionalBoolean("emptyDir") ?? false
      pod.deletionTimestamp = try fields.optionalSeconds("deletionTimestampAgeSeconds").map {
        now - $0
      }
      pods.append(pod)
    }
    return pods
  }

  /// The rules of an input. With `onlyIn`, those of other namespaces are not looked into: the
  /// controller lists its own namespace.
  private static func rules(
    of input: InputFields, _ key: String, onlyIn namespace: String?,
    refusal: inout SelectorError?
  ) throws(VectorError) -> [MachineDrainRule] {
    var rules: [MachineDrainRule] = []
    for fields in try input.records(
      key, known: ["name", "namespace", "behavior", "order", "machines", "pods"])
    {
      let own = try fields.text("namespace")
      if let namespace, namespace != own { continue }
      let behavior: MachineDrainRule.Behavior
      switch try fields.text("behavior") {
      case "Drain": behavior = .drain(order: Int32(try fields.optionalWhole("order") ?? 0))
      case "Skip": behavior = .skip
      case "WaitCompleted": behavior = .waitCompleted
      case let word: behavior = .unknown(word)
      }
      rules.append(
        MachineDrainRule(
          name: try fields.text("name"), namespace: own, behavior: behavior,
          machines: try machines(of: fields, refusal: &refusal),
          pods: try pods(of: fields, refusal: &refusal)))
    }
    return rules
  }

  private static func machines(
    of fields: InputFields, refusal: inout SelectorError?
  ) throws(VectorError) -> [MachineDrainRule.MachineSelector] {
    var selectors: [MachineDrainRule.MachineSelector] = []
    for entry in try fields.records("machines", known: ["selector", "clusterSelector"]) {
      selectors.append(
        .init(
          selector: try entry.selector("selector", refusal: &refusal),
          clusterSelector: try entry.selector("clusterSelector", refusal: &refusal)))
    }
    return selectors
  }

  private static func pods(
    of fields: InputFields, refusal: inout SelectorError?
  ) throws(VectorError) -> [MachineDrainRule.PodSelector] {
    var selectors: [MachineDrainRule.PodSelector] = []
    for entry in try fields.records("pods", known: ["selector", "namespaceSelector"]) {
      selectors.append(
        .init(
          selector: try entry.selector("selector", refusal: &refusal),
          namespaceSelector: try entry.selector("namespaceSelector", refusal: &refusal)))
    }
    return selectors
  }
}
