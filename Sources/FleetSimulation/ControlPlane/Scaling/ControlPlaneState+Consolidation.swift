import ClusterAPI
import KubernetesModel
import Units

/// Consolidation: every ten seconds it looks for Nodes to do without, and what it finds has to hold for
/// fifteen more.
extension ControlPlaneState {
  mutating func consolidate(isSecondLook: Bool) {
    if refusal(of: ScalerState.cluster) != nil
      || !isSecondLook && scaler.isIdle(\.consolidated, events: eventsHandled, at: now)
    {
      // A plan that nobody could look at again does not hold.
      if isSecondLook { scaler.command = nil }
      push(.consolidationLooks, 0, at: now + ConsolidationPolicy.pollingPeriod)
      return
    }
    scaler.consolidated.deadline = .distantFuture
    let census = NodeCensus(self)
    let command = consolidationCommand(census)
    let before = scaler.command
    scaler.command = nil
    if isSecondLook {
      if let command, command == before { carryOut(command) }
    } else if let command {
      scaler.command = command
      push(.consolidationLooks, 0, value: 1, at: now + ConsolidationPolicy.validation)
      return
    }
    if command == nil { scaler.noteIdle(\.consolidated, events: eventsHandled) }
    push(.consolidationLooks, 0, at: now + ConsolidationPolicy.pollingPeriod)
  }

  /// A command names Nodes by slot, so that it can be compared with a later one.
  private mutating func consolidationCommand(_ census: NodeCensus) -> ConsolidationPlanner.Command?
  {
    let groups = nodeGroups(census)
    var leaving = Array(repeating: 0, count: groups.count)
    var disturbed = leaving
    var isAwaited = Array(repeating: false, count: groups.count)
    for removal in scaler.removals where removal.isInHand {
      disturbed[removal.group] += 1
      if removal.isBeforeShrink { leaving[removal.group] += 1 }
      if let group = removal.awaits { isAwaited[group] = true }
    }
    var total = Array(repeating: 0, count: groups.count)
    for slot in census.nodes { total[deploymentOfMachine[slot]] += 1 }
    let consolidated = groups.indices.map { group in
      let groupPlan = scaler.groups[group]
      let allowance =
        groupPlan?.consolidation?.allowance(of: total[group], disturbed: disturbed[group]) ?? 0
      return ConsolidatedGroup(
        policy: groupPlan?.consolidation, price: groupPlan?.price ?? 0,
        allowance: isAwaited[group] ? 0 : allowance, nodes: groups[group],
        leaving: leaving[group])
    }
    let nodes = views(census) { $0.consolidation != nil }
    var quiet: [Bool] = []
    for slot in census.nodes { quiet.append(isQuiet(slot)) }
    let planner = ConsolidationPlanner(groups: consolidated, budgets: allowedDisruptions())
    switch planner.plan(nodes, isQuiet: quiet) {
    case nil: return nil
    case .deleteEmpty(let places): return .deleteEmpty(places.map { census.nodes[$0] })
    case .delete(let place): return .delete(census.nodes[place])
    case .replace(let place, let group): return .replace(census.nodes[place], group: group)
    }
  }

  /// Whether no pod came to a Node or left it for long enough, nor the Node itself came.
  private mutating func isQuiet(_ slot: Int) -> Bool {
    guard let policy = scaler.groups[deploymentOfMachine[slot]]?.consolidation else { return false }
    let change = scaler.podChange(slot, number: slots.numbers[slot]) ?? .distantPast
    let last = max(change, nodes.seen[slot].readySince)
    if last + policy.after > now {
      scaler.consolidated.deadline = min(scaler.consolidated.deadline, last + policy.after)
    }
    return now - last >= policy.after
  }

  private mutating func carryOut(_ command: ConsolidationPlanner.Command) {
    switch command {
    case .deleteEmpty(let slots):
      for slot in slots {
        beginRemoval(of: slot, isEmpty: true, isLimited: false, from: .taint)
      }
    case .delete(let slot):
      beginRemoval(of: slot, isEmpty: false, isLimited: false, from: .taint)
    case .replace(let slot, let group):
      // A cheaper Node first; without one nothing happens.
      guard drawScalerFailure(.deployments) == nil, applyGrowth(of: group, by: 1) else { return }
      beginRemoval(
        of: slot, isEmpty: false, isLimited: false, from: .awaitReplacement, awaiting: group)
    }
  }
}

extension ControlPlaneState {
  /// Keeps that a pod came to a Node or went, for consolidation to wait after.
  mutating func notePodChange(on node: Int) {
    guard scaler.hasConsolidation else { return }
    scaler.notePodChange(node, number: slots.numbers[node], at: now)
  }
}
