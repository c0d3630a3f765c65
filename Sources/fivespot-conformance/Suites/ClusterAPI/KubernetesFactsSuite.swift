import ClusterAPI
import Documents
import KubernetesModel
import Units

/// Small facts of Kubernetes' own controllers and of the kubelet.
enum KubernetesFactsSuite {
  /// The functions of the file.
  static let functions: [String: FileCheck.Function] = [
    "minToleration": shortestToleration, "noExecute": taintEviction, "scaled": scaled,
    "shutdownConfig": shutdownTimes, "shutdownGroups": shutdownGroups, "slowStart": slowStart,
    "zoneState": zone,
  ]

  private static func slowStart(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "count", "initialBatchSize", "succeedFirst"])
    let succeeding = try input.whole("succeedFirst")
    let outcome = SlowStart.run(
      try input.whole("count"), firstBatch: try input.whole("initialBatchSize")
    ) { $0 < succeeding }
    return [
      "successes": .whole(outcome.successes), "calls": .whole(outcome.calls),
      "error": .boolean(outcome.hasFailed),
    ]
  }

  private static func scaled(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "value", "total", "roundUp"])
    guard let amount = input.node("value").flatMap({ IntOrPercent($0) }) else {
      return ["error": true]
    }
    let value = amount.scaled(
      to: try input.whole("total"), rounding: try input.flag("roundUp") ? .up : .down)
    return ["value": .whole(value)]
  }

  // MARK: Taints

  private static func shortestToleration(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "tolerationSeconds"])
    var seconds: [Int64?] = []
    for node in try input.list("tolerationSeconds") {
      guard node.isNull || node.integer != nil else {
        throw VectorError("a toleration is not a number of seconds")
      }
      seconds.append(node.integer)
    }
    switch TaintEviction.departure(tolerationSeconds: seconds) {
    case .never: return ["seconds": -1]
    case .after(let span): return ["seconds": .seconds(span)]
    }
  }

  private static func taintEviction(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "node", "taintKey", "toleration"])
    // A pod that is on no node has none to leave.
    guard try input.optionalText("node") != nil else { return ["deleteAfterSeconds": .null] }
    let taints = input.node("taintKey").map {
      [Taint(key: $0.lexeme ?? "", effect: .noExecute)]
    }
    var tolerations: [Toleration] = []
    if let node = input.node("toleration") {
      let fields = try InputFields(node, at: "toleration", known: ["key", "tolerationSeconds"])
      tolerations.append(
        Toleration(
          key: fields.node("key")?.lexeme ?? "", .exists, effect: .noExecute,
          tolerationSeconds: try fields.optionalWhole("tolerationSeconds").map { Int64($0) }))
    }
    switch TaintEviction.departure(taints: taints ?? [], tolerations: tolerations) {
    case .never: return ["deleteAfterSeconds": .null]
    case .after(let span): return ["deleteAfterSeconds": .seconds(span)]
    }
  }

  private static func zone(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "fn", "ready", "notReady", "zoneNodes", "unhealthyZoneThreshold",
        "largeClusterThreshold", "evictionRate", "secondaryEvictionRate", "otherZonesHealthy",
      ])
    let state = ZoneDisruption(
      ready: try input.whole("ready"), notReady: try input.whole("notReady"),
      threshold: try input.number("unhealthyZoneThreshold"))
    let rates = TaintRates(
      perSecond: try input.number("evictionRate"),
      secondaryPerSecond: try input.number("secondaryEvictionRate"),
      largeZone: try input.whole("largeClusterThreshold"))
    let othersAreHealthy = try input.flag("otherZonesHealthy")
    let everyZone = state == .full && !othersAreHealthy
    let rate = rates.rate(
      in: state, nodes: try input.whole("zoneNodes"), everyZoneIsDisrupted: everyZone)
    return ["state": .string(state.rawValue), "evictionsPerSecond": .number(rate)]
  }

  // MARK: Shutdown of a node

  private static func shutdownTimes(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "shutdownGracePeriodSeconds", "criticalPodsSeconds"])
    let shutdown = NodeShutdown(
      total: try input.span("shutdownGracePeriodSeconds"),
      critical: try input.span("criticalPodsSeconds"))
    return ["groups": .sequence(shutdown.groups.map { .mapping(members(of: $0)) })]
  }

  private static func shutdownGroups(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "config", "pods"])
    var groups: [NodeShutdown.Group] = []
    for fields in try input.records("config", known: ["priority", "graceSeconds"]) {
      groups.append(
        NodeShutdown.Group(
          priority: try priority(try fields.whole("priority")),
          grace: try fields.span("graceSeconds")))
    }
    let shutdown = NodeShutdown(groups: groups)
    var pods: [[String]] = Array(repeating: [], count: shutdown.groups.count)
    for member in try input.members("pods") {
      guard let value = member.value.integer else {
        throw VectorError("pods.\(member.key) is not an integer")
      }
      if let group = shutdown.group(ofPriority: try priority(Int(value))) {
        pods[group].append(member.key)
      }
    }
    return [
      "groups": .sequence(
        zip(shutdown.groups, pods).map { group, names in
          .mapping(members(of: group) + [(key: "pods", value: .texts(names))])
        })
    ]
  }

  private static func members(
    of group: NodeShutdown.Group
  ) -> [(key: String, value: DocumentValue)] {
    [
      (key: "priority", value: .whole(Int(group.priority))),
      (key: "graceSeconds", value: .fraction(group.grace)),
    ]
  }

  private static func priority(_ value: Int) throws(VectorError) -> Int32 {
    guard let priority = Int32(exactly: value) else {
      throw VectorError("\(value) is not a priority")
    }
    return priority
  }
}
