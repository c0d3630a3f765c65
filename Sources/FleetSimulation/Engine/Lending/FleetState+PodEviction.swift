import Facts
import SpotScheduler
import Units

/// Jobs' pods that are asked to leave a lent machine.
extension FleetState {
  /// Evicts a job's pod: it has its grace period to end, or a shorter one that is asked for. Jobs have
  /// no budget.
  mutating func evictJob(_ job: UInt32, grace: TimeSpan? = nil) {
    deleteJobPod(job, grace: min(grace ?? .max, jobTerminationGrace))
  }

  /// Deletes a job's pod with that grace period; a shorter one than before cuts it.
  mutating func deleteJobPod(_ job: UInt32, grace: TimeSpan) {
    let index = Int(job)
    guard jobRecords[index].phase == .running else { return }
    let end = instant(after: grace.nanoseconds)
    if let until = jobRecords[index].graceUntil {
      guard end < until else { return }
      if grace == .zero { killPod(job) }
      return
    }
    guard grace > .zero else {
      jobRecords[index].graceUntil = instant(after: jobTerminationGrace.nanoseconds)
      killPod(job)
      return
    }
    jobRecords[index].graceUntil = end
    record(.podEvicted, job, object: jobRecords[index].node, value: grace.nanoseconds)
    jobRecords[index].graceEnd = push(.podGraceEnds, job, at: end)
    let cluster = clusters[of: jobs[index]]
    if cluster.room.hasScheduler { cluster.room.markTerminating(job) }
    if let machine = lending.loan(ofNode: jobRecords[index].node) {
      lending.markTerminating(Lending.podID(ofJob: job), on: machine, at: now)
    }
  }

  /// A pod's grace period is over and its job has not ended.
  mutating func endGrace(_ job: UInt32) {
    jobRecords[Int(job)].graceEnd = nil
    loseNode(job)
    placementIsDue = true
  }

  /// A pod ends now, whatever its grace period.
  mutating func killPod(_ job: UInt32) {
    let index = Int(job)
    let until = jobRecords[index].graceUntil ?? instant(after: jobTerminationGrace.nanoseconds)
    record(
      .podKilled, job, object: jobRecords[index].node,
      value: max((until - now).nanoseconds, 0))
    loseNode(job)
    placementIsDue = true
  }
}
