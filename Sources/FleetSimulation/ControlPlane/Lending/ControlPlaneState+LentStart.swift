import ClusterAPI
import KubernetesModel
import SpotScheduler
import Units

/// How lending begins, and what always holds of it.
extension ControlPlaneState {
  /// Sets up what lent Machines are counted under, and what owners order.
  mutating func beginLending() {
    guard let lending = plan.lending else { return }
    let noSet = sets.reserve()
    machinesOfSet.append([])
    setTallies.append(SetTally())
    for _ in plan.deployments.count..<settings.count {
      setsOfDeployment.append([])
      watchedMachines.append(0)
      attention.append([])
    }
    _ = remote.add(lending.fleet.hosts.count, lending.hostLaw, seed: plan.seed)
    lent = LentFleet(
      lending, firstSettings: plan.deployments.count, noSet: noSet,
      client: plan.profile.client.bucket(fullAt: now), seed: plan.seed)
    if case .regulated(let policy) = lending.profile, !policy.drainClasses.isEmpty {
      lent?.snapshot.podTraits = plan.workloads.map {
        PodTraits(namespace: ControlPlanePlan.namespace, labels: $0.labels, priority: 0)
      }
    }
    for (index, order) in lending.orders.enumerated() {
      push(.lentOrderIsWritten, index, at: order.at)
    }
  }

  /// The scheduler starts anew: it looks at everything, and what it had on its way is lost.
  mutating func restartScheduler() {
    guard var fleet = lent.take() else { return }
    fleet.restart()
    for (object, look) in fleet.looks.enumerated() {
      if let look, look > now { push(.lentIsLookedAt, object, at: look) }
    }
    lent = fleet
  }

  /// A host runs the Node of one cluster at a time, and is one Machine's.
  func firstSharedHost() -> String? {
    guard let lent else { return nil }
    for (number, host) in lent.snapshot.hosts.enumerated() {
      var running: [Int] = []
      for object in [host.owner] + host.borrowers {
        if let slot = lent.slotOfObject[Int(object.index)], hardware.machines[slot].isRunning {
          running.append(slot)
        }
      }
      if running.count > 1 { return "host \(host.name) runs Machines \(running)" }
      if let slot = running.first, remote.hosts[number].tenant != slot {
        return "host \(host.name) runs a Machine that does not have it"
      }
    }
    return nil
  }
}

extension ControlPlanePlan {
  /// The labels of the Machines of each deployment, and behind them of lent ones, which have none.
  var machineLabels: [Labels] {
    deployments.map(\.labels)
      + Array(repeating: [:], count: (lending?.fleet.clusters.count ?? 0) * lentShapes)
  }

  /// How many kinds of hosts are lent.
  private var lentShapes: Int { lending?.shapes.count ?? 0 }

  /// How many workload clusters there are.
  var clusterCount: Int {
    let lent = lending?.fleet.clusters.count ?? 0
    let used = max(deployments.map(\.cluster).max() ?? 0, workloads.map(\.cluster).max() ?? 0)
    return max(lent, 1 + used)
  }

  /// The settings of the Machines of each deployment, and behind them of lent ones by cluster and kind
  /// of host.
  var allSettings: [DeploymentSettings] {
    let ofDeployments = deployments.map { DeploymentSettings($0) }
    guard let lending else { return ofDeployments }
    return ofDeployments
      + lending.fleet.clusters.indices.flatMap { cluster in
        lending.shapes.map { DeploymentSettings(ofLentMachinesIn: cluster, $0) }
      }
  }
}
