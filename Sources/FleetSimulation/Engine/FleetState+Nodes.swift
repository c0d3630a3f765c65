import Facts
import Placement
import SimulationKernel
import Units

extension FleetState {
  /// A node becomes ready, and its fate is drawn.
  mutating func join(_ node: UInt32) {
    let index = Int(node)
    clusters[ofNode: index].room.bringUp(index, at: now)
    placementIsDue = true
    nodeRecords[index].joinedAt = now
    record(.nodeJoined, node, object: nodes[index].pool.index)
    noteInstanceReady(node)
    let which = nodeRecords[index].interruption
    guard which != .none else { return }
    nodeRecords[index].lifetime = .max
    guard let law = interruptions[Int(which)].lifetime else { return }
    let drawn = law.sampleSpan(&streams[index].lifetime)
    // A law may reach zero or below; a life has at least one nanosecond, so that time goes on.
    let lifetime = max(drawn, TimeSpan(nanoseconds: 1))
    nodeRecords[index].lifetime = lifetime
    nodeRecords[index].interruptionEvent = push(
      .nodeIsInterrupted, node, at: instant(after: lifetime.nanoseconds))
    let notice = interruptions[Int(which)].notice
    guard notice > .zero else {
      scheduleRebalance(node, beforeNotice: lifetime.nanoseconds)
      return
    }
    let lead = min(notice, lifetime)
    nodeRecords[index].noticeEvent = push(
      .nodeIsNoticed, node, at: instant(after: (lifetime - lead).nanoseconds))
    scheduleRebalance(node, beforeNotice: (lifetime - lead).nanoseconds)
  }

  /// A node leaves as planned: it holds no job, and nothing is to happen to it any more.
  mutating func leave(_ node: UInt32) {
    let index = Int(node)
    precondition(nodeRecords[index].firstJob == .none, "node \(node) leaves with a job on it")
    if let event = nodeRecords[index].interruptionEvent { queue.cancel(event) }
    if let event = nodeRecords[index].noticeEvent { queue.cancel(event) }
    if let event = nodeRecords[index].rebalanceEvent { queue.cancel(event) }
    nodeRecords[index].interruptionEvent = nil
    nodeRecords[index].noticeEvent = nil
    nodeRecords[index].rebalanceEvent = nil
    nodeRecords[index].isCordoned = false
    clusters[ofNode: index].room.takeDown(index, at: now)
    let age = now - nodeRecords[index].joinedAt
    record(.nodeLeft, node, object: nodes[index].pool.index, value: age.nanoseconds)
  }

  /// A node is told of its end, and its pool's termination handler does what it is set to.
  mutating func notice(_ node: UInt32) {
    nodeRecords[Int(node)].noticeEvent = nil
    let record = nodeRecords[Int(node)]
    let lead = min(interruptions[Int(record.interruption)].notice, record.lifetime)
    self.record(.interruptionNoticed, node, value: lead.nanoseconds)
    handle(node, interruptions[Int(record.interruption)].onNotice, within: lead)
  }

  /// A node is taken away: its jobs return to the queue, its replacement is on the way.
  mutating func interrupt(_ node: UInt32) {
    let index = Int(node)
    nodeRecords[index].interruptionEvent = nil
    let age = now - nodeRecords[index].joinedAt
    record(.nodeInterrupted, node, object: nodes[index].pool.index, value: age.nanoseconds)
    while nodeRecords[index].firstJob != .none { loseNode(nodeRecords[index].firstJob) }
    clusters[ofNode: index].room.takeDown(index, at: now)
    nodeRecords[index].isCordoned = false
    placementIsDue = true
    if autoscaling.poolOfNode[index] != .none {
      endInstance(node, cause: 1)
      return
    }
    if isDry(node) {
      waitForMarket(node)
    } else {
      launchReplacement(node)
    }
  }
}
