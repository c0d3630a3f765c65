import ClusterAPI
import Documents
import FleetSimulation
import KubernetesModel
import Units

/// The control plane of a scenario, but for the seed.
package struct ControlPlaneModel: Sendable {
  /// The deployments' names.
  package var deployments: [String]
  /// The workloads' names.
  package var workloads: [String]
  /// The names of each workload's budgets.
  package var budgets: [[String]]
  /// The zones' names, in the order in which deployments name them first.
  package var zones: [String] = []
  /// The workload clusters' names: the one that the autoscaler works in, if any, then those that
  /// deployments name, in their order, then those that lend and borrow machines.
  package var clusters: [String] = []
  /// The checked entry, from which plans are made.
  let node: CheckedNode

  init(_ node: CheckedNode, lending: CheckedNode?) {
    self.node = node
    deployments = node.member("deployments").members.map(\.key)
    workloads = node.member("workloads").members.map(\.key)
    for zone in node.member("deployments").members.compactMap({ $0.value["zone"]?.text })
    where !zones.contains(zone) {
      zones.append(zone)
    }
    let deployments = node.member("deployments").members
    for deployment in deployments.filter({ $0.value["nodeGroup"] != nil }) + deployments {
      let name = deployment.value["cluster"]?.text ?? Self.unnamedCluster
      if !clusters.contains(name) { clusters.append(name) }
    }
    for name in lending.map({ Self.clusters(of: $0) }) ?? [] where !clusters.contains(name) {
      clusters.append(name)
    }
    budgets = node.member("workloads").members.map {
      $0.value.member("budgets").members.map(\.key)
    }
  }

  /// The clusters that lend and borrow machines, as written.
  static func clusters(of lending: CheckedNode) -> [String] {
    ((lending["owner"].map { [$0] } ?? []) + lending.borrowers).compactMap(\.text)
  }

  /// The cluster of what names none.
  static let unnamedCluster = "workload"

  /// The names of the workloads that a checked entry of `hostedControlPlanes` stands for.
  static func workloads(ofControlPlane member: CheckedNode.Member) -> [String] {
    let controllers = member.key + "-controllers"
    return member.value["storage"]?.text == "database"
      ? [controllers] : [controllers, member.key + "-etcd"]
  }
}

extension IntOrPercent {
  /// The value of a checked `countOrPercentage`.
  init(_ node: CheckedNode) {
    let text = node.text ?? ""
    self = known(CountOrPercentage.read(text), text)
  }
}

extension RolloutStrategy {
  /// The strategy of a checked `RolloutStrategy`.
  init(_ node: CheckedNode) {
    self =
      node.text("type") == "OnDelete"
      ? .onDelete
      : .rollingUpdate(
        maxSurge: IntOrPercent(node.member("maxSurge")),
        maxUnavailable: IntOrPercent(node.member("maxUnavailable")))
  }
}

extension MachineHealthCheck {
  /// The check of a checked `healthCheck`.
  init(_ node: CheckedNode) {
    let timeout = node.span("unhealthyAfter")
    self.init(
      checks: HealthChecks(
        nodeConditions: [
          UnhealthyCondition(type: 0, status: .unknown, timeout: timeout),
          UnhealthyCondition(type: 0, status: .isFalse, timeout: timeout),
        ], nodeStartupTimeout: node.span("nodeStartupTimeout")),
      trigger: node["unhealthyRange"]?.text.map { known(RemediationTrigger(range: $0), $0) }
        ?? .atMost(IntOrPercent(node.member("maxUnhealthy"))))
  }
}

extension PodDisruptionBudgetSpec {
  /// The budget of a checked entry of `budgets`.
  init(budget node: CheckedNode) {
    let policy = node.text("unhealthyPodEvictionPolicy")
    let limit: DisruptionLimit? =
      node["maxUnavailable"].map { .maxUnavailable(IntOrPercent($0)) }
      ?? node["minAvailable"].map { .minAvailable(IntOrPercent($0)) }
    self.init(
      selector: nil, limit: limit,
      unhealthyPodEvictionPolicy: known(UnhealthyPodEvictionPolicy(rawValue: policy), policy))
  }
}

extension ControllerProfile {
  /// The release of a checked `controlPlane`, with what it says itself.
  init(_ node: CheckedNode) {
    self = node.text("profile") == "capi-1.12" ? .v112 : .v113
    let workers = node.member("workers")
    func count(_ key: String, _ standard: Int) -> Int {
      workers[key]?.integer.map { Int($0) } ?? standard
    }
    self.workers.machineDeployment = count("machineDeployment", self.workers.machineDeployment)
    self.workers.machineSet = count("machineSet", self.workers.machineSet)
    self.workers.machine = count("machine", self.workers.machine)
    self.workers.machineHealthCheck = count(
      "machineHealthCheck", self.workers.machineHealthCheck)
    func limit(_ key: String) -> ClientLimit? {
      node.member("clients")[key].map {
        ClientLimit(perSecond: Int($0.integer("perSecond")), burst: Int($0.integer("burst")))
      }
    }
    client = limit("management") ?? client
    workloadClient = limit("workload") ?? workloadClient
  }
}
