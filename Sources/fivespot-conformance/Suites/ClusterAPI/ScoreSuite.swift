import Documents
import KubernetesModel
import Placement
import Units

/// The scores of kube-scheduler.
enum ScoreSuite {
  // MARK: Resources

  static func nodeResources(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let strategy = vector.input?["strategy"]?.string ?? ""
    if strategy == "brokenLinear" { return try brokenLine(vector) }
    let input = try InputFields(
      vector.input, at: "input",
      known: ["strategy", "resources", "shape", "pod", "nodes", "existingPods", "runPreScore"])
    var resources: [ResourceWeight] = []
    for fields in try input.records("resources", known: ["name", "weight"]) {
      resources.append(
        ResourceWeight(
          name(of: try fields.text("name")), weight: Int64(try fields.whole("weight"))))
    }
    let pod = try request(of: input.node("pod")).request
    var names: [String] = []
    var nodes: [NodeAllocation] = []
    for fields in try input.records("nodes", known: ["name", "capacity"]) {
      names.append(try fields.text("name"))
      nodes.append(NodeAllocation(allocatable: try amounts(try fields.members("capacity"))))
    }
    for element in try input.list("existingPods") {
      let (existing, nodeName) = try request(of: element)
      if let index = names.firstIndex(where: { $0 == nodeName }) { nodes[index].add(existing) }
    }
    let score: (NodeAllocation) -> Int64?
    switch strategy {
    case "LeastAllocated": score = { LeastAllocated.score($0, with: pod, over: resources) }
    case "MostAllocated": score = { MostAllocated.score($0, with: pod, over: resources) }
    case "RequestedToCapacityRatio":
      let line = RequestedToCapacityRatio(profile: try points(of: input, "shape"))
      score = { line.score($0, with: pod, over: resources) }
    case "BalancedAllocation":
      score = { BalancedAllocation.score($0, with: pod, over: resources) }
    default: throw VectorError("unknown strategy \"\(strategy)\"")
    }
    var scores: [Int64] = []
    for node in nodes {
      guard let value = score(node) else { return ["skipped": true] }
      scores.append(value)
    }
    return named(scores, names)
  }

  private static func brokenLine(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(vector.input, at: "input", known: ["strategy", "points", "at"])
    let line = RequestedToCapacityRatio(points: try points(of: input, "points"))
    return ["scores": .sequence(try numbers(input, "at").map { .integer(line.value(at: $0)) })]
  }

  private static func points(
    of input: InputFields, _ key: String
  ) throws(VectorError) -> [RequestedToCapacityRatio.Point] {
    var points: [RequestedToCapacityRatio.Point] = []
    for fields in try input.records(key, known: ["utilization", "score"]) {
      points.append(
        .init(
          utilization: Int64(try fields.whole("utilization")),
          score: Int64(try fields.whole("score"))))
    }
    guard !points.isEmpty else { throw VectorError("\(key) is empty") }
    return points
  }

  private static func name(of text: String) -> ResourceName {
    switch text {
    case "cpuMilli": .cpu
    case "memory": .memory
    case "ephemeral-storage": .ephemeralStorage
    default: .scalar(text)
    }
  }

  private static func amounts(
    _ members: [DocumentNode.Member]
  ) throws(VectorError) -> ResourceList {
    var amounts = ResourceList()
    for member in members {
      guard let value = member.value.integer else {
        throw VectorError("\(member.key) is not an integer")
      }
      switch name(of: member.key) {
      case .cpu: amounts.cpu = MilliCPU(value)
      case .memory: amounts.memory = Bytes(value)
      case .ephemeralStorage: amounts.ephemeralStorage = Bytes(value)
      case .scalar(let name): amounts[name] = value
      }
    }
    return amounts
  }

  private static func request(
    of node: DocumentNode?
  ) throws(VectorError) -> (request: PodRequest, node: String?) {
    let fields = try InputFields(node, at: "pod", known: ["containers", "node"])
    var containers: [ResourceList] = []
    for container in try fields.list("containers") {
      guard container.kind == .mapping else { throw VectorError("a container is not an object") }
      containers.append(try amounts(Array(container.members)))
    }
    return (PodRequest(containers: containers), try fields.optionalText("node"))
  }

  // MARK: Other plugins

  static func plugin(_ vector: Vector) throws(VectorError) -> DocumentValue {
    switch vector.input?["plugin"]?.string {
    case "TaintToleration": return try taints(vector)
    case "NodeAffinity": return try affinity(vector)
    case "ImageLocality": return try images(vector)
    case "normalize":
      let input = try InputFields(vector.input, at: "input", known: ["plugin", "reverse", "raw"])
      let scores = ScoreNormalization.normalized(
        try numbers(input, "raw"), lessIsBetter: try input.flag("reverse"))
      return ["scores": .sequence(scores.map { .integer($0) })]
    case let name: throw VectorError("unknown plugin \"\(name ?? "")\"")
    }
  }

  private static func taints(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["plugin", "comparisonOps", "tolerations", "nodes"])
    var tolerations: [Toleration] = []
    for fields in try input.records(
      "tolerations", known: ["key", "operator", "value", "effect", "tolerationSeconds"])
    {
      let effect = try fields.optionalText("effect") ?? ""
      let key = try fields.optionalText("key") ?? ""
      let word = try fields.optionalText("operator") ?? ""
      let value = try fields.optionalText("value") ?? ""
      do throws(SelectorError) {
        tolerations.append(
          try Toleration(
            key: key, operator: word, value: value,
            effect: effect.isEmpty ? nil : TaintEffect(name: effect)))
      } catch .notAnInteger {
        // The scheduler meets what the API would refuse, and finds that it tolerates nothing.
      } catch {
        throw VectorError(error.description)
      }
    }
    var names: [String] = []
    var nodes: [[Taint]] = []
    for fields in try input.records("nodes", known: ["name", "taints"]) {
      names.append(try fields.text("name"))
      var taints: [Taint] = []
      for taint in try fields.records("taints", known: ["key", "value", "effect"]) {
        taints.append(
          Taint(
            key: try taint.text("key"), value: try taint.optionalText("value") ?? "",
            effect: try DisruptionSuite.word(try taint.text("effect"))))
      }
      nodes.append(taints)
    }
    return named(
      TaintToleration.scores(
        of: nodes, for: tolerations, comparisonOperators: try input.flag("comparisonOps")), names)
  }

  private static func affinity(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input", known: ["plugin", "preferred", "addedPreferred", "nodes"])
    var terms: [PreferredNodeTerm] = []
    for key in ["addedPreferred", "preferred"] {
      for fields in try input.records(key, known: ["weight", "matchExpressions", "matchFields"]) {
        var refusal: SelectorError?
        let term = NodeSelectorTerm(
          matchExpressions: try fields.requirements(
            "matchExpressions", in: .nodeSelector, refusal: &refusal),
          matchFields: try fields.nameRequirements("matchFields", refusal: &refusal))
        if let refusal { throw VectorError(refusal.description) }
        terms.append(PreferredNodeTerm(weight: Int64(try fields.whole("weight")), term))
      }
    }
    var nodes: [Node] = []
    for fields in try input.records("nodes", known: ["name", "labels"]) {
      nodes.append(Node(name: try fields.text("name"), labels: try fields.labels("labels")))
    }
    return named(NodeAffinity.scores(of: nodes, for: terms), nodes.map(\.name))
  }

  private static func images(_ vector: Vector) throws(VectorError) -> DocumentValue {
    let input = try InputFields(
      vector.input, at: "input",
      known: ["plugin", "containers", "initContainers", "imageVolumes", "nodes"])
    var names: [String] = []
    var nodes: [[ImageLocality.Image]] = []
    for fields in try input.records("nodes", known: ["name", "images"]) {
      names.append(try fields.text("name"))
      var images: [ImageLocality.Image] = []
      for image in try fields.records("images", known: ["names", "sizeBytes"]) {
        images.append(
          .init(names: try image.texts("names"), size: Int64(try image.whole("sizeBytes"))))
      }
      nodes.append(images)
    }
    let wanted =
      try input.texts("containers") + input.texts("initContainers") + input.texts("imageVolumes")
    return named(ImageLocality.scores(of: nodes, for: wanted), names)
  }

  // MARK: Helpers

  private static func named(_ scores: [Int64], _ names: [String]) -> DocumentValue {
    ["scores": .mapping(zip(names, scores).map { ($0, .integer($1)) })]
  }

  private static func numbers(
    _ input: InputFields, _ key: String
  ) throws(VectorError) -> [Int64] {
    var numbers: [Int64] = []
    for element in try input.list(key) {
      guard let number = element.integer else { throw VectorError("\(key) holds no integers") }
      numbers.append(number)
    }
    return numbers
  }
}
