import ClusterAPI
import KubernetesModel
import Placement
import Units

/// The controllers of the workload cluster: ReplicaSets, the scheduler, budgets and evictions.
extension ControlPlaneState {
  private var lag: TimeSpan { plan.api.latency + plan.api.watchLatency }

  /// Something changed that a ReplicaSet and the budgets count.
  mutating func workloadChanged(_ workload: Int) {
    if !workloads.isWorkloadDue[workload] {
      workloads.isWorkloadDue[workload] = true
      push(.workloadIsDue, workload, at: now + lag)
    }
    if !workloads.isCountDue[workload], !plan.workloads[workload].budgets.isEmpty {
      workloads.isCountDue[workload] = true
      push(.budgetIsCounted, workload, at: now + lag)
    }
  }

  mutating func schedulerIsDue() {
    guard !workloads.isSchedulerDue, !workloads.pending.isEmpty else { return }
    workloads.isSchedulerDue = true
    push(.schedulerLooks, 0, at: now + lag)
  }

  /// A ReplicaSet replaces a pod as soon as its deletion is asked for. Its slow start is over in
  /// less time than a look takes, and is left out.
  mutating func reconcileWorkload(_ workload: Int) {
    workloads.isWorkloadDue[workload] = false
    let active = workloads.podsOfWorkload[workload].count { workloads.pods[$0].deletedAt == nil }
    let missing = plan.workloads[workload].replicas - active
    guard missing > 0 else { return }
    for _ in 0..<missing {
      let pod = workloads.pods.count
      workloads.pods.append(PodState(workload: workload))
      workloads.podsOfWorkload[workload].append(pod)
      workloads.pending.append(pod)
    }
    workloadChanged(workload)
    schedulerIsDue()
  }

  /// Places the pods that wait, each where `Placement` would: on the least allocated Node, the oldest
  /// of equal ones. All pods are alike, so the room on a Node is counted in pods.
  mutating func placePods() {
    workloads.isSchedulerDue = false
    guard !workloads.pending.isEmpty else { return }
    let open = nodes.seen.indices.filter {
      nodes.seen[$0].exists && nodes.seen[$0].ready == .isTrue && !nodes.seen[$0].isUnschedulable
        && nodes.stored[$0].exists
    }
    func room(of pods: Int) -> ResourceVector {
      ResourceVector(cpu: MilliCPU(Int64(pods)), memory: Bytes(Int64(pods)))
    }
    let onePod = room(of: 1)
    var rooms = NodeRoom(
      capacities: open.map { room(of: plan.deployments[deploymentOfMachine[$0]].podsPerNode) })
    for (place, node) in open.enumerated() {
      rooms.bringUp(place)
      rooms.reserve(room(of: workloads.podsOfNode[node].count), on: place)
    }
    var left: [Int] = []
    for pod in workloads.pending where !workloads.pods[pod].isGone {
      if let place = rooms.leastAllocated(for: onePod) {
        rooms.reserve(onePod, on: place)
        bind(pod, to: open[place])
      } else {
        left.append(pod)
      }
    }
    workloads.pending = left
  }

  private mutating func bind(_ pod: Int, to node: Int) {
    workloads.pods[pod].node = node
    workloads.podsOfNode[node].append(pod)
    record(.podIsPlaced, pod, node)
    push(.podIsReady, pod, at: now + draw(plan.workloads[workloads.pods[pod].workload].start))
  }

  mutating func readyPod(_ pod: Int) {
    let state = workloads.pods[pod]
    guard !state.isGone, state.deletedAt == nil, let node = state.node,
      hardware.machines[node].isRunning
    else { return }
    workloads.pods[pod].isReady = true
    record(.podIsReady, pod)
    workloadChanged(state.workload)
  }

  /// The eviction subresource.
  mutating func evict(_ pod: Int) {
    let state = workloads.pods[pod]
    guard !state.isGone, let node = state.node else { return }
    let budgets = workloads.budgets[state.workload]
    let specs = plan.workloads[state.workload].budgets
    let states = budgets.indices.map {
      BudgetState(budgets[$0], unhealthyPodEvictionPolicy: specs[$0].unhealthyPodEvictionPolicy)
    }
    // A pod is Running from its first start; what is not ready yet is Pending here, and one that
    // was ready and is on a lost Node is Running.
    let review = Eviction.review(
      podIsReady: state.isReady, isTerminating: state.deletedAt != nil,
      phase: state.isReady || !hardware.machines[node].isRunning ? .running : .pending,
      budgets: states)
    guard case .allowed(let consumesBudget) = review else {
      record(.evictionIsRefused, pod, review.statusCode)
      return
    }
    if consumesBudget {
      if isChecking { failure = failure ?? brokenBudget(evicting: pod) }
      workloads.budgets[state.workload][0].consume()
    }
    record(.podIsEvicted, pod, node)
    delete(pod)
  }

  private mutating func delete(_ pod: Int) {
    guard workloads.pods[pod].deletedAt == nil else { return }
    workloads.pods[pod].deletedAt = now
    let workload = workloads.pods[pod].workload
    if let node = workloads.pods[pod].node, hardware.machines[node].isRunning {
      push(.podIsGone, pod, at: now + draw(plan.workloads[workload].termination))
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
    finish(pod)
  }

  private mutating func finish(_ pod: Int) {
    let state = workloads.pods[pod]
    workloads.pods[pod].isGone = true
    workloads.pods[pod].isReady = false
    if let node = state.node { workloads.podsOfNode[node].removeAll { $0 == pod } }
    workloads.podsOfWorkload[state.workload].removeAll { $0 == pod }
    record(.podIsGone, pod)
    workloadChanged(state.workload)
    schedulerIsDue()
  }

  /// A Node that is Unknown makes its pods not ready.
  mutating func losePods(of node: Int) {
    for pod in workloads.podsOfNode[node] where workloads.pods[pod].isReady {
      workloads.pods[pod].isReady = false
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
    guard !nodes.stored[node].exists else { return }
    for pod in workloads.podsOfNode[node] {
      workloads.hasLost[workloads.pods[pod].workload] = true
      finish(pod)
    }
  }

  /// How many pods of a workload are ready and stay.
  func healthyPods(of workload: Int) -> Int {
    workloads.podsOfWorkload[workload].count {
      workloads.pods[$0].isReady && workloads.pods[$0].deletedAt == nil
    }
  }

  /// The disruption controller counts a workload's budgets.
  mutating func countBudget(_ workload: Int) {
    workloads.isCountDue[workload] = false
    workloads.hasLost[workload] = false
    let healthy = healthyPods(of: workload)
    for (place, spec) in plan.workloads[workload].budgets.enumerated() {
      var expected = plan.workloads[workload].replicas
      if case .minAvailable(.count) = spec.limit {
        expected = workloads.podsOfWorkload[workload].count
      }
      workloads.budgets[workload][place] = DisruptionBudgetStatus(
        expected: expected, healthy: healthy, spec: spec)
    }
  }
}
