import Facts
import Placement
import Units

/// Jobs in queues by weight, and jobs that start together.
extension FleetState {
  /// Starts jobs of a cluster for as long as one whose turn it is finds room, those of a gang all at
  /// once.
  mutating func startGangs(of cluster: JobCluster) {
    if let capacity = cluster.room.takeNews() { cluster.batch?.roomCame(capacity) }
    while let (gang, members) = cluster.batch?.next(at: now) {
      for member in members { watchAttempt(of: member, in: cluster) }
      guard let nodes = cluster.room.reserve(members, of: jobs, at: now) else {
        cluster.batch?.putBack(gang, at: now)
        continue
      }
      cluster.batch?.start(gang, of: jobs)
      for (member, node) in zip(members, nodes) {
        lending.demandChanged(
          by: -jobs[Int(member)].request.cpu.value, in: jobs[Int(member)].cluster)
        begin(member, on: UInt32(node), of: cluster)
      }
    }
    cluster.askAgain(at: cluster.batch?.queue.nextDue, &queue, now, end)
  }

  /// The jobs that start together with `job`, itself included.
  func gang(of job: UInt32) -> Range<UInt32> {
    let first = job - UInt32(jobs[Int(job)].member)
    return first..<(first + UInt32(jobs[Int(job)].gangSize))
  }

  /// A job waits in a queue by weight: with its gang, once all of it wait that have work left.
  mutating func wait(_ job: UInt32, in cluster: JobCluster) {
    var waiting: [UInt32] = []
    for member in gang(of: job) {
      switch jobRecords[Int(member)].phase {
      case .waiting: waiting.append(member)
      case .finished: continue
      case .future, .running, .rejected:
        cluster.batch?.gather(job)
        return
      }
    }
    cluster.batch?.add(waiting, of: jobs)
  }

  /// Whether nodes that may ever serve a job's cluster could hold it, and all that start with it, at once.
  func isEverAdmitted(_ job: UInt32) -> Bool {
    let cluster = clusters[of: jobs[Int(job)]]
    let head = gang(of: job).lowerBound
    // What became of the first becomes of all.
    guard head == job else { return jobRecords[Int(head)].phase != .rejected }
    let first = jobs[Int(head)]
    guard cluster.frontier.admits(first.request) else { return false }
    guard first.gangSize > 1 else { return true }
    let nodes = nodes
    return GangCapacity.holds(
      Int(first.gangSize), of: first.request, in: cluster.nodes.lazy.map { nodes[$0].allocatable })
  }
}
