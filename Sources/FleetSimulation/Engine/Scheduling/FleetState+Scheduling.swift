import Facts
import Placement
import Units

/// kube-scheduler in virtual time: what it decides is carried out, and it is asked again when it wants
/// to be.
extension FleetState {
  /// Carries out what the scheduler of a cluster of jobs decides now.
  mutating func scheduleJobs(of cluster: JobCluster) {
    while let next = cluster.room.nextPod(at: now) {
      watchAttempt(of: next, in: cluster)
      guard let attempt = cluster.room.nextAttempt(at: now) else { break }
      switch attempt {
      case .bound(let job, let node):
        let place = UInt32(cluster.room.scheduler.node(node))
        lending.demandChanged(
          by: -jobs[Int(job)].request.cpu.value, in: jobs[Int(job)].cluster)
        start(job, on: place, of: cluster)
      case .pending(_, let victims):
        for victim in victims { evictJob(victim) }
      }
    }
    cluster.askAgain(at: cluster.room.scheduler.pods.nextDue(after: now), &queue, now, end)
  }

  /// The scheduler of a cluster wants to try pods whose wait is over.
  mutating func tryPodsAgain(_ cluster: UInt32) {
    if clusters.places[Int(cluster)] != .none {
      placementIsDue = true
    } else {
      services.placementIsDue = true
    }
  }

  /// What the scheduler of jobs holds of each node is what the state holds.
  func schedulerProblem() -> String? {
    for cluster in clusters.all where cluster.room.hasScheduler {
      for node in nodes.indices {
        let isUp = cluster.room.isUp(node)
        var held = ResourceVector.zero
        var count = 0
        var job = isUp ? nodeRecords[node].firstJob : .none
        while job != .none {
          held = held + jobs[Int(job)].request
          count += 1
          guard
            cluster.room.scheduler.pods.node(of: job).map({ cluster.room.scheduler.node($0) })
              == node
          else { return "the scheduler does not have job \(job) on node \(node)" }
          job = jobRecords[Int(job)].next
        }
        let problem = cluster.room.scheduler.problem(
          on: node, isUp: isUp, isCordoned: cluster.room.totals.isCordoned(node), held: held,
          pods: count)
        if let problem { return problem }
      }
    }
    return nil
  }
}
