/// How a node is chosen among those that have room for a request.
///
/// Chosen by name once per run; the raw value is the word that a scenario uses. Every policy is a
/// total order, so the same state always gives the same node.
package enum PlacementPolicy: String, CaseIterable, Hashable, Sendable {
  /// The node with the lowest id that has room.
  case firstFit = "first-fit"
  /// The node that has the least room left over, summed over CPU, memory and GPU as shares of the
  /// fleet's largest node; among equals the lowest id. Keeps large holes for large requests.
  case bestFit = "best-fit"
  /// The node that stays the emptiest, by kube-scheduler's score `LeastAllocated` over CPU and
  /// memory; among equals the lowest id. Spreads, as the default profile of Kubernetes does.
  case leastAllocated = "least-allocated"
}
