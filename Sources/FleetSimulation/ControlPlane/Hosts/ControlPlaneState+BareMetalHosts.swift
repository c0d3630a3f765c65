import ClusterAPI
import Facts
import KubernetesModel
import SimulationKernel
import Units

/// Metal3: a Machine claims a host, and the baremetal-operator brings it from state to state.
///
/// Source: metal3-io/cluster-api-provider-metal3 `baremetal/metal3machine_manager.go`;
/// metal3-io/baremetal-operator `internal/controller/metal3.io/host_state_machine.go`. Whoever watches a
/// host hears of its state at once here.
extension ControlPlaneState {
  /// Hosts of which nobody knows yet what they are have to be inspected first.
  mutating func beginBareMetal(_ metal: BareMetalHosts) {
    guard metal.law.inspection != nil else { return }
    for host in metal.hosts.indices { metal.hosts[host].state = .registering }
    for host in metal.hosts.indices { enter(.inspecting, host, of: metal) }
  }

  /// A slot's infrastructure object has its secret: it claims a host that is available.
  mutating func claimBareMetalHost(_ slot: Int, of metal: BareMetalHosts) {
    let candidates = BareMetalHostSelection.candidates(
      among: metal.hosts, selector: LabelSelector(), failureDomain: nil)
    guard !candidates.isEmpty,
      let host = BareMetalHostSelection.pick(from: candidates, draw: metal.stream.next())
    else {
      noteHost(slot, isThere: false)
      pushOfMachine(.hostIsAskedAgain, slot, at: now + ControllerConstants.hostRetry)
      return
    }
    noteHost(slot, isThere: true)
    metal.hosts[host].consumer = slot
    metal.work[host].isReleased = false
    record(.hostIsTaken, metal.firstNumber + host, Int(slots.numbers[slot]))
    enter(.provisioning, host, of: metal)
  }

  /// A slot's infrastructure object is to go: the host that it claimed is cleaned first.
  mutating func releaseBareMetalHost(_ slot: Int, of metal: BareMetalHosts) {
    guard let host = metal.host(of: slot) else {
      pushOfMachine(.machineIsGone, slot, at: now + plan.api.latency)
      return
    }
    guard !metal.work[host].isReleased else { return }
    metal.work[host].isReleased = true
    if metal.work[host].waitsFor != nil {
      metal.queue.withdraw(host)
      metal.work[host].waitsFor = nil
    }
    guard metal.hosts[host].state != .available else {
      // Nothing was done to it yet.
      setFree(host, of: metal)
      return
    }
    // An image that is being written gives its place to the cleaning.
    let keepsPlace = metal.holdsPlace(host)
    metal.hosts[host].hasError = false
    metal.work[host].isAtWork = false
    guard keepsPlace else {
      enter(.deprovisioning, host, of: metal)
      return
    }
    metal.hosts[host].state = .deprovisioning
    beginStep(host, of: metal)
  }

  /// A host comes to a state, as soon as there is a place for it.
  private mutating func enter(
    _ state: BareMetalHostState, _ host: Int, of metal: BareMetalHosts
  ) {
    if state.needsCapacity, !metal.queue.start(host) {
      metal.work[host].waitsFor = state
      return
    }
    metal.hosts[host].state = state
    beginStep(host, of: metal)
  }

  private mutating func beginStep(_ host: Int, of metal: BareMetalHosts) {
    metal.work[host].isAtWork = true
    metal.work[host].steps += 1
    if metal.hosts[host].state == .deprovisioning, let slot = metal.hosts[host].consumer {
      takeDown(slot)
    }
    push(
      .bareMetalStepEnds, metal.firstNumber + host, value: metal.work[host].steps,
      at: now + metal.drawStep(host))
  }

  mutating func endBareMetalStep(_ number: Int, step: UInt32) {
    guard let metal = bareMetal(withHost: number) else { return }
    let host = number - metal.firstNumber
    guard metal.work[host].steps == step, metal.work[host].isAtWork else { return }
    let state = metal.hosts[host].state
    metal.work[host].isAtWork = false
    if metal.hosts[host].hasError {
      metal.hosts[host].hasError = false
      enter(state, host, of: metal)
      return
    }
    let next = state.needsCapacity ? metal.queue.finish() : nil
    if state.needsCapacity, metal.drawFailure() {
      if let slot = metal.hosts[host].consumer {
        let step = state == .deprovisioning ? HostStep.cleaning : .setUp
        record(.hostStepFails, number, Int(slots.numbers[slot]), value: step.rawValue)
      }
      metal.hosts[host].hasError = true
      metal.work[host].errors += 1
      metal.work[host].isAtWork = true
      push(.bareMetalStepEnds, number, value: step, at: now + metal.drawErrorDelay(host))
    } else {
      metal.work[host].errors = 0
      leave(state, host, of: metal)
    }
    guard let next, let awaited = metal.work[next].waitsFor else { return }
    metal.work[next].waitsFor = nil
    metal.hosts[next].state = awaited
    beginStep(next, of: metal)
  }

  /// A step ended well.
  private mutating func leave(
    _ state: BareMetalHostState, _ host: Int, of metal: BareMetalHosts
  ) {
    let isClaimed = metal.hosts[host].consumer != nil && !metal.work[host].isReleased
    guard let next = state.next(isClaimed: isClaimed) else { return }
    switch next {
    case .provisioned:
      metal.hosts[host].state = next
      metal.work[host].isOn = true
      if let slot = metal.hosts[host].consumer { beginRunning(slot) }
    case .available:
      metal.hosts[host].state = next
      metal.work[host].isOn = metal.law.staysOn
      if metal.hosts[host].consumer != nil { setFree(host, of: metal) }
    default: enter(next, host, of: metal)
    }
  }

  private mutating func setFree(_ host: Int, of metal: BareMetalHosts) {
    guard let slot = metal.hosts[host].consumer else { return }
    metal.hosts[host].consumer = nil
    record(.hostIsFree, metal.firstNumber + host)
    if infrastructures.stored[slot].exists { write(slot, InfrastructureObject.absent) }
  }

  /// The places of the image service are counted right, and each host that waits stands in a line.
  func firstWrongBareMetalHost() -> String? {
    for case .metal3(let metal) in hostPools {
      let held = metal.hosts.indices.count { metal.holdsPlace($0) }
      guard held == metal.queue.busy, held <= metal.queue.limit else {
        return "\(metal.queue.busy) places are counted and \(held) hosts hold one"
      }
      let waiting = metal.work.count { $0.waitsFor != nil }
      guard waiting == metal.queue.waiting.count else {
        return "\(metal.queue.waiting.count) hosts stand in line and \(waiting) wait"
      }
    }
    return nil
  }
}
