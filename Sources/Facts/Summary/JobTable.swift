import Units

/// What the replay knows of each job, in columns.
struct JobTable: Sendable {
  private static let absent = Int64.min
  private var statuses: [JobStatus?]
  private var submittedAt: [Int64]
  private var firstStartedAt: [Int64]
  private var finishedAt: [Int64]
  private var attempts: [UInt32]
  private var lost: [Int64]
  /// Time in the queue that is over, and since when a job is in it now.
  private var waited: [Int64]
  private var queuedSince: [Int64]

  init(count: Int) {
    statuses = Array(repeating: nil, count: count)
    submittedAt = Array(repeating: Self.absent, count: count)
    firstStartedAt = submittedAt
    finishedAt = submittedAt
    attempts = Array(repeating: 0, count: count)
    lost = Array(repeating: 0, count: count)
    waited = lost
    queuedSince = lost
  }

  func status(_ job: Int) -> JobStatus? { statuses[job] }

  /// Applies a fact about a job, or says why it cannot follow what came before.
  mutating func apply(_ fact: Fact) -> String? {
    let job = Int(fact.subject)
    let at = fact.at.nanoseconds
    switch fact.kind {
    case .jobSubmitted:
      guard statuses[job] == nil else { return "the job was submitted before" }
      statuses[job] = .queued
      submittedAt[job] = at
      queuedSince[job] = at
    case .jobRejected:
      // A rejection may come instead of a submission or right after it.
      guard statuses[job] == nil || statuses[job] == .queued && attempts[job] == 0 else {
        return "the job was accepted before"
      }
      if statuses[job] == nil { submittedAt[job] = at }
      statuses[job] = .rejected
    case .jobStarted:
      guard statuses[job] == .queued else { return "the job is not in the queue" }
      guard fact.value == Int64(attempts[job]) + 1 else { return "the attempt does not count up" }
      statuses[job] = .running
      attempts[job] += 1
      waited[job] += at - queuedSince[job]
      if firstStartedAt[job] == Self.absent { firstStartedAt[job] = at }
    case .jobInterrupted:
      guard statuses[job] == .running else { return "the job is not running" }
      guard fact.value >= 0, fact.value <= Int64.max - lost[job] else {
        return "the work lost is out of range"
      }
      statuses[job] = .queued
      lost[job] += fact.value
      queuedSince[job] = at
    case .jobFinished:
      guard statuses[job] == .running else { return "the job is not running" }
      statuses[job] = .finished
      finishedAt[job] = at
    default: return "is not about a job"
    }
    return nil
  }

  /// The jobs of `workload` that came into the queue, by dense id, as they stand at `end`.
  func outcomes(of workload: Workload, at end: Instant) -> [JobOutcome] {
    var outcomes: [JobOutcome] = []
    outcomes.reserveCapacity(statuses.count)
    func instant(_ value: Int64) -> Instant? {
      value == Self.absent ? nil : Instant(nanoseconds: value)
    }
    for job in statuses.indices {
      guard let status = statuses[job] else { continue }
      let entry = workload.jobs[job]
      let open = status == .queued ? end.nanoseconds - queuedSince[job] : 0
      outcomes.append(
        JobOutcome(
          job: UInt32(job), status: status, attempts: attempts[job],
          submittedAt: Instant(nanoseconds: submittedAt[job]),
          firstStartedAt: instant(firstStartedAt[job]), finishedAt: instant(finishedAt[job]),
          lost: TimeSpan(nanoseconds: lost[job]),
          waited: TimeSpan(nanoseconds: waited[job] + open),
          gang: entry.gangSize > 1 ? UInt32(job) - UInt32(entry.member) : nil))
    }
    return outcomes
  }
}
