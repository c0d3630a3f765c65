import Units

/// The recalls that hold at an instant, by cluster.
///
/// Where several hold, the one that was ordered first is the reason, and the first to end is the
/// time to look again; so the order in which they were written down decides nothing.
struct RecallsInForce {
  /// What holds for one cluster.
  struct Order {
    var orderedAt: Instant
    var nextEnd: Instant
  }

  private var orders: [Order?]

  init(_ recalls: [Recall], clusters: Int, at now: Instant) {
    orders = Array(repeating: nil, count: clusters)
    for recall in recalls where recall.at <= now && now < recall.until {
      let index = Int(recall.cluster.index)
      guard index < clusters else { continue }
      let known = orders[index]
      orders[index] = Order(
        orderedAt: min(recall.at, known?.orderedAt ?? recall.at),
        nextEnd: min(recall.until, known?.nextEnd ?? recall.until))
    }
  }

  subscript(cluster: ClusterReference) -> Order? { orders[Int(cluster.index)] }
}
