import ClusterAPI
import SimulationKernel
import SpotScheduler
import Units

/// The provider of lent hosts: k0smotron's RemoteMachine, over SSH, a few sessions at a time.
///
/// Each host is a pool of one. A Machine that finds it taken asks again after a delay that doubles;
/// nobody tells it when the host comes free. Source: k0sproject/k0smotron v2.1
/// `internal/controller/infrastructure`.
extension ControlPlaneState {
  /// How often a session that sets a host up looks whether it still has to.
  private static let deletionLook: TimeSpan = .seconds(5)

  /// A slot's infrastructure object has its secret: it takes its host, if that is free.
  mutating func askForHost(_ slot: Int) {
    guard var fleet = lent.take(), let object = fleet.object(of: slot) else { return }
    defer { lent = fleet }
    let infrastructure = infrastructures.stored[slot]
    guard infrastructure.exists, !infrastructure.isDeleting else { return }
    let host = fleet.host(of: object)
    guard fleet.hosts[host].tenant == nil else {
      hardware.machines[slot].refusals += 1
      if !infrastructure.hasNoHost {
        var changed = infrastructure
        changed.hasNoHost = true
        write(slot, changed)
      }
      let delay = RemoteMachineProvider.delay(
        afterFailures: Int(hardware.machines[slot].refusals))
      pushOfMachine(.hostIsAskedAgain, slot, at: now + delay)
      return
    }
    if infrastructure.hasNoHost {
      var changed = infrastructure
      changed.hasNoHost = false
      write(slot, changed)
    }
    fleet.hosts[host].tenant = slot
    fleet.hosts[host].failures = 0
    record(.hostIsTaken, host, object)
    wait(host, for: .waitingToSetUp, &fleet)
  }

  /// A slot's infrastructure object is to go: its host is cleaned, if it has it.
  mutating func giveUpHost(_ slot: Int) {
    guard var fleet = lent.take(), let object = fleet.object(of: slot) else { return }
    defer { lent = fleet }
    let host = fleet.host(of: object)
    guard fleet.hosts[host].tenant == slot else {
      pushOfMachine(.machineIsGone, slot, at: now + plan.api.latency)
      return
    }
    switch fleet.hosts[host].session {
    case .waitingToCleanUp, .cleaningUp, .givingUp: break
    case .waitingToSetUp:
      fleet.sessions.withdraw(host)
      wait(host, for: .waitingToCleanUp, &fleet)
    case .settingUp:
      // The session ends at its next look, and the worker comes to the clean-up later.
      let look = Self.deletionLook.nanoseconds
      let run = (now - fleet.hosts[host].sessionBegan).nanoseconds
      fleet.hosts[host].session = .givingUp
      fleet.hosts[host].sessions += 1
      push(
        .hostSessionEnds, host, value: fleet.hosts[host].sessions,
        at: now + TimeSpan(nanoseconds: look - run % look))
    case .none, .backingOff:
      wait(host, for: .waitingToCleanUp, &fleet)
    }
  }

  private mutating func wait(
    _ host: Int, for session: LentHost.Session, _ fleet: inout LentFleet
  ) {
    fleet.hosts[host].session = session
    fleet.hosts[host].sessions += 1
    if fleet.sessions.start(host) { beginSession(on: host, &fleet) }
  }

  /// A worker takes a host.
  private mutating func beginSession(on host: Int, _ fleet: inout LentFleet) {
    guard let slot = fleet.hosts[host].tenant else { return }
    let provider = fleet.plan.provider
    fleet.hosts[host].sessionBegan = now
    let span: TimeSpan
    if fleet.hosts[host].session == .waitingToSetUp {
      fleet.hosts[host].session = .settingUp
      span = provider.provisioning.sampleSpan(&fleet.lawStream)
    } else {
      fleet.hosts[host].session = .cleaningUp
      span = provider.deletion.sampleSpan(&fleet.lawStream)
      // What runs there is stopped first.
      if hardware.machines[slot].isRunning { stop(slot) }
    }
    push(.hostSessionEnds, host, value: fleet.hosts[host].sessions, at: now + span)
  }

  mutating func endHostSession(_ host: Int, number: UInt32) {
    guard var fleet = lent.take() else { return }
    defer { lent = fleet }
    guard fleet.hosts[host].sessions == number, let slot = fleet.hosts[host].tenant else { return }
    let session = fleet.hosts[host].session
    if session.isRunning, let next = fleet.sessions.finish() { beginSession(on: next, &fleet) }
    switch session {
    case .settingUp: endSetUp(of: host, slot, &fleet)
    case .givingUp: wait(host, for: .waitingToCleanUp, &fleet)
    case .cleaningUp: endCleanUp(of: host, slot, &fleet)
    case .backingOff: wait(host, for: .waitingToSetUp, &fleet)
    case .none, .waitingToSetUp, .waitingToCleanUp: break
    }
  }

  private mutating func endSetUp(of host: Int, _ slot: Int, _ fleet: inout LentFleet) {
    let hasFailed =
      fleet.hosts[host].isDirty
      || fleet.plan.failedSetUpsPerThousand > 0
        && fleet.lawStream.bernoulli(fleet.plan.failedSetUpsPerThousand, in: 1_000)
    guard !hasFailed else {
      fleet.hosts[host].failures += 1
      fleet.hosts[host].session = .backingOff
      fleet.hosts[host].sessions += 1
      push(
        .hostSessionEnds, host, value: fleet.hosts[host].sessions,
        at: now + RemoteMachineProvider.delay(afterFailures: fleet.hosts[host].failures))
      return
    }
    fleet.hosts[host].session = .none
    var changed = infrastructures.stored[slot]
    guard changed.exists, !changed.isDeleting else { return }
    hardware.machines[slot].isRunning = true
    changed.isProvisioned = true
    write(slot, changed)
    pushOfMachine(.nodeJoins, slot, at: now + fleet.plan.provider.join.sampleSpan(&fleet.lawStream))
    // From here on the host has seen what its tenant runs.
    guard fleet.plan.sanitisation != nil, let object = fleet.object(of: slot) else { return }
    fleet.snapshot.hosts[host].lastTenant = fleet.snapshot.scheduledMachines[object].cluster
    fleet.touchHost(host)
  }

  private mutating func endCleanUp(of host: Int, _ slot: Int, _ fleet: inout LentFleet) {
    let provider = fleet.plan
    fleet.hosts[host].session = .none
    fleet.hosts[host].tenant = nil
    record(.hostIsFree, host)
    if provider.failedCleanUpsPerThousand > 0, let repair = provider.repair,
      fleet.lawStream.bernoulli(provider.failedCleanUpsPerThousand, in: 1_000)
    {
      fleet.hosts[host].isDirty = true
      push(.hostIsMended, host, at: now + repair.sampleSpan(&fleet.lawStream))
    }
    if infrastructures.stored[slot].exists { write(slot, InfrastructureObject.absent) }
    fleet.touchHost(host)
  }

  mutating func mendHost(_ host: Int) { lent?.hosts[host].isDirty = false }

  // MARK: - Between tenants

  /// A host that nobody has is rid of what its last tenant left; a request that finds a tenant is
  /// refused.
  mutating func sanitiseHost(of object: Int) {
    guard var fleet = lent.take() else { return }
    defer { lent = fleet }
    let host = fleet.host(of: object)
    guard let law = fleet.plan.sanitisation, fleet.hosts[host].tenant == nil,
      !fleet.hosts[host].isBeingSanitised, fleet.snapshot.hosts[host].lastTenant != nil
    else { return }
    fleet.hosts[host].isBeingSanitised = true
    push(.hostIsSanitised, host, at: now + law.sampleSpan(&fleet.lawStream))
  }

  mutating func endSanitisation(of host: Int) {
    lent?.hosts[host].isBeingSanitised = false
    // A tenant that came meanwhile leaves traces of its own.
    guard lent?.hosts[host].tenant == nil else { return }
    lent?.snapshot.hosts[host].lastTenant = nil
    lent?.touchHost(host)
  }

  mutating func attestHost(of object: Int) {
    guard var fleet = lent.take() else { return }
    defer { lent = fleet }
    let host = fleet.host(of: object)
    guard let law = fleet.plan.attestation, !fleet.hosts[host].isBeingAttested,
      fleet.snapshot.hosts[host].trustedExecution != nil
    else { return }
    fleet.hosts[host].isBeingAttested = true
    push(.hostIsAttested, host, at: now + law.sampleSpan(&fleet.lawStream))
  }

  mutating func endAttestation(of host: Int) {
    lent?.hosts[host].isBeingAttested = false
    lent?.snapshot.hosts[host].trustedExecution?.attestation = .verified
    lent?.snapshot.hosts[host].trustedExecution?.verifiedAt = now
    lent?.touchHost(host)
  }
}
