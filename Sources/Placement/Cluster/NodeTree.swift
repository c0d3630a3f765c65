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
    return order(ofZones: labels.map { zones.number(of: $0) }, zoneCount: zones.count)
  }

  /// The order of nodes in zones of these numbers, below `zoneCount`.
  static func order(ofZones zoneOfNode: [Int], zoneCount: Int) -> [Int] {
    guard zoneCount > 1 else { return Array(zoneOfNode.indices) }
    var places = Array(repeating: -1, count: zoneCount)
    var zones: [[Int]] = []
    for (index, zone) in zoneOfNode.enumerated() {
      if places[zone] < 0 {
        places[zone] = zones.count
        zones.append([index])
      } else {
        zones[places[zone]].append(index)
      }
    }
    var order: [Int] = []
    order.reserveCapacity(zoneOfNode.count)
    var round = 0
    while order.count < zoneOfNode.count {
      for zone in zones where round < zone.count { order.append(zone[round]) }
      round += 1
    }
    return order
  }

  /// Numbers for the zones that nodes name.
  struct ZoneTable {
    private var numbers: [ZoneKey: Int] = [:]

    /// How many zones there are.
    var count: Int { numbers.count }

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
