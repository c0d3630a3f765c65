import Units

/// Where the host of an owned machine is at an instant, over all clusters.
package enum HostPlace: UInt8, Sendable, BitwiseCopyable {
  /// Switched off: it is a Machine of no cluster, or waits for its host in one.
  case off = 0
  /// On its way: it is set up or cleaned, and Ready nowhere.
  case moving = 1
  /// Ready in its owner's cluster.
  case home = 2
  /// Being drained in its owner's cluster; pods may still run on it.
  case leavingHome = 3
  /// Ready or being drained in another cluster.
  case lent = 4

  /// Whether it takes the power of a machine that is on.
  package var isPowered: Bool { self != .off }
  /// Whether pods of its owner's cluster may run on it.
  package var servesOwner: Bool { self == .home || self == .leavingHome }
}

/// Where each machine of a fleet is, played back from its facts.
///
/// Machines of the clusters that jobs run in are told by nodeJoined and nodeLeft. Those of other
/// clusters are Ready at home until a stage says otherwise.
package struct MachinePresence: Sendable {
  private let clusterCount: Int
  /// Whether jobs run in a cluster, by cluster.
  private let hasJobs: [Bool]
  /// The cluster that each machine belongs to, by node.
  private let owners: [Int]
  /// `MachineStage` by node and cluster.
  private var stages: [UInt8]
  private var joined: [Bool]
  private var places: [HostPlace]
  /// The cluster that each node serves or served last, by node.
  private var tenants: [Int]

  /// Makes the presence of a fleet before its first fact.
  package init(fleet: Fleet, jobClusters: [ClusterID]) {
    clusterCount = fleet.clusters.count
    var hasJobs = Array(repeating: false, count: fleet.clusters.count)
    for cluster in jobClusters where Int(cluster.index) < hasJobs.count {
      hasJobs[Int(cluster.index)] = true
    }
    self.hasJobs = hasJobs
    owners = fleet.nodes.map { Int(fleet.pools[Int($0.pool.index)].cluster.index) }
    joined = Array(repeating: false, count: fleet.nodes.count)
    stages = Array(repeating: Self.absent, count: fleet.nodes.count * clusterCount)
    places = Array(repeating: .off, count: fleet.nodes.count)
    tenants = owners
    for (node, owner) in owners.enumerated() where owner < clusterCount && !hasJobs[owner] {
      guard fleet.pools[Int(fleet.nodes[node].pool.index)].isOwned else {
        continue
      }
      stages[node * clusterCount + owner] = UInt8(MachineStage.ready.rawValue)
      places[node] = .home
    }
  }

  /// Where a machine is now.
  package func place(of node: Int) -> HostPlace { places[node] }

  /// Whether a node is Ready for jobs now.
  package func hasJoined(_ node: Int) -> Bool { joined[node] }

  /// The cluster that a machine serves, or served last: its owner until it is lent.
  package func tenant(of node: Int) -> Int { tenants[node] }

  /// The cluster that a machine belongs to.
  package func owner(of node: Int) -> Int { owners[node] }

  /// Applies a fact about a node's presence, or says why it cannot follow; others change nothing.
  ///
  /// The fact's ids are known ones.
  package mutating func apply(_ fact: Fact) -> String? {
    let node = Int(fact.subject)
    switch fact.kind {
    case .nodeJoined:
      guard !joined[node] else { return "the node is ready already" }
      joined[node] = true
    case .nodeLeft, .nodeInterrupted:
      guard joined[node] else { return "the node is not ready" }
      joined[node] = false
    case .machineStageChanged:
      guard let stage = MachineStage(rawValue: fact.value) else { return "there is no such stage" }
      stages[node * clusterCount + Int(fact.object)] = UInt8(stage.rawValue)
      if stage == .ready { tenants[node] = Int(fact.object) }
    default: return nil
    }
    places[node] = place(node, owner: owners[node])
    return nil
  }

  private static let absent = UInt8(MachineStage.absent.rawValue)

  private func place(_ node: Int, owner: Int) -> HostPlace {
    if hasJobs[owner], joined[node] { return .home }
    var isOn = false
    var isLent = false
    for cluster in 0..<clusterCount {
      switch MachineStage(rawValue: Int64(stages[node * clusterCount + cluster])) {
      case .ready:
        if cluster == owner { return .home }
        isLent = true
      case .draining:
        if cluster == owner { return .leavingHome }
        isLent = true
      case .provisioning, .deleting: isOn = true
      case .absent, .waitingForHost, nil: break
      }
    }
    return isLent ? .lent : isOn ? .moving : .off
  }
}

extension Pool {
  /// Whether its machines were bought.
  package var isOwned: Bool { capacityType == .owned }
}
