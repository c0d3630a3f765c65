import Documents
import Units

/// What a control plane says of itself.
extension ScenarioCheck {
  /// Entries that mean nothing beside a control plane.
  private static let fleetEntries = [
    "curves", "services", "interruptions", "autoscaling",
  ]
  /// Entries that mean nothing there without machines that are lent.
  private static let lendingEntries = ["nodes", "clusters", "promises"]

  mutating func checkControlPlane(_ root: CheckedNode) {
    guard let plane = root["controlPlane"] else {
      if root["nodes"] == nil, !root.isInvalid {
        report(
          .missingKey, at: root, "there are no nodes", remedy: "give nodes, or a controlPlane")
      }
      return
    }
    let lending = root["lending"]
    let foreign = Self.fleetEntries + (lending == nil ? Self.lendingEntries : [])
    for member in root.members where foreign.contains(member.key) {
      if member.value.members.isEmpty { continue }
      diagnostics.append(
        Diagnostic(
          .error, .conflict, at: member.keyPosition, path: member.value.path,
          "\(member.key) means nothing in a scenario with a controlPlane"
            + (Self.lendingEntries.contains(member.key) ? " that lends nothing" : ""),
          remedy: "a control plane has deployments and workloads of its own; leave it out"))
    }
    if let lending { checkLending(lending, beside: plane, root) }
    if lending == nil, let deployments = plane["deployments"], deployments.isSound,
      deployments.members.isEmpty
    {
      report(
        .missingKey, at: plane, "nothing would run: there is no deployment and nothing is lent",
        remedy: "give controlPlane.deployments, or lending")
    }
    let providers = plane["providers"]?.members ?? []
    for provider in providers {
      for key in ["bootstrap", "provision", "join", "ready", "deprovision"] {
        if let law = provider.value[key], law.isSound { checkLaw(law) }
      }
    }
    for deployment in plane["deployments"]?.members ?? [] {
      checkProvider(of: deployment.value, among: providers.map(\.key))
      checkRollout(deployment.value["strategy"])
    }
    for workload in plane["workloads"]?.members ?? [] {
      checkBudgets(of: workload)
      for key in ["start", "termination"] {
        if let law = workload.value[key], law.isSound { checkLaw(law) }
      }
      checkWorkloadKind(workload.value)
      if let begins = workload.value["begins"], let at = begins.instant {
        checkIsInHorizon(begins, at, root, "the workload is deployed")
      }
    }
    let names = plane["deployments"]?.members.map(\.key) ?? []
    for order in plane["orders"]?.elements ?? [] {
      for entry in order["deployments"]?.elements ?? [] {
        guard let name = entry.text else { continue }
        _ = isKnown(entry, name, among: names, "deployment", in: "controlPlane.deployments")
      }
      if let node = order["at"], let at = node.instant {
        checkIsInHorizon(node, at, root, "the order is given")
      }
    }
    checkControlPlaneKinds(plane, root)
    checkFaults(plane["faults"], root)
    checkScaling(plane, root)
    checkHosts(plane)
    checkClusters(plane, lending: lending)
  }

  private mutating func checkProvider(of deployment: CheckedNode, among names: [String]) {
    guard let entry = deployment["provider"] else {
      guard names.count > 1 else { return }
      report(
        .missingKey, at: deployment, "which provider its Machines come from is open",
        remedy: "give provider: one of \(names.joined(separator: ", "))")
      return
    }
    guard let name = entry.text else { return }
    _ = isKnown(entry, name, among: names, "provider", in: "controlPlane.providers")
  }

  private mutating func checkFaults(_ faults: CheckedNode?, _ root: CheckedNode) {
    guard let faults else { return }
    if let law = faults["nodeDeaths"]?["between"], law.isSound { checkLaw(law) }
    let entries = ["stalledWatches", "restarts", "handOvers", "failedCalls", "wrongWatches"]
      .flatMap { faults[$0]?.elements ?? [] }
    for entry in entries {
      guard let node = entry["at"], let at = node.instant else { continue }
      checkIsInHorizon(node, at, root, "it happens")
    }
  }
}
