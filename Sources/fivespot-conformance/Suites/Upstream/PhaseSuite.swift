import Documents
import SpotScheduler
import Units

/// The phase machine and the check of the grace period.
enum PhaseSuite {
  // MARK: Grace

  static func grace(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["conditions", "timeout", "now"])
    var conditions: [Upstream.GracePeriod.Condition]?
    if input.node("conditions") != nil {
      conditions = []
      for fields in try input.records(
        "conditions", known: ["type", "status", "reason", "message", "lastTransitionTime"])
      {
        conditions?.append(
          Upstream.GracePeriod.Condition(
            reason: try fields.text("reason"),
            lastTransitionTime: try fields.optionalText("lastTransitionTime") ?? ""))
      }
    }
    let timeout = try input.text("timeout")
    let now = try input.instant("now")
    do throws(Upstream.GracePeriod.Failure) {
      return [
        "elapsed": .boolean(
          try Upstream.GracePeriod.isOver(conditions: conditions, timeout: timeout, at: now))
      ]
    } catch {
      return ["error": .string(error.className)]
    }
  }

  // MARK: Transitions

  static func transition(_ vector: Vector) throws(VectorError) -> DocumentValue {
    if vector.input?["guard"]?.boolean == true { return try gate(vector) }
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "phase", "enabled", "scheduleActive", "verdict", "lastKnown", "killSwitch", "reclaim",
        "graceElapsed", "fail", "machineExists", "nodeKnown", "nodeExists",
      ])
    let release = try vector.release()
    let isNodeThere = try input.optionalBoolean("nodeExists") ?? true
    let isRequested = try input.optionalBoolean("reclaim") ?? false
    let before = try input.optionalText("phase")
    let situation = Upstream.PhaseMachine.Situation(
      phase: before.flatMap { ScheduledMachineStatus.Phase(rawValue: $0) } ?? .pending,
      isKilled: try input.optionalBoolean("killSwitch") ?? false,
      isReclaimRequested: isRequested && isNodeThere,
      isEnabled: try input.optionalBoolean("enabled") ?? true,
      isActive: try isActive(input),
      isGraceOver: try input.optionalBoolean("graceElapsed") ?? false)
    let reconciliation = Upstream.Reconciliation(
      of: situation,
      in: Upstream.Reconciliation.Circumstances(
        release: release, isMachineFound: try input.optionalBoolean("machineExists") ?? true,
        isNodeKnown: try input.optionalBoolean("nodeKnown") ?? true,
        fault: try input.optionalText("fail").map { text throws(VectorError) in
          try fault(text, release, isEmergency: situation.isReclaimRequested)
        }))
    let isSame = reconciliation.phase == situation.phase
    let phase: DocumentValue = .optional(isSame ? before : reconciliation.phase.rawValue)
    let actions: DocumentValue = .texts(reconciliation.operations.map(\.rawValue))
    let requeue = reconciliation.requeue.map { DocumentValue.seconds($0) }
    switch reconciliation.outcome {
    case .unchanged:
      return .present([
        ("phase", phase), ("unchanged", true), ("requeueSeconds", requeue), ("actions", actions),
      ])
    case .failed(let label):
      // Of a child cluster's client only that its error is returned is recorded, not its label.
      let isLabelKnown = vector.input?["fail"]?.string != "resolveChildClient"
      return .present([
        ("error", isLabelKnown ? .some(.string(label.rawValue)) : nil), ("phase", phase),
        ("actions", actions), ("errorPropagated", isLabelKnown ? nil : .some(true)),
      ])
    case .changed(let row):
      return .present([
        ("phase", .string(row.phase.rawValue)), ("reason", .string(row.rule.rawValue)),
        ("inSchedule", .boolean(row.isInSchedule)), ("requeueSeconds", requeue),
        ("actions", actions),
        ("event", reconciliation.eventType.map { .string($0.rawValue) }),
      ])
    }
  }

  /// Whether the schedule is on: as the object's own schedule says, or as its provider's verdict
  /// and what is remembered of it come to.
  private static func isActive(_ input: InputFields) throws(VectorError) -> Bool {
    guard let word = try input.optionalText("verdict") else {
      return try input.optionalBoolean("scheduleActive") ?? false
    }
    return try VerdictSuite.verdict(named: word)
      .composed(lastKnown: try input.optionalBoolean("lastKnown"))
  }

  /// The step that a vector says fails, with an HTTP status behind a colon where it gives one.
  private static func fault(
    _ text: String, _ release: Upstream.Release, isEmergency: Bool
  ) throws(VectorError) -> Upstream.Fault {
    let parts = text.split(separator: ":", maxSplits: 1)
    let status = parts.count == 2 ? Int(parts[1]) : nil
    let word = status == nil ? text : String(parts[0])
    return Upstream.Fault(
      at: try step(word, release, isEmergency: isEmergency), status: status)
  }

  private static func step(
    _ word: String, _ release: Upstream.Release, isEmergency: Bool
  ) throws(VectorError) -> Upstream.Step {
    switch word {
    case "clusterName", "killIfCommands": return .validation
    case "timezone", "days", "hours", "schedule", "resolveSchedule": return .schedule
    case "getNode", "reclaimCheck": return .reclaimCheck
    case "fetchMachine": return .fetchMachine
    case "parseGraceTimeout": return .graceTimeout
    case "parseDrainTimeout": return .drainTimeout
    case "resolveChildClient": return .childClient
    case "drainNode": return .operation(isEmergency ? .drainNodeInEmergency : .drainNode)
    case "patchSpec": return .operation(release == .v01 ? .disableSchedule : .disableObject)
    case "clearAnnotations": return .operation(.clearReclaimAnnotations)
    default:
      if word.hasPrefix("validate") { return .creationChecks }
      guard let operation = Upstream.Operation(rawValue: word) else {
        throw VectorError("unknown step \"\(word)\"")
      }
      return .operation(operation)
    }
  }

  // MARK: Before the phase machine

  private static func gate(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "guard", "namespaced", "leader", "ownedShard", "deletionTimestamp", "hasFinalizer",
        "reclaimCheck", "phase",
      ])
    if let word = try input.optionalText("reclaimCheck") {
      let name = try nodeName(word)
      let asks = Upstream.ReclaimCheck.asksForNode(nodeName: name)
      return ["reclaim": .null, "apiCalls": .whole(asks ? 1 : 0)]
    }
    let gate = Upstream.Gate(
      isNamespaced: try input.optionalBoolean("namespaced") ?? true,
      isLeader: try input.optionalBoolean("leader") ?? true,
      isOwnShard: try input.optionalBoolean("ownedShard") ?? true,
      isDeleted: try input.optionalBoolean("deletionTimestamp") ?? false,
      hasFinalizer: try input.optionalBoolean("hasFinalizer") ?? true)
    switch gate {
    case .awaitChange: return ["action": "awaitChange"]
    case .handleDeletion: return ["action": "handleDeletion"]
    case .addFinalizer: return ["action": "addFinalizer", "requeueSeconds": 0]
    case .reconcile: return ["action": "reconcile"]
    case .failed(let label): return ["error": .string(label.rawValue)]
    }
  }

  /// The name in the `nodeRef` that a check is about; nil when there is none.
  private static func nodeName(_ word: String) throws(VectorError) -> String? {
    switch word {
    case "absent", "nodeRefAbsent", "noNodeRef", "statusAbsent", "noStatus": return nil
    case "nodeNameEmpty": return ""
    case "node404", "nodeNotFound", "noAnnotation": return "node"
    default: throw VectorError("unknown check \"\(word)\"")
    }
  }
}
