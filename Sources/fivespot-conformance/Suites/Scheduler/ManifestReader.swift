import Documents
import KubernetesModel
import Placement
import Units

/// Reads Kubernetes objects, as far as scheduling looks at them; what it does not know is an error.
enum ManifestReader {
  static func node(_ manifest: DocumentNode) throws(VectorError) -> SchedulingCycle.Candidate {
    let fields = try InputFields(
      manifest, at: "node", known: ["apiVersion", "kind", "metadata", "spec", "status"])
    let metadata = try metadata(of: fields)
    let spec = try InputFields(
      fields.node("spec"), at: "node.spec", known: ["taints", "unschedulable"])
    let status = try InputFields(
      fields.node("status"), at: "node.status",
      known: ["capacity", "allocatable", "conditions", "images"])
    var node = Node(
      name: try metadata.text("name"), labels: try metadata.labels("labels"),
      allocatable: try resources(status, "allocatable"))
    node.isUnschedulable = try spec.optionalBoolean("unschedulable") ?? false
    for taint in try spec.records("taints", known: ["key", "value", "effect"]) {
      node.taints.append(
        Taint(
          key: try taint.text("key"), value: try taint.optionalText("value") ?? "",
          effect: try DisruptionSuite.word(try taint.text("effect"))))
    }
    var images: [ImageLocality.Image] = []
    for image in try status.records("images", known: ["names", "sizeBytes"]) {
      images.append(
        .init(names: try image.texts("names"), size: Int64(try image.whole("sizeBytes"))))
    }
    return SchedulingCycle.Candidate(node, images: images)
  }

  static func pod(
    _ manifest: DocumentNode
  ) throws(VectorError) -> (pod: Pod, nodeName: String?) {
    let fields = try InputFields(
      manifest, at: "pod", known: ["apiVersion", "kind", "metadata", "spec", "status"])
    let metadata = try metadata(of: fields)
    let spec = try InputFields(
      fields.node("spec"), at: "pod.spec",
      known: [
        "affinity", "containers", "initContainers", "nodeName", "nodeSelector", "schedulingGates",
        "terminationGracePeriodSeconds", "tolerations",
      ])
    var pod = Pod(
      namespace: try metadata.optionalText("namespace") ?? "default",
      name: try metadata.text("name"), labels: try metadata.labels("labels"))
    pod.nodeSelector = try spec.labels("nodeSelector")
    pod.hasSchedulingGates = !(try spec.list("schedulingGates")).isEmpty
    for container in try spec.records(
      "containers", known: ["name", "image", "resources", "ports"])
    {
      pod.containers.append(try requests(of: container))
      pod.images.append(try container.text("image"))
    }
    for container in try spec.records(
      "initContainers", known: ["name", "image", "resources", "restartPolicy"])
    {
      pod.initContainers.append(
        InitContainer(
          requests: try requests(of: container),
          isSidecar: try container.optionalText("restartPolicy") == "Always"))
      pod.images.append(try container.text("image"))
    }
    for toleration in try spec.records(
      "tolerations", known: ["key", "operator", "value", "effect", "tolerationSeconds"])
    {
      pod.tolerations.append(try self.toleration(toleration))
    }
    try readAffinity(of: spec, into: &pod)
    return (pod, try spec.optionalText("nodeName"))
  }

  // MARK: Parts

  private static func metadata(of fields: InputFields) throws(VectorError) -> InputFields {
    try InputFields(
      fields.node("metadata"), at: "metadata",
      known: ["name", "namespace", "labels", "annotations"])
  }

  private static func requests(of container: InputFields) throws(VectorError) -> ResourceList {
    guard let node = container.node("resources") else { return ResourceList() }
    let fields = try InputFields(node, at: "resources", known: ["requests", "limits"])
    var requests = try resources(fields, "requests")
    // The API server requests what is limited and not requested.
    let limits = try resources(fields, "limits")
    let isNamed = Set(try fields.members("requests").map(\.key))
    if !isNamed.contains("cpu") { requests.cpu = limits.cpu }
    if !isNamed.contains("memory") { requests.memory = limits.memory }
    for scalar in limits.scalars where !isNamed.contains(scalar.name) {
      requests[scalar.name] = scalar.amount
    }
    return requests
  }

  private static func resources(
    _ fields: InputFields, _ key: String
  ) throws(VectorError) -> ResourceList {
    var resources = ResourceList()
    for member in try fields.members(key) {
      let quantity: Quantity
      do throws(QuantityError) {
        quantity = try Quantity(text: member.value.lexeme ?? "")
      } catch {
        throw VectorError("\(key).\(member.key): \(error)")
      }
      switch member.key {
      case "cpu": resources.cpu = MilliCPU(quantity.milliValue)
      case "memory": resources.memory = Bytes(quantity.value)
      case "ephemeral-storage": resources.ephemeralStorage = Bytes(quantity.value)
      case "pods": resources.pods = quantity.value
      default: resources[member.key] = quantity.value
      }
    }
    return resources
  }

  private static func toleration(_ fields: InputFields) throws(VectorError) -> Toleration {
    let key = try fields.optionalText("key") ?? ""
    let word = try fields.optionalText("operator") ?? ""
    let value = try fields.optionalText("value") ?? ""
    let effect = try fields.optionalText("effect") ?? ""
    let seconds = try fields.optionalWhole("tolerationSeconds")
    do throws(SelectorError) {
      return try Toleration(
        key: key, operator: word, value: value,
        effect: effect.isEmpty ? nil : TaintEffect(name: effect),
        tolerationSeconds: seconds.map { Int64($0) })
    } catch {
      throw VectorError(error.description)
    }
  }

  private static func readAffinity(of spec: InputFields, into pod: inout Pod) throws(VectorError) {
    guard let node = spec.node("affinity") else { return }
    let affinity = try InputFields(node, at: "affinity", known: ["nodeAffinity"])
    let required = "requiredDuringSchedulingIgnoredDuringExecution"
    let preferred = "preferredDuringSchedulingIgnoredDuringExecution"
    let fields = try InputFields(
      affinity.node("nodeAffinity"), at: "nodeAffinity", known: [required, preferred])
    if let node = fields.node(required) {
      let selector = try InputFields(node, at: required, known: ["nodeSelectorTerms"])
      var terms: [NodeSelectorTerm] = []
      for term in try selector.list("nodeSelectorTerms") { terms.append(try self.term(term)) }
      pod.requiredNodeAffinity = NodeSelector(terms: terms)
    }
    for preference in try fields.records(preferred, known: ["weight", "preference"]) {
      pod.preferredNodeAffinity.append(
        PreferredNodeTerm(
          weight: Int64(try preference.whole("weight")),
          try term(preference.node("preference"))))
    }
  }

  private static func term(_ node: DocumentNode?) throws(VectorError) -> NodeSelectorTerm {
    let fields = try InputFields(node, at: "term", known: ["matchExpressions", "matchFields"])
    var refusal: SelectorError?
    let term = NodeSelectorTerm(
      matchExpressions: try fields.requirements(
        "matchExpressions", in: .nodeSelector, refusal: &refusal),
      matchFields: try fields.nameRequirements("matchFields", refusal: &refusal))
    if let refusal { throw VectorError(refusal.description) }
    return term
  }
}
