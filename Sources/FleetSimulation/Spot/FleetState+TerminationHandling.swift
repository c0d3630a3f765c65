import Facts
import SimulationKernel
import Units

/// What a termination handler on spot nodes does when it is told that they go.
///
/// After AWS's Node Termination Handler: a notice cordons the node and drains it with the pods' own grace
/// periods, which end with the node; a rebalance recommendation is left alone, cordons, or drains as
/// well. Jobs have no budgets, so every eviction is granted.
extension FleetState {
  /// Has a node that gets its notice in so many nanoseconds told before that it is likely to go; drawn
  /// only where its pool has such recommendations.
  mutating func scheduleRebalance(_ node: UInt32, beforeNotice nanoseconds: Int64) {
    let index = Int(node)
    guard let terms = interruptions[Int(nodeRecords[index].interruption)].rebalance else { return }
    let isTold = streams[index].rebalance.bernoulli(
      UInt64(terms.probabilityPermille), in: 1_000)
    let lead = max(terms.lead.sampleSpan(&streams[index].rebalance), .zero)
    guard isTold else { return }
    nodeRecords[index].rebalanceEvent = push(
      .rebalanceIsRecommended, node, at: instant(after: max(nanoseconds - lead.nanoseconds, 0)))
  }

  /// A node is told that it is likely to go.
  mutating func recommendRebalance(_ node: UInt32) {
    let record = nodeRecords[Int(node)]
    nodeRecords[Int(node)].rebalanceEvent = nil
    let left = record.joinedAt + record.lifetime - now
    self.record(.rebalanceRecommended, node, value: left.nanoseconds)
    guard let terms = interruptions[Int(record.interruption)].rebalance else { return }
    handle(node, terms.action, within: left)
  }

  /// Does what a termination handler is set to do with a node that has so much time left.
  mutating func handle(_ node: UInt32, _ action: NoticeAction, within left: TimeSpan) {
    guard action != .ignore else { return }
    cordonNode(node)
    if action == .drain { drainNode(node, within: left) }
  }

  /// Lets a node that serves jobs take no new ones; what runs on it goes on.
  mutating func cordonNode(_ node: UInt32) {
    guard !nodeRecords[Int(node)].isCordoned else { return }
    nodeRecords[Int(node)].isCordoned = true
    let cluster = clusters[ofNode: Int(node)]
    cluster.room.cordon(Int(node), at: now)
    record(.nodeCordoned, node, object: cluster.id.index)
  }

  /// Lets a node take jobs again.
  mutating func uncordonNode(_ node: UInt32) {
    guard nodeRecords[Int(node)].isCordoned else { return }
    nodeRecords[Int(node)].isCordoned = false
    let cluster = clusters[ofNode: Int(node)]
    cluster.room.uncordon(Int(node), at: now)
    placementIsDue = true
    record(.nodeUncordoned, node, object: cluster.id.index)
  }

  /// Evicts the jobs on a node, each with its own grace period or what is left, whichever is shorter.
  mutating func drainNode(_ node: UInt32, within left: TimeSpan) {
    var leaving: [UInt32] = []
    var job = nodeRecords[Int(node)].firstJob
    while job != .none {
      leaving.append(job)
      job = jobRecords[Int(job)].next
    }
    // One of a gang that is killed takes the others along.
    for job in leaving where jobRecords[Int(job)].node == node { evictJob(job, grace: left) }
  }
}
