import ClusterAPI
import KubernetesModel
import Units

/// The controllers of the workload cluster: ReplicaSets, budgets and evictions.
extension ControlPlaneState {
  var lag: TimeSpan { plan.api.latency + plan.api.watchLatency }

  /// Something changed that a ReplicaSet and the budgets count.
  mutating func workloadChanged(_ workload: Int) {
    lent?.loadIsDue = true
    if !workloads.isWorkloadDue[workload] {
      workloads.isWorkloadDue[workload] = true
      push(.workloadIsDue, workload, at: now + lag)
    }
    if !workloads.isCountDue[workload], !plan.workloads[workload].budgets.isEmpty {
      workloads.isCountDue[workload] = true
      push(.budgetIsCounted, workload, at: now + lag)
    }
  }

  /// A controller of pods looks at one of its objects.
  mutating func reconcileWorkload(_ workload: Int) {
    workloads.isWorkloadDue[workload] = false
    switch workloads.tags[workload] {
    case .replicaSet: reconcileReplicaSet(workload)
    case .statefulSet: reconcileStatefulSet(workload)
    case .daemonSet: reconcileDaemonSet(workload)
    case .job: reconcileJob(workload)
    }
  }

  /// A ReplicaSet replaces a pod as soon as its deletion is asked for. Its slow start is over in
  /// less time than a look takes, and is left out.
  private mutating func reconcileReplicaSet(_ workload: Int) {
    let missing = workloads.wanted[workload] - workloads.counts[workload].active
    if missing < 0 { deleteSurplus(-missing, of: workload) }
    guard missing > 0 else { return }
    for _ in 0..<missing { makePod(of: workload) }
    workloadChanged(workload)
    schedulerIsDue(in: plan.workloads[workload].cluster)
  }

  /// Makes a pod that the scheduler is to place; the result is its place in the list.
  @discardableResult
  mutating func makePod(of workload: Int, ordinal: Int = 0) -> Int {
    let pod = workloads.makePod(of: workload, ordinal: ordinal)
    workloads.pods[pod].createdAt = now
    clusters[plan.workloads[workload].cluster].pending.append(pod)
    record(.podIsCreated, Int(workloads.pods[pod].number), workload)
    return pod
  }

  mutating func readyPod(_ pod: Int) {
    let state = workloads.pods[pod]
    guard !state.isGone, !state.hasEnded, state.deletedAt == nil, let node = state.node,
      hardware.machines[node].isRunning
    else { return }
    workloads.setReady(pod, true)
    record(.podIsReady, Int(state.number))
    if workloads.tags[state.workload] == .job { runJobPod(pod) }
    workloadChanged(state.workload)
  }

  /// The eviction subresource; with a grace where the caller names one.
  mutating func evict(_ pod: Int, within grace: TimeSpan? = nil) {
    let state = workloads.pods[pod]
    guard !state.isGone, let node = state.node else { return }
    // A pod is Running from its first start, and one that ended goes like one that has not begun; what is not ready yet is Pending here, and one that
    // was ready and is on a lost Node is Running.
    let phase: PodPhase =
      !state.hasEnded && (state.isReady || !hardware.machines[node].isRunning)
      ? .running : .pending
    let isTerminating = state.deletedAt != nil
    let review: EvictionReview
    switch workloads.budgets[state.workload].count {
    case 0:
      review = Eviction.review(
        podIsReady: state.isReady, isTerminating: isTerminating, phase: phase,
        budgets: EmptyCollection())
    case 1:
      review = Eviction.review(
        podIsReady: state.isReady, isTerminating: isTerminating, phase: phase,
        budgets: CollectionOfOne(budget(0, of: state.workload)))
    case let count:
      review = Eviction.review(
        podIsReady: state.isReady, isTerminating: isTerminating, phase: phase,
        budgets: (0..<count).map { budget($0, of: state.workload) })
    }
    guard case .allowed(let consumesBudget) = review else {
      record(.evictionIsRefused, Int(state.number), review.statusCode)
      return
    }
    if consumesBudget {
      if isChecking { failure = failure ?? brokenBudget(evicting: pod) }
      workloads.budgets[state.workload][0].consume()
    }
    let own = plan.workloads[state.workload].terminationGrace
    record(
      .podIsEvicted, Int(state.number), Int(slots.numbers[node]),
      value: (grace ?? own).nanoseconds)
    delete(pod, within: grace)
  }

  private func budget(_ place: Int, of workload: Int) -> BudgetState {
    BudgetState(
      workloads.budgets[workload][place],
      unhealthyPodEvictionPolicy: plan.workloads[workload].budgets[place]
        .unhealthyPodEvictionPolicy)
  }

  /// Asks for the deletion of a pod: of one that has not begun or has ended nothing is left at once, and
  /// without any grace none is, whatever its kubelet says.
  mutating func delete(_ pod: Int, within grace: TimeSpan? = nil) {
    guard !workloads.pods[pod].isGone else { return }
    let isFirst = workloads.pods[pod].deletedAt == nil
    guard isFirst || grace == .zero else { return }
    let workload = workloads.pods[pod].workload
    var isGoneAtOnce = grace == .zero
    if isFirst {
      workloads.markDeleted(pod, at: now)
      if let node = workloads.pods[pod].node { podsChanged(on: node) }
      if workloads.hasKinds {
        podIsDeleted(pod)
        isGoneAtOnce =
          isGoneAtOnce || workloads.pods[pod].hasEnded || workloads.pods[pod].node == nil
      }
    }
    if isGoneAtOnce {
      removeObject(of: pod)
      return
    }
    if let node = workloads.pods[pod].node, hardware.machines[node].isRunning {
      let span = draw(plan.workloads[workload].termination)
      pushOfPod(.podIsGone, pod, at: now + min(span, grace ?? span))
    }
    workloadChanged(workload)
  }

  mutating func removePod(_ pod: Int) {
    guard !workloads.pods[pod].isGone else { return }
    // The kubelet of a machine that stopped meanwhile confirms nothing.
    if let node = workloads.pods[pod].node, nodes.stored[node].exists,
      !hardware.machines[node].isRunning
    {
      return
    }
    removeObject(of: pod)
  }

  mutating func removeObject(of pod: Int) {
    let state = workloads.pods[pod]
    workloads.remove(pod)
    if state.hasEnded {
      forgetEnded(pod)
    } else if let node = state.node {
      unbind(pod, from: node)
    } else {
      let cluster = clusters[plan.workloads[state.workload].cluster]
      cluster.pending.removeAll { $0 == pod }
      cluster.daemonsWaiting.removeAll { $0 == pod }
    }
    record(.podIsGone, Int(state.number))
    if workloads.hasKinds { podIsRemoved(pod) }
    if volumes.areUsed { releaseVolume(of: pod) }
    workloadChanged(state.workload)
    schedulerIsDue(in: plan.workloads[state.workload].cluster)
  }

  /// A Node that is Unknown makes its pods not ready.
  mutating func losePods(of node: Int) {
    for pod in workloads.podsOfNode[node] where workloads.pods[pod].isReady {
      workloads.setReady(pod, false)
      workloads.hasLost[workloads.pods[pod].workload] = true
      workloadChanged(workloads.pods[pod].workload)
    }
  }

  mutating func deletePods(of workload: Int, on node: Int) {
    for pod in workloads.podsOfNode[node] where workloads.pods[pod].workload == workload {
      workloads.hasLost[workload] = true
      delete(pod)
    }
  }

  mutating func collectPods(_ node: Int) {
    if nodes.stored[node].exists {
      collectLeavingPods(node)
      return
    }
    for pod in workloads.podsOfNode[node] {
      workloads.hasLost[workloads.pods[pod].workload] = true
      if workloads.hasKinds { podIsDeleted(pod) }
      removeObject(of: pod)
    }
    for pod in endedPods(on: node) { removeObject(of: pod) }
  }

  /// The disruption controller counts a workload's budgets.
  mutating func countBudget(_ workload: Int) {
    workloads.isCountDue[workload] = false
    workloads.hasLost[workload] = false
    let healthy = workloads.counts[workload].healthy
    for (place, spec) in plan.workloads[workload].budgets.enumerated() {
      var expected = workloads.wanted[workload]
      if case .minAvailable(.count) = spec.limit {
        expected = workloads.counts[workload].present
      }
      workloads.budgets[workload][place] = DisruptionBudgetStatus(
        expected: expected, healthy: healthy, spec: spec)
    }
  }
}
