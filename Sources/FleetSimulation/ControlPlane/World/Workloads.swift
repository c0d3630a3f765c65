import ClusterAPI
import Units

/// The pods of the workload cluster.
struct WorkloadState {
  var pods: [PodState] = []
  /// The places of pods that are gone, to be used again.
  var freePods: [Int] = []
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
  var isSchedulerDue = false
  /// Whether a pod was lost without an eviction since the budget was counted.
  var hasLost: [Bool] = []
  /// Pods without a place, in order.
  var pending: [Int] = []

  mutating func begin(_ plan: ControlPlanePlan) {
    for workload in plan.workloads {
      wanted.append(workload.replicas)
      counts.append(WorkloadCounts())
      requests.append(workload.request ?? ControlPlanePlan.room(ofPods: 1))
      budgets.append(
        workload.budgets.map {
          DisruptionBudgetStatus(expected: workload.replicas, healthy: 0, spec: $0)
        })
      isCountDue.append(false)
      isWorkloadDue.append(false)
      hasLost.append(false)
    }
    hasOneSize = requests.allSatisfy { $0 == requests.first }
  }

  /// Makes a pod of a workload.
  mutating func makePod(of workload: Int) -> Int {
    let state = PodState(number: podsMade, workload: workload)
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
    pods[pod].isReady = isReady
    if pods[pod].deletedAt == nil { counts[pods[pod].workload].healthy += isReady ? 1 : -1 }
  }

  /// Marks a pod as being deleted.
  mutating func markDeleted(_ pod: Int, at now: Instant) {
    pods[pod].deletedAt = now
    counts[pods[pod].workload].active -= 1
    if pods[pod].isReady { counts[pods[pod].workload].healthy -= 1 }
  }

  /// Takes a pod out.
  mutating func remove(_ pod: Int) {
    let state = pods[pod]
    setReady(pod, false)
    counts[state.workload].present -= 1
    if state.deletedAt == nil { counts[state.workload].active -= 1 }
    pods[pod].isGone = true
    freePods.append(pod)
  }
}

/// What the controllers of a workload count.
struct WorkloadCounts: Equatable, BitwiseCopyable {
  /// Pods that are not gone.
  var present = 0
  /// Those of them that are not being deleted.
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
  /// `deletionTimestamp`, without the grace.
  var deletedAt: Instant?
}
