import ClusterAPI
import Documents
import Facts
import FleetSimulation
import KubernetesModel
import SimulationKernel
import Units

/// The control plane of a scenario.
extension Assembler {
  /// The control plane but for the seed; nil without one, or after reporting what is wrong.
  mutating func makeControlPlane(
    lending: LendingPlan?, of fleet: Fleet
  ) -> ControlPlaneAssembly? {
    guard let described = model.controlPlane else { return nil }
    let node = described.node
    let (providers, hostPools) = providers(of: node)
    let deployments = node.member("deployments").members.compactMap {
      deployment($0, providers, zones: described.zones)
    }
    let workloads = node.member("workloads").members.compactMap { workload($0) }
    guard deployments.count == described.deployments.count,
      workloads.count == described.workloads.count
    else { return nil }
    var plan = ControlPlanePlan(
      start: model.start, end: model.end, seed: model.seed, profile: ControllerProfile(node),
      deployments: deployments)
    plan.workloads = workloads
    plan.hostPools = hostPools
    addScaling(to: &plan, node, described)
    plan.sampling = node.span("sampling")
    plan.orders = node.member("orders").elements.flatMap { orders($0, described) }
    plan.api.latency = node.span("latency")
    plan.api.watchLatency = node.span("watchLatency")
    plan.drainRules = node.member("drainRules").members.map { drainRule($0) }
    plan.controlPlane = versions(node)
    for order in node.member("orders").elements { addByHand(order, described, to: &plan) }
    let faults = node.member("faults")
    if let failed = faults["failedWrites"] {
      plan.api.failuresPerThousand = UInt64(failed.integer("share"))
      plan.api.failuresEnd = failed["until"]?.instant ?? model.end
    }
    plan.api.stalls = faults.member("stalledWatches").elements.flatMap { stalls($0) }
    plan.api.restarts = faults.member("restarts").elements.flatMap { instants(of: $0) }
    plan.api.handOvers = faults.member("handOvers").elements.flatMap { instants(of: $0) }
    plan.api.failures = faults.member("failedCalls").elements.flatMap { failures($0) }
    plan.api.watchFaults = faults.member("wrongWatches").elements.flatMap { watchFaults($0) }
    var made = ControlPlaneAssembly(
      named: NamedControlPlane(
        plan: plan, deployments: described.deployments, workloads: described.workloads,
        budgets: described.budgets))
    if model.prices != nil {
      made.named.capacityTypes = deployments.map { $0.spot == nil ? .onDemand : .spot }
    }
    guard addClusters(to: &made.named, node, described.clusters) else { return nil }
    if let lending { addLending(lending, of: fleet, to: &made.named, faults) }
    if let deaths = faults["nodeDeaths"] {
      guard let between = law(deaths.member("between")) else { return nil }
      made.betweenDeaths = between
    }
    return made
  }

  private mutating func deployment(
    _ member: CheckedNode.Member, _ providers: [NamedProvider],
    zones: [String]
  ) -> DeploymentPlan? {
    let node = member.value
    let name = node["provider"]?.text
    guard let provider = providers.first(where: { name == nil || $0.name == name }) else {
      return nil
    }
    let order = node.text("deletionOrder")
    var made = DeploymentPlan(
      replicas: Int(node.integer("replicas")), strategy: RolloutStrategy(node.member("strategy")),
      order: known(DeletionOrder(rawValue: order), order), minReady: node.span("minReady"),
      drainTimeout: node["drainTimeout"]?.span, provider: provider.plan,
      healthCheck: node["healthCheck"].map { MachineHealthCheck($0) },
      podsPerNode: Int(node.integer("podsPerNode")))
    made.hostPool = provider.hostPool
    made.labels[ControlPlaneAssembly.nameLabel] = member.key
    if let peers = node["peerPodsPerNode"]?.integer { made.peerPodsPerNode = Int(peers) }
    made.allocatable = node["allocatable"].map { ResourceVector(podResources: $0) }
    made.volumeDetachTimeout = node["volumeDetachTimeout"]?.span
    made.nodeDeletionTimeout = node.span("nodeDeletionTimeout")
    made.mostInFlight = node["maxInFlight"].map { IntOrPercent($0) }
    made.version = node["version"]?.text.flatMap { KubernetesVersion($0) }
    return addScaling(to: &made, node, zones: zones) ? made : nil
  }

  private mutating func workload(_ member: CheckedNode.Member) -> WorkloadPlan? {
    let node = member.value
    guard let start = law(node.member("start")), let termination = law(node.member("termination")),
      let kind = workloadKind(node)
    else { return nil }
    var made = WorkloadPlan(
      kind: kind, replicas: node["replicas"]?.integer.map { Int($0) } ?? 0, start: start,
      termination: termination,
      budgets: node.member("budgets").members.map { PodDisruptionBudgetSpec(budget: $0.value) },
      begins: node["begins"]?.instant ?? model.start, toleration: node.span("toleration"),
      request: node["request"].map {
        ResourceVector(podResources: $0)
          + (node["overhead"].map { ResourceVector(podResources: $0) } ?? .zero)
      },
      labels: [ControlPlaneAssembly.nameLabel: member.key])
    made.terminationGrace = node.span("terminationGrace")
    if let peers = node["peerPods"] {
      guard let plan = peerPods(peers) else { return nil }
      made.peers = plan
      made.request = peerOverhead(of: node)
    }
    return made
  }

  private mutating func peerPods(_ node: CheckedNode) -> PeerPodPlan? {
    guard let launch = law(node.member("launch")) else { return nil }
    var plan = PeerPodPlan(launch: launch)
    if let entry = node["attestation"] {
      guard let attestation = law(entry) else { return nil }
      plan.attestation = attestation
    }
    plan.broker = attestationService(awayIn: node.member("brokerOutages").elements)
    return plan
  }

  /// What a peer pod takes of its Node; nil where pods are only counted.
  ///
  /// Source: kata-containers, the RuntimeClass `kata-remote` of its chart.
  private func peerOverhead(of node: CheckedNode) -> ResourceVector? {
    if let overhead = node["overhead"] { return ResourceVector(podResources: overhead) }
    let deployments = model.controlPlane?.node.member("deployments").members ?? []
    guard deployments.contains(where: { $0.value["allocatable"] != nil }) else { return nil }
    return ResourceVector(cpu: MilliCPU(250), memory: .mebibytes(120))
  }

  /// Every instant of an entry that may be given again and again, within the horizon.
  func instants(of node: CheckedNode) -> [Instant] {
    let first = node.instant("at")
    guard let every = node["every"]?.span else { return [first] }
    var instants: [Instant] = []
    var next = first
    while next < model.end {
      instants.append(next)
      next = next + every
    }
    return instants
  }

  private func stalls(_ node: CheckedNode) -> [APIPlan.Stall] {
    let word = node.text("of")
    let kind = known(WatchedObjects(scenarioWord: word), word)
    return instants(of: node).map {
      APIPlan.Stall(kind, from: $0, until: $0 + node.span("duration"))
    }
  }

  private func failures(_ node: CheckedNode) -> [FailureWindow] {
    let failure: APIFailure =
      switch node.text("failure") {
      case "too-many-requests": .tooManyRequests(retryAfter: node.span("retryAfter"))
      case "server-error": .serverError(isApplied: node.boolean("applied"))
      case "timeout":
        .timeout(after: node.span("after"), isApplied: node.boolean("applied"))
      default: .conflict
      }
    let controller = node["controller"]?.text.flatMap { word in
      ControlPlaneWords.controllers.firstIndex(of: word)
    }.flatMap { ControllerKind(rawValue: UInt8($0)) }
    let kind = node["of"]?.text.map { known(WatchedObjects(scenarioWord: $0), $0) }
    return instants(of: node).map {
      FailureWindow(
        from: $0, until: $0 + node.span("duration"), failure,
        perThousand: UInt64(node.integer("share")), controller: controller, kind: kind)
    }
  }

  private func watchFaults(_ node: CheckedNode) -> [WatchFault] {
    let word = node.text("of")
    let effect: WatchFault.Effect =
      switch node.text("effect") {
      case "loses": .loses(perThousand: UInt64(node.integer("share")))
      case "repeats": .repeats(perThousand: UInt64(node.integer("share")))
      default: .isCut
      }
    return instants(of: node).map {
      WatchFault(
        known(WatchedObjects(scenarioWord: word), word), from: $0,
        until: $0 + node.span("duration"), effect)
    }
  }

  private func orders(
    _ node: CheckedNode, _ described: ControlPlaneModel
  ) -> [ControlPlanePlan.Order] {
    let change: ControlPlanePlan.Order.Change
    switch node.text("kind") {
    case "rollout": change = .newTemplate
    case "scale": change = .replicas(Int(node.integer("replicas")))
    case "drain-limit": change = .drainTimeout(node["drainTimeout"]?.span)
    case "pause": change = .paused(true)
    case "resume": change = .paused(false)
    case "delete-machine": change = .deleteMachine(rank: Int(node.integer("machine")))
    default: return []
    }
    let deployments = deployments(of: node, described)
    return instants(of: node).flatMap { at in
      deployments.map { ControlPlanePlan.Order(at: at, deployment: $0, change: change) }
    }
  }

  /// The deployments that an order is for.
  func deployments(of order: CheckedNode, _ described: ControlPlaneModel) -> [Int] {
    let names = order["deployments"]?.elements.compactMap(\.text) ?? described.deployments
    return names.compactMap { described.deployments.firstIndex(of: $0) }
  }
}

/// A control plane but for the seed.
struct ControlPlaneAssembly: Sendable {
  var named: NamedControlPlane
  /// The label of Machines and pods that holds the name of their deployment or workload.
  static let nameLabel = "name"

  /// From one death of a Node to the next; nil without deaths.
  var betweenDeaths: Distribution?

  /// The control plane of one replication: deaths are drawn from a stream of their own.
  func plan(seed: UInt64) -> NamedControlPlane {
    var made = named
    made.plan.seed = seed
    guard let betweenDeaths else { return made }
    var stream = RandomStream(seed: seed, label: "control-plane.deaths")
    var next = made.plan.start + betweenDeaths.sampleSpan(&stream)
    while next < made.plan.end {
      made.plan.deaths.append(
        ControlPlanePlan.NodeDeath(at: next, rank: Int(stream.next() >> 33)))
      next = next + max(betweenDeaths.sampleSpan(&stream), TimeSpan(nanoseconds: 1))
    }
    return made
  }
}

extension WatchedObjects {
  /// The kind that a scenario calls so; nil for other words.
  fileprivate init?(scenarioWord word: String) {
    switch word {
    case "machine-deployments": self = .deployments
    case "machine-sets": self = .sets
    case "machines": self = .machines
    case "bootstraps": self = .bootstraps
    case "infrastructures": self = .infrastructures
    case "nodes": self = .nodes
    default: return nil
    }
  }
}
