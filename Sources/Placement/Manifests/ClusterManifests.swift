package import Documents
package import KubernetesModel

/// What a scheduler has to know of a cluster, collected from manifests: nodes, pods, and what bears
/// on where pods go.
///
/// Takes objects one by one, lists as `kubectl get -o json` prints them, and objects of other kinds,
/// which it counts and passes over.
package struct ClusterManifests: Sendable {
  /// The nodes, in the order in which they came.
  package private(set) var nodes: [NodeInfo] = []
  /// The pods, each with the name of its node; nil for those without one.
  package private(set) var pods: [(pod: Pod, node: String?)] = []
  /// The kinds that were passed over, each with how many there were, in order of appearance.
  package private(set) var passedOver: [(kind: String, count: Int)] = []
  private var namespaces: [String: Labels] = [:]
  private var workloads = WorkloadSelectors()
  private var budgets: [PreemptionBudget] = []
  /// What is doubtful about the objects, each with its place.
  package private(set) var warnings: [Diagnostic] = []
  /// The priority classes, by name.
  package private(set) var priorities: [String: PriorityClass] = Self.systemPriorities
  /// Where a node or a pod of a name is, so that one given twice counts once.
  private var placeOfName: [String: Int] = [:]

  /// The classes that every cluster has.
  ///
  /// Source: kubernetes v1.36 `pkg/apis/scheduling/types.go`.
  private static let systemPriorities: [String: PriorityClass] = [
    "system-cluster-critical": PriorityClass(value: 2_000_000_000),
    "system-node-critical": PriorityClass(value: 2_000_001_000),
  ]

  /// An empty collection.
  package init() {}

  /// Takes an object, or the items of a list. Priority classes have to come before pods that name
  /// them and have no priority of their own yet.
  ///
  /// - Throws: `DocumentError` for an object that cannot be read.
  package mutating func add(_ object: DocumentNode) throws(DocumentError) {
    let fields = try ManifestFields(object)
    let kind = try fields.text("kind") ?? ""
    if let items = fields.member("items"), kind.isEmpty || kind.hasSuffix("List") {
      for item in items.elements {
        // The items of a typed list do not say what they are.
        try add(item, kind: try ManifestFields(item).text("kind") ?? String(kind.dropLast(4)))
      }
    } else {
      try add(object, kind: kind)
    }
  }

  private mutating func add(_ object: DocumentNode, kind: String) throws(DocumentError) {
    let fields = try ManifestFields(object)
    let metadata = try fields.mapping("metadata")
    let spec = try fields.mapping("spec")
    let namespace = try metadata.text("namespace") ?? "default"
    switch kind {
    case "Node": try addNode(fields)
    case "Pod":
      try addPod(fields, spec)
    case "Namespace":
      let name = try metadata.requiredText("name")
      var labels = try metadata.labels("labels")
      labels["kubernetes.io/metadata.name"] = name
      namespaces[name] = labels
    case "Service":
      workloads.services.append(
        .init(namespace: namespace, selector: try spec.labels("selector")))
    case "ReplicaSet", "StatefulSet", "ReplicationController":
      let name = try metadata.requiredText("name")
      let selector =
        kind == "ReplicationController"
        ? LabelSelector(matchLabels: try spec.labels("selector"))
        : try LabelSelector(spec.mapping("selector"))
      workloads.controllers.append(
        .init(
          namespace: namespace, ControllerReference(kind: kind, name: name), selector: selector))
    case "PodDisruptionBudget":
      let status = try fields.mapping("status")
      let disrupted = try status.keys("disruptedPods")
      budgets.append(
        PreemptionBudget(
          namespace: namespace, selector: try .optional("selector", of: spec),
          disruptionsAllowed: try status.whole("disruptionsAllowed") ?? 0,
          disruptedPods: disrupted))
    case "PriorityClass":
      priorities[try metadata.requiredText("name")] = PriorityClass(
        value: Int32(clamping: try fields.whole("value") ?? 0),
        preempts: try fields.text("preemptionPolicy") != "Never")
    default: passOver(kind)
    }
  }

  private mutating func addNode(_ fields: ManifestFields) throws(DocumentError) {
    var images: [ImageLocality.Image] = []
    for image in try fields.mapping("status").mappings("images") {
      images.append(
        .init(names: try image.texts("names"), size: try image.whole("sizeBytes") ?? 0))
    }
    let node = NodeInfo(try Node(manifest: fields), images: images)
    let name = "node/\(node.node.name)"
    if let place = placeOfName[name] {
      nodes[place] = node
      passOver("node given twice")
    } else {
      placeOfName[name] = nodes.count
      nodes.append(node)
    }
  }

  private mutating func addPod(
    _ fields: ManifestFields, _ spec: ManifestFields
  ) throws(DocumentError) {
    let pod = try Pod(manifest: fields, priorities: priorities)
    try warnOfPriority(of: spec)
    let node = try spec.text("nodeName")
    if node == nil {
      // The scheduler passes over pods that are going, and those that are another's.
      if pod.deletionTimestamp != nil { return passOver("pod on its way out without a node") }
      let scheduler = try spec.text("schedulerName") ?? "default-scheduler"
      if scheduler != "default-scheduler" { return passOver("pod of another scheduler") }
    }
    let name = "pod/\(pod.namespace)/\(pod.name)"
    if let place = placeOfName[name] {
      pods[place] = (pod, node)
      passOver("pod given twice")
    } else {
      placeOfName[name] = pods.count
      pods.append((pod, node))
    }
  }

  /// Warns of a pod whose priority follows from a class that is not there: it then counts as 0.
  package mutating func warnOfPriority(of spec: ManifestFields) throws(DocumentError) {
    guard let name = try spec.text("priorityClassName"), !name.isEmpty, priorities[name] == nil,
      spec.member("priority") == nil, let node = spec.member("priorityClassName")
    else { return }
    warnings.append(
      Diagnostic(
        .warning, .unknownName, at: node.position, path: spec.path("priorityClassName"),
        "there is no PriorityClass \"\(name)\" among the files, so the pod's priority counts as 0",
        remedy: "add the output of kubectl get priorityclasses -o json"))
  }

  private mutating func passOver(_ kind: String) {
    let kind = kind.isEmpty ? "object without a kind" : kind
    if let index = passedOver.firstIndex(where: { $0.kind == kind }) {
      passedOver[index].count += 1
    } else {
      passedOver.append((kind, 1))
    }
  }

  /// The cluster with every pod that has a node and is not over on it, and the pods that wait for
  /// one, in their order.
  package mutating func cluster() -> (state: ClusterState, waiting: [Pod]) {
    var state = ClusterState(nodes: nodes)
    state.namespaces = namespaces
    state.workloads = workloads
    state.budgets = budgets
    var indexOfNode: [String: Int] = [:]
    for (index, node) in state.nodes.enumerated() { indexOfNode[node.node.name] = index }
    var waiting: [Pod] = []
    for (pod, node) in pods where !pod.isFinished {
      if let node {
        // A pod on a node that is not in the manifests takes nothing of those that are.
        if let index = indexOfNode[node] {
          state.nodes[index].add(NodeInfo.PlacedPod(pod))
        } else {
          passOver("pod on a node that is not here")
        }
      } else {
        waiting.append(pod)
      }
    }
    return (state, waiting)
  }
}

extension ManifestFields {
  /// The keys of a mapping of times, which are names; none when it is absent.
  fileprivate func keys(_ key: String) throws(DocumentError) -> [String] {
    try mapping(key).node?.members.map(\.key) ?? []
  }
}
