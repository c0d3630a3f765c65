package import KubernetesModel

/// The order in which nodes are looked at: one of each zone in turn, so that a search that ends early
/// has seen them all.
///
/// Source: kubernetes v1.36 `pkg/scheduler/backend/cache/node_tree.go` and
/// `component-helpers/node/topology/helpers.go`, `GetZoneKey`.
package enum NodeTree {
  /// The order of nodes with these labels, which come in the order in which they were added.
  package static func order(of labels: [Labels]) -> [Int] {
    var zoneOfKey: [ZoneKey: Int] = [:]
    var zones: [[Int]] = []
    for (index, labels) in labels.enumerated() {
      let key = ZoneKey(labels)
      if let zone = zoneOfKey[key] {
        zones[zone].append(index)
      } else {
        zoneOfKey[key] = zones.count
        zones.append([index])
      }
    }
    var order: [Int] = []
    order.reserveCapacity(labels.count)
    var round = 0
    while order.count < labels.count {
      for zone in zones where round < zone.count { order.append(zone[round]) }
      round += 1
    }
    return order
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
