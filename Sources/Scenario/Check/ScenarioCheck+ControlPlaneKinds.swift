import ClusterAPI
import Documents
import Units

/// What does not go together in a control plane.
extension ScenarioCheck {
  /// The keys of a workload that only some kinds have.
  private static let keysOfKinds: [(key: String, kinds: [String], isNeeded: Bool)] = [
    ("replicas", ["ReplicaSet", "StatefulSet"], true),
    ("podManagement", ["StatefulSet"], false),
    ("volume", ["StatefulSet"], false),
    ("job", ["Job"], true),
  ]

  mutating func checkWorkloadKind(_ workload: CheckedNode) {
    guard let kind = workload["kind"]?.text else { return }
    for entry in Self.keysOfKinds {
      let isOfKind = entry.kinds.contains(kind)
      if let node = workload[entry.key] {
        if !isOfKind { reportForeign(node, entry.key, of: kind, belongs: entry.kinds) }
      } else if isOfKind, entry.isNeeded {
        report(
          .missingKey, at: workload, "a \(kind) without \(entry.key)",
          remedy: "give \(entry.key)")
      }
    }
    if let budgets = workload["budgets"], !budgets.members.isEmpty,
      kind == "DaemonSet" || kind == "Job"
    {
      reportForeign(budgets, "budgets", of: kind, belongs: ["ReplicaSet", "StatefulSet"])
    }
    checkPeerPods(workload, of: kind)
    if let overhead = workload["overhead"], workload["request"] == nil,
      workload["peerPods"] == nil
    {
      report(
        .noEffect, at: overhead, "an overhead is added to a request, and there is none",
        remedy: "give request: {cpu: …, memory: …}, or leave the overhead out")
    }
    for law in [workload["volume"]?["detach"], workload["job"]?["run"]] {
      if let law, law.isSound { checkLaw(law) }
    }
  }

  private mutating func checkPeerPods(_ workload: CheckedNode, of kind: String) {
    guard let peers = workload["peerPods"] else { return }
    if kind == "DaemonSet" {
      reportForeign(
        peers, "peerPods", of: kind, belongs: ["ReplicaSet", "StatefulSet", "Job"])
    }
    for law in [peers["launch"], peers["attestation"]] {
      if let law, law.isSound { checkLaw(law) }
    }
  }

  private mutating func reportForeign(
    _ node: CheckedNode, _ key: String, of kind: String, belongs kinds: [String]
  ) {
    report(
      .conflict, at: node, "\(key) means nothing for a \(kind)",
      remedy: "only \(kinds.joined(separator: " and ")) has it; leave it out")
  }

  mutating func checkControlPlaneKinds(_ plane: CheckedNode, _ root: CheckedNode) {
    checkResources(plane)
    checkVersions(plane, root)
    let workloads = plane["workloads"]?.members.map(\.key) ?? []
    let deployments = plane["deployments"]?.members ?? []
    for rule in plane["drainRules"]?.members ?? [] {
      for entry in rule.value["workloads"]?.elements ?? [] {
        guard let name = entry.text else { continue }
        _ = isKnown(entry, name, among: workloads, "workload", in: "controlPlane.workloads")
      }
      for entry in rule.value["deployments"]?.elements ?? [] {
        guard let name = entry.text else { continue }
        _ = isKnown(
          entry, name, among: deployments.map(\.key), "deployment",
          in: "controlPlane.deployments")
      }
      if let order = rule.value["order"], let behavior = rule.value["behavior"]?.text,
        behavior != "Drain"
      {
        report(
          .conflict, at: order, "order means nothing under \(behavior)",
          remedy: "only pods that are evicted have an order; leave it out")
      }
    }
    for deployment in deployments {
      if let node = deployment.value["healthCheck"]?["unhealthyRange"], let text = node.text,
        RemediationTrigger(range: text) == nil
      {
        report(at: node, "\"\(text)\" is not a range", remedy: "write it as [1-3]")
      }
    }
    for order in plane["orders"]?.elements ?? [] {
      guard let node = order["workload"], let name = node.text else { continue }
      _ = isKnown(node, name, among: workloads, "workload", in: "controlPlane.workloads")
    }
  }

  /// Pods that ask for something need Nodes that have something.
  private mutating func checkResources(_ plane: CheckedNode) {
    let asked = plane["workloads"]?.members.compactMap { workload in
      workload.value["request"]
        ?? (workload.value["peerPods"] == nil ? nil : workload.value["overhead"])
    }
    guard let request = asked?.first else { return }
    for deployment in plane["deployments"]?.members ?? []
    where deployment.value["allocatable"] == nil {
      report(
        .missingKey, at: request,
        "what a pod asks for means nothing on Nodes of deployment \"\(deployment.key)\", which do not "
          + "say what they have",
        remedy: "give controlPlane.deployments.\(deployment.key).allocatable")
    }
  }

  private mutating func checkVersions(_ plane: CheckedNode, _ root: CheckedNode) {
    var nodes = [plane["version"]]
    for upgrade in plane["upgrades"]?.elements ?? [] {
      nodes.append(upgrade["version"])
      if let node = upgrade["at"], let at = node.instant {
        checkIsInHorizon(node, at, root, "the control plane is upgraded")
      }
      if plane["version"] == nil {
        report(
          .missingKey, at: upgrade, "an upgrade from no version",
          remedy: "give controlPlane.version, the version at the start")
      }
    }
    for deployment in plane["deployments"]?.members ?? [] {
      guard let version = deployment.value["version"] else { continue }
      nodes.append(version)
      if plane["version"] == nil {
        report(
          .noEffect, as: .warning, at: version,
          "it changes nothing without a version of the control plane",
          remedy: "give controlPlane.version")
      }
    }
    for case let node? in nodes {
      guard let text = node.text, KubernetesVersion(text) == nil else { continue }
      report(
        at: node, "\"\(text)\" is not a version of Kubernetes", remedy: "write it as v1.34.2")
    }
  }
}
