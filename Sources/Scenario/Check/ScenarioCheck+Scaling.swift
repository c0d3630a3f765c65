import Documents
import Units

/// What a control plane says of its sizes, loads, zones and spot machines.
extension ScenarioCheck {
  mutating func checkScaling(_ plane: CheckedNode, _ root: CheckedNode) {
    let deployments = plane["deployments"]?.members ?? []
    for deployment in deployments {
      checkNodeGroup(of: deployment.value)
      checkSpot(deployment.value["spot"])
    }
    if let autoscaler = plane["autoscaler"],
      !deployments.contains(where: { $0.value["nodeGroup"] != nil })
    {
      report(
        .noEffect, at: autoscaler,
        "no deployment has a nodeGroup, so the autoscaler may change none",
        remedy: "give one nodeGroup: {min: …, max: …}")
    }
    for workload in plane["workloads"]?.members ?? [] {
      if let scales = workload.value["scales"], !scales.elements.isEmpty,
        let kind = workload.value["kind"]?.text, kind != "ReplicaSet"
      {
        report(
          .conflict, at: scales, "a \(kind) is not scaled during a run",
          remedy: "leave scales out, or make it a ReplicaSet")
      }
      for scale in workload.value["scales"]?.elements ?? [] {
        guard let node = scale["at"], let at = node.instant else { continue }
        checkIsInHorizon(node, at, root, "the workload is scaled")
      }
    }
    let zones = deployments.compactMap { $0.value["zone"]?.text }
    for outage in plane["faults"]?["zoneOutages"]?.elements ?? [] {
      if let entry = outage["zone"], let name = entry.text {
        _ = isKnown(entry, name, among: zones, "zone", in: "controlPlane.deployments")
      }
      if let node = outage["at"], let at = node.instant {
        checkIsInHorizon(node, at, root, "it happens")
      }
    }
    for reclaim in plane["faults"]?["spotReclaims"]?.elements ?? [] {
      checkReclaim(reclaim, deployments, root)
    }
  }

  private mutating func checkReclaim(
    _ reclaim: CheckedNode, _ deployments: [CheckedNode.Member], _ root: CheckedNode
  ) {
    if let node = reclaim["at"], let at = node.instant {
      checkIsInHorizon(node, at, root, "it happens")
    }
    guard let entry = reclaim["deployment"], let name = entry.text,
      isKnown(
        entry, name, among: deployments.map(\.key), "deployment", in: "controlPlane.deployments"),
      deployments.first(where: { $0.key == name })?.value["spot"] == nil
    else { return }
    report(
      .conflict, at: entry, "the machines of \(name) are not taken back",
      remedy: "give it spot: {life: …}, or name another deployment")
  }

  private mutating func checkNodeGroup(of deployment: CheckedNode) {
    guard let group = deployment["nodeGroup"], let least = group["min"]?.integer,
      let most = group["max"]?.integer, let entry = group["max"]
    else { return }
    guard least <= most else {
      report(
        at: entry, "max (\(most)) is below min (\(least))", remedy: "give \(least) or more")
      return
    }
    guard let replicas = deployment["replicas"], let count = replicas.integer,
      !(least...most).contains(count)
    else { return }
    report(
      at: replicas, "\(count) is not from min (\(least)) to max (\(most)) of its nodeGroup",
      remedy: "an autoscaler does not bring a group back between them; begin within")
  }

  private mutating func checkSpot(_ spot: CheckedNode?) {
    guard let spot else { return }
    for key in ["life", "notice"] {
      if let law = spot[key], law.isSound { checkLaw(law) }
    }
    guard let shutdown = spot["shutdown"], let entry = shutdown["critical"],
      let critical = entry.span, let total = shutdown["total"]?.span, critical > total
    else { return }
    report(
      at: entry, "critical (\(critical.text)) is more than total (\(total.text))",
      remedy: "the time of critical pods is a part of the total")
  }
}
