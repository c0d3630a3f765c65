import ClusterAPI
import Units

/// The pods of the workload cluster.
struct WorkloadState {
  var pods: [PodState] = []
  /// The places of pods that are gone, to be used again.
  var freePods: [Int] = []
  /// How often a pod became ready or ceased to be, or was deleted.
  private(set) var changes = 0
  /// How many pods there ever were; the numbers that facts name.
  var podsMade: UInt32 = 0
  /// The pods that are bound to each Node and not gone, and what they ask for together.
  var podsOfNode: [[Int]] = []
  var usedOfNode: [ResourceVector] = []
  /// How many pods each workload should have now.
  var wanted: [Int] = []
  /// What each workload's controllers count.
  var counts: [WorkloadCounts] = []
  /// What a pod of each workload asks for.
  var requests: [ResourceVector] = []
  /// Whether all pods ask for the same.
  var hasOneSize = true
  /// The status of each workload's budgets.
  var budgets: [[DisruptionBudgetStatus]] = []
  /// Whether a look is on its way already.
  var isCountDue: [Bool] = []
  var isWorkloadDue: [Bool] = []
  /// Whether a pod was lost without an eviction since the budget was counted.
  var hasLost: [Bool] = []
  /// What keeps each workload up, and what is kept of it beside the counts.
  var tags: [WorkloadTag] = []
  var kinds: [WorkloadKindState] = []
  /// Whether anything but ReplicaSets is among them.
  var hasKinds = false
  var hasDaemonSets = false
  /// The pods on each Node that have ended and are still there, by slot; as far as there were any.
  var endedOfNode: [[Int]] = []

  mutating func begin(_ plan: ControlPlanePlan) {
    for workload in plan.workloads {
      wanted.append(workload.replicas)
      counts.append(WorkloadCounts())
      requests.append(
        (workload.request ?? ControlPlanePlan.room(ofPods: 1))
          + PeerPodPlan.room(for: workload.peers == nil ? 0 : 1))
      budgets.append(
        workload.budgets.map {
          DisruptionBudgetStatus(expected: workload.replicas, healthy: 0, spec: $0)
        })
      isCountDue.append(false)
      isWorkloadDue.append(false)
      hasLost.append(false)
      tags.append(workload.kind.tag)
      kinds.append(WorkloadKindState(workload))
    }
    hasKinds = tags.contains { $0 != .replicaSet }
    hasDaemonSets = tags.contains(.daemonSet)
    hasOneSize = requests.allSatisfy { $0 == requests.first }
  }

  /// Makes a pod of a workload; `ordinal` as `PodState` has it.
  mutating func makePod(of workload: Int, ordinal: Int = 0) -> Int {
    let state = PodState(
      number: podsMade, workload: workload, ordinal: Int32(truncatingIfNeeded: ordinal))
    podsMade += 1
    counts[workload].present += 1
    counts[workload].active += 1
    if let place = freePods.popLast() {
      pods[place] = state
      return place
    }
    pods.append(state)
    return pods.count - 1
  }

  /// Sets whether a pod is ready.
  mutating func setReady(_ pod: Int, _ isReady: Bool) {
    guard pods[pod].isReady != isReady else { return }
    changes += 1
    pods[pod].isReady = isReady
    if pods[pod].deletedAt == nil { counts[pods[pod].workload].healthy += isReady ? 1 : -1 }
  }

  /// Marks a pod as being deleted.
  mutating func markDeleted(_ pod: Int, at now: Instant) {
    pods[pod].deletedAt = now
    changes += 1
    guard !pods[pod].hasEnded else { return }
    counts[pods[pod].workload].active -= 1
    if pods[pod].isReady { counts[pods[pod].workload].healthy -= 1 }
  }

  /// Takes a pod out.
  mutating func remove(_ pod: Int) {
    let state = pods[pod]
    setReady(pod, false)
    counts[state.workload].present -= 1
    if state.deletedAt == nil, !state.hasEnded { counts[state.workload].active -= 1 }
    pods[pod].isGone = true
    freePods.append(pod)
  }

  /// Marks a pod as one that ended by itself.
  mutating func markEnded(_ pod: Int) {
    setReady(pod, false)
    pods[pod].hasEnded = true
    if pods[pod].deletedAt == nil { counts[pods[pod].workload].active -= 1 }
  }
}

/// What the controllers of a workload count.
struct WorkloadCounts: Equatable, BitwiseCopyable {
  /// Pods that are not gone.
  var present = 0
  /// Those of them that are not being deleted and have not ended.
  var active = 0
  /// Those of these that are ready.
  var healthy = 0
}

/// A pod.
struct PodState: BitwiseCopyable {
  var number: UInt32
  var workload: Int
  var node: Int?
  var isReady = false
  var isGone = false
  var createdAt = Instant.distantPast
  /// When it was bound to its Node.
  var boundAt = Instant.distantPast
  /// `deletionTimestamp`, without the grace.
  var deletedAt: Instant?
  /// The ordinal in its StatefulSet, the index in its Job, or the slot of the Node that its DaemonSet
  /// made it for.
  var ordinal: Int32 = 0
  /// When the machine of a peer pod runs, once that is launched.
  var machineRunsAt: Instant?
  /// When a pod of a Job ends by itself, once it runs.
  var endsAt: Instant?
  /// Whether it ended by itself, well or not.
  var hasEnded = false
  /// Whether its Job has counted it as failed.
  var isCounted = false
}

/// What is kept of a workload by its kind; nothing for a ReplicaSet.
struct WorkloadKindState {
  /// The pod of each ordinal of a StatefulSet, of each index of an indexed Job that is to run, or of
  /// each Node's slot for a DaemonSet.
  var pods: [Int?] = []
  /// The Nodes for which a DaemonSet has to look whether it has a pod.
  var dueNodes: [Int] = []
  /// Whether a DaemonSet has begun.
  var hasBegun = false
  /// What a Job counts; nil for other kinds.
  var job: JobSync?
  /// The pods of a Job that have ended and are still there.
  var ended = 0
  /// The indices that succeeded, of an indexed Job.
  var isDone: [Bool] = []
  /// Whether a Job is over, well or not.
  var isOver = false

  init(_ plan: WorkloadPlan) {
    switch plan.kind {
    case .replicaSet, .daemonSet: break
    case .statefulSet: pods = Array(repeating: nil, count: plan.replicas)
    case .job(let job):
      self.job = JobSync(
        parallelism: job.parallelism, completions: job.completions,
        backoffLimit: job.backoffLimit, waitsForPods: job.ignoresDisruption)
      if job.isIndexed {
        pods = Array(repeating: nil, count: job.completions)
        isDone = Array(repeating: false, count: job.completions)
      }
    }
    precondition(
      plan.budgets.isEmpty || plan.kind.tag == .replicaSet || plan.kind.tag == .statefulSet,
      "budgets count by a scale, which DaemonSets and Jobs do not have")
  }
}
