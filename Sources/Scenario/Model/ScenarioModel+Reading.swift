import Documents
import Facts
import FleetSimulation
import KubernetesModel
import Placement
import SpotScheduler
import Traces
import Units

extension ScenarioModel {
  /// Reads a scenario that its check found free of errors.
  init(_ root: CheckedNode) {
    name = root.text("name")
    about = root["description"]?.text
    let horizon = root.member("horizon")
    start = horizon.instant("start")
    end = Self.end(of: horizon) ?? .distantFuture
    seed = UInt64(root.integer("seed"))
    timezone = root.text("timezone")
    nodesPosition = root["nodes"]?.position ?? root.position
    pools = (root["nodes"]?.members ?? []).map { PoolModel(name: $0.key, $0.value) }
      .sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }
    sources = (root["workload"]?.members ?? []).map { SourceModel(name: $0.key, $0.value) }
    interruptions = root.member("interruptions").members.map {
      InterruptionModel(
        pool: $0.key, lifetime: $0.value["lifetime"], market: $0.value["market"],
        notice: $0.value.span("notice"),
        replacement: $0.value.member("replacement"),
        onNotice: $0.value["onNotice"]?.text.flatMap { NoticeAction(rawValue: $0) } ?? .ignore,
        rebalance: $0.value["rebalance"])
    }
    recovery = Self.recovery(root.member("recovery"))
    placement = JobPlacement(root.member("placement"))
    queues = (root.member("placement")["queues"]?.members ?? []).map { queue in
      let strategy = queue.value.text("strategy")
      return JobQueue(
        name: queue.key, weight: queue.value.integer("weight"),
        strategy: known(FairShareQueue.Strategy(rawValue: strategy), strategy))
    }
    clusters = (root["clusters"]?.members ?? []).map { ClusterModel(name: $0.key, $0.value) }
    if clusters.isEmpty { clusters = [ClusterModel(name: Self.onlyCluster)] }
    curves = (root["curves"]?.members ?? []).map { CurveModel(name: $0.key, $0.value) }
    services = (root["services"]?.members ?? []).map { ServiceModel(name: $0.key, $0.value) }
    lending = root["lending"].map { LendingModel($0) }
    autoscaling = root["autoscaling"].map { AutoscalingModel($0) }
    promises = root["promises"].map { node in
      PromiseTerms(
        notice: node.span("notice"), tenure: node.span("tenure"),
        ownerLateTolerance: node.span("ownerLateTolerance"),
        recallTolerance: node.span("recallTolerance"))
    }
    prices = root["prices"].map { PricesModel($0) }
    controlPlane = root["controlPlane"].map { ControlPlaneModel($0, lending: root["lending"]) }
    if let controlPlane, lending != nil {
      clusters = controlPlane.clusters.map { name in
        clusters.first { $0.name == name } ?? ClusterModel(name: name)
      }
    }
  }

  /// What the cluster of a scenario is called that names none.
  static let onlyCluster = "default"

  /// The end of a horizon that gives it or a duration; nil beyond the scale of time.
  static func end(of horizon: CheckedNode) -> Instant? {
    if let end = horizon["end"]?.instant { return end }
    guard let start = horizon["start"]?.instant, let span = horizon["duration"]?.span else {
      return nil
    }
    let (sum, isBeyond) = start.nanoseconds.addingReportingOverflow(span.nanoseconds)
    return isBeyond ? nil : Instant(nanoseconds: sum)
  }

  private static func recovery(_ node: CheckedNode) -> RecoveryPolicy {
    switch node.text("mode") {
    case "checkpoint":
      .checkpoint(
        interval: node.span("interval"), cost: node.span("cost"), restore: node.span("restore"))
    default: .restart(cost: node.span("cost"))
    }
  }
}

extension PoolModel {
  init(name: String, _ node: CheckedNode) {
    self.name = name
    rank = node.integer("rank")
    count = node["count"]?.integer.map { Int($0) }
    cluster = node["cluster"]?.text
    let capacity = node.text("capacityType")
    capacityType = known(CapacityType(rawValue: capacity), capacity)
    isIsolated = node.boolean("isolated")
    maxPods = node.integer("maxPods")
    labels = Labels(node.member("labels"))
    trustedExecution = node["trustedExecution"].map { node in
      let technology = node.text("technology")
      return TrustedExecution(
        technology: known(TrustedExecution.Technology(rawValue: technology), technology),
        keys: Int(node.integer("keys")))
    }
    position = node.position
    if let trace = node["trace"] {
      supply = .trace(TraceReference(trace))
    } else {
      let machine = node.member("machine")
      supply = .machine(
        ResourceVector(
          cpu: MilliCPU(machine.integer("cpu")), memory: Bytes(machine.integer("memory")),
          gpu: MilliGPU(machine.integer("gpus"))))
    }
  }
}

extension SourceModel {
  init(name: String, _ node: CheckedNode) {
    self.name = name
    if let jobs = node["jobs"] {
      supply = .described(RegularJobs(jobs))
      (position, entry) = (jobs.position, jobs.path)
    } else {
      let trace = TraceReference(node.member("trace"))
      supply = .trace(trace)
      (position, entry) = (trace.position, trace.entry)
    }
    let timing = node.text("timing")
    let scale = node.text("timeScale")
    let ratio = known(Ratio.read(scale), scale)
    replay = Replay(
      timing: known(Replay.Timing(rawValue: timing), timing),
      timeScale: known(TimeScale(ratio.above, over: ratio.below), scale),
      start: node["start"]?.instant)
    cluster = node["cluster"]?.text
    split = node["split"].map { node in
      Split(
        parts: Int(node.integer("parts")),
        taken: node.member("take").elements.compactMap(\.integer).map { Int($0) - 1 })
    }
    gang = node["gang"].map { GangModel($0) }
    usagePermille = node.integer("usage")
    terminationGrace = node.span("terminationGrace")
    podTemplate = PodTemplate(node)
  }
}

extension RegularJobs {
  /// Reads a sound description.
  init(_ node: CheckedNode) {
    self.init(
      request: ResourceVector(
        cpu: MilliCPU(node.integer("cpu")), memory: Bytes(node.integer("memory")),
        gpu: MilliGPU(node.integer("gpus"))),
      work: node.span("work"), count: node.integer("count"), every: node["every"]?.span)
  }
}

extension PodTemplate {
  /// What the pods of a source say.
  init(_ node: CheckedNode) {
    self.init(
      namespace: node.text("namespace"), labels: Labels(node.member("labels")),
      priority: Int32(node.integer("priority")),
      preempts: node.text("preemptionPolicy") != "Never",
      nodeSelector: Labels(node.member("nodeSelector")), queue: node["queue"]?.text)
  }
}

extension JobPlacement {
  init(_ node: CheckedNode) {
    let word = node.text("policy")
    guard let policy = SchedulerPolicy(rawValue: word) else {
      self = known(JobPlacement(word: word), word)
      return
    }
    let strategy = node["scoringStrategy"]
    let resources = strategy?["resources"]?.elements.map { resource in
      let name = resource.text("name")
      return ResourceWeight(
        known(ResourceName(known: name), name), weight: resource.integer("weight"))
    }
    let points = strategy?["requestedToCapacityRatio"]?["shape"]?.elements.map {
      RequestedToCapacityRatio.Point(
        utilization: $0.integer("utilization"), score: $0.integer("score"))
    }
    var profile = policy.profile(
      resources: resources ?? ResourceWeight.standard,
      shape: points.map { RequestedToCapacityRatio(profile: $0) } ?? .binPacking)
    profile.percentageOfNodesToScore = Int(node.integer("percentageOfNodesToScore"))
    self = .scheduler(policy, profile)
  }
}

extension ResourceName {
  /// A resource that machines of a scenario have; nil for others.
  fileprivate init?(known name: String) {
    switch name {
    case "cpu": self = .cpu
    case "memory": self = .memory
    case "nvidia.com/gpu": self = .scalar(name)
    default: return nil
    }
  }
}

/// What a word of the format stands for; the format offers no word that stands for nothing.
func known<Value>(_ value: Value?, _ word: String) -> Value {
  guard let value else { preconditionFailure("the format offers \"\(word)\", which nothing knows") }
  return value
}
