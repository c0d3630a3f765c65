import Facts
import Placement
import SimulationKernel
import Units

/// One cluster that runs jobs: its queue, and the room on the nodes that serve it now.
///
/// A class because a `JobRoom` is never copied, and there are as many as there are such clusters.
final class JobCluster {
  let id: ClusterID
  /// The nodes that may ever serve it.
  let nodes: [Int]
  /// What they can hold.
  let frontier: CapacityFrontier
  /// The jobs that wait in order of submission, where no scheduler has a queue of its own.
  var waiting = BinaryHeap<UInt32>()
  /// The jobs that wait in queues by weight; nil where nobody asked for such.
  var batch: BatchQueue?
  private var alarm = SchedulerAlarm()
  /// All nodes of the fleet; those that serve another cluster are away.
  var room: JobRoom

  init(_ id: ClusterID, plan: borrowing SimulationPlan) {
    let nodes = plan.fleet.nodes
    self.id = id
    self.nodes = plan.nodesForJobs(in: id)
    frontier = CapacityFrontier(self.nodes.map { nodes[$0].allocatable })
    room = JobRoom(id, plan: plan)
    batch = plan.hasBatchQueues ? BatchQueue(plan) : nil
  }

  /// The jobs that wait, in order of submission.
  var waitingJobs: [UInt32] {
    if let batch { return batch.waiting }
    return room.hasScheduler ? room.scheduler.pods.waiting : waiting.unordered.sorted()
  }

  /// Has the scheduler asked again at that instant; never, when nil.
  func askAgain(
    at instant: Instant?, _ queue: inout EventQueue<SimulationEvent>, _ now: Instant,
    _ end: Instant
  ) {
    alarm.set(instant, for: id, &queue, now, end)
  }
}

/// The clusters that run jobs, and which of them each job and each node is of.
struct JobClusters {
  let all: [JobCluster]
  /// By cluster of the fleet: its place in `all`, or `.none`.
  let places: [UInt32]
  /// By node: the place in `all` of the cluster that it serves, or served last.
  private var placeOfNode: [UInt32]

  init(_ plan: borrowing SimulationPlan) {
    let fleet = plan.fleet
    var places = Array(repeating: UInt32.none, count: fleet.clusters.count)
    for (place, cluster) in plan.workload.jobClusters.enumerated() {
      places[Int(cluster.index)] = UInt32(place)
    }
    self.places = places
    var all: [JobCluster] = []
    for cluster in plan.workload.jobClusters {
      all.append(JobCluster(cluster, plan: plan))
    }
    self.all = all
    placeOfNode = fleet.nodes.map { node in
      let place = places[Int(fleet.pools[Int(node.pool.index)].cluster.index)]
      return place == .none ? 0 : place
    }
  }

  /// The cluster that a job runs in.
  subscript(of job: Job) -> JobCluster { all[Int(places[Int(job.cluster.index)])] }

  /// The cluster that a node serves, or served last; any one for a node that never served jobs.
  subscript(ofNode node: Int) -> JobCluster { all[Int(placeOfNode[node])] }

  /// Whether a node is there for jobs.
  func isUp(_ node: Int) -> Bool { self[ofNode: node].room.isUp(node) }

  /// A node serves that cluster from now on.
  mutating func assign(_ node: Int, to cluster: UInt32) {
    precondition(!isUp(node), "node \(node) serves another cluster still")
    precondition(places[Int(cluster)] != .none, "cluster \(cluster) runs no jobs")
    placeOfNode[node] = places[Int(cluster)]
  }
}
