import Documents
import KubernetesModel
import Placement
import Units

/// The rules of kube-scheduler around filters and scores: how many nodes to look at, the order of the
/// queue and its waits, and preemption.
enum SchedulerCoreSuite {
  static let functions: [String: FileCheck.Function] = [
    "numFeasible": feasible, "backoff": backoff, "backoffUntil": backoffEnd, "less": order,
    "preemptionNode": preemptionNode, "pdbViolation": violations,
  ]

  private static func feasible(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "globalPercentage", "profilePercentage", "nodes"])
    var profile = PlacementProfile()
    // What a profile says goes before what the scheduler says.
    let ofProfile = try input.optionalWhole("profilePercentage")
    profile.percentageOfNodesToScore = try input.whole("globalPercentage")
    if let ofProfile { profile.percentageOfNodesToScore = ofProfile }
    return ["nodes": .whole(profile.feasibleNodesToFind(of: try input.whole("nodes")))]
  }

  private static func backoff(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "initial", "max", "count"])
    let wait = try limits(input).wait(after: input.whole("count"))
    return ["duration": .integer(wait.nanoseconds / 1_000_000_000)]
  }

  private static func backoffEnd(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["fn", "initial", "max", "unschedulableCount", "errorCount"])
    let end = try limits(input).end(
      since: .epoch, unschedulable: input.whole("unschedulableCount"),
      errors: input.whole("errorCount"))
    return [
      "offsetSeconds": end.map { .integer(($0 - .epoch).nanoseconds / 1_000_000_000) } ?? .null
    ]
  }

  private static func limits(_ input: InputFields) throws(VectorError) -> SchedulingBackoff {
    SchedulingBackoff(
      initial: .seconds(Int64(try input.whole("initial"))),
      most: .seconds(Int64(try input.whole("max"))))
  }

  private static func order(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "p1", "p2"])
    var places: [QueueOrder] = []
    for key in ["p1", "p2"] {
      let pod = try InputFields(input.node(key), at: key, known: ["priority", "timestamp"])
      places.append(
        QueueOrder(
          priority: Int32(try pod.whole("priority")),
          since: .epoch + .seconds(Int64(try pod.whole("timestamp")))))
    }
    return ["first": .boolean(places[0] < places[1])]
  }

  // MARK: Preemption

  /// One unit of a resource stands for what a pod asks for and a node has.
  private static func preemptionNode(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["fn", "pod", "nodes", "pods"])
    var nodes: [NodeInfo] = []
    for fields in try input.records("nodes", known: ["name", "capacity"]) {
      let capacity = ResourceList(
        cpu: MilliCPU(Int64(try fields.whole("capacity"))), pods: 110)
      nodes.append(NodeInfo(Node(name: try fields.text("name"), allocatable: capacity)))
    }
    for fields in try input.records(
      "pods", known: ["name", "node", "priority", "request", "startTime"])
    {
      let name = try fields.text("node")
      guard let index = nodes.firstIndex(where: { $0.node.name == name }) else {
        throw VectorError("there is no node \(name)")
      }
      nodes[index].add(NodeInfo.PlacedPod(try pod(fields)))
    }
    var cycle = SchedulingCycle(ClusterState(nodes: nodes))
    let preemptor = try pod(
      InputFields(input.node("pod"), at: "pod", known: ["name", "priority", "request"]))
    guard case .pending(_, _, let candidate?) = cycle.schedule(preemptor) else {
      throw VectorError("nobody is taken away")
    }
    return ["anyOf": .texts([nodes[candidate.node].node.name])]
  }

  private static func pod(_ fields: InputFields) throws(VectorError) -> Pod {
    var pod = Pod(namespace: "default", name: try fields.text("name"))
    pod.containers = [ResourceList(cpu: MilliCPU(Int64(try fields.whole("request"))))]
    pod.priority = Int32(try fields.whole("priority"))
    if let start = try fields.optionalWhole("startTime") {
      pod.startTime = .epoch + .seconds(Int64(start))
    }
    return pod
  }

  private static func violations(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["fn", "victims", "pdbs"])
    var names: [String] = []
    var groups: [[Pod]] = []
    for victim in try input.records("victims", known: ["id", "pods"]) {
      names.append(try victim.text("id"))
      var pods: [Pod] = []
      for pod in try victim.records("pods", known: ["name", "namespace", "labels"]) {
        pods.append(
          Pod(
            namespace: try pod.text("namespace"), name: try pod.text("name"),
            labels: try pod.labels("labels")))
      }
      groups.append(pods)
    }
    var budgets: [PreemptionBudget] = []
    for budget in try input.records(
      "pdbs", known: ["namespace", "matchLabels", "disruptionsAllowed", "disruptedPods"])
    {
      budgets.append(
        PreemptionBudget(
          namespace: try budget.text("namespace"),
          selector: LabelSelector(matchLabels: try budget.labels("matchLabels")),
          disruptionsAllowed: Int64(try budget.whole("disruptionsAllowed")),
          disruptedPods: try budget.optionalTexts("disruptedPods") ?? []))
    }
    let isViolating = PreemptionBudget.violations(of: groups, budgets)
    func named(_ wanted: Bool) -> DocumentValue {
      .texts(zip(names, isViolating).filter { $0.1 == wanted }.map(\.0))
    }
    return ["violating": named(true), "nonViolating": named(false)]
  }

  /// Whether the node is among those that are as good; other expectations are met as they stand.
  static func accepts(_ actual: DocumentValue, _ expected: DocumentNode) -> Bool {
    guard let nodes = expected["anyOf"]?.elements else { return actual == expected.value }
    return nodes.contains { actual == ["anyOf": .sequence([$0.value])] }
  }
}
