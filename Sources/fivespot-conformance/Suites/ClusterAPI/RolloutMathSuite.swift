import ClusterAPI
import Documents
import KubernetesModel

/// The steps of the planner of a MachineDeployment, one at a time and together.
enum RolloutMathSuite {
  /// The functions of all files about rollouts but the logs.
  static let functions: [String: FileCheck.Function] = [
    "counts": counts, "deploymentComplete": complete, "maxUnavailable": maxUnavailable,
    "newMSNewReplicas": grownCurrentSet, "plan": plan,
    "reconcileDeadlockBreaker": { vector throws(VectorError) in
      try intents(vector) { $0.breakDeadlock() }
    },
    "reconcileNewMachineSet": { vector throws(VectorError) in
      var (planner, _) = try planner(vector)
      planner.scaleCurrentSet()
      return ["newMSReplicas": .whole(replicas(of: planner, planner.state.current))]
    },
    "reconcileOldMachineSetsOnDelete": { vector throws(VectorError) in
      try intents(vector) { $0.followDeletions() }
    },
    "reconcileOldMachineSetsRollingUpdate": { vector throws(VectorError) in
      try intents(vector) { $0.scaleDownOldSets() }
    },
    "resolveFenceposts": fenceposts, "rolloutSequence": sequence,
  ]

  // MARK: Single steps

  private static func fenceposts(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "maxSurge", "maxUnavailable", "replicas"])
    guard let surge = input.node("maxSurge").flatMap({ IntOrPercent($0) }),
      let unavailable = input.node("maxUnavailable").flatMap({ IntOrPercent($0) })
    else { return ["error": true] }
    let limits = RolloutLimits(
      .rollingUpdate(maxSurge: surge, maxUnavailable: unavailable),
      replicas: try input.whole("replicas"))
    return ["surge": .whole(limits.surge), "unavailable": .whole(limits.unavailable)]
  }

  private static func maxUnavailable(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "replicas", "maxSurge", "maxUnavailable"])
    let replicas = try input.whole("replicas")
    let limits = RolloutLimits(
      .rollingUpdate(
        maxSurge: try input.amount("maxSurge"),
        maxUnavailable: try input.amount("maxUnavailable")), replicas: replicas)
    return ["maxUnavailable": .whole(limits.mostUnavailable(of: replicas))]
  }

  private static func complete(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "specReplicas", "statusReplicas", "upToDateReplicas", "availableReplicas"])
    let totals = MachineSetTotals([
      MachineSetCounts(
        present: try input.whole("statusReplicas"),
        available: try input.whole("availableReplicas"),
        upToDate: try input.whole("upToDateReplicas"))
    ])
    return ["complete": .boolean(totals.isComplete(wanting: try input.whole("specReplicas")))]
  }

  private static func counts(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "machineSets"])
    var sets: [MachineSetCounts] = []
    for fields in try input.records("machineSets", known: setFields) {
      sets.append(try counts(fields))
    }
    let totals = MachineSetTotals(sets)
    return [
      "spec": .whole(totals.desired), "actual": .whole(totals.present),
      "total": .whole(totals.standing),
    ]
  }

  private static func grownCurrentSet(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let (planner, _) = try planner(vector)
    return ["newMSReplicas": .whole(planner.grownCurrentSet())]
  }

  /// The intents after one step, those given among them.
  private static func intents(
    _ vector: Vector, step: (inout RolloutPlanner) -> Void
  ) throws(VectorError) -> DocumentValue {
    var (planner, names) = try planner(vector)
    step(&planner)
    var intents: [(key: String, value: DocumentValue)] = []
    for (name, intent) in zip(names, planner.intents) {
      if let intent { intents.append((key: name, value: .whole(intent))) }
    }
    return ["scaleIntents": .mapping(intents)]
  }

  // MARK: Whole passes

  private static func plan(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let (planner, names) = try planner(vector)
    let plan = RolloutPlanner.plan(planner.state)
    var changes: [(key: String, value: DocumentValue)] = []
    for (place, name) in names.enumerated()
    where plan.desired[place] != planner.state.sets[place].desired {
      changes.append((key: name, value: .whole(plan.desired[place])))
    }
    return ["scaleIntents": .mapping(changes)]
  }

  /// A rollout from one set to the next in which Machines are available and gone at once: a pass,
  /// then the old set acts, then the new one, until nothing changes.
  private static func sequence(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "md", "start", "model"])
    let (desired, strategy) = try deployment(input)
    let start = try InputFields(
      input.node("start"), at: "start", known: ["old", "allAvailable"])
    guard try start.flag("allAvailable") else {
      throw VectorError("not all Machines are available at the start")
    }
    let old = try start.whole("old")
    var sets = [
      MachineSetCounts(desired: old, present: old, available: old), MachineSetCounts(),
    ]
    var passes: [DocumentValue] = []
    while true {
      guard passes.count < 1_000 else { throw VectorError("the rollout does not end") }
      let plan = RolloutPlanner.plan(
        RolloutState(desired: desired, strategy: strategy, sets: sets, current: 1))
      passes.append([
        "old": pass(sets[0], plan.desired[0]), "new": pass(sets[1], plan.desired[1]),
      ])
      if plan.desired == sets.map(\.desired) { break }
      for (place, count) in plan.desired.enumerated() {
        sets[place] = MachineSetCounts(
          desired: count, present: count, available: count, upToDate: place == 1 ? count : 0)
      }
    }
    return ["mdPasses": .sequence(passes)]
  }

  private static func pass(_ set: MachineSetCounts, _ desired: Int) -> DocumentValue {
    [
      "status": .whole(set.present), "specBefore": .whole(set.desired),
      "specAfter": .whole(desired),
    ]
  }

  // MARK: Input

  private static let setFields = ["name", "template", "spec", "status", "available", "upToDate"]

  private static func counts(_ fields: InputFields) throws(VectorError) -> MachineSetCounts {
    MachineSetCounts(
      desired: try fields.whole("spec"), present: try fields.whole("status"),
      available: try fields.optionalWhole("available") ?? 0,
      upToDate: try fields.optionalWhole("upToDate") ?? 0)
  }

  private static func deployment(
    _ input: InputFields
  ) throws(VectorError) -> (desired: Int, strategy: RolloutStrategy) {
    // A step that reads nothing of the deployment is not given one.
    guard let node = input.node("md") else { return (0, .standard) }
    let fields = try InputFields(
      node, at: "md", known: ["replicas", "strategy", "maxSurge", "maxUnavailable"])
    let desired = try fields.whole("replicas")
    switch try fields.text("strategy") {
    case "OnDelete": return (desired, .onDelete)
    case "RollingUpdate":
      return (
        desired,
        .rollingUpdate(
          maxSurge: try fields.amount("maxSurge"),
          maxUnavailable: try fields.amount("maxUnavailable"))
      )
    case let other: throw VectorError("unknown strategy \"\(other)\"")
    }
  }

  /// A planner with the old sets as they are listed and the current one last.
  private static func planner(
    _ vector: Vector
  ) throws(VectorError) -> (RolloutPlanner, names: [String]) {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "md", "newMS", "oldMSs", "scaleIntent"])
    let (desired, strategy) = try deployment(input)
    var names: [String] = []
    var sets: [MachineSetCounts] = []
    let current = try InputFields(input.node("newMS"), at: "newMS", known: setFields)
    for fields in try input.records("oldMSs", known: setFields) + [current] {
      names.append(try fields.text("name"))
      sets.append(try counts(fields))
    }
    var intents: [Int?] = Array(repeating: nil, count: sets.count)
    for member in try input.members("scaleIntent") {
      guard let place = names.firstIndex(of: member.key), let count = member.value.integer else {
        throw VectorError("scaleIntent.\(member.key) is not a number for a set")
      }
      intents[place] = Int(count)
    }
    let state = RolloutState(
      desired: desired, strategy: strategy, sets: sets, current: sets.count - 1)
    return (RolloutPlanner(state, intents: intents), names)
  }

  private static func replicas(of planner: RolloutPlanner, _ set: Int) -> Int {
    planner.intents[set] ?? planner.state.sets[set].desired
  }
}
