import ClusterAPI
import SimulationKernel
import Units

/// The cluster autoscaler: it looks every ten seconds, lets one group grow for pods without a place, and
/// takes away Nodes that have not been needed for long enough.
///
/// It and the consolidation serve the first workload cluster.
extension ControlPlaneState {
  mutating func beginScaling() {
    if scaler.settings != nil { push(.autoscalerScans, 0, at: now) }
    if scaler.hasConsolidation { push(.consolidationLooks, 0, at: now) }
  }

  mutating func handleScaling(_ event: ControlPlaneEvent) {
    let subject = Int(event.subject)
    switch event.kind {
    case .autoscalerScans: scan()
    case .growthArrives: receiveGrowth(of: subject, by: Int(event.value))
    case .growthFails:
      failGrowth(of: subject)
      nextScan()
    case .consolidationLooks: consolidate(isSecondLook: event.value == 1)
    case .removalCallArrives: receiveCall(of: subject, event.value)
    case .removalCallFails: failCall(of: subject, event.value)
    case .removalGoesOn: goOnRemoving(subject, event.value)
    default: preconditionFailure("not an event of an autoscaler")
    }
  }

  private mutating func nextScan() {
    guard let settings = scaler.settings else { return }
    push(.autoscalerScans, 0, at: scaler.scanStartedAt + settings.scanInterval)
  }

  private mutating func scan() {
    guard let settings = scaler.settings else { return }
    scaler.scanStartedAt = now
    if refusal(of: ScalerState.cluster) != nil
      || scaler.isIdle(\.scanned, events: eventsHandled, at: now)
    {
      nextScan()
      return
    }
    scaler.scanned.deadline = .distantFuture
    let census = NodeCensus(self)
    judgeRequests(census)
    let removals = scaler.removalsBegun
    removeUnregistered(census, settings)
    if grow(census, settings) { return }
    if let scaleDown = settings.scaleDown { shrink(census, settings, scaleDown) }
    if scaler.removalsBegun == removals {
      scaler.noteIdle(\.scanned, events: eventsHandled)
    }
    nextScan()
  }

  /// The time when a look may find something else though nothing happened.
  mutating func lookAgain(at instant: Instant) {
    if instant > now { scaler.scanned.deadline = min(scaler.scanned.deadline, instant) }
  }

  /// The groups as the autoscaler finds them; a deployment that is none never grows.
  func nodeGroups(_ census: NodeCensus) -> [NodeGroup] {
    plan.deployments.indices.map { deployment in
      let target = deployments.stored[deployment].replicas
      let (room, pods) = roomBesideDaemons(of: deployment)
      guard let group = scaler.groups[deployment] else {
        return NodeGroup(
          minimum: target, maximum: target, target: target,
          room: room, podsPerNode: pods,
          // No Node of another cluster is on its way to this one.
          upcoming: settings[deployment].cluster == ScalerState.cluster
            ? census.upcoming(of: deployment, target: target) : 0, isOpen: false)
      }
      return NodeGroup(
        minimum: group.minimum, maximum: group.maximum, target: target,
        room: room, podsPerNode: pods,
        priority: group.priority, upcoming: census.upcoming(of: deployment, target: target),
        isOpen: !scaler.backoffs[deployment].isActive(at: now))
    }
  }

  private mutating func judgeRequests(_ census: NodeCensus) {
    for group in scaler.requests.indices {
      lookAgain(at: scaler.backoffs[group].until)
      guard let request = scaler.requests[group] else { continue }
      let upcoming = deployments.stored[group].replicas - census.registered[group]
      switch request.standing(upcoming: upcoming, at: now) {
      case .isOpen: lookAgain(at: request.due + TimeSpan(nanoseconds: 1))
      case .isFulfilled:
        scaler.requests[group] = nil
        scaler.backoffs[group].succeed()
      case .hasFailed: failGrowth(of: group)
      }
    }
  }

  private mutating func failGrowth(of group: Int) {
    guard let settings = scaler.settings else { return }
    scaler.requests[group] = nil
    scaler.backoffs[group].fail(at: now, settings)
    lookAgain(at: scaler.backoffs[group].until)
    record(.groupFails, group)
  }

  /// Machines that did not become Nodes in time are given up (`removeOldUnregisteredNodes`).
  private mutating func removeUnregistered(_ census: NodeCensus, _ settings: AutoscalerSettings) {
    for machine in census.unregistered {
      let deployment = deploymentOfMachine[machine]
      guard scaler.groups[deployment] != nil, !isBeingRemoved(machine) else { continue }
      let due = machines.seen[machine].createdAt + settings.provisionTime
      guard due <= now else {
        lookAgain(at: due)
        continue
      }
      guard mayShrink(deployment) else { continue }
      beginRemoval(of: machine, isEmpty: true, isLimited: true, from: .annotate)
    }
  }

  /// Whether a group may become smaller by one more.
  func mayShrink(_ deployment: Int) -> Bool {
    guard let group = scaler.groups[deployment] else { return false }
    let leaving = scaler.removals.count { $0.isBeforeShrink && $0.group == deployment }
    return deployments.stored[deployment].replicas - leaving > group.minimum
  }

  /// The pods that the scheduler found no place for, by workload.
  private mutating func demand(_ settings: AutoscalerSettings) -> [PodDemand] {
    var counts = Array(repeating: 0, count: workloads.counts.count)
    let age = max(settings.podDelay, lag)
    for pod in clusters[ScalerState.cluster].pending {
      let due = workloads.pods[pod].createdAt + age
      if due <= now {
        counts[workloads.pods[pod].workload] += 1
      } else {
        lookAgain(at: due)
      }
    }
    return counts.indices.filter { counts[$0] > 0 }
      .map { PodDemand(counts[$0], of: workloads.requests[$0]) }
  }

  /// Whether a group is asked to grow; then the look ends, and the next comes after the answer.
  private mutating func grow(_ census: NodeCensus, _ settings: AutoscalerSettings) -> Bool {
    let demand = demand(settings)
    guard !demand.isEmpty else { return false }
    let planner = ScaleUpPlanner(groups: nodeGroups(census))
    let decision = planner.decide(for: demand, by: settings.expander, &scaler.expanderStream)
    guard case .grow(let option) = decision else { return false }
    scaler.growthRetries = 0
    sendGrowth(of: option.group, by: option.nodes)
    return true
  }

  private mutating func sendGrowth(
    of group: Int, by count: Int, after delay: TimeSpan = .zero
  ) {
    let wait = scaler.client.take(at: now + delay)
    push(
      .growthArrives, group, value: UInt32(count), at: now + delay + wait + plan.api.latency)
  }

  private mutating func receiveGrowth(of group: Int, by count: Int) {
    switch drawScalerFailure(.deployments) {
    case nil:
      if !applyGrowth(of: group, by: count) { failGrowth(of: group) }
    case .conflict: failGrowth(of: group)
    case .tooManyRequests(let retryAfter):
      if scaler.growthRetries < APIFailure.mostRetries {
        scaler.growthRetries += 1
        sendGrowth(of: group, by: count, after: retryAfter)
        return
      }
      failGrowth(of: group)
    case .serverError(let isApplied):
      if isApplied { _ = applyGrowth(of: group, by: count) }
      failGrowth(of: group)
    case .timeout(let after, let isApplied):
      if isApplied { _ = applyGrowth(of: group, by: count) }
      push(.growthFails, group, at: now + after)
      return
    }
    nextScan()
  }

  /// Raises `spec.replicas`, which is read anew; false where the group would become too large.
  mutating func applyGrowth(of deployment: Int, by count: Int) -> Bool {
    guard let group = scaler.groups[deployment],
      deployments.stored[deployment].replicas + count <= group.maximum
    else { return false }
    resize(deployment, by: count)
    if let settings = scaler.settings {
      scaler.requests[deployment] = ScaleUpRequest(at: now, settings)
    }
    scaler.cooldown.grewAt = now
    return true
  }

  /// Writes `spec.replicas` of a group.
  mutating func resize(_ deployment: Int, by change: Int) {
    var object = deployments.stored[deployment]
    object.replicas += change
    object.orderedAt = now
    isComplete[deployment] = false
    write(deployment, object)
    record(.groupIsScaled, deployment, object.replicas)
    if isChecking, let group = scaler.groups[deployment],
      !(group.minimum...group.maximum).contains(object.replicas)
    {
      failure =
        failure ?? "the autoscaler gives deployment \(deployment) \(object.replicas) Machines of "
        + "\(group.minimum) to \(group.maximum)"
    }
    lookForCompletion(of: deployment)
  }

  private mutating func shrink(
    _ census: NodeCensus, _ settings: AutoscalerSettings,
    _ scaleDown: AutoscalerSettings.ScaleDown
  ) {
    let planner = ScaleDownPlanner(scaleDown, budgets: allowedDisruptions())
    let nodes = views(census) { $0.consolidation == nil }
    let verdicts = planner.judge(nodes)
    var marked = nodes
    for (place, slot) in census.nodes.enumerated() {
      var since: Instant?
      if case .isUnneeded = verdicts[place] { since = nodes[place].unneededSince ?? now }
      scaler.setUnneeded(slot, number: slots.numbers[slot], since: since)
      marked[place].unneededSince = since
      if let since { lookAgain(at: since + scaleDown.unneededTime) }
    }
    let ends = scaler.cooldown.ends(settings)
    guard ends <= now else {
      lookAgain(at: ends)
      return
    }
    var inHand = ScaleDownPlanner.InHand(ofGroup: self.settings.map { _ in 0 })
    for removal in scaler.removals where removal.isBeforeShrink {
      inHand.ofGroup[removal.group] += 1
      guard removal.isLimited else { continue }
      if removal.isEmpty { inHand.empty += 1 } else { inHand.drains += 1 }
    }
    let chosen = planner.choose(
      among: marked, verdicts, of: nodeGroups(census), inHand, at: now)
    for place in chosen {
      beginRemoval(
        of: census.nodes[place], isEmpty: nodes[place].pods.isEmpty, isLimited: true,
        from: .taint)
    }
  }

  /// How many pods of each workload its budgets let go now.
  func allowedDisruptions() -> [Int?] {
    workloads.budgets.map { $0.map(\.disruptionsAllowed).min() }
  }

  /// The Nodes of a census as planners see them: candidates are those of groups that `isIn` and that are
  /// not being rolled out.
  func views(_ census: NodeCensus, where isIn: (NodeGroupPlan) -> Bool) -> [ScaleDownNode] {
    let isOpen = settings.indices.map { deployment in
      (scaler.groups[deployment].map(isIn) ?? false) && !isRollingOut(deployment)
    }
    return census.nodes.map { view(of: $0, isCandidate: isOpen[deploymentOfMachine[$0]]) }
  }

  /// Whether sets before the latest still have Machines, or should have. A smaller deployment loses
  /// Machines of any of its sets then, and not the one that was emptied.
  ///
  /// Source: kubernetes/autoscaler 1.35 `cloudprovider/clusterapi`, `IsMachineDeploymentAndRollingOut`
  /// and `ScaleDownNodeUpgradeProcessor` (issue 8494).
  private func isRollingOut(_ deployment: Int) -> Bool {
    let owned = setsOfDeployment[deployment].filter { sets.seen[$0].exists }
    guard let latest = owned.map({ sets.seen[$0].template }).max() else { return false }
    return owned.contains { set in
      let counts = sets.seen[set].counts
      return sets.seen[set].template < latest && (counts.desired > 0 || counts.present > 0)
    }
  }

  private func view(of slot: Int, isCandidate: Bool) -> ScaleDownNode {
    let deployment = deploymentOfMachine[slot]
    let node = nodes.seen[slot]
    let number = slots.numbers[slot]
    let (room, podsPerNode) = roomBesideDaemons(of: deployment)
    return ScaleDownNode(
      group: isCandidate ? deployment : nil, room: room, podsPerNode: podsPerNode,
      pods: podsToMove(from: slot).map { pod in
        let workload = workloads.pods[pod].workload
        return ScaleDownNode.Pod(
          workload: workload, request: workloads.requests[workload],
          isSafeToEvict: plan.workloads[workload].isSafeToEvict)
      },
      isReady: node.ready == .isTrue && !node.isClosed && !machines.seen[slot].isDeleting
        && !isBeingRemoved(slot),
      unneededSince: scaler.unneededSince(slot, number: number))
  }

  /// The pods of a Node that would have to go elsewhere.
  func podsToMove(from slot: Int) -> [Int] {
    workloads.podsOfNode[slot].filter {
      workloads.pods[$0].deletedAt == nil && !isOfDaemonSet($0)
    }
  }

  func isBeingRemoved(_ slot: Int) -> Bool {
    scaler.removals.contains {
      $0.isInHand && Int($0.machine.slot) == slot && $0.machine.number == slots.numbers[slot]
    }
  }

  /// How a call of the autoscaler fails now, if it does.
  mutating func drawScalerFailure(_ kind: WatchedObjects?) -> APIFailure? {
    // Pods and Nodes are its own cluster's; the rest is the management cluster's.
    let isOfCluster = kind == nil || kind == .nodes
    if let refusal = refusal(of: isOfCluster ? ScalerState.cluster : nil) { return refusal }
    return plan.api.drawFailure(of: kind, by: nil, at: now, &scaler.faultStream)
  }
}

/// The Nodes and Machines of the first workload cluster as the watches have told, but for lent ones,
/// which are of no group.
struct NodeCensus {
  /// The Nodes whose Machines are there, the oldest first, by slot.
  private(set) var nodes: [Int] = []
  /// Machines without a Node.
  private(set) var unregistered: [Int] = []
  /// By deployment: the Nodes that have been Ready and that nobody takes away.
  private(set) var registered: [Int]
  /// By deployment: the Machines that should have become Nodes by now.
  private(set) var late: [Int]

  /// How many Nodes of a deployment are still to come, but for those that are late.
  func upcoming(of deployment: Int, target: Int) -> Int {
    max(target - registered[deployment] - late[deployment], 0)
  }

  init(_ state: borrowing ControlPlaneState) {
    registered = Array(repeating: 0, count: state.settings.count)
    late = registered
    let patience = state.scaler.settings?.provisionTime ?? AutoscalerSettings().provisionTime
    for slot in state.machines.seen.indices
    where state.machines.seen[slot].exists && !state.machines.seen[slot].isDeleting
      && state.cluster(of: slot) == ScalerState.cluster && state.lent?.object(of: slot) == nil
    {
      let node = state.nodes.seen[slot]
      guard node.exists else {
        unregistered.append(slot)
        if state.machines.seen[slot].createdAt + patience <= state.now {
          late[state.deploymentOfMachine[slot]] += 1
        }
        continue
      }
      nodes.append(slot)
      if node.wasReady, !node.isToBeDeleted {
        registered[state.deploymentOfMachine[slot]] += 1
      }
    }
    let numbers = state.slots.numbers
    nodes.sort { numbers[$0] < numbers[$1] }
    unregistered.sort { numbers[$0] < numbers[$1] }
  }
}
