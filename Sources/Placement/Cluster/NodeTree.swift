package import KubernetesModel

/// The order in which nodes are looked at: one of each zone in turn, so that a search that ends early
/// has seen them all.
///
/// Source: kubernetes v1.36 `pkg/scheduler/backend/cache/node_tree.go` and
/// `component-helpers/node/topology/helpers.go`, `GetZoneKey`.
package enum NodeTree {
  /// The order of nodes with these labels, which come in the order in which they were added.
  package static func order(of labels: [Labels]) -> [Int] {
    var zones = ZoneTable()
    let zoneOfNode = labels.map { zones.number(of: $0) }
    // Numbers are given in the order in which zones come.
    return order(ofZones: zoneOfNode, inOrder: Array(0..<zones.count))
  }

  /// The order of nodes in zones of these numbers, where `zoneOrder` says which zone's turn is first.
  static func order(ofZones zoneOfNode: [Int], inOrder zoneOrder: [Int]) -> [Int] {
    guard zoneOrder.count > 1 else { return Array(zoneOfNode.indices) }
    var places = Array(repeating: 0, count: (zoneOrder.max() ?? 0) + 1)
    for (place, zone) in zoneOrder.enumerated() { places[zone] = place }
    var zones = [[Int]](repeating: [], count: zoneOrder.count)
    for (index, zone) in zoneOfNode.enumerated() { zones[places[zone]].append(index) }
    var order: [Int] = []
    order.reserveCapacity(zoneOfNode.count)
    var round = 0
    while order.count < zoneOfNode.count {
      for zone in zones where round < zone.count { order.append(zone[round]) }
      round += 1
    }
    return order
  }

  /// Numbers for the zones that nodes name, and which zone's turn is first: the one that has had nodes
  /// for the longest without a break, whichever of its nodes are left.
  struct ZoneTable {
    private var numbers: [ZoneKey: Int] = [:]
    /// The zones that have nodes, in the order in which they began to.
    private(set) var order: [Int] = []
    /// By zone: how many nodes it has.
    private var sizes: [Int] = []

    /// How many zones there are.
    var count: Int { numbers.count }

    /// A node came into a zone.
    mutating func enter(_ zone: Int) {
      while sizes.count <= zone { sizes.append(0) }
      if sizes[zone] == 0 { order.append(zone) }
      sizes[zone] += 1
    }

    /// A node left a zone.
    mutating func leave(_ zone: Int) {
      sizes[zone] -= 1
      if sizes[zone] == 0 { order.removeAll { $0 == zone } }
    }

    /// No zone has a node any more.
    mutating func leaveAll() {
      order = []
      sizes = []
    }

    /// The number of the zone that these labels name.
    mutating func number(of labels: Labels) -> Int {
      let key = ZoneKey(labels)
      if let number = numbers[key] { return number }
      numbers[key] = numbers.count
      return numbers.count - 1
    }
  }

  /// Region and zone of a node; both empty where it names none.
  private struct ZoneKey: Hashable {
    var region: String
    var zone: String

    init(_ labels: Labels) {
      region =
        labels["topology.kubernetes.io/region"]
        ?? labels["failure-domain.beta.kubernetes.io/region"] ?? ""
      zone =
        labels["topology.kubernetes.io/zone"]
        ?? labels["failure-domain.beta.kubernetes.io/zone"] ?? ""
    }
  }
}
