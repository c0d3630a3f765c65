import SpotScheduler
import Units

/// What owners order of the hosts that they lend.
extension ControlPlaneState {
  /// Carries out what an owner orders.
  mutating func writeLentOrder(_ number: Int) {
    guard var fleet = lent.take() else { return }
    defer { lent = fleet }
    switch fleet.plan.orders[number].kind {
    case .recall(let recall):
      fleet.snapshot.recalls.append(recall)
      fleet.clustersChanged = true
      for host in fleet.recalls.order(recall, in: fleet.snapshot) {
        record(.hostIsRecalled, host, value: recall.within.nanoseconds)
      }
    case .reclaim(let host):
      for borrower in fleet.snapshot.hosts[Int(host.index)].borrowers
      where fleet.snapshot.observations[Int(borrower.index)].stage == .ready {
        requestReclaim(Int(borrower.index), in: &fleet)
      }
    case .killSwitch(let machine, let isOn):
      setKillSwitch(isOn, of: Int(machine.index), in: &fleet)
    case .reserve(let cluster, let cpu):
      fleet.snapshot.clusters[Int(cluster.index)].reserved = cpu
      fleet.clustersChanged = true
    case .askForHosts(let order): askForHosts(order, number: number, of: &fleet)
    case .release(let order):
      for object in fleet.killed[order] { setKillSwitch(false, of: object, in: &fleet) }
      fleet.killed[order].removeAll()
    }
  }

  /// The owner needs hosts at once.
  private mutating func askForHosts(
    _ order: ReclaimOrder, number: Int, of fleet: inout LentFleet
  ) {
    var left = order.count ?? .max
    for node in order.nodes where left > 0 {
      let loan = remote.hosts[Int(node)].tenant.flatMap { fleet.object(of: $0) }
        .flatMap { fleet.isBorrower($0) ? $0 : nil }
      switch order.cause {
      case .processMatch:
        // The agent runs on the borrower's node, or nowhere.
        guard let loan, fleet.snapshot.observations[loan].stage == .ready else { continue }
        requestReclaim(loan, in: &fleet)
      case .killSwitch:
        guard order.count == nil || loan != nil else { continue }
        for borrower in fleet.snapshot.hosts[Int(node)].borrowers {
          let object = Int(borrower.index)
          guard !fleet.snapshot.scheduledMachines[object].killSwitch else { continue }
          setKillSwitch(true, of: object, in: &fleet)
          fleet.killed[number].append(object)
        }
      }
      if let loan {
        record(.hostIsReclaimed, Int(node), loan, value: order.within.nanoseconds)
        left -= 1
      }
    }
  }

  /// 5-Spot's agent writes on the Node of a borrower that its owner wants it.
  private func requestReclaim(_ object: Int, in fleet: inout LentFleet) {
    fleet.snapshot.observations[object].reclaimRequestedAt = now
    fleet.touchHost(fleet.host(of: object))
  }

  private func setKillSwitch(_ isOn: Bool, of object: Int, in fleet: inout LentFleet) {
    fleet.snapshot.scheduledMachines[object].killSwitch = isOn
    fleet.snapshot.scheduledMachines[object].generation += 1
    fleet.touchHost(fleet.host(of: object))
  }
}
