import Documents
import SpotScheduler
import Units

/// Recalls, emergency reclaims, and what confidential clusters ask of machines.
extension ScenarioCheck {
  mutating func checkRecall(
    _ recall: CheckedNode, _ root: CheckedNode, _ outline: FleetOutline
  ) {
    if let node = recall["machines"], let asked = node.integer,
      let offered = machinesOnOffer(root, outline), asked > offered
    {
      report(
        .noEffect, as: .warning, at: node,
        "\(asked) machines are called back, and \(offered) on offer",
        remedy: "leave machines out to call all of them back")
    }
    guard let node = recall["at"], let at = node.instant else { return }
    if let until = recall["until"], let end = until.instant, end <= at {
      report(
        at: until, "until, \(end.rfc3339), is not after the order at \(at.rfc3339)",
        remedy: "give the instant at which machines may be lent again")
    }
    checkIsInHorizon(node, at, root)
  }

  /// How many machines may be lent; nil where a pool's number is in its trace.
  private func machinesOnOffer(_ root: CheckedNode, _ outline: FleetOutline) -> Int64? {
    var sum: Int64 = 0
    for offer in root["lending"]?["offers"]?.members ?? [] {
      let pool = outline.pool(offer.key)?.count
      guard let count = offer.value["count"]?.integer.map({ min($0, pool ?? $0) }) ?? pool else {
        return nil
      }
      sum += count
    }
    return sum
  }

  mutating func checkReclaim(
    _ reclaim: CheckedNode, _ root: CheckedNode, _ outline: FleetOutline
  ) {
    if let node = reclaim["pool"], let name = node.text,
      isKnown(node, name, among: outline.pools.map(\.name), "pool", in: "nodes"),
      let offers = root["lending"]?["offers"], offers[name] == nil
    {
      report(
        at: node, "the pool \(name) is not on offer",
        remedy: "name one of lending.offers: \(offers.members.map(\.key).joined(separator: ", "))")
    }
    guard let node = reclaim["at"], let at = node.instant else { return }
    if let until = reclaim["until"], let end = until.instant {
      if reclaim["cause"]?.text == "process-match" {
        report(
          .noEffect, as: .warning, at: until,
          "a program that was seen is no switch: nothing of it is released",
          remedy: "leave until out; lending.scheduler.reclaimHold says how long machines stay home")
      } else if end <= at {
        report(
          at: until, "until, \(end.rfc3339), is not after the order at \(at.rfc3339)",
          remedy: "give the instant at which the kill switch is released")
      }
    }
    checkIsInHorizon(node, at, root)
  }

  /// Warns of something that is set for an instant outside the horizon.
  mutating func checkIsInHorizon(
    _ node: CheckedNode, _ at: Instant, _ root: CheckedNode,
    _ what: String = "the order is given"
  ) {
    guard let horizon = root["horizon"], let start = horizon["start"]?.instant,
      let end = ScenarioModel.end(of: horizon), !(start <= at && at < end)
    else { return }
    report(
      .noEffect, as: .warning, at: node, "\(what) outside the horizon",
      remedy: "the horizon is \(start.rfc3339) to \(end.rfc3339)")
  }

  /// Refuses runtime classes that are not confidential, and tells of clusters that no machine suits.
  mutating func checkConfidential(_ root: CheckedNode, _ outline: FleetOutline) {
    let offered = root["lending"]?["offers"]?.members.map(\.key) ?? []
    let borrowers = outline.borrowers(of: root)
    for cluster in root["clusters"]?.members ?? [] {
      guard let node = cluster.value["confidential"], let list = node["runtimeHandlers"] else {
        continue
      }
      var technologies: [String] = []
      for entry in list.elements {
        guard let handler = entry.text else { continue }
        if let technology = TrustedExecution.Technology(runtimeHandler: handler) {
          technologies.append(technology.rawValue)
        } else {
          report(
            at: entry, "the runtime class \"\(handler)\" is not a confidential one",
            remedy: "confidential ones are kata-qemu-snp, kata-qemu-tdx and kata-qemu-se")
        }
      }
      guard node.isSound, !technologies.isEmpty, borrowers.contains(cluster.key), !offered.isEmpty
      else { continue }
      let keys = node["keys"]?.integer ?? 1
      let suits = offered.contains { pool in
        guard let environment = root["nodes"]?[pool]?["trustedExecution"],
          let technology = environment["technology"]?.text, let count = environment["keys"]?.integer
        else { return false }
        return technologies.contains(technology) && count >= keys
      }
      if !suits {
        report(
          .noEffect, as: .warning, at: node,
          "no pool on offer has such an environment, so nothing is lent to \(cluster.key)",
          remedy: "give a pool of lending.offers its nodes.<pool>.trustedExecution")
      }
    }
  }
}
