import ClusterAPI
import Units

/// The zones of the Nodes, as the node controller of each workload cluster keeps them.
///
/// A zone is a place, which is cut off for all clusters alike; how fast Nodes are tainted there is each
/// cluster's own affair.
struct ZoneState {
  /// Whether any deployment says where it is; without that every Node that is Unknown is tainted at once.
  let isUsed: Bool
  /// By deployment; those that say nothing are in a zone of their own.
  let ofDeployment: [Int]
  /// The Nodes that wait to be tainted: cluster after cluster a queue for each zone.
  var queues: [ZoneTaintQueue]
  /// When each queue is looked at next; later than all where it is not.
  var wakesAt: [Instant]
  /// How many outages each zone is in.
  var outages: [Int]
  /// By cluster, whether no zone has a Node that is ready.
  var areAllDisrupted: [Bool]
  /// Whether the zones are to be judged at the end of this look.
  var isJudgementDue = false
  /// By slot: when its Node was tainted, with the number of its Machine.
  private var taints: [(number: UInt32, at: Instant)?] = []

  init(_ plan: ControlPlanePlan) {
    isUsed = plan.deployments.contains { $0.zone != nil }
    let named = plan.deployments.compactMap(\.zone).max().map { $0 + 1 } ?? 0
    ofDeployment = plan.deployments.map { $0.zone ?? named }
    outages = Array(repeating: 0, count: named + 1)
    let clusters = plan.clusterCount
    areAllDisrupted = Array(repeating: false, count: clusters)
    queues = Array(
      repeating: ZoneTaintQueue(from: plan.start), count: clusters * outages.count)
    wakesAt = Array(repeating: .distantFuture, count: queues.count)
  }

  /// The queues of a cluster.
  func queues(of cluster: Int) -> Range<Int> {
    cluster * outages.count..<(cluster + 1) * outages.count
  }

  /// When the Node of a Machine was tainted; nil for one that is not.
  func taintedAt(_ slot: Int, number: UInt32) -> Instant? {
    guard slot < taints.count, let taint = taints[slot], taint.number == number else { return nil }
    return taint.at
  }

  mutating func taint(_ slot: Int, number: UInt32, at now: Instant) {
    while taints.count <= slot { taints.append(nil) }
    taints[slot] = (number, now)
  }

  mutating func removeTaint(_ slot: Int) {
    if slot < taints.count { taints[slot] = nil }
  }
}
