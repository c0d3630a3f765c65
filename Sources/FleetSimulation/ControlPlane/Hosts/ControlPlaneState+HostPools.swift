import ClusterAPI
import Units

/// The hosts behind the Machines of a deployment.
enum HostPool {
  /// Those of k0smotron, by number.
  case remote(Range<Int>)
  case metal3(BareMetalHosts)
}

/// What the pools of hosts have in common.
extension ControlPlaneState {
  mutating func beginHostPools() {
    // Those over SSH have the first numbers.
    var firstMetal = remote.hosts.count
    for pool in plan.hostPools {
      if case .remoteMachine = pool.provider { firstMetal += pool.count }
    }
    for (index, pool) in plan.hostPools.enumerated() {
      switch pool.provider {
      case .remoteMachine(let law):
        hostPools.append(.remote(remote.add(pool.count, law, seed: plan.seed)))
      case .metal3(let law):
        let metal = BareMetalHosts(
          pool.count, law, pool: index, firstNumber: firstMetal, seed: plan.seed)
        firstMetal += pool.count
        hostPools.append(.metal3(metal))
        beginBareMetal(metal)
      }
    }
  }

  /// The hosts that a Machine may have; nil in a cloud.
  private func hostPool(of slot: Int) -> HostPool? {
    if let object = lent?.object(of: slot), let host = lent?.host(of: object) {
      return .remote(host..<host + 1)
    }
    return settings[deploymentOfMachine[slot]].hostPool.map { hostPools[$0] }
  }

  /// Whether a Machine needs a host that is there already.
  func needsHost(_ slot: Int) -> Bool {
    settings[deploymentOfMachine[slot]].hostPool != nil || lent?.object(of: slot) != nil
  }

  /// A slot's infrastructure object has its secret, and no host yet.
  mutating func askForHost(_ slot: Int) {
    let infrastructure = infrastructures.stored[slot]
    guard infrastructure.exists, !infrastructure.isDeleting else { return }
    switch hostPool(of: slot) {
    case .remote(let numbers): takeRemoteHost(slot, of: numbers)
    case .metal3(let metal): claimBareMetalHost(slot, of: metal)
    case nil: preconditionFailure("Machine \(slot) needs no host")
    }
  }

  /// A slot's infrastructure object is to go.
  mutating func giveUpHost(_ slot: Int) {
    switch hostPool(of: slot) {
    case .remote(let numbers): giveUpRemoteHost(slot, of: numbers)
    case .metal3(let metal): releaseBareMetalHost(slot, of: metal)
    case nil: preconditionFailure("Machine \(slot) needs no host")
    }
  }

  /// The pool of Metal3 that a number of its hosts is of.
  func bareMetal(withHost number: Int) -> BareMetalHosts? {
    for case .metal3(let metal) in hostPools
    where metal.firstNumber <= number && number < metal.firstNumber + metal.hosts.count {
      return metal
    }
    return nil
  }
}
