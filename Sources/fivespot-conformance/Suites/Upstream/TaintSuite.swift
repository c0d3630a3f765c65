import Documents
import SpotScheduler

/// Ownership of node taints.
enum TaintSuite {
  static func plan(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["current", "desired", "applied"])
    let plan = Upstream.TaintPlan(
      current: try standing(input, "current"), desired: try taints(input, "desired"),
      applied: try taints(input, "applied"))
    return [
      "add": list(plan.add), "update": list(plan.update), "remove": list(plan.remove),
      "unchanged": list(plan.unchanged), "conflicts": list(plan.conflicts),
      "noop": .boolean(plan.isEmpty),
    ]
  }

  static func round(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["node", "desired", "applied", "plan", "patchStatus", "guard", "phase"])
    let patchStatus = try input.optionalWhole("patchStatus") ?? 200
    guard try isRun(input) else { return value(of: Upstream.TaintReconciliation()) }
    if let node = input.node("plan") {
      let fields = try InputFields(
        node, at: "plan", known: ["add", "update", "remove", "unchanged", "conflicts"])
      var plan = Upstream.TaintPlan()
      plan.add = try taints(fields, "add")
      plan.update = try taints(fields, "update")
      plan.remove = try taints(fields, "remove")
      plan.unchanged = try taints(fields, "unchanged")
      plan.conflicts = try taints(fields, "conflicts")
      var current: [Upstream.StandingTaint] = []
      if input.node("node") != nil, case .found(_, let taints) = try self.node(input) {
        current = taints
      }
      return value(
        of: Upstream.TaintReconciliation(
          carryingOut: plan, over: current, patchStatus: patchStatus))
    }
    return value(
      of: Upstream.TaintReconciliation(
        of: try node(input), desired: try taints(input, "desired"),
        applied: try taints(input, "applied"), patchStatus: patchStatus))
  }

  /// Whether the round is run: the guard that a vector names is the only one that holds.
  private static func isRun(_ input: InputFields) throws(VectorError) -> Bool {
    let phase = try input.optionalText("phase") ?? "Active"
    guard let phase = ScheduledMachineStatus.Phase(rawValue: phase) else {
      throw VectorError("unknown phase \"\(phase)\"")
    }
    let word = try input.optionalText("guard") ?? ""
    let isNodeUnknown = word.hasPrefix("nodeRef") || word == "noNodeRef"
    let areTaintsEmpty = word != "nodeNameEmpty" && word.lowercased().contains("empty")
    let known = ["", "deletionTimestamp", "killSwitch", "nodeNameEmpty"]
    guard known.contains(word) || isNodeUnknown || areTaintsEmpty else {
      throw VectorError("unknown guard \"\(word)\"")
    }
    return Upstream.TaintReconciliation.isRun(
      in: phase, isDeleted: word == "deletionTimestamp", isKilled: word == "killSwitch",
      nodeName: isNodeUnknown ? nil : word == "nodeNameEmpty" ? "" : "node",
      isAnyTaintKnown: !areTaintsEmpty)
  }

  private static func node(
    _ input: InputFields
  ) throws(VectorError) -> Upstream.TaintReconciliation.Node {
    guard let node = input.node("node") else { throw VectorError("missing field node") }
    if let text = node.string {
      guard let status = Int(text) else { throw VectorError("unknown node \"\(text)\"") }
      return .failing(status)
    }
    let fields = try InputFields(node, at: "node", known: ["ready", "taints"])
    let ready = fields.node("ready")
    let isReady = ready?.boolean ?? (ready?.string == "True")
    return .found(isReady: isReady, taints: try standing(fields, "taints"))
  }

  private static func taints(
    _ input: InputFields, _ key: String
  ) throws(VectorError) -> [Upstream.NodeTaint] {
    var taints: [Upstream.NodeTaint] = []
    for taint in try standing(input, key) {
      guard let effect = Upstream.NodeTaint.Effect(rawValue: taint.effect) else {
        throw VectorError("\(key): unknown effect \"\(taint.effect)\"")
      }
      taints.append(Upstream.NodeTaint(key: taint.key, value: taint.value, effect: effect))
    }
    return taints
  }

  private static func standing(
    _ input: InputFields, _ key: String
  ) throws(VectorError) -> [Upstream.StandingTaint] {
    var taints: [Upstream.StandingTaint] = []
    for fields in try input.records(key, known: ["key", "value", "effect"]) {
      taints.append(
        Upstream.StandingTaint(
          key: try fields.text("key"), value: try fields.optionalText("value"),
          effect: try fields.text("effect")))
    }
    return taints
  }

  private static func list(_ taints: [Upstream.NodeTaint]) -> DocumentValue {
    list(taints.map { ($0.key, $0.value, $0.effect.rawValue) })
  }

  private static func list(
    _ taints: [(key: String, value: String?, effect: String)]
  ) -> DocumentValue {
    .sequence(
      taints.map { taint in
        .present([
          ("key", .string(taint.key)), ("value", taint.value.map { .string($0) }),
          ("effect", .string(taint.effect)),
        ])
      })
  }

  private static func value(of round: Upstream.TaintReconciliation) -> DocumentValue {
    var members: [(key: String, value: DocumentValue?)] = []
    switch round.outcome {
    case nil: break
    case .noNodeYet: members = [("outcome", "NoNodeYet")]
    case .nodeNotReady: members = [("outcome", "NodeNotReady")]
    case .conflict(let taints):
      members = [("outcome", "Conflict"), ("conflicts", list(taints))]
    case .applied(let taints): members = [("outcome", "Applied"), ("applied", list(taints))]
    case .failed(let label): members = [("error", .string(label.rawValue))]
    }
    members += [
      ("calls", .texts(round.calls.map(\.rawValue))),
      ("taints", round.taints.map { list($0.map { ($0.key, $0.value, $0.effect) }) }),
      ("owned", round.owned.map { list($0.map { ($0.key, nil, $0.effect.rawValue) }) }),
      ("annotationKey", round.owned.map { _ in .string(Upstream.TaintReconciliation.annotation) }),
    ]
    return .present(members)
  }
}
