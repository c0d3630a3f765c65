import Documents
import KubernetesModel
import Placement

/// Scenarios that were run on a real kube-scheduler, as far as `SchedulingCycle` goes.
enum SchedulerOutcomeSuite {
  static let name = "kube-scheduler"

  static let check = FileCheck(
    functions: [:], everyFunction: outcome, accepts: accepts, supports: supports)

  /// Whether a scenario asks for nothing that the cycle leaves out.
  private static func supports(_ vector: Vector) -> Bool {
    guard case .node(let root, _) = vector.content else { return false }
    let pods = ["pods", "existingPods"].flatMap { root[$0].map { Array($0.elements) } ?? [] }
    return pods.allSatisfy { pod in
      guard let spec = pod["spec"] else { return true }
      let isLeftOut =
        ["priorityClassName", "priority", "topologySpreadConstraints", "volumes"]
        .contains { spec[$0] != nil }
        || ["podAffinity", "podAntiAffinity"].contains { spec["affinity"]?[$0] != nil }
        || (spec["containers"]?.elements.contains { $0["ports"] != nil } ?? false)
      return !isLeftOut
    }
  }

  private static func outcome(_ vector: Vector) throws(VectorError) -> DocumentValue {
    guard case .node(let root, _) = vector.content else { throw VectorError("no object") }
    let fields = try InputFields(
      root, at: vector.function,
      known: [
        "name", "description", "scheduler", "priorityClasses", "nodes", "existingPods", "objects",
        "pods", "runs", "expected",
      ])
    var cycle = SchedulingCycle(nodes: [])
    var names: [String] = []
    var candidates: [SchedulingCycle.Candidate] = []
    for node in try fields.list("nodes") {
      candidates.append(try ManifestReader.node(node))
      names.append(candidates[candidates.count - 1].node.name)
    }
    cycle = SchedulingCycle(nodes: candidates)
    for manifest in try fields.list("existingPods") {
      let (pod, nodeName) = try ManifestReader.pod(manifest)
      guard let node = names.firstIndex(where: { $0 == nodeName }) else {
        throw VectorError("existing pod \(pod.name) is on no node")
      }
      cycle.bind(pod, to: node)
    }
    var pods: [DocumentValue] = []
    for manifest in try fields.list("pods") {
      let pod = try ManifestReader.pod(manifest).pod
      switch cycle.schedule(pod) {
      case .placed(let node, let feasible):
        pods.append([
          "pod": .string(pod.name), "node": .string(names[node]),
          "feasibleNodes": .texts(feasible.map { names[$0] }.sorted()),
        ])
      case .pending(let reason, let message):
        pods.append([
          "pod": .string(pod.name),
          "unscheduled": [
            "status": "False", "reason": .string(reason), "message": .string(message),
          ],
        ])
      }
    }
    return ["pods": .sequence(pods), "victims": []]
  }

  /// Whether every pod came out as expected: on the node, or on one of several that are as good, and
  /// with the same nodes to choose from; or pending, for the same reason in the same words.
  private static func accepts(_ actual: DocumentValue, _ expected: DocumentNode) -> Bool {
    guard let pods = member("pods", of: actual)?.list,
      let wanted = expected["pods"].map({ Array($0.elements) }), pods.count == wanted.count,
      expected["victims"]?.count == 0
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
