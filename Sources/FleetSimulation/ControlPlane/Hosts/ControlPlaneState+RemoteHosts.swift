import ClusterAPI
import Facts
import SimulationKernel
import Units

/// The provider of hosts over SSH: k0smotron's RemoteMachine, a few sessions at a time.
///
/// A Machine takes the first free host of its pool by name; a lent one has a pool of one. A Machine
/// that finds none asks again after a delay that doubles; nobody tells it when a host comes free.
/// Source: k0sproject/k0smotron v2.1 `internal/controller/infrastructure`.
extension ControlPlaneState {
  /// How often a session that sets a host up looks whether it still has to.
  private static let deletionLook: TimeSpan = .seconds(5)

  /// A slot's infrastructure object has its secret: it takes a host of `numbers`, if one is free.
  mutating func takeRemoteHost(_ slot: Int, of numbers: Range<Int>) {
    guard let host = remote.firstFree(of: numbers) else {
      hardware.machines[slot].refusals += 1
      let delay = RemoteMachineProvider.delay(
        afterFailures: Int(hardware.machines[slot].refusals))
      pushOfMachine(.hostIsAskedAgain, slot, at: now + delay)
      noteHost(slot, isThere: false)
      return
    }
    noteHost(slot, isThere: true)
    remote.hosts[host].tenant = slot
    remote.hosts[host].failures = 0
    record(.hostIsTaken, host, lent?.object(of: slot) ?? Int(slots.numbers[slot]))
    wait(host, for: .waitingToSetUp)
  }

  /// Writes whether a Machine has no host to wait for.
  mutating func noteHost(_ slot: Int, isThere: Bool) {
    guard infrastructures.stored[slot].hasNoHost == isThere else { return }
    var changed = infrastructures.stored[slot]
    changed.hasNoHost = !isThere
    write(slot, changed)
  }

  /// A slot's infrastructure object is to go: its host is cleaned, if it has one of `numbers`.
  mutating func giveUpRemoteHost(_ slot: Int, of numbers: Range<Int>) {
    guard let host = numbers.first(where: { remote.hosts[$0].tenant == slot }) else {
      pushOfMachine(.machineIsGone, slot, at: now + plan.api.latency)
      return
    }
    switch remote.hosts[host].session {
    case .waitingToCleanUp, .cleaningUp, .givingUp: break
    case .waitingToSetUp:
      remote.providers[remote.hosts[host].provider].sessions.withdraw(host)
      wait(host, for: .waitingToCleanUp)
    case .settingUp:
      // The session ends at its next look, and the worker comes to the clean-up later.
      let look = Self.deletionLook.nanoseconds
      let run = (now - remote.hosts[host].sessionBegan).nanoseconds
      remote.hosts[host].session = .givingUp
      remote.hosts[host].sessions += 1
      push(
        .hostSessionEnds, host, value: remote.hosts[host].sessions,
        at: now + TimeSpan(nanoseconds: look - run % look))
    case .none, .backingOff:
      wait(host, for: .waitingToCleanUp)
    }
  }

  private mutating func wait(_ host: Int, for session: RemoteHost.Session) {
    remote.hosts[host].session = session
    remote.hosts[host].sessions += 1
    if remote.providers[remote.hosts[host].provider].sessions.start(host) { beginSession(on: host) }
  }

  /// A worker takes a host.
  private mutating func beginSession(on host: Int) {
    guard let slot = remote.hosts[host].tenant else { return }
    let provider = remote.hosts[host].provider
    let law = remote.providers[provider].law
    remote.hosts[host].sessionBegan = now
    let span: TimeSpan
    if remote.hosts[host].session == .waitingToSetUp {
      remote.hosts[host].session = .settingUp
      span = law.setUp.sampleSpan(&remote.providers[provider].stream)
    } else {
      remote.hosts[host].session = .cleaningUp
      span = law.cleanUp.sampleSpan(&remote.providers[provider].stream)
      // What runs there is stopped first.
      takeDown(slot)
    }
    push(.hostSessionEnds, host, value: remote.hosts[host].sessions, at: now + span)
  }

  mutating func endHostSession(_ host: Int, number: UInt32) {
    guard remote.hosts[host].sessions == number, let slot = remote.hosts[host].tenant else {
      return
    }
    let session = remote.hosts[host].session
    if session.isRunning,
      let next = remote.providers[remote.hosts[host].provider].sessions.finish()
    {
      beginSession(on: next)
    }
    switch session {
    case .settingUp: endSetUp(of: host, slot)
    case .givingUp: wait(host, for: .waitingToCleanUp)
    case .cleaningUp: endCleanUp(of: host, slot)
    case .backingOff: wait(host, for: .waitingToSetUp)
    case .none, .waitingToSetUp, .waitingToCleanUp: break
    }
  }

  private mutating func endSetUp(of host: Int, _ slot: Int) {
    let provider = remote.hosts[host].provider
    let failures = remote.providers[provider].law.failedSetUpsPerThousand
    let hasFailed =
      remote.hosts[host].isDirty
      || failures > 0 && remote.providers[provider].stream.bernoulli(failures, in: 1_000)
    guard !hasFailed else {
      record(
        .hostStepFails, host, Int(slots.numbers[slot]), value: HostStep.setUp.rawValue)
      remote.hosts[host].failures += 1
      remote.hosts[host].session = .backingOff
      remote.hosts[host].sessions += 1
      push(
        .hostSessionEnds, host, value: remote.hosts[host].sessions,
        at: now + RemoteMachineProvider.delay(afterFailures: remote.hosts[host].failures))
      return
    }
    remote.hosts[host].session = .none
    guard beginRunning(slot) else { return }
    tenantHasRun(on: host, slot)
  }

  private mutating func endCleanUp(of host: Int, _ slot: Int) {
    let provider = remote.hosts[host].provider
    let law = remote.providers[provider].law
    remote.hosts[host].session = .none
    remote.hosts[host].tenant = nil
    record(.hostIsFree, host)
    if law.failedCleanUpsPerThousand > 0, let repair = law.repair,
      remote.providers[provider].stream.bernoulli(law.failedCleanUpsPerThousand, in: 1_000)
    {
      remote.hosts[host].isDirty = true
      record(
        .hostStepFails, host, Int(slots.numbers[slot]), value: HostStep.cleaning.rawValue)
      push(
        .hostIsMended, host, at: now + repair.sampleSpan(&remote.providers[provider].stream))
    }
    if infrastructures.stored[slot].exists { write(slot, InfrastructureObject.absent) }
    hostIsBack(host, from: slot)
  }

  mutating func mendHost(_ host: Int) { remote.hosts[host].isDirty = false }

  /// Each session is counted once, and each host that waits stands in a line.
  func firstWrongSession() -> String? {
    for provider in remote.providers {
      let hosts = remote.hosts[provider.hosts]
      let busy = hosts.count { $0.session.isRunning }
      guard busy == provider.sessions.busy, busy <= provider.sessions.limit else {
        return "\(provider.sessions.busy) sessions are counted and \(busy) hosts are worked on"
      }
      let waiting = hosts.count { $0.session.isWaiting }
      guard waiting == provider.sessions.waiting.count else {
        return "\(provider.sessions.waiting.count) hosts stand in line and \(waiting) wait"
      }
    }
    return nil
  }
}
