import ClusterAPI
import SimulationKernel
import Units

/// Jobs: pods that end, and are tried again where they did not end well.
extension ControlPlaneState {
  private func job(_ workload: Int) -> JobPlan? {
    guard case .job(let job) = plan.workloads[workload].kind else { return nil }
    return job
  }

  mutating func reconcileJob(_ workload: Int) {
    guard !workloads.kinds[workload].isOver, let sync = workloads.kinds[workload].job else {
      return
    }
    if sync.isComplete || sync.hasFailed {
      endJob(of: workload, hasFailed: !sync.isComplete)
      return
    }
    let counts = workloads.counts[workload]
    let missing = sync.missing(active: counts.active, leaving: leavingPods(of: workload))
    guard missing > 0 else { return }
    guard now >= sync.delayEnds else {
      push(.workloadIsDue, workload, at: sync.delayEnds)
      return
    }
    if workloads.kinds[workload].isDone.isEmpty {
      for _ in 0..<missing { makePod(of: workload) }
    } else {
      makeIndices(missing, of: workload)
    }
    workloadChanged(workload)
    schedulerIsDue(in: plan.workloads[workload].cluster)
  }

  /// Pods on their way out that did not end.
  private func leavingPods(of workload: Int) -> Int {
    let counts = workloads.counts[workload]
    return counts.present - counts.active - workloads.kinds[workload].ended
  }

  /// Makes pods of the lowest indices that have none and did not succeed.
  private mutating func makeIndices(_ count: Int, of workload: Int) {
    var left = count
    for index in workloads.kinds[workload].isDone.indices where left > 0 {
      guard !workloads.kinds[workload].isDone[index],
        workloads.kinds[workload].pods[index] == nil
      else { continue }
      workloads.kinds[workload].pods[index] = makePod(of: workload, ordinal: index)
      left -= 1
    }
  }

  /// A pod runs from now on, or is heard of again. It runs once: what ended while nobody heard of it is told
  /// of now.
  mutating func runJobPod(_ pod: Int) {
    guard let job = job(workloads.pods[pod].workload) else { return }
    guard let end = workloads.pods[pod].endsAt else {
      let end = now + draw(job.run)
      workloads.pods[pod].endsAt = end
      pushOfPod(.podEnds, pod, at: end)
      return
    }
    if end <= now { pushOfPod(.podEnds, pod, at: now + lag) }
  }

  /// A pod ends by itself, where its machine still runs.
  mutating func endJobPod(_ pod: Int) {
    let state = workloads.pods[pod]
    guard !state.isGone, !state.hasEnded, state.deletedAt == nil, let node = state.node,
      hardware.machines[node].isRunning, let job = job(state.workload)
    else { return }
    let hasFailed =
      job.failuresPerThousand > 0 && lawStream.bernoulli(job.failuresPerThousand, in: 1_000)
    unbind(pod, from: node)
    workloads.markEnded(pod)
    workloads.kinds[state.workload].ended += 1
    while workloads.endedOfNode.count <= node { workloads.endedOfNode.append([]) }
    workloads.endedOfNode[node].append(pod)
    record(.podIsFinished, Int(state.number), hasFailed ? 1 : 0)
    freeIndex(of: pod)
    if hasFailed {
      workloads.kinds[state.workload].job?.countFailure(at: now)
    } else {
      workloads.kinds[state.workload].job?.countSuccess()
      if job.isIndexed { workloads.kinds[state.workload].isDone[Int(state.ordinal)] = true }
    }
    workloadChanged(state.workload)
    schedulerIsDue(in: plan.workloads[state.workload].cluster)
  }

  /// A pod is evicted, deleted or lost. It counts as failed at once, and its place is free, unless
  /// its Job ignores disruptions.
  mutating func disruptJobPod(_ pod: Int) {
    let workload = workloads.pods[pod].workload
    guard let job = job(workload), !job.ignoresDisruption, !workloads.kinds[workload].isOver,
      workloads.pods[pod].node != nil, !workloads.pods[pod].isCounted
    else { return }
    workloads.pods[pod].isCounted = true
    workloads.kinds[workload].job?.countFailure(at: now)
    freeIndex(of: pod)
  }

  /// Another pod may take the index of one.
  mutating func freeIndex(of pod: Int) {
    let (workload, index) = (workloads.pods[pod].workload, Int(workloads.pods[pod].ordinal))
    guard index < workloads.kinds[workload].pods.count,
      workloads.kinds[workload].pods[index] == pod
    else { return }
    workloads.kinds[workload].pods[index] = nil
  }

  private mutating func endJob(of workload: Int, hasFailed: Bool) {
    workloads.kinds[workload].isOver = true
    record(hasFailed ? .jobFails : .jobIsComplete, workload)
    for pod in workloads.pods.indices
    where workloads.pods[pod].workload == workload && !workloads.pods[pod].isGone
      && !workloads.pods[pod].hasEnded
    {
      delete(pod)
    }
    if let life = job(workload)?.lifeAfterEnd { push(.jobIsForgotten, workload, at: now + life) }
  }

  /// The pods of a Job that is over are deleted with it.
  mutating func forgetJob(_ workload: Int) {
    for pod in workloads.pods.indices
    where workloads.pods[pod].workload == workload && !workloads.pods[pod].isGone {
      delete(pod)
    }
  }

  /// The pods on a Node that have ended and are still there.
  func endedPods(on node: Int) -> [Int] {
    node < workloads.endedOfNode.count ? workloads.endedOfNode[node] : []
  }

  mutating func forgetEnded(_ pod: Int) {
    guard let node = workloads.pods[pod].node else { return }
    workloads.endedOfNode[node].removeAll { $0 == pod }
    workloads.kinds[workloads.pods[pod].workload].ended -= 1
  }
}
