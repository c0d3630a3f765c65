package import Documents
import Units

extension Pod {
  /// Reads a pod as `kubectl get pod -o json` shows it, as far as scheduling looks at it.
  ///
  /// `priorities` are the priority classes by name, for pods that name theirs and that no API
  /// server has seen yet.
  ///
  /// - Throws: `DocumentError` with the place of what cannot be read.
  package init(
    manifest fields: ManifestFields, priorities: [String: PriorityClass] = [:]
  ) throws(DocumentError) {
    let metadata = try fields.mapping("metadata")
    let spec = try fields.mapping("spec")
    let status = try fields.mapping("status")
    self.init(
      namespace: try metadata.text("namespace") ?? "default",
      name: try metadata.requiredText("name"), labels: try metadata.labels("labels"))
    annotations = try metadata.labels("annotations")
    deletionTimestamp = try metadata.instant("deletionTimestamp")
    for owner in try metadata.mappings("ownerReferences")
    where try owner.flag("controller") ?? false {
      controller = ControllerReference(
        kind: try owner.requiredText("kind"), name: try owner.requiredText("name"))
    }
    try readContainers(of: spec)
    try readPlacement(of: spec)
    try readPriority(of: spec, priorities)
    phase = try status.word("phase") ?? .pending
    startTime = try status.instant("startTime")
    nominatedNodeName = try status.text("nominatedNodeName")
    for condition in try status.mappings("conditions")
    where try condition.text("type") == "Ready" {
      isReady = try condition.text("status") == "True"
    }
  }

  /// The pod that a workload makes: a Deployment, StatefulSet, ReplicaSet, DaemonSet, Job or CronJob,
  /// or whatever has a template of pods there. Nil for an object that has none. `priorities` are the
  /// priority classes by name.
  package init?(
    template fields: ManifestFields, priorities: [String: PriorityClass] = [:]
  ) throws(DocumentError) {
    let kind = try fields.text("kind") ?? ""
    guard let template = try Self.template(of: fields) else { return nil }
    let metadata = try fields.mapping("metadata")
    let name = try metadata.requiredText("name")
    try self.init(
      namespace: try metadata.text("namespace") ?? "default", name: name,
      labels: template.mapping("metadata").labels("labels"),
      spec: template.mapping("spec"), priorities)
    controller = ControllerReference(kind: kind, name: name)
  }

  /// The template of pods that a workload has; nil for an object that has none.
  package static func template(
    of fields: ManifestFields
  ) throws(DocumentError) -> ManifestFields? {
    var spec = try fields.mapping("spec")
    if try fields.text("kind") == "CronJob" {
      spec = try spec.mapping("jobTemplate").mapping("spec")
    }
    return spec.member("template") == nil ? nil : try spec.mapping("template")
  }

  private init(
    namespace: String, name: String, labels: Labels, spec: ManifestFields,
    _ priorities: [String: PriorityClass]
  ) throws(DocumentError) {
    self.init(namespace: namespace, name: name, labels: labels)
    try readContainers(of: spec)
    try readPlacement(of: spec)
    try readPriority(of: spec, priorities)
    phase = .pending
  }

  private mutating func readContainers(of spec: ManifestFields) throws(DocumentError) {
    for container in try spec.mappings("containers") {
      containers.append(try ResourceList(requestsOf: container))
      images.append(try container.text("image") ?? "")
      try readPorts(of: container, isHostNetwork: try spec.flag("hostNetwork") ?? false)
    }
    for container in try spec.mappings("initContainers") {
      let isSidecar = try container.text("restartPolicy") == "Always"
      initContainers.append(
        InitContainer(requests: try ResourceList(requestsOf: container), isSidecar: isSidecar))
      images.append(try container.text("image") ?? "")
      // Ports of init containers count only while they stay.
      if isSidecar {
        try readPorts(of: container, isHostNetwork: try spec.flag("hostNetwork") ?? false)
      }
    }
    if spec.member("resources") != nil { podLevelRequests = try ResourceList(requestsOf: spec) }
    overhead = try ResourceList(spec.mapping("overhead"))
    for volume in try spec.mappings("volumes") where volume.member("emptyDir") != nil {
      usesEmptyDir = true
    }
  }

  /// On the network of the node every port of a container is one of the node.
  private mutating func readPorts(
    of container: ManifestFields, isHostNetwork: Bool
  ) throws(DocumentError) {
    for port in try container.mappings("ports") {
      var number = try port.whole("hostPort")
      if number == nil && isHostNetwork { number = try port.whole("containerPort") }
      guard let number, number > 0 else { continue }
      hostPorts.append(
        HostPort(
          Int(number), try port.word("protocol") ?? .tcp,
          address: try port.text("hostIP") ?? ""))
    }
  }

  private mutating func readPlacement(of spec: ManifestFields) throws(DocumentError) {
    hasSchedulingGates = !(try spec.mappings("schedulingGates")).isEmpty
    nodeSelector = try spec.labels("nodeSelector")
    for toleration in try spec.mappings("tolerations") {
      tolerations.append(try Toleration(toleration))
    }
    let affinity = try spec.mapping("affinity")
    let ofNodes = try affinity.mapping("nodeAffinity")
    if ofNodes.member(ManifestKey.required) != nil {
      var terms: [NodeSelectorTerm] = []
      for term in try ofNodes.mapping(ManifestKey.required).mappings("nodeSelectorTerms") {
        terms.append(try NodeSelectorTerm(term))
      }
      requiredNodeAffinity = NodeSelector(terms: terms)
    }
    for preference in try ofNodes.mappings(ManifestKey.preferred) {
      guard let weight = try preference.whole("weight") else { throw preference.missing("weight") }
      preferredNodeAffinity.append(
        PreferredNodeTerm(
          weight: weight, try NodeSelectorTerm(preference.mapping("preference"))))
    }
    podAffinity = try PodAffinity(affinity.mapping("podAffinity"), podLabels: labels)
    podAntiAffinity = try PodAffinity(affinity.mapping("podAntiAffinity"), podLabels: labels)
    for constraint in try spec.mappings("topologySpreadConstraints") {
      topologySpreadConstraints.append(try TopologySpreadConstraint(constraint))
    }
  }

  private mutating func readPriority(
    of spec: ManifestFields, _ priorities: [String: PriorityClass]
  ) throws(DocumentError) {
    let ofClass = try spec.text("priorityClassName").flatMap { priorities[$0] }
    let policy = try spec.text("preemptionPolicy")
    preempts = policy.map { $0 != "Never" } ?? ofClass?.preempts ?? true
    if let value = try spec.whole("priority") {
      priority = Int32(clamping: value)
    } else {
      priority = ofClass?.value ?? 0
    }
  }
}
