import Documents
import Facts
import Traces
import Units

extension Assembler {
  mutating func makeFleet() -> Fleet {
    var nodes: [Node] = []
    var names: [String] = []
    for (index, pool) in model.pools.enumerated() {
      let id = PoolID(UInt32(index))
      switch pool.supply {
      case .machine(let allocatable):
        let count = pool.count ?? 1
        let digits = "\(count - 1)".utf8.count
        for number in 0..<count {
          let text = "\(number)"
          let padding = String(repeating: "0", count: digits - text.utf8.count)
          nodes.append(Node(pool: id, allocatable: allocatable))
          names.append("\(pool.name)/\(padding)\(text)")
        }
      case .trace(let trace):
        guard case .nodes(let recorded)? = content(of: trace) else { continue }
        guard !recorded.nodes.isEmpty else {
          report(at: trace, "the file \"\(trace.file)\" names no machine")
          continue
        }
        for number in 0..<(pool.count ?? recorded.nodes.count) {
          let (round, place) = number.quotientAndRemainder(dividingBy: recorded.nodes.count)
          let node = recorded.nodes[place]
          nodes.append(Node(pool: id, allocatable: node.allocatable))
          // The machines of a second round bear the names of the first, so they are told apart.
          names.append("\(pool.name)/\(node.name)" + (round == 0 ? "" : "+\(round)"))
        }
      }
    }
    let pools = model.pools.map { pool in
      Pool(
        name: pool.name, cluster: cluster(pool.cluster), capacityType: pool.capacityType,
        isIsolated: pool.isIsolated, labels: pool.labels, maxPods: pool.maxPods)
    }
    var fleet = Fleet(
      clusters: model.clusters.map { Cluster(name: $0.name) }, pools: pools, nodes: nodes,
      nodeNames: names)
    keepBack(in: &fleet)
    return fleet
  }

  /// The dense id of a cluster by its name; nil is the only one.
  func cluster(_ name: String?) -> ClusterID {
    guard let name, let index = model.clusters.firstIndex(where: { $0.name == name }) else {
      return ClusterID(0)
    }
    return ClusterID(UInt32(index))
  }

  /// The dense id of a pool by its name.
  func pool(_ name: String) -> PoolID? {
    model.pools.firstIndex { $0.name == name }.map { PoolID(UInt32($0)) }
  }

  /// Sets what each cluster keeps back of the CPU that it owns.
  private mutating func keepBack(in fleet: inout Fleet) {
    for (index, cluster) in model.clusters.enumerated() {
      let owned = fleet.ownedCPU(of: ClusterID(UInt32(index)))
      let headroom = cluster.headroom.amount(of: owned)
      let reserved = MilliCPU(cluster.reservations.reduce(0) { $0 + $1.cpu.value })
      fleet.clusters[index].headroom = headroom
      fleet.clusters[index].reserved = reserved
      guard headroom.value + reserved.value > owned.value, let position = cluster.position else {
        continue
      }
      diagnostics.append(
        Diagnostic(
          .error, .invalidValue, at: position, path: "clusters.\(cluster.name)",
          "headroom (\(headroom.cores)) and reservations (\(reserved.cores)) are together more than "
            + "the \(owned.cores) cores that the cluster owns",
          remedy: "keep less back, or give the cluster more machines"))
    }
  }

  /// Refuses a fleet whose resources do not sum within 64 bits, which everything later relies on.
  mutating func checkTotals(of fleet: Fleet) {
    var memory: Int128 = 0
    for node in fleet.nodes { memory += Int128(node.allocatable.memory.value) }
    guard memory > Int128(Int64.max), let last = fleet.pools.last else { return }
    diagnostics.append(
      Diagnostic(
        .error, .invalidValue, at: model.nodesPosition, path: "nodes",
        "the memory of all \(fleet.nodes.count) nodes, up to pool \(last.name), is above 8 EiB",
        remedy: "give fewer or smaller nodes"))
  }
}
