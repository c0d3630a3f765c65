import Facts
import Placement
import SimulationKernel
import SpotScheduler
import Units

extension FleetState {
  /// A job comes into the queue, or is refused when no node could ever take it.
  mutating func submit(_ job: UInt32) {
    let index = Int(job)
    record(.jobSubmitted, job)
    if isEverAdmitted(job) {
      enqueue(job)
      placementIsDue = true
    } else {
      jobRecords[index].phase = .rejected
      record(.jobRejected, job)
    }
    // One submission is pending at a time: a long workload does not make a deep queue.
    if index + 1 < jobs.count { push(.jobIsSubmitted, job + 1, at: jobs[index + 1].submittedAt) }
  }

  /// Starts jobs from the head of each cluster's queue for as long as the head finds a node there.
  ///
  /// Strictly first come, first served: a head that finds none blocks those behind it, whatever they
  /// ask for. Nothing is filled in behind it, so no job is ever overtaken by a later one of its
  /// cluster. kube-scheduler has a queue of its own.
  mutating func placeWaitingJobs() {
    placementIsDue = false
    for cluster in clusters.all {
      if cluster.batch != nil {
        startGangs(of: cluster)
        continue
      }
      if cluster.room.hasScheduler {
        scheduleJobs(of: cluster)
        continue
      }
      while let head = cluster.waiting.first {
        if watch != nil { watchAttempt(of: head, in: cluster) }
        guard let node = cluster.room.node(for: jobs[Int(head)], number: Int(head))
        else { break }
        cluster.waiting.removeFirst()
        lending.demandChanged(
          by: -jobs[Int(head)].request.cpu.value, in: jobs[Int(head)].cluster)
        start(head, on: UInt32(node), of: cluster)
      }
    }
  }

  private mutating func enqueue(_ job: UInt32) {
    jobRecords[Int(job)].phase = .waiting
    jobRecords[Int(job)].queuedAt = now
    let cluster = clusters[of: jobs[Int(job)]]
    if cluster.batch != nil {
      wait(job, in: cluster)
    } else if cluster.room.hasScheduler {
      cluster.room.submit(jobs[Int(job)], number: job, at: now)
    } else {
      cluster.waiting.insert(job)
    }
    lending.demandChanged(by: jobs[Int(job)].request.cpu.value, in: jobs[Int(job)].cluster)
    if autoscaling.isUsed { requestScan(at: now + autoscaling.plan.pendingDelay) }
  }

  mutating func start(_ job: UInt32, on node: UInt32, of cluster: JobCluster) {
    cluster.room.reserve(jobs[Int(job)], number: Int(job), on: Int(node))
    begin(job, on: node, of: cluster)
  }

  /// A job begins on a node where room is reserved for it.
  mutating func begin(_ job: UInt32, on node: UInt32, of cluster: JobCluster) {
    let index = Int(job)
    link(job, to: node)
    jobRecords[index].phase = .running
    jobRecords[index].attempts += 1
    jobRecords[index].startedAt = now
    let attempt = jobRecords[index].attempts
    record(.jobStarted, job, object: node, value: Int64(attempt))
    let left = jobs[index].work.nanoseconds - jobRecords[index].kept
    let length = recovery.length(work: left, attempt: attempt)
    jobRecords[index].finish = length.flatMap { push(.jobFinishes, job, at: instant(after: $0)) }
    noteBusy(node)
    if let machine = lending.loan(ofNode: node) {
      lending.add(
        PodObservation(
          id: Lending.podID(ofJob: job), boundAt: now, terminationGrace: jobTerminationGrace,
          traits: lending.traits(ofTemplate: jobs[index].template)), to: machine)
    }
  }

  /// A job's pod is gone from its node, however it ended.
  private mutating func endPod(of job: UInt32, on node: UInt32) {
    let index = Int(job)
    if let graceEnd = jobRecords[index].graceEnd { queue.cancel(graceEnd) }
    jobRecords[index].graceEnd = nil
    jobRecords[index].graceUntil = nil
    if let machine = lending.loan(ofNode: node) {
      lending.remove(Lending.podID(ofJob: job), from: machine)
    }
    if nodeRecords[Int(node)].firstJob == .none { noteIdle(node) }
  }

  /// A job's work is done.
  mutating func finish(_ job: UInt32) {
    let index = Int(job)
    let node = jobRecords[index].node
    if isChecking {
      workAccounts[index].worked += jobs[index].work.nanoseconds - jobRecords[index].kept
    }
    let cluster = clusters[of: jobs[index]]
    cluster.room.release(jobs[index], number: index, on: Int(node))
    if cluster.room.hasScheduler { cluster.room.delete(job, at: now) }
    cluster.batch?.end(jobs[index])
    unlink(job)
    placementIsDue = true
    jobRecords[index].phase = .finished
    jobRecords[index].kept = jobs[index].work.nanoseconds
    record(.jobFinished, job, object: node, value: Int64(jobRecords[index].attempts))
    endPod(of: job, on: node)
  }

  /// A job's node is being taken away: it keeps what its recovery saved and takes its place again, and
  /// so do those that run together with it.
  mutating func loseNode(_ job: UInt32) {
    endAttempt(of: job)
    for member in gang(of: job) where jobRecords[Int(member)].phase == .running {
      endAttempt(of: member)
    }
  }

  /// An attempt ends before its work is done.
  private mutating func endAttempt(of job: UInt32) {
    let index = Int(job)
    let node = jobRecords[index].node
    let account = recovery.account(
      work: jobs[index].work.nanoseconds - jobRecords[index].kept,
      attempt: jobRecords[index].attempts,
      elapsed: (now - jobRecords[index].startedAt).nanoseconds)
    if isChecking { settle(account, of: index) }
    if let finish = jobRecords[index].finish { queue.cancel(finish) }
    jobRecords[index].finish = nil
    let cluster = clusters[of: jobs[index]]
    if cluster.room.isUp(Int(node)) {
      cluster.room.release(jobs[index], number: index, on: Int(node))
      if cluster.room.hasScheduler { cluster.room.delete(job, at: now) }
    }
    cluster.batch?.end(jobs[index])
    unlink(job)
    jobRecords[index].kept += account.kept
    enqueue(job)
    record(.jobInterrupted, job, object: node, value: account.lost)
    endPod(of: job, on: node)
  }

  private mutating func link(_ job: UInt32, to node: UInt32) {
    let last = nodeRecords[Int(node)].lastJob
    jobRecords[Int(job)].node = node
    jobRecords[Int(job)].previous = last
    jobRecords[Int(job)].next = .none
    if last == .none {
      nodeRecords[Int(node)].firstJob = job
    } else {
      jobRecords[Int(last)].next = job
    }
    nodeRecords[Int(node)].lastJob = job
  }

  private mutating func unlink(_ job: UInt32) {
    let record = jobRecords[Int(job)]
    if record.previous == .none {
      nodeRecords[Int(record.node)].firstJob = record.next
    } else {
      jobRecords[Int(record.previous)].next = record.next
    }
    if record.next == .none {
      nodeRecords[Int(record.node)].lastJob = record.previous
    } else {
      jobRecords[Int(record.next)].previous = record.previous
    }
    jobRecords[Int(job)].node = .none
    jobRecords[Int(job)].previous = .none
    jobRecords[Int(job)].next = .none
  }
}
