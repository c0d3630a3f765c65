import ClusterAPI
import Units

/// The pods of the workload cluster.
struct WorkloadState {
  var pods: [PodState] = []
  /// The pods that are bound to each Node and not gone.
  var podsOfNode: [[Int]] = []
  /// The pods of each workload that are not gone.
  var podsOfWorkload: [[Int]] = []
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

  mutating func begin(_ plans: [WorkloadPlan]) {
    for plan in plans {
      podsOfWorkload.append([])
      budgets.append(
        plan.budgets.map { DisruptionBudgetStatus(expected: plan.replicas, healthy: 0, spec: $0) })
      isCountDue.append(false)
      isWorkloadDue.append(false)
      hasLost.append(false)
    }
  }
}

/// A pod.
struct PodState: BitwiseCopyable {
  var workload: Int
  var node: Int?
  var isReady = false
  var isGone = false
  /// `deletionTimestamp`, without the grace.
  var deletedAt: Instant?
}
