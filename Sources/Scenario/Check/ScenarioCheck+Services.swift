import Documents
import Traces
import Units

/// Curves and services.
extension ScenarioCheck {
  mutating func checkCurves(_ root: CheckedNode) {
    let used = (root["services"]?.members ?? []).compactMap { $0.value["curve"]?.text }
    let known = (root["curves"]?.members ?? []).map(\.key)
    for curve in root["curves"]?.members ?? [] {
      checkZone(curve.value["timezone"])
      if let open = curve.value["open"]?.integer, let close = curve.value["close"],
        let minute = close.integer, minute <= open
      {
        report(
          at: close,
          "the close, \(ClockReading.text(Int(minute))), is not after the opening, "
            + ClockReading.text(Int(open)),
          remedy: "a curve opens and closes on one day; turn it around by exchanging inside and "
            + "outside")
      }
      if let ramp = curve.value["ramp"], let span = ramp.span, span > .days(1) {
        report(at: ramp, "a ramp of \(span.text) is longer than a day", remedy: "give at most 24h")
      }
      checkSteps(curve.value, of: root)
      // A curve that nothing follows is worth a word, unless a service misspells it.
      if !used.contains(curve.key), used.allSatisfy(known.contains) {
        report(.noEffect, as: .warning, at: curve.value, "no service follows the curve")
      }
    }
  }

  private mutating func checkSteps(_ curve: CheckedNode, of root: CheckedNode) {
    guard let horizon = root["horizon"], let start = horizon["start"]?.instant,
      let end = ScenarioModel.end(of: horizon), start < end, let node = curve["step"],
      let step = node.span
    else { return }
    let count = (end - start).nanoseconds / step.nanoseconds
    if count > 1_000_000 {
      report(
        at: node, "a step of \(step.text) makes \(count) steps of the horizon",
        remedy: "at most 1000000 are made; give a longer step")
    }
  }

  mutating func checkServices(_ root: CheckedNode, _ outline: FleetOutline) {
    let curves = root["curves"]?.members.map(\.key) ?? []
    var shares: [String: Int64] = [:]
    for service in root["services"]?.members ?? [] {
      let node = service.value
      let cluster = cluster(of: node, "the service", outline)
      if let cluster, outline.jobClusters?.contains(cluster) == true {
        report(
          at: node["cluster"] ?? node,
          "the service would run in a cluster of jobs, \(cluster)",
          remedy: outline.namesClusters
            ? "services and jobs share no cluster; give it another one"
            : "services and jobs share no cluster; name two in clusters")
      }
      checkPools(of: node, in: cluster, outline)
      if let curve = node["curve"], let name = curve.text {
        if isKnown(curve, name, among: curves, "curve", in: "curves"), let cluster {
          shares["\(cluster) \(name)", default: 0] += node["share"]?.integer ?? 1_000
          if let sum = shares["\(cluster) \(name)"], sum > 1_000 {
            report(
              as: .warning, at: node["share"] ?? node,
              "with this service the shares of the curve \(name) are \(Share.text(sum))",
              remedy: "shares are parts of one whole: together at most 100%")
          }
        }
      } else if let share = node["share"], node["usage"] != nil {
        report(
          .noEffect, as: .warning, at: share, "a share is a part of a curve, and the load is given",
          remedy: "leave share out, or give curve instead of usage")
      }
      if let least = node["minReplicas"]?.integer, let most = node["maxReplicas"],
        let count = most.integer, count < least
      {
        report(
          at: most, "at most \(count) pods are fewer than at least \(least)",
          remedy: "give maxReplicas of \(least) or more")
      }
    }
  }

  private mutating func checkPools(
    of service: CheckedNode, in cluster: String?, _ outline: FleetOutline
  ) {
    guard let cluster else { return }
    let own = outline.pools.filter { $0.cluster == cluster }
    guard let entry = service["pool"], let name = entry.text else {
      if service["pool"] == nil, own.allSatisfy(\.isIsolated),
        outline.pools.allSatisfy({ $0.cluster != nil })
      {
        report(
          at: service,
          own.isEmpty
            ? "the cluster \(cluster) has no machine"
            : "every pool of the cluster \(cluster) is isolated, so the service has no machine",
          remedy: own.isEmpty
            ? "give a pool of nodes cluster: \(cluster)"
            : "give pool: one of \(own.map(\.name).joined(separator: ", "))")
      }
      return
    }
    guard isKnown(entry, name, among: outline.pools.map(\.name), "pool", in: "nodes"),
      let other = outline.pool(name)?.cluster, other != cluster
    else { return }
    report(
      at: entry, "the pool \(name) belongs to the cluster \(other), the service to \(cluster)",
      remedy: NearestWord.advice(for: name, among: own.map(\.name), noun: "\(cluster) has"))
  }
}
