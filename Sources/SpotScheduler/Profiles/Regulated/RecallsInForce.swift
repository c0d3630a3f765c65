import Units

/// The recalls that hold at an instant, by cluster.
///
/// Where several hold, the one that was ordered first is the reason, and the first to end is the
/// time to look again; so the order in which they were written down decides nothing. Of orders for
/// some machines the numbers add up; one for all makes it all.
struct RecallsInForce {
  /// What holds for one cluster.
  struct Order: BitwiseCopyable {
    var orderedAt: Instant
    var nextEnd: Instant
    /// How many machines; nil for all.
    var count: Int?

    /// Why a machine that is called back goes.
    var reason: Reason { Reason(.recalled, at: orderedAt) }
  }

  private var orders: [Order?]
  /// Whether any recall holds.
  private(set) var isEmpty = true

  init(_ recalls: [Recall], clusters: Int, at now: Instant) {
    orders = Array(repeating: nil, count: clusters)
    for recall in recalls where recall.at <= now && now < recall.until {
      let index = Int(recall.cluster.index)
      guard index < clusters else { continue }
      isEmpty = false
      let count = recall.count.map { max($0, 0) }
      guard let known = orders[index] else {
        orders[index] = Order(orderedAt: recall.at, nextEnd: recall.until, count: count)
        continue
      }
      orders[index] = Order(
        orderedAt: min(recall.at, known.orderedAt), nextEnd: min(recall.until, known.nextEnd),
        count: RecallsInForce.sum(count, known.count))
    }
  }

  /// The sum of two numbers of machines; all when either is all.
  private static func sum(_ left: Int?, _ right: Int?) -> Int? {
    guard let left, let right else { return nil }
    let (sum, overflows) = left.addingReportingOverflow(right)
    return overflows ? .max : sum
  }

  subscript(cluster: ClusterReference) -> Order? { orders[Int(cluster.index)] }

  /// The hosts of a book that are called back, by their place; nil in place of a list of all.
  ///
  /// A machine that was called back remembers it for as long as a recall holds, so that an order of
  /// some machines is answered once. The next to go are those that are not Ready with their
  /// borrower, whom nobody uses, then the last in order.
  func calledBack(in book: LendingBook) -> [Bool] {
    var isCalled = Array(repeating: false, count: book.hosts.count)
    guard !isEmpty else { return isCalled }
    var open = orders.map { $0?.count ?? 0 }
    for (index, host) in book.hosts.enumerated() {
      guard let order = self[host.ownerCluster] else { continue }
      if order.count == nil {
        isCalled[index] = true
      } else if book.loans[host.loans].contains(where: { $0.status.recalledAt != nil }) {
        isCalled[index] = true
        open[Int(host.ownerCluster.index)] -= 1
      }
    }
    for isUnused in [true, false] {
      for index in book.hosts.indices.reversed() where !isCalled[index] {
        let host = book.hosts[index]
        let loan = book.current(host)
        guard open[Int(host.ownerCluster.index)] > 0, loan.commitment == .lent,
          (loan.seen.stage != .ready) == isUnused
        else { continue }
        isCalled[index] = true
        open[Int(host.ownerCluster.index)] -= 1
      }
    }
    return isCalled
  }
}
