import Documents

/// Machines that are lent where Cluster API moves them.
extension ScenarioCheck {
  mutating func checkLending(
    _ lending: CheckedNode, beside plane: CheckedNode, _ root: CheckedNode
  ) {
    if let kind = lending["provider"]?["kind"], let word = kind.text, word != "remote-machine" {
      report(
        .conflict, at: kind,
        "beside a controlPlane lent machines are RemoteMachines, and the provider is \(word)",
        remedy: "write provider: remote-machine, or leave controlPlane out")
    }
    let offers = lending["offers"]
    for pool in root["nodes"]?.members ?? [] where offers?[pool.key] == nil {
      diagnostics.append(
        Diagnostic(
          .error, .conflict, at: pool.keyPosition, path: pool.value.path,
          "the pool \(pool.key) is not on offer, and a controlPlane has no other machines of nodes",
          remedy: "offer it in lending.offers, or describe it as one of controlPlane.deployments"))
    }
    for offer in offers?.members ?? [] {
      guard let count = offer.value["count"], count.isSound else { continue }
      report(
        .conflict, at: count, "beside a controlPlane all machines of a pool are on offer",
        remedy: "leave count out, and give nodes.\(offer.key) as many machines as are lent")
    }
    if let usage = lending["scheduler"]?["usage"] {
      report(
        .noEffect, as: .warning, at: usage,
        "in a controlPlane pods use what they ask for, so this says what requests say already")
    }
    let workloads = plane["workloads"]?.members ?? []
    for borrower in lending.borrowers {
      guard let name = borrower.text, root["clusters"]?[name] != nil,
        workloads.allSatisfy(\.value.isSound),
        !workloads.contains(where: { $0.value["cluster"]?.text == name })
      else { continue }
      report(
        .noEffect, as: .warning, at: borrower, "no workload of controlPlane runs in \(name)",
        remedy: "give a workload cluster: \(name)")
    }
  }
}
