import Facts
import Placement
import SimulationKernel
import Units

/// The whole-state checkers: each reads everything and says what contradicts itself.
///
/// - Complexity: O(nodes + jobs) after every event; for tests and `--check`.
extension FleetState {
  /// The first invariant that does not hold, as the error that ends the run.
  func firstBrokenInvariant() -> SimulationError? {
    let problem =
      capacityProblem() ?? listProblem() ?? phaseProblem() ?? workProblem() ?? factProblem()
      ?? machineProblem() ?? schedulerProblem() ?? serviceSchedulerProblem()
    return problem.map { .invariantBroken(event: eventsHandled, at: now, invariant: $0) }
  }

  /// Adds an interrupted attempt to the job's account, and holds it against the clock.
  mutating func settle(_ account: AttemptAccount, of job: Int) {
    let elapsed = (now - jobRecords[job].startedAt).nanoseconds
    precondition(
      account.setup + account.worked + account.saving == elapsed,
      "job \(job): the parts of an attempt do not sum to its length")
    workAccounts[job].worked += account.worked
    workAccounts[job].lost += account.lost
  }

  /// What is free and what jobs hold sum to each node's capacity, and neither is negative.
  private func capacityProblem() -> String? {
    for node in nodes.indices where clusters.isUp(node) {
      var held = ResourceVector.zero
      var job = nodeRecords[node].firstJob
      while job != .none {
        guard clusters[of: jobs[Int(job)]] === clusters[ofNode: node] else {
          return "job \(job) is on node \(node), which serves another cluster"
        }
        held = held + jobs[Int(job)].request
        job = jobRecords[Int(job)].next
      }
      let free = clusters[ofNode: node].room.free(on: node)
      guard ResourceVector.zero.fits(in: free) else { return "node \(node) has less than nothing" }
      guard held + free == nodes[node].allocatable else {
        return "node \(node): free and held do not sum to its capacity"
      }
    }
    for cluster in clusters.all {
      for node in nodes.indices where cluster.room.isUp(node) {
        guard cluster === clusters[ofNode: node] else { return "node \(node) is in two clusters" }
      }
      if let problem = cluster.room.firstInconsistency() { return problem }
    }
    return nil
  }

  /// Nodes and jobs name each other, both ways, and a node that is away holds none.
  private func listProblem() -> String? {
    var linked = 0
    for node in nodes.indices {
      var previous = UInt32.none
      var job = nodeRecords[node].firstJob
      guard job == .none || clusters.isUp(node) else {
        return "node \(node) is away and holds jobs"
      }
      while job != .none {
        let record = jobRecords[Int(job)]
        guard record.node == UInt32(node) else {
          return "job \(job) is listed on node \(node) only"
        }
        guard record.previous == previous else {
          return "node \(node)'s list is torn at job \(job)"
        }
        guard record.phase == .running else { return "job \(job) is on a node and does not run" }
        linked += 1
        guard linked <= jobs.count else { return "node \(node)'s list is a circle" }
        previous = job
        job = record.next
      }
      guard nodeRecords[node].lastJob == previous else { return "node \(node)'s list has no end" }
    }
    let running = jobRecords.reduce(0) { $0 + ($1.phase == .running ? 1 : 0) }
    return linked == running ? nil : "\(running) jobs run but \(linked) are on nodes"
  }

  /// Each waiting job is in the queue once, and nothing else is; jobs arrive in order.
  private func phaseProblem() -> String? {
    var isQueued = [Bool](repeating: false, count: jobs.count)
    for cluster in clusters.all {
      for job in cluster.waitingJobs {
        guard !isQueued[Int(job)] else { return "job \(job) waits twice" }
        guard jobs[Int(job)].cluster == cluster.id else {
          return "job \(job) waits in another cluster"
        }
        isQueued[Int(job)] = true
      }
    }
    var sawFuture = false
    for job in jobs.indices {
      let record = jobRecords[job]
      guard isQueued[job] == (record.phase == .waiting) else {
        return "job \(job) is \(record.phase) and its place in the queue says otherwise"
      }
      guard (record.phase == .running) == (record.node != .none) else {
        return "job \(job) is \(record.phase) with node \(record.node)"
      }
      if record.phase == .future { sawFuture = true }
      guard !sawFuture || record.phase == .future else { return "job \(job) overtook a submission" }
      guard record.phase != .future || jobs[job].submittedAt >= now else {
        return "job \(job) should have been submitted"
      }
    }
    return nil
  }

  /// Work done is work kept plus work lost, for every job, and a finished job kept all of it.
  private func workProblem() -> String? {
    for job in jobs.indices {
      let record = jobRecords[job]
      let account = workAccounts[job]
      guard account.worked - account.lost == record.kept else {
        return
          "job \(job): \(account.worked) ns worked − \(account.lost) lost ≠ \(record.kept) kept"
      }
      guard record.phase != .finished || record.kept == jobs[job].work.nanoseconds else {
        return "job \(job) is finished with \(record.kept) ns of its work"
      }
      guard record.phase != .running || record.kept <= jobs[job].work.nanoseconds else {
        return "job \(job) kept more work than it has"
      }
    }
    return nil
  }

  /// Facts are told in the order of time.
  private func factProblem() -> String? {
    guard let last = facts.last, last.at != now, last.at > now else { return nil }
    return "a fact lies in the future"
  }
}
