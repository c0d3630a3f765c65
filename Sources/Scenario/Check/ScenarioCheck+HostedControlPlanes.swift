import Documents
import Units

/// The workload clusters of a control plane, and control planes that run as pods.
extension ScenarioCheck {
  mutating func checkClusters(_ plane: CheckedNode, lending: CheckedNode?) {
    func cluster(_ member: CheckedNode.Member) -> String {
      member.value["cluster"]?.text ?? ControlPlaneModel.unnamedCluster
    }
    let deployments = plane["deployments"]?.members ?? []
    let workloads = plane["workloads"]?.members ?? []
    let withNodes =
      deployments.map(cluster) + (lending.map { ControlPlaneModel.clusters(of: $0) } ?? [])
    for workload in workloads where !withNodes.contains(cluster(workload)) {
      report(
        .conflict, at: workload.value["cluster"] ?? workload.value,
        "no deployment has Nodes in the cluster \(cluster(workload))"
          + (lending == nil ? "" : ", and nothing is lent to it or by it"),
        remedy: lending == nil
          ? "give a deployment cluster: \(cluster(workload))"
          : NearestWord.advice(for: cluster(workload), among: withNodes, noun: "there are"))
    }
    let grouped = deployments.filter { $0.value["nodeGroup"] != nil }
    if let first = grouped.first,
      let other = grouped.first(where: { cluster($0) != cluster(first) }),
      let group = other.value["nodeGroup"]
    {
      report(
        .conflict, at: group,
        "the autoscaler works in one cluster, and \(first.key) is of \(cluster(first))",
        remedy: "leave nodeGroup out of the deployments of one of them")
    }
    let planes = plane["hostedControlPlanes"]?.members ?? []
    for hosted in planes {
      _ = isKnown(
        hosted.value, hosted.key, among: withNodes, "cluster", in: "controlPlane.deployments")
      for key in ["start", "termination", "volumeDetach"] {
        if let law = hosted.value[key], law.isSound { checkLaw(law) }
      }
      for name in ControlPlaneModel.workloads(ofControlPlane: hosted)
      where workloads.contains(where: { $0.key == name }) {
        report(
          .conflict, at: hosted.value, "there is a workload \(name) besides its pods",
          remedy: "give the workload another name")
      }
      if let entry = hosted.value["in"], let host = entry.text,
        isKnown(entry, host, among: withNodes, "cluster", in: "controlPlane.deployments")
      {
        checkChain(from: hosted, entry, planes)
      }
    }
  }

  /// A control plane has to start somewhere: whoever hosts it is not hosted by it in turn.
  private mutating func checkChain(
    from hosted: CheckedNode.Member, _ entry: CheckedNode, _ planes: [CheckedNode.Member]
  ) {
    var next = entry.text
    for _ in planes {
      guard let cluster = next else { return }
      guard cluster != hosted.key else {
        report(
          .conflict, at: entry,
          "the control plane of \(hosted.key) would need itself to start, by way of \(entry.text ?? "")",
          remedy: "host it in a cluster whose own control plane does not depend on it")
        return
      }
      next = planes.first { $0.key == cluster }?.value["in"]?.text
    }
  }
}
