import Documents

/// What the checks of services, lending and prices have to know of clusters and pools.
struct FleetOutline {
  /// A pool as far as it is sound.
  struct Pool {
    var name: String
    /// Its cluster; nil when that is wrong or open.
    var cluster: String?
    /// How its machines are had; nil when that is wrong.
    var capacityType: String?
    var isIsolated: Bool
    /// How many machines it has; nil where only its trace knows.
    var count: Int64?
  }

  var clusters: [String]
  var pools: [Pool]
  /// The clusters of the jobs; nil when one of them is wrong or open.
  var jobClusters: [String]?

  /// Whether the scenario names its clusters.
  var namesClusters: Bool { !clusters.isEmpty }

  func pool(_ name: String) -> Pool? { pools.first { $0.name == name } }
}

extension ScenarioCheck {
  /// Checks all that clusters, pools, services, lending and prices say of each other.
  mutating func checkFleet(_ root: CheckedNode) {
    var outline = FleetOutline(
      clusters: root["clusters"]?.members.map(\.key) ?? [], pools: [], jobClusters: nil)
    for pool in root["nodes"]?.members ?? [] {
      outline.pools.append(
        FleetOutline.Pool(
          name: pool.key, cluster: cluster(of: pool.value, "the pool", outline),
          capacityType: pool.value["capacityType"]?.text,
          isIsolated: pool.value["isolated"]?.boolean ?? false,
          count: pool.value["count"]?.integer ?? (pool.value["machine"] == nil ? nil : 1)))
    }
    // In a control plane any cluster may have pods.
    outline.jobClusters = root["controlPlane"] == nil ? checkJobs(root, outline) : nil
    checkCurves(root)
    checkServices(root, outline)
    if let lending = root["lending"] { checkLending(lending, root, outline) }
    checkSelectors(root, outline)
    checkConfidential(root, outline)
    checkAutoscaling(root, outline)
    checkPrices(root, outline)
  }

  /// The cluster that an entry belongs to, or nil after reporting why that is not known.
  mutating func cluster(
    of node: CheckedNode, _ noun: String, _ outline: FleetOutline
  ) -> String? {
    guard let entry = node["cluster"] else {
      guard outline.clusters.count > 1 else {
        return outline.clusters.first ?? ScenarioModel.onlyCluster
      }
      report(
        .missingKey, at: node, "which cluster \(noun) belongs to is open",
        remedy: "give cluster: one of \(outline.clusters.joined(separator: ", "))")
      return nil
    }
    guard let name = entry.text else { return nil }
    return isKnown(entry, name, among: outline.clusters, "cluster", in: "clusters") ? name : nil
  }

  /// Whether a name is among those that there are; reports it when it is not.
  mutating func isKnown(
    _ node: CheckedNode, _ name: String, among names: [String], _ noun: String, in table: String
  ) -> Bool {
    if names.contains(name) { return true }
    report(
      .unknownName, at: node, "there is no \(noun) \"\(name)\" in \(table)",
      remedy: NearestWord.advice(for: name, among: names, noun: "there are")
        ?? "name it in \(table) first")
    return false
  }

  /// The pool that a table's key names, or nil after reporting that there is none.
  mutating func pool(
    _ member: CheckedNode.Member, _ outline: FleetOutline
  ) -> FleetOutline.Pool? {
    if let pool = outline.pool(member.key) { return pool }
    diagnostics.append(
      Diagnostic(
        .error, .unknownName, at: member.keyPosition, path: member.value.path,
        "there is no pool \"\(member.key)\" in nodes",
        remedy: NearestWord.advice(
          for: member.key, among: outline.pools.map(\.name), noun: "there are")))
    return nil
  }

  /// Reports something wrong with the pool that a table's key names.
  mutating func report(
    pool member: CheckedNode.Member, _ message: String, remedy: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        .error, .invalidValue, at: member.keyPosition, path: member.value.path, message,
        remedy: remedy))
  }

  /// The clusters of the jobs; usage and grace period are one for all sources.
  private mutating func checkJobs(_ root: CheckedNode, _ outline: FleetOutline) -> [String]? {
    let sources = root["workload"]?.members ?? []
    let clusters = sources.map { cluster(of: $0.value, "the source", outline) }
    for key in ["usage", "terminationGrace"] {
      func value(_ source: CheckedNode.Member) -> DocumentValue? {
        guard let node = source.value[key], node.isSound else { return nil }
        return node.canonical
      }
      guard let first = sources.first else { break }
      for source in sources.dropFirst() {
        guard let one = value(first), let other = value(source), one != other else { continue }
        report(
          at: source.value[key] ?? source.value,
          "\(source.key) and \(first.key) differ in \(key)",
          remedy: "all sources share one \(key); give both the same")
      }
    }
    for source in sources { checkSplit(source.value["split"]) }
    var names: [String] = []
    for name in clusters {
      guard let name else { return nil }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private mutating func checkSplit(_ split: CheckedNode?) {
    guard let split, let parts = split["parts"]?.integer, let take = split["take"] else { return }
    var seen: [Int64] = []
    for node in take.elements {
      guard let part = node.integer else { continue }
      if part > parts {
        report(
          at: node, "there is no part \(part) of \(parts)", remedy: "parts are counted from 1")
      }
      if seen.contains(part) {
        report(at: node, "part \(part) is taken twice", remedy: "name each part once")
      }
      seen.append(part)
    }
  }
}
