import Documents
import FleetSimulation
import SimulationKernel
import Units

/// The clusters of a control plane, and control planes that run as pods.
extension Assembler {
  /// Gives deployments and workloads their clusters and adds the pods of hosted control planes, with
  /// their names; false after reporting what is wrong.
  mutating func addClusters(
    to made: inout NamedControlPlane, _ node: CheckedNode, _ clusters: [String]
  ) -> Bool {
    func number(_ member: CheckedNode.Member) -> Int {
      let name = member.value["cluster"]?.text ?? ControlPlaneModel.unnamedCluster
      return clusters.firstIndex(of: name) ?? 0
    }
    for (index, member) in node.member("deployments").members.enumerated() {
      made.plan.deployments[index].cluster = number(member)
    }
    for (index, member) in node.member("workloads").members.enumerated() {
      made.plan.workloads[index].cluster = number(member)
    }
    for member in node["hostedControlPlanes"]?.members ?? [] {
      guard let cluster = clusters.firstIndex(of: member.key),
        let host = clusters.firstIndex(of: member.value.text("in")),
        let pods = controlPlanePods(member.value)
      else { return false }
      made.plan.host(controlPlaneOf: cluster, in: host, pods)
      made.workloads += ControlPlaneModel.workloads(ofControlPlane: member)
      made.budgets += Array(repeating: [], count: made.workloads.count - made.budgets.count)
    }
    return true
  }

  private mutating func controlPlanePods(_ node: CheckedNode) -> HostedControlPlanePods? {
    guard let start = law(node.member("start")), let termination = law(node.member("termination"))
    else { return nil }
    var pods = HostedControlPlanePods(
      replicas: Int(node.integer("replicas")), start: start, termination: termination)
    pods.hasEtcd = node.text("storage") == "etcd"
    pods.request = node["request"].map { ResourceVector(podResources: $0) }
    pods.etcdRequest = node["etcdRequest"].map { ResourceVector(podResources: $0) }
    guard let entry = node["volumeDetach"] else { return pods }
    guard let detach = law(entry) else { return nil }
    pods.volume = VolumePlan(detach: detach)
    return pods
  }
}
