package import Facts
package import SpotScheduler
import Units

extension LendingPlan {
  /// The hosts, offer after offer, as nodes of the fleet.
  package var nodesOfHosts: [UInt32] { offers.flatMap(\.nodes) }

  /// What the scheduler is to decide on before anything has happened: for each host an object of its
  /// owner and one for each borrower, in the plan's order, none of which has a Machine yet.
  package func snapshot(of fleet: Fleet) -> FleetSnapshot {
    var objects: [ScheduledMachine] = []
    var hosts: [HostSnapshot] = []
    for offer in offers {
      for node in offer.nodes {
        addHost(of: node, offer, in: fleet, to: &hosts, &objects)
      }
    }
    var snapshot = FleetSnapshot(
      clusters: fleet.clusters.map {
        ClusterSnapshot(name: $0.name, headroom: $0.headroom, reserved: $0.reserved)
      }, hosts: hosts, scheduledMachines: objects)
    snapshot.clusters[Int(owner.index)].floor = ownerFloor
    snapshot.clusters[Int(owner.index)].borrowerSelector = borrowerSelector
    for borrower in borrowers {
      let index = Int(borrower.cluster.index)
      snapshot.clusters[index].floor = borrower.floor
      snapshot.clusters[index].weight = borrower.weight
      snapshot.clusters[index].labels = borrower.labels
      snapshot.clusters[index].hostSelector = borrower.hostSelector
      snapshot.clusters[index].confidential = borrower.confidential
    }
    return snapshot
  }

  private func addHost(
    of node: UInt32, _ offer: LendingOffer, in fleet: Fleet, to hosts: inout [HostSnapshot],
    _ objects: inout [ScheduledMachine]
  ) {
    let name = fleet.nodeNames[Int(node)]
    let host = HostID(UInt32(hosts.count))
    func object(
      _ cluster: ClusterID, _ role: ScheduledMachine.Role, _ schedule: LendingSchedule,
      priority: UInt8
    ) -> ScheduledMachine {
      ScheduledMachine(
        name: "\(fleet.clusters[Int(cluster.index)].name)/\(name)",
        cluster: ClusterReference(cluster.index), host: host, role: role, schedule: schedule,
        gracefulShutdownTimeout: gracefulShutdownTimeout, nodeDrainTimeout: nodeDrainTimeout,
        priority: priority)
    }
    let first = UInt32(objects.count)
    objects.append(object(owner, .owner, offer.ownerSchedule, priority: 50))
    for borrower in borrowers {
      objects.append(
        object(borrower.cluster, .borrower, offer.borrowerSchedule, priority: borrower.priority))
    }
    hosts.append(
      HostSnapshot(
        name: name, cpu: fleet.nodes[Int(node)].allocatable.cpu,
        owner: ScheduledMachineID(first),
        borrowers: (first + 1..<UInt32(objects.count)).map { ScheduledMachineID($0) },
        labels: fleet.pools[Int(fleet.nodes[Int(node)].pool.index)].labels,
        trustedExecution: offer.trustedExecution))
  }
}
