import ClusterAPI
import Documents
import KubernetesModel
import Units

/// Disruption budgets and evictions.
enum DisruptionSuite {
  static func status(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["spec", "controllers", "pods", "namedPods", "disruptedPods"])
    let spec = try spec(input.node("spec"))
    var controllers: [String] = []
    var scales: [Int] = []
    for member in try input.members("controllers") {
      guard let scale = member.value.integer else {
        throw VectorError("controllers.\(member.key) is not an integer")
      }
      controllers.append(member.key)
      scales.append(Int(scale))
    }
    let now = Instant(seconds: 1_000_000)
    var records: [DisruptionBudgetMembers.DisruptedPod] = []
    for member in try input.members("disruptedPods") {
      guard let age = member.value.integer else {
        throw VectorError("disruptedPods.\(member.key) is not an integer")
      }
      records.append(.init(name: member.key, recordedAt: now - .seconds(age)))
    }
    let members = DisruptionBudgetMembers(
      pods: try pods(of: input, controllers: controllers), scales: scales, disruptedPods: records)
    let status = members.status(of: spec, at: now)
    return [
      "disruptionsAllowed": .whole(status.disruptionsAllowed),
      "currentHealthy": .whole(status.currentHealthy),
      "desiredHealthy": .whole(status.desiredHealthy),
      "expectedPods": .whole(status.expectedPods),
      "disruptedPodsKept": .texts(members.unconfirmedEvictions(at: now).map(\.name)),
    ]
  }

  static func eviction(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["podPhase", "podReady", "podTerminating", "pdbs"])
    let phase = try input.text("podPhase")
    var budgets: [BudgetState] = []
    for fields in try input.records(
      "pdbs",
      known: [
        "matches", "disruptionsAllowed", "currentHealthy", "desiredHealthy",
        "unhealthyPodEvictionPolicy",
      ])
    {
      let policy = try fields.optionalText("unhealthyPodEvictionPolicy")
      let budget = BudgetState(
        disruptionsAllowed: try fields.whole("disruptionsAllowed"),
        currentHealthy: try fields.whole("currentHealthy"),
        desiredHealthy: try fields.whole("desiredHealthy"),
        unhealthyPodEvictionPolicy: try word(policy ?? "IfHealthyBudget"))
      if try fields.flag("matches") { budgets.append(budget) }
    }
    let review = Eviction.review(
      podIsReady: try input.flag("podReady"), isTerminating: try input.flag("podTerminating"),
      phase: phase.isEmpty ? .unknown : try word(phase), budgets: budgets)
    guard case .allowed(let consumesBudget) = review else {
      return ["result": .string("\(review.statusCode)")]
    }
    var members: [(key: String, value: DocumentValue)] = [
      ("result", "evicted"), ("budgetConsumed", .boolean(consumesBudget)),
    ]
    if consumesBudget, let budget = budgets.first {
      members.append(("disruptionsAllowedAfter", .whole(budget.disruptionsAllowed - 1)))
    }
    return .mapping(members)
  }

  /// The value of an enumeration by its word.
  static func word<Value: RawRepresentable<String>>(_ text: String) throws(VectorError) -> Value {
    guard let value = Value(rawValue: text) else { throw VectorError("unknown word \"\(text)\"") }
    return value
  }

  private static func spec(_ node: DocumentNode?) throws(VectorError) -> PodDisruptionBudgetSpec {
    let fields = try InputFields(
      node, at: "input.spec", known: ["minAvailable", "maxUnavailable"])
    var spec = PodDisruptionBudgetSpec(selector: LabelSelector(), limit: nil)
    if fields.node("minAvailable") != nil {
      spec.limit = .minAvailable(try fields.amount("minAvailable"))
    } else if fields.node("maxUnavailable") != nil {
      spec.limit = .maxUnavailable(try fields.amount("maxUnavailable"))
    }
    return spec
  }

  private static func pods(
    of input: InputFields, controllers: [String]
  ) throws(VectorError) -> [DisruptionBudgetMembers.Pod] {
    func index(_ name: String?) throws(VectorError) -> Int? {
      guard let name else { return nil }
      guard let index = controllers.firstIndex(of: name) else {
        throw VectorError("there is no controller \"\(name)\"")
      }
      return index
    }
    var pods: [DisruptionBudgetMembers.Pod] = []
    for fields in try input.records("pods", known: ["controller", "ready", "count", "deleting"]) {
      let pod = DisruptionBudgetMembers.Pod(
        controller: try index(try fields.optionalText("controller")),
        isReady: try fields.flag("ready"),
        isTerminating: try fields.optionalBoolean("deleting") ?? false)
      pods += Array(repeating: pod, count: try fields.optionalWhole("count") ?? 1)
    }
    for fields in try input.records(
      "namedPods", known: ["name", "controller", "ready", "deleting"])
    {
      pods.append(
        DisruptionBudgetMembers.Pod(
          name: try fields.text("name"),
          controller: try index(try fields.optionalText("controller")),
          isReady: try fields.flag("ready"),
          isTerminating: try fields.optionalBoolean("deleting") ?? false))
    }
    return pods
  }
}
