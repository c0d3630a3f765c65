import Documents
import KubernetesModel
import Placement

/// Scenarios that were run on a real kube-scheduler: the node, its competitors and their scores, or
/// the message, and who was taken away.
enum SchedulerOutcomeSuite {
  static let name = "kube-scheduler"

  static let check = FileCheck(functions: [:], everyFunction: outcome, accepts: accepts)

  private static func outcome(_ vector: Vector) throws(VectorError) -> DocumentValue {
    guard case .node(let root, _) = vector.content else { throw VectorError("no object") }
    var cluster: ClusterState
    let waiting: [Pod]
    do throws(DocumentError) {
      var manifests = ClusterManifests()
      for list in ["priorityClasses", "objects", "nodes", "existingPods", "pods"] {
        for object in root[list].map({ Array($0.elements) }) ?? [] { try manifests.add(object) }
      }
      (cluster, waiting) = manifests.cluster()
    } catch {
      throw VectorError(error.description)
    }
    let runs = root["runs"]?.members.map(\.value) ?? []
    readBudgets(runs.first, root, into: &cluster)
    var cycle = SchedulingCycle(cluster)
    var pods: [DocumentValue] = []
    var victims: [String] = []
    for pod in waiting {
      let seen = runs.compactMap { run in
        run["pods"]?.elements.first { $0["pod"]?.string == pod.name }
      }
      pods.append(try schedule(pod, on: &cycle, seen: seen, victims: &victims))
    }
    return ["pods": .sequence(pods), "victims": .texts(victims.sorted())]
  }

  /// Takes over what the budgets allowed just before, which the disruption controller had worked out.
  private static func readBudgets(
    _ run: DocumentNode?, _ root: DocumentNode, into cluster: inout ClusterState
  ) {
    let names = (root["objects"].map { Array($0.elements) } ?? []).filter {
      $0["kind"]?.string == "PodDisruptionBudget"
    }.map { $0["metadata"]?["name"]?.string }
    for status in run?["pdbStatusBefore"].map({ Array($0.elements) }) ?? [] {
      guard let index = names.firstIndex(of: status["name"]?.string) else { continue }
      cluster.budgets[index].disruptionsAllowed =
        status["status"]?["disruptionsAllowed"]?.integer ?? 0
    }
  }

  /// Schedules `pod`, again once room is made for it, and says what came of it. Of equally good nodes
  /// it goes to the one that it was seen on, as the pods after it depend on that.
  private static func schedule(
    _ pod: Pod, on cycle: inout SchedulingCycle, seen: [DocumentNode], victims: inout [String]
  ) throws(VectorError) -> DocumentValue {
    let before = cycle
    func name(_ node: Int) -> String { before.cluster.nodes[node].node.name }
    switch cycle.schedule(pod) {
    case .placed(let node, let feasible):
      let verdicts = before.scored(feasible, for: pod)
      for seen in seen { try checkScores(of: pod, verdicts, name, seen) }
      let highest = verdicts.map(\.total).max()
      if let other = verdicts.first(where: {
        $0.total == highest && name($0.node) == seen.first?["node"]?.string
      }) {
        cycle = before
        cycle.bind(pod, to: other.node)
      }
      return [
        "pod": .string(pod.name), "node": .string(name(node)),
        "feasibleNodes": .texts(feasible.map(name).sorted()),
      ]
    case .pending(_, _, let candidate?):
      for victim in candidate.victims {
        victims.append(victim.name)
        if let index = cycle.cluster.nodes[candidate.node].index(
          of: victim.namespace, victim.name)
        {
          cycle.cluster.nodes[candidate.node].remove(at: index)
        }
      }
      var nominated = pod
      nominated.nominatedNodeName = name(candidate.node)
      return try schedule(nominated, on: &cycle, seen: seen, victims: &victims)
    case .pending(let reason, let message, nil):
      return [
        "pod": .string(pod.name),
        "unscheduled": [
          "status": "False", "reason": .string(reason), "message": .string(message),
        ],
      ]
    }
  }

  /// Holds the scores against those that were seen, plugin by plugin. Those of claims to devices, of
  /// which no pod has any, are not ours.
  private static func checkScores(
    of pod: Pod, _ verdicts: [NodeVerdict], _ name: (Int) -> String, _ seen: DocumentNode
  ) throws(VectorError) {
    guard let nodes = seen["scores"]?["weightedByPlugin"]?.members else { return }
    for verdict in verdicts {
      guard let wanted = nodes.first(where: { $0.key == name(verdict.node) })?.value else {
        throw VectorError("\(pod.name) was not scored on \(name(verdict.node))")
      }
      let plugins = wanted.members.filter { $0.key != "DynamicResources" }
        .map { ($0.key, $0.value.value) }.sorted { $0.0 < $1.0 }
      let ours = verdict.scores.map { ($0.plugin.rawValue, DocumentValue.integer($0.weighted)) }
        .sorted { $0.0 < $1.0 }
      guard DocumentValue.mapping(ours) == .mapping(plugins) else {
        throw VectorError(
          "\(pod.name) on \(name(verdict.node)) has scores \(DocumentValue.mapping(ours).line), "
            + "not \(DocumentValue.mapping(plugins).line)")
      }
    }
  }

  /// Whether every pod came out as expected: on the node, or on one of several that are as good, and
  /// with the same nodes to choose from; or pending, for the same reason in the same words; and
  /// whether the same pods had to go.
  private static func accepts(_ actual: DocumentValue, _ expected: DocumentNode) -> Bool {
    guard let pods = member("pods", of: actual)?.list,
      let wanted = expected["pods"].map({ Array($0.elements) }), pods.count == wanted.count,
      member("victims", of: actual)
        == .texts(expected["victims"]?.elements.compactMap(\.string).sorted() ?? [])
    else { return false }
    return zip(pods, wanted).allSatisfy { pod, wanted in
      guard member("pod", of: pod) == wanted["pod"]?.value else { return false }
      if let unscheduled = wanted["unscheduled"] {
        return member("unscheduled", of: pod) == unscheduled.value
      }
      let feasible = wanted["feasibleNodes"]?.elements.compactMap(\.string).sorted() ?? []
      let node = member("node", of: pod)
      let isRightNode =
        wanted["oneOf"].map { $0.elements.contains { node == $0.value } }
        ?? (node == wanted["node"]?.value)
      return isRightNode && member("feasibleNodes", of: pod) == .texts(feasible)
    }
  }

  private static func member(_ key: String, of value: DocumentValue) -> DocumentValue? {
    guard case .mapping(let members) = value else { return nil }
    return members.first { $0.key == key }?.value
  }
}

extension DocumentValue {
  /// The elements of a sequence; nil for anything else.
  fileprivate var list: [DocumentValue]? {
    guard case .sequence(let elements) = self else { return nil }
    return elements
  }
}
