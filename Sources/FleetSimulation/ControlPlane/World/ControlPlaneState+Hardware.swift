import ClusterAPI
import Units

/// The providers, the kubelets and the node controller.
extension ControlPlaneState {
  /// The number of a Machine's deployment; nil for a lent one, which has none.
  func deployment(of machine: Int) -> Int? {
    let deployment = deploymentOfMachine[machine]
    return deployment < plan.deployments.count ? deployment : nil
  }

  func provider(of machine: Int) -> ProviderPlan {
    if let deployment = deployment(of: machine) { return plan.deployments[deployment].provider }
    guard let provider = lent?.plan.provider else {
      preconditionFailure("Machine \(machine) has no provider")
    }
    return provider
  }

  mutating func beginBootstrap(_ machine: Int) {
    let law = provider(of: machine).bootstrap
    pushOfMachine(.bootstrapIsReady, machine, at: now + draw(law))
  }

  mutating func finishBootstrap(_ machine: Int) {
    var changed = bootstraps.stored[machine]
    guard changed.exists else { return }
    changed.hasSecret = true
    write(machine, changed)
  }

  /// A provider begins once it sees the secret named in the Machine.
  mutating func beginProvisioning(_ machine: Int) {
    let infrastructure = infrastructures.seen[machine]
    guard !hardware.machines[machine].isBegun, infrastructure.exists, !infrastructure.isDeleting,
      machines.seen[machine].status.creation.hasBootstrapData
    else { return }
    hardware.machines[machine].isBegun = true
    guard !needsHost(machine) else {
      askForHost(machine)
      return
    }
    if hardware.sessions[deploymentOfMachine[machine]].begins(machine) {
      provision(machine)
    } else {
      slots.expect(machine)
    }
  }

  private mutating func provision(_ machine: Int) {
    let law = plan.deployments[deploymentOfMachine[machine]].provider.provisioning
    pushOfMachine(.machineRuns, machine, at: now + draw(law))
  }

  mutating func runMachine(_ machine: Int) {
    if let next = hardware.sessions[deploymentOfMachine[machine]].end() {
      slots.meet(next)
      provision(next)
    }
    beginRunning(machine)
  }

  /// A machine is set up and runs, unless it is to go; whether it does.
  @discardableResult
  mutating func beginRunning(_ machine: Int) -> Bool {
    var changed = infrastructures.stored[machine]
    guard changed.exists, !changed.isDeleting else { return false }
    hardware.setRunning(machine, true)
    if !needsHost(machine) { recordOfMachine(.instanceRuns, machine) }
    changed.isProvisioned = true
    write(machine, changed)
    drawLife(machine)
    if isCutOff(machine) {
      hardware.setRunning(machine, false)
      hardware.machines[machine].isCutOff = true
      return true
    }
    let law = provider(of: machine).join
    pushOfMachine(.nodeJoins, machine, at: now + draw(law))
    return true
  }

  mutating func beginMachineDeletion(_ machine: Int) {
    guard !needsHost(machine) else {
      giveUpHost(machine)
      return
    }
    let law = provider(of: machine).deletion
    pushOfMachine(.machineIsGone, machine, at: now + draw(law))
  }

  mutating func endMachine(_ machine: Int) {
    takeDown(machine)
    if infrastructures.stored[machine].exists { write(machine, InfrastructureObject.absent) }
  }

  mutating func joinNode(_ machine: Int) {
    guard hardware.machines[machine].isRunning else { return }
    hardware.machines[machine].joinedAt = now
    write(machine, NodeObject(exists: true, readySince: now))
    zonesChanged()
    recordOfMachine(.nodeJoins, machine)
    let law = provider(of: machine).ready
    pushOfMachine(.nodeIsReady, machine, at: now + draw(law))
  }

  mutating func readyNode(_ machine: Int) {
    var changed = nodes.stored[machine]
    guard hardware.machines[machine].isRunning, changed.exists else { return }
    changed.ready = .isTrue
    changed.wasReady = true
    changed.readySince = now
    write(machine, changed)
    recordOfMachine(.nodeIsReady, machine)
    zonesChanged()
  }

  /// Takes a machine down, which does not come back with its zone.
  mutating func takeDown(_ machine: Int) {
    hardware.machines[machine].isCutOff = false
    if hardware.machines[machine].isRunning { stop(machine) }
  }

  /// Stops a machine; if its Node stays, the node controller misses it after the grace.
  mutating func stop(_ machine: Int) {
    hardware.setRunning(machine, false)
    guard nodes.stored[machine].exists else { return }
    let joined = hardware.machines[machine].joinedAt
    let sinceRenewal = (now - joined).nanoseconds % NodeHealth.leaseRenewal.nanoseconds
    let silent = NodeHealth.turnsUnknown(
      lastSign: now - TimeSpan(nanoseconds: sinceRenewal), firstLook: plan.start)
    hardware.machines[machine].unknownAt = silent
    pushOfMachine(.nodeIsSilent, machine, at: silent)
  }

  mutating func killNode(rank: Int) {
    let up = nodes.stored.indices.filter {
      hardware.machines[$0].isRunning && nodes.stored[$0].ready == .isTrue
    }.sorted { slots.numbers[$0] < slots.numbers[$1] }
    guard !up.isEmpty else { return }
    let machine = up[rank % up.count]
    recordOfMachine(.nodeDies, machine)
    stop(machine)
  }

  mutating func loseNode(_ machine: Int) {
    var changed = nodes.stored[machine]
    guard changed.exists, changed.ready != .unknown, !hardware.machines[machine].isRunning,
      now >= hardware.machines[machine].unknownAt
    else { return }
    changed.ready = .unknown
    changed.readySince = now
    write(machine, changed)
    recordOfMachine(.nodeIsUnknown, machine)
    losePods(of: machine)
    if zones.isUsed {
      zonesChanged()
      return
    }
    for (workload, pods) in plan.workloads.enumerated() {
      // Pods of DaemonSets bear the taint for ever.
      guard let toleration = pods.toleration, workloads.tags[workload] != .daemonSet else {
        continue
      }
      pushOfMachine(.tolerationsEnd, machine, value: UInt32(workload), at: now + toleration)
    }
  }

  /// The pods of a Node that is Unknown are deleted. While no Node is Ready none is: the cluster may
  /// as well be cut off, taints are taken away, and the tolerations count anew when they come back.
  /// Where deployments say their zones, Nodes are tainted at the rates of their zones instead.
  mutating func endTolerations(_ machine: Int, of workload: Int) {
    guard nodes.stored[machine].exists, nodes.stored[machine].ready == .unknown,
      let toleration = plan.workloads[workload].toleration
    else { return }
    if zones.isUsed {
      endZonedTolerations(machine, of: workload, toleration)
      return
    }
    guard hasReadyNode(in: cluster(of: machine)) else {
      pushOfMachine(
        .tolerationsEnd, machine, value: UInt32(workload),
        at: now + max(toleration, NodeHealth.monitorPeriod))
      return
    }
    deletePods(of: workload, on: machine)
  }

  private func hasReadyNode(in cluster: Int) -> Bool {
    nodes.stored.indices.contains {
      nodes.stored[$0].exists && nodes.stored[$0].ready == .isTrue
        && self.cluster(of: $0) == cluster
    }
  }

  /// Pods of a Node that is gone are collected after the quarantine, at the next look.
  mutating func nodeIsDeleted(_ machine: Int) {
    forgetTaint(of: machine)
    if volumes.areUsed { releaseVolumes(of: machine) }
    guard !workloads.podsOfNode[machine].isEmpty || !endedPods(on: machine).isEmpty else { return }
    let period = NodeHealth.podCollectionPeriod.nanoseconds
    let due = (now + NodeHealth.podCollectionQuarantine - plan.start).nanoseconds
    pushOfMachine(
      .podsAreCollected, machine,
      at: plan.start + TimeSpan(nanoseconds: (due + period - 1) / period * period))
  }
}
