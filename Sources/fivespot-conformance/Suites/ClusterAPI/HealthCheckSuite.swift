import ClusterAPI
import Documents
import KubernetesModel
import Units

/// What a MachineHealthCheck finds, and when it acts.
enum HealthCheckSuite {
  /// Any moment will do: inputs give ages.
  private static let now = Instant(seconds: 1_000_000_000)

  /// The functions of the file.
  static let functions: [String: FileCheck.Function] = [
    "allowed": allowed, "maxUnhealthy": maxUnhealthy, "targets": targets,
  ]

  private static func allowed(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "fn", "unhealthyLessThanOrEqualTo", "unhealthyInRange", "expectedMachines",
        "currentHealthy",
      ])
    // What cannot be read allows nothing.
    guard let trigger = try trigger(input) else { return ["allowed": false, "error": true] }
    let (isAllowed, left) = trigger.allows(
      expected: try input.whole("expectedMachines"), healthy: try input.whole("currentHealthy"))
    return ["allowed": .boolean(isAllowed), "remediationsAllowed": .whole(left)]
  }

  private static func maxUnhealthy(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "unhealthyLessThanOrEqualTo", "expectedMachines"])
    guard let trigger = try trigger(input) else { return ["error": true] }
    let most = trigger.mostUnhealthy(of: try input.whole("expectedMachines"))
    return ["maxUnhealthy": .whole(most)]
  }

  /// Nil for one that is no number, no percentage and no range.
  private static func trigger(_ input: InputFields) throws(VectorError) -> RemediationTrigger? {
    if let range = try input.optionalText("unhealthyInRange"), !range.isEmpty {
      return RemediationTrigger(range: range)
    }
    guard let node = input.node("unhealthyLessThanOrEqualTo") else { return .standard }
    return IntOrPercent(node).map { .atMost($0) }
  }

  private static func targets(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "checks", "nodeStartupTimeoutSeconds", "targets"])
    let lists = try InputFields(
      input.node("checks"), at: "checks",
      known: ["unhealthyNodeConditions", "unhealthyMachineConditions"])
    var types: [String] = []
    let checks = HealthChecks(
      nodeConditions: try unhealthy(lists, "unhealthyNodeConditions", types: &types),
      machineConditions: try unhealthy(lists, "unhealthyMachineConditions", types: &types),
      nodeStartupTimeout: try input.optionalSeconds("nodeStartupTimeoutSeconds")
        ?? ControllerConstants.nodeStartupTimeout)
    var results: [DocumentValue] = []
    for fields in try input.records(
      "targets",
      known: [
        "machineAgeSeconds", "controlPlaneInitializedSecondsAgo", "clusterInfraReadySecondsAgo",
        "machineInfraReadySecondsAgo", "node", "nodeConditions", "machineConditions",
        "remediateAnnotation",
      ])
    {
      let cluster = HealthChecks.ClusterState(
        controlPlaneInitializedSince: try moment(fields, "controlPlaneInitializedSecondsAgo"),
        infrastructureReadySince: try moment(fields, "clusterInfraReadySecondsAgo"))
      let target = try target(fields, types: &types)
      results.append(result(checks.verdict(on: target, in: cluster, at: now)))
    }
    return ["results": .sequence(results)]
  }

  private static func target(
    _ fields: InputFields, types: inout [String]
  ) throws(VectorError) -> HealthCheckTarget {
    let conditions = try observed(fields, "nodeConditions", types: &types)
    let node: HealthCheckTarget.Node
    switch try fields.text("node") {
    case "notSeen": node = .notSeen
    case "deleted": node = .deleted
    case "present": node = .present(conditions)
    case let other: throw VectorError("unknown node \"\(other)\"")
    }
    var target = HealthCheckTarget(
      createdAt: try moment(fields, "machineAgeSeconds") ?? .distantPast,
      infrastructureReadySince: try moment(fields, "machineInfraReadySecondsAgo"), node: node)
    target.conditions = try observed(fields, "machineConditions", types: &types)
    target.hasRemediateAnnotation = try fields.optionalFlag("remediateAnnotation")
    return target
  }

  private static func moment(
    _ fields: InputFields, _ key: String
  ) throws(VectorError) -> Instant? {
    try fields.optionalSpan(key).map { now - $0 }
  }

  private static func unhealthy(
    _ fields: InputFields, _ key: String, types: inout [String]
  ) throws(VectorError) -> [UnhealthyCondition] {
    var conditions: [UnhealthyCondition] = []
    for record in try fields.records(key, known: ["type", "status", "timeoutSeconds"]) {
      conditions.append(
        UnhealthyCondition(
          type: number(of: try record.text("type"), in: &types),
          status: try DisruptionSuite.word(try record.text("status")),
          timeout: try record.optionalSpan("timeoutSeconds") ?? .zero))
    }
    return conditions
  }

  private static func observed(
    _ fields: InputFields, _ key: String, types: inout [String]
  ) throws(VectorError) -> [ObservedCondition] {
    var conditions: [ObservedCondition] = []
    for record in try fields.records(key, known: ["type", "status", "forSeconds"]) {
      conditions.append(
        ObservedCondition(
          type: number(of: try record.text("type"), in: &types),
          status: try DisruptionSuite.word(try record.text("status")),
          // A time that is not written is the beginning of time.
          since: try moment(record, "forSeconds") ?? .distantPast))
    }
    return conditions
  }

  private static func number(of type: String, in types: inout [String]) -> Int {
    if let known = types.firstIndex(of: type) { return known }
    types.append(type)
    return types.count - 1
  }

  private static func result(_ verdict: HealthVerdict) -> DocumentValue {
    switch verdict {
    case .healthy: ["verdict": "healthy"]
    case .unjudged: ["verdict": "unhealthyNoAction"]
    case .pending(let wait): ["verdict": "pending", "nextCheckSeconds": .fraction(wait)]
    case .unhealthy(let reason): ["verdict": "remediate", "reason": .string(reason.rawValue)]
    }
  }
}
