import ClusterAPI
import Facts
import Placement
import SimulationKernel
import SpotScheduler
import Units

/// Machines of hosts: created, set up, joined, deleted and cleaned, by a provider with few workers.
///
/// These functions run only when something is lent.
extension FleetState {
  /// The stage of an object's Machine changes: seen by the scheduler and told to the journal.
  private mutating func enter(
    _ stage: MachineObservation.Stage, _ machine: ScheduledMachineID, told: MachineStage
  ) {
    lending.snapshot.observations[Int(machine.index)].stage = stage
    lending.snapshot.observations[Int(machine.index)].since = now
    lending.drainIsTold[Int(machine.index)] = false
    lending.touchHost(lending.host(of: machine))
    lending.ownerLoadChanged()
    record(
      .machineStageChanged, lending.node(of: machine), object: lending.cluster(of: machine),
      value: told.rawValue)
  }

  // MARK: - Create

  /// The Machine of an object is created: its host is set up, or it waits until the host is free.
  mutating func createMachine(_ machine: ScheduledMachineID) {
    let index = Int(machine.index)
    guard lending.snapshot.observations[index].stage == .absent else { return }
    lending.attempts[index] = 0
    askForHost(machine, isFirst: true)
  }

  /// Takes the host if it is free; otherwise fails and asks again after the provider's back-off: a
  /// free host is not announced to those who wait.
  mutating func askForHost(_ machine: ScheduledMachineID, isFirst: Bool) {
    let index = Int(machine.index)
    let host = lending.host(of: machine)
    guard isFirst || lending.snapshot.observations[index].stage == .waitingForHost else { return }
    guard lending.hosts[host].tenant == nil else {
      if isFirst { enter(.waitingForHost, machine, told: .waitingForHost) }
      lending.attempts[index] += 1
      let delay = RemoteMachineProvider.delay(afterFailures: lending.attempts[index])
      push(.hostIsAskedAgain, machine.index, at: instant(after: delay.nanoseconds))
      return
    }
    lending.hosts[host].tenant = machine
    lending.hosts[host].session = .waitingToProvision
    lending.line.append(UInt32(host))
    enter(.provisioning, machine, told: .provisioning)
    startProviderSessions()
  }

  // MARK: - Delete

  /// The Machine of an object is deleted: its host is cleaned and set free.
  ///
  /// Whatever still runs on the node is killed when the cleaning begins.
  mutating func deleteMachine(_ machine: ScheduledMachineID) {
    let index = Int(machine.index)
    let host = lending.host(of: machine)
    switch lending.snapshot.observations[index].stage {
    case .absent, .deleting: return
    case .waitingForHost:
      enter(.absent, machine, told: .absent)
      return
    case .provisioning, .failed:
      // A set-up is given up at once; the host is dirty and is cleaned like a used one.
      let session = lending.hosts[host].session
      if let next = lending.hosts[host].next { queue.cancel(next) }
      if session == .waitingToProvision { lending.line.removeAll { $0 == UInt32(host) } }
      if session == .provisioning { lending.busyWorkers -= 1 }
      lending.hosts[host].next = nil
    case .ready:
      cordon(machine)
    }
    enter(.deleting, machine, told: .deleting)
    lending.hosts[host].session = .waitingToDeprovision
    lending.line.append(UInt32(host))
    startProviderSessions()
  }

  /// Free workers of the provider take the next hosts in line.
  private mutating func startProviderSessions() {
    while lending.busyWorkers < lending.plan.provider.concurrency, !lending.line.isEmpty {
      let host = Int(lending.line.removeFirst())
      lending.busyWorkers += 1
      let isSetUp = lending.hosts[host].session == .waitingToProvision
      let span: TimeSpan
      if isSetUp {
        lending.hosts[host].session = .provisioning
        span = lending.plan.provider.provision.sampleSpan(&lending.hosts[host].provision)
      } else {
        lending.hosts[host].session = .deprovisioning
        span = lending.plan.provider.deprovision.sampleSpan(&lending.hosts[host].deprovision)
        takeNodeDown(host)
      }
      lending.hosts[host].next = push(
        .providerSessionEnds, UInt32(host), at: instant(after: max(span, .zero).nanoseconds))
    }
  }

  /// A worker has done with a host.
  mutating func endProviderSession(_ hostIndex: UInt32) {
    let host = Int(hostIndex)
    lending.busyWorkers -= 1
    lending.hosts[host].next = nil
    if lending.hosts[host].session == .provisioning {
      lending.hosts[host].session = .joining
      let span = lending.plan.provider.join.sampleSpan(&lending.hosts[host].join)
      lending.hosts[host].next = push(
        .machineJoins, hostIndex, at: instant(after: max(span, .zero).nanoseconds))
    } else if let machine = lending.hosts[host].tenant {
      lending.hosts[host].session = .none
      lending.hosts[host].tenant = nil
      lending.snapshot.observations[Int(machine.index)].isCordoned = false
      noteCleanUp(of: host, after: machine)
      enter(.absent, machine, told: .absent)
    }
    startProviderSessions()
  }

  // MARK: - Nodes of machines

  /// A host's node joins its cluster.
  mutating func joinMachine(_ hostIndex: UInt32) {
    let host = Int(hostIndex)
    lending.hosts[host].next = nil
    lending.hosts[host].session = .none
    guard let machine = lending.hosts[host].tenant else { return }
    enter(.ready, machine, told: .ready)
    noteTenant(machine, of: host)
    let node = lending.nodeOfHost[host]
    if lending.isOwner(machine) {
      lending.recalls.isHome(host)
      services.bringUp(node, at: now)
      services.placementIsDue = true
    } else {
      clusters.assign(Int(node), to: lending.cluster(of: machine))
      join(node)
    }
  }

  /// The node leaves its cluster; what still runs there is killed.
  private mutating func takeNodeDown(_ host: Int) {
    guard let machine = lending.hosts[host].tenant else { return }
    let node = lending.nodeOfHost[host]
    if lending.isOwner(machine) {
      guard services.isUp[Int(node)] else { return }
      for pod in lending.snapshot.pods[Int(machine.index)] {
        guard case .serviceRow(let row) = Lending.pod(pod.id) else { continue }
        deleteServicePod(row, grace: .zero)
      }
      services.takeDown(node, at: now)
    } else if clusters.isUp(Int(node)) {
      while nodeRecords[Int(node)].firstJob != .none { killPod(nodeRecords[Int(node)].firstJob) }
      leave(node)
    }
  }

  /// Makes a machine's node unschedulable.
  mutating func cordon(_ machine: ScheduledMachineID) {
    let index = Int(machine.index)
    guard lending.snapshot.observations[index].stage == .ready,
      !lending.snapshot.observations[index].isCordoned
    else { return }
    lending.snapshot.observations[index].isCordoned = true
    let node = lending.node(of: machine)
    if lending.isOwner(machine) {
      services.setCordoned(true, node, at: now)
    } else {
      clusters[ofNode: Int(node)].room.cordon(Int(node), at: now)
    }
    record(.nodeCordoned, node, object: lending.cluster(of: machine))
    lending.touch(machine)
  }

  /// Makes a machine's node schedulable again.
  mutating func uncordon(_ machine: ScheduledMachineID) {
    let index = Int(machine.index)
    guard lending.snapshot.observations[index].stage == .ready,
      lending.snapshot.observations[index].isCordoned
    else { return }
    lending.snapshot.observations[index].isCordoned = false
    let node = lending.node(of: machine)
    if lending.isOwner(machine) {
      services.setCordoned(false, node, at: now)
      services.placementIsDue = true
    } else {
      clusters[ofNode: Int(node)].room.uncordon(Int(node), at: now)
      placementIsDue = true
    }
    record(.nodeUncordoned, node, object: lending.cluster(of: machine))
    if lending.drainIsTold[index] {
      lending.drainIsTold[index] = false
      record(
        .machineStageChanged, node, object: lending.cluster(of: machine),
        value: MachineStage.ready.rawValue
      )
    }
    lending.touch(machine)
  }
}
