import KubernetesModel
import Units

extension ClusterScheduler {
  /// Room on a node that is kept for a pod, and who has to go for it.
  package struct Nomination: Hashable, Sendable {
    /// The node.
    package var node: Int
    /// Those who have to go, the most important first.
    package var victims: [PodID]
    /// What that costs.
    package var cost: PreemptionCost
  }

  /// Who is taken away for a pod that fits nowhere; nil when nobody's going would help, or the pod
  /// may not take others' room now. Room is kept for the pod, and no longer for less important ones
  /// that waited there.
  mutating func preempt(for pod: PodID, _ kind: Int) -> Nomination? {
    guard let best = bestNomination(for: pod, kind) else { return nil }
    for waiting in nominatedOnNode[best.node] ?? []
    where kinds[Int(pods.kind[Int(waiting.index)])].pod.priority < kinds[kind].pod.priority {
      withdraw(waiting)
    }
    nominate(pod, on: best.node)
    return best
  }

  private mutating func bestNomination(for pod: PodID, _ kind: Int) -> Nomination? {
    guard isEligible(pod, kind) else { return nil }
    scratch.candidates.removeAll(keepingCapacity: true)
    for place in nodes.order.indices where check(pod, on: Int(nodes.order[place])) == .full {
      scratch.candidates.append(nodes.order[place])
    }
    let wanted = Preemption.candidatesToFind(of: scratch.candidates.count)
    kinds[kind].prepareCosts()
    var best: (node: Int, cost: PreemptionCost)?
    var found = 0
    var isBudgetKept = false
    for place in scratch.candidates.indices {
      let node = Int(scratch.candidates[place])
      guard let cost = cost(for: pod, kind, on: node) else { continue }
      found += 1
      if cost.violations == 0 { isBudgetKept = true }
      if best.map({ cost < $0.cost }) ?? true { best = (node, cost) }
      if isBudgetKept && found >= wanted { break }
    }
    return best.flatMap { dryRun(pod, kind, on: $0.node)?.nomination }
  }

  /// What room on `node` costs; nil where there is none to be had. It is kept until something on the
  /// node changes, where nothing else bears on it.
  private mutating func cost(for pod: PodID, _ kind: Int, on node: Int) -> PreemptionCost? {
    let isKept =
      !kinds[kind].looksAtOthers && kinds[kind].demand.hostPorts.isEmpty
      && (nominatedOnNode.isEmpty || nominatedOnNode[node] == nil)
    if isKept, let known = kinds[kind].knownCosts[node] { return known.cost }
    let result = dryRun(pod, kind, on: node)
    let cost = result?.nomination.cost
    if isKept && !(result?.asksBudgets ?? false) {
      kinds[kind].knownCosts[node] = PodKind.KnownCost(cost: cost)
    }
    return cost
  }

  /// Whether a pod may take others' room now: its kind allows it, and nobody is on the way out for it
  /// already.
  mutating func isEligible(_ pod: PodID, _ kind: Int) -> Bool {
    guard kinds[kind].pod.preempts else { return false }
    guard let node = nominatedNode(of: pod), check(pod, on: node) != .hopeless else { return true }
    var isGoing = false
    pods.forEach(on: node) { other in
      let isPreempted = pods.flags[other] & PodTable.isPreempted != 0
      if isPreempted && priority(other) < kinds[kind].pod.priority { isGoing = true }
    }
    return !isGoing
  }

  private func priority(_ pod: Int) -> Int32 { kinds[Int(pods.kind[pod])].pod.priority }

  /// The fewest and least important pods on `node` whose going lets `pod` come, and whether budgets
  /// had a say in it.
  private mutating func dryRun(
    _ pod: PodID, _ kind: Int, on node: Int
  ) -> (nomination: Nomination, asksBudgets: Bool)? {
    let ownPriority = kinds[kind].pod.priority
    var removed: [Int] = []
    pods.forEach(on: node) { if priority($0) < ownPriority { removed.append($0) } }
    guard !removed.isEmpty else { return nil }
    for victim in removed { count(victim, on: node, step: -1) }
    defer { for victim in removed { count(victim, on: node, step: 1) } }
    guard checkTrial(pod, on: node) == .feasible else { return nil }
    removed.sort { one, other in
      priority(one) != priority(other)
        ? priority(one) > priority(other) : pods.start[one] < pods.start[other]
    }
    let asksBudgets = !budgets.isEmpty && removed.contains { isBudgeted(Int(pods.kind[$0])) }
    let isViolating =
      asksBudgets ? PreemptionBudget.violations(of: removed.map { [named($0)] }, budgets) : []
    var victims: [Int] = []
    var violations: Int64 = 0
    var spared: [Int] = []
    for sparesBudgets in [true, false] {
      for (place, victim) in removed.enumerated()
      where (isViolating.isEmpty ? false : isViolating[place]) == sparesBudgets {
        count(victim, on: node, step: 1)
        if checkTrial(pod, on: node) == .feasible {
          spared.append(victim)
          continue
        }
        count(victim, on: node, step: -1)
        victims.append(place)
        if sparesBudgets { violations += 1 }
      }
    }
    for victim in spared { count(victim, on: node, step: -1) }
    victims.sort()
    let cost = PreemptionCost(
      of: victims.map { (priority(removed[$0]), Optional(pods.start[removed[$0]])) },
      violations: violations)
    let nomination = Nomination(
      node: node, victims: victims.map { PodID(index: UInt32(removed[$0])) }, cost: cost)
    return (nomination, asksBudgets)
  }

  /// Whether any budget covers pods of a kind.
  private func isBudgeted(_ kind: Int) -> Bool {
    budgets.contains { $0.covers(kinds[kind].pod) }
  }

  /// Whether a pod may come to a node from which pods were taken for a trial.
  private mutating func checkTrial(_ pod: PodID, on node: Int) -> Check {
    let kind = Int(pods.kind[Int(pod.index)])
    let priority = kinds[kind].pod.priority
    let first = (nominatedOnNode[node] ?? []).filter {
      $0 != pod && self.priority(Int($0.index)) >= priority
    }
    if !first.isEmpty {
      for one in first { count(Int(one.index), on: node, step: 1) }
      let with = checkAnew(kind, node)
      for one in first { count(Int(one.index), on: node, step: -1) }
      if with != .feasible { return with }
    }
    return checkAnew(kind, node)
  }

  /// A pod as budgets look at it.
  private func named(_ pod: Int) -> Pod {
    var named = kinds[Int(pods.kind[pod])].pod
    named.name = disruptedNames[pod] ?? ""
    return named
  }
}
