import Documents
import KubernetesModel
import Placement
import Units

/// The scores of kube-scheduler that look at other pods.
enum PodScoreSuite {
  // MARK: Affinity

  static func affinity(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "plugin", "hardPodAffinityWeight", "ignorePreferredTermsOfExistingPods", "pod",
        "existingPods", "nodes", "namespaces",
      ])
    var cluster = try cluster(input, nodes: ["nodes"])
    for member in try input.members("namespaces") {
      let labels = try InputFields(
        member.value, at: member.key, known: member.value.members.map(\.key))
      for label in member.value.members {
        cluster.namespaces[member.key, default: [:]][label.key] = try labels.text(label.key)
      }
    }
    let pod = try pod(input.node("pod")).pod
    let scores = InterPodAffinity.scores(
      of: Array(cluster.nodes.indices), for: pod, in: cluster,
      hardWeight: Int64(try input.whole("hardPodAffinityWeight")),
      ignoresPreferencesOfOthers: try input.flag("ignorePreferredTermsOfExistingPods"))
    return named(scores, cluster.nodes.map(\.node.name))
  }

  private static func affinity(_ node: DocumentNode?) throws(VectorError) -> PodAffinity {
    var affinity = PodAffinity()
    guard let node else { return affinity }
    let fields = try InputFields(node, at: "affinity", known: ["required", "preferred"])
    for term in try fields.records("required", known: Self.termKeys) {
      affinity.required.append(try self.term(term))
    }
    for term in try fields.records("preferred", known: Self.termKeys + ["weight"]) {
      affinity.preferred.append(
        PreferredPodTerm(weight: Int64(try term.whole("weight")), try self.term(term)))
    }
    return affinity
  }

  private static let termKeys = ["selector", "topologyKey", "namespaces", "namespaceSelector"]

  private static func term(_ fields: InputFields) throws(VectorError) -> PodAffinityTerm {
    var refusal: SelectorError?
    let term = PodAffinityTerm(
      labelSelector: try fields.selector("selector", refusal: &refusal),
      topologyKey: try fields.text("topologyKey"),
      namespaces: try fields.optionalTexts("namespaces") ?? [],
      namespaceSelector: try fields.selector("namespaceSelector", refusal: &refusal))
    if let refusal { throw VectorError(refusal.description) }
    return term
  }

  // MARK: Spread

  static func spread(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: [
        "plugin", "pod", "nodes", "filteredOutNodes", "existingPods", "nodeInclusionPolicy",
        "matchLabelKeys", "serviceSelectors",
      ])
    var cluster = try cluster(input, nodes: ["nodes", "filteredOutNodes"])
    for element in try input.list("serviceSelectors") {
      var selector = Labels()
      for label in element.members { selector[label.key] = label.value.string ?? "" }
      cluster.workloads.services.append(.init(namespace: "", selector: selector))
    }
    let feasible = try input.list("nodes").count
    var pod = try pod(input.node("pod")).pod
    // A release, or a set-up, that does not know the keys passes over them.
    if try !input.flag("matchLabelKeys") {
      for index in pod.topologySpreadConstraints.indices {
        pod.topologySpreadConstraints[index].matchLabelKeys = []
      }
    }
    let scores = PodTopologySpread.scores(
      of: Array(0..<feasible), for: pod, in: cluster)
    return named(scores, cluster.nodes.prefix(feasible).map(\.node.name))
  }

  private static func constraint(
    _ fields: InputFields
  ) throws(VectorError) -> TopologySpreadConstraint {
    var selector: LabelSelector?
    if let node = fields.node("selector") {
      let parts = try InputFields(node, at: "selector", known: ["exists"])
      selector = LabelSelector(
        matchExpressions: try (parts.optionalTexts("exists") ?? []).map {
          LabelRequirement(key: $0, .exists)
        })
    }
    return TopologySpreadConstraint(
      maxSkew: Int64(try fields.whole("maxSkew")), topologyKey: try fields.text("topologyKey"),
      whenUnsatisfiable: try DisruptionSuite.word(try fields.text("whenUnsatisfiable")),
      labelSelector: selector, minDomains: try fields.optionalWhole("minDomains").map { Int64($0) },
      nodeAffinityPolicy: try fields.optionalText("nodeAffinityPolicy") == "Ignore"
        ? .ignore : .honor,
      nodeTaintsPolicy: try fields.optionalText("nodeTaintsPolicy") == "Honor" ? .honor : .ignore,
      matchLabelKeys: try fields.optionalTexts("matchLabelKeys") ?? [])
  }

  // MARK: Cluster

  /// Nodes in the order of the lists named, with the pods on them. The order of zones does not matter
  /// to scores, so it is left as it is.
  private static func cluster(
    _ input: InputFields, nodes lists: [String]
  ) throws(VectorError) -> ClusterState {
    var nodes: [NodeInfo] = []
    for list in lists {
      for fields in try input.records(list, known: ["name", "labels", "taints", "unschedulable"]) {
        var node = Node(name: try fields.text("name"), labels: try fields.labels("labels"))
        for taint in try fields.records("taints", known: ["key", "value", "effect"]) {
          node.taints.append(
            Taint(
              key: try taint.text("key"), value: try taint.optionalText("value") ?? "",
              effect: try DisruptionSuite.word(try taint.text("effect"))))
        }
        nodes.append(NodeInfo(node))
      }
    }
    for element in try input.list("existingPods") {
      let (pod, node) = try pod(element)
      if let index = nodes.firstIndex(where: { $0.node.name == node }) {
        nodes[index].add(NodeInfo.PlacedPod(pod))
      }
    }
    var cluster = ClusterState(nodes: [])
    cluster.nodes = nodes
    return cluster
  }

  private static func pod(_ node: DocumentNode?) throws(VectorError) -> (pod: Pod, node: String?) {
    let fields = try InputFields(
      node, at: "pod",
      known: [
        "name", "namespace", "labels", "affinity", "constraints", "nodeSelector",
        "requiredNodeAffinityIn", "node", "terminating",
      ])
    var pod = Pod(
      namespace: try fields.optionalText("namespace") ?? "",
      name: try fields.optionalText("name") ?? "", labels: try fields.labels("labels"))
    if let node = fields.node("affinity") {
      let affinity = try InputFields(node, at: "affinity", known: ["affinity", "antiAffinity"])
      pod.podAffinity = try self.affinity(affinity.node("affinity"))
      pod.podAntiAffinity = try self.affinity(affinity.node("antiAffinity"))
    }
    for fields in try fields.records(
      "constraints",
      known: [
        "maxSkew", "topologyKey", "whenUnsatisfiable", "selector", "minDomains",
        "nodeAffinityPolicy", "nodeTaintsPolicy", "matchLabelKeys",
      ])
    {
      pod.topologySpreadConstraints.append(try constraint(fields))
    }
    pod.nodeSelector = try fields.labels("nodeSelector")
    if let node = fields.node("requiredNodeAffinityIn") {
      let label = try InputFields(node, at: "requiredNodeAffinityIn", known: ["key", "values"])
      let requirement = LabelRequirement(
        key: try label.text("key"), .isIn(try label.texts("values")))
      pod.requiredNodeAffinity = NodeSelector(
        terms: [NodeSelectorTerm(matchExpressions: [requirement])])
    }
    // A pod on its way out has a time for it, of which nothing here depends on the value.
    if try fields.optionalBoolean("terminating") ?? false { pod.deletionTimestamp = .epoch }
    return (pod, try fields.optionalText("node"))
  }

  private static func named(_ scores: [Int64]?, _ names: [String]) -> DocumentValue {
    guard let scores else { return ["skipped": true] }
    return ["scores": .mapping(zip(names, scores).map { ($0, .integer($1)) })]
  }
}
