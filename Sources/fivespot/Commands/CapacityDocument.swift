import Documents
import KubernetesModel
import Placement

/// What a cluster has room for, as JSON.
enum CapacityDocument {
  static func document(of answers: CapacityAnswers) -> DocumentValue {
    [
      "nodes": .integer(Int64(answers.study.cluster.nodes.count)),
      "totals": .sequence(answers.study.totals().map(total)),
      "waiting": .sequence(answers.placements.map(placement)),
      "more": .sequence(answers.headrooms.map(headroom)),
      "removable": .sequence(answers.removals.filter { $0.obstacle == nil }.map(removal)),
      "staying": .sequence(answers.removals.filter { $0.obstacle != nil }.map(removal)),
      "passedOver": .sequence(
        answers.passedOver.map {
          ["kind": .string($0.kind), "count": .integer(Int64($0.count))]
        }),
    ]
  }

  /// CPU in thousandths of a core, bytes, and other resources as they are counted.
  private static func total(_ total: CapacityStudy.Total) -> DocumentValue {
    [
      "resource": .string(total.resource?.text ?? "pods"),
      "unit": .string(unit(of: total.resource)),
      "allocatable": .integer(total.allocatable), "cordoned": .integer(total.cordoned),
      "requested": .integer(total.requested), "waiting": .integer(total.waiting),
    ]
  }

  private static func unit(of resource: ResourceName?) -> String {
    switch resource {
    case .cpu: "millicores"
    case .memory, .ephemeralStorage: "bytes"
    case .scalar, nil: "count"
    }
  }

  private static func placement(_ placement: CapacityStudy.Placement) -> DocumentValue {
    [
      "namespace": .string(placement.pod.namespace), "pod": .string(placement.pod.name),
      "node": placement.node.map { .string($0) } ?? .null,
      "message": placement.message.map { .string($0) } ?? .null,
      "victims": .integer(Int64(placement.victims.count)),
      "victimNames": .sequence(
        placement.victims.map { .string("\($0.namespace)/\($0.name)") }),
      "displaced": .boolean(placement.isDisplaced),
    ]
  }

  private static func headroom(_ headroom: CapacityAnswers.Headroom) -> DocumentValue {
    [
      "of": .string(headroom.name), "count": .integer(Int64(headroom.of.count)),
      "byNode": .mapping(
        headroom.of.byNode.map { ($0.node, .integer(Int64($0.count))) }),
      "message": headroom.of.message.map { .string($0) } ?? .null,
      "blockers": .sequence(
        headroom.of.blockers.map {
          ["reason": .string($0.reason), "nodes": .integer(Int64($0.nodes))]
        }),
    ]
  }

  private static func removal(_ removal: NodeRemoval) -> DocumentValue {
    [
      "node": .string(removal.node), "moves": .integer(Int64(removal.moves)),
      "obstacle": removal.obstacle.map { .string($0.text) } ?? .null,
    ]
  }
}
