import Facts
import SimulationKernel
import SpotScheduler
import Units

/// Orders of the owner: windows that open and close, recalls, and emergency reclaims.
extension FleetState {
  /// A lending window of an offer opens or closes; also asked once at the start.
  mutating func passLendingEdge(_ offer: UInt32) {
    let schedule = lending.plan.offers[Int(offer)].borrowerSchedule
    let isOpen = schedule.isActive(at: now)
    let next = schedule.nextEdge(after: now)
    for host in lending.nodeOfHost.indices where lending.offerOfHost[host] == Int(offer) {
      let node = lending.nodeOfHost[host]
      if isOpen {
        let length = next.map { ($0.instant - now).nanoseconds } ?? .max
        // One fact a machine: a window is the same for all who may borrow it.
        record(
          .lendingWindowOpened, node, object: lending.plan.borrowers[0].cluster.index,
          value: length)
      } else if now > start {
        record(.lendingWindowClosed, node, object: lending.plan.owner.index)
      }
      lending.touchHost(host)
    }
    if let next { push(.lendingEdge, offer, at: next.instant) }
  }

  // MARK: - Recalls

  /// An owner calls machines back: all that are away or on the move, or some of them, of which it is
  /// told which they are when the scheduler has decided.
  mutating func orderRecall(_ index: UInt32) {
    let recall = lending.plan.recalls[Int(index)]
    lending.snapshot.recalls.append(recall)
    lending.wasOrdered = true
    let meant = lending.recalls.order(recall, in: lending.snapshot)
    for host in lending.nodeOfHost.indices { lending.touchHost(host) }
    for host in meant { tell(recall, of: host) }
    lending.clustersChanged = true
    push(.recallEnds, index, at: recall.until)
  }

  /// A recall no longer holds.
  mutating func endRecall() {
    for host in lending.nodeOfHost.indices { lending.touchHost(host) }
    lending.clustersChanged = true
  }

  /// Tells that a recall means a host.
  mutating func tell(_ recall: Recall, of host: Int) {
    record(
      .recallOrdered, lending.nodeOfHost[host], object: recall.cluster.index,
      value: recall.within.nanoseconds)
  }

  // MARK: - Emergency reclaims

  /// The owner needs machines at once.
  mutating func orderReclaim(_ index: UInt32) {
    let order = lending.plan.reclaims[Int(index)]
    lending.wasOrdered = true
    var left = order.count ?? .max
    for node in order.nodes where left > 0 {
      let host = Int(lending.hostOfNode[Int(node)])
      let loan = lending.loan(ofNode: node)
      switch order.cause {
      case .processMatch:
        // The agent runs on the borrower's node, or nowhere.
        guard let loan, lending.snapshot.observations[Int(loan.index)].stage == .ready else {
          continue
        }
        lending.snapshot.observations[Int(loan.index)].reclaimRequestedAt = now
        lending.touch(loan)
      case .killSwitch:
        guard order.count == nil || loan != nil else { continue }
        setKillSwitch(true, of: host)
        if order.until != nil { lending.killed[Int(index)].append(UInt32(host)) }
      }
      if let loan {
        record(
          .reclaimOrdered, node, object: lending.cluster(of: loan),
          value: order.within.nanoseconds)
        left -= 1
      }
    }
    if let until = order.until { push(.reclaimEnds, index, at: until) }
  }

  /// A kill switch is released.
  mutating func endReclaim(_ index: UInt32) {
    for host in lending.killed[Int(index)] { setKillSwitch(false, of: Int(host)) }
    lending.killed[Int(index)].removeAll()
  }

  /// Sets or releases the kill switch of a host's borrowers' objects.
  private mutating func setKillSwitch(_ isOn: Bool, of host: Int) {
    for object in lending.objects(of: host).dropFirst()
    where lending.snapshot.scheduledMachines[object].killSwitch != isOn {
      lending.snapshot.scheduledMachines[object].killSwitch = isOn
      lending.snapshot.scheduledMachines[object].generation += 1
      lending.touch(ScheduledMachineID(UInt32(object)))
    }
  }
}
