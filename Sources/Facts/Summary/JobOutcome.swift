package import Units

/// Where a job stands at the horizon.
package enum JobStatus: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// In the queue.
  case queued = 0
  /// On a node.
  case running = 1
  /// Its work is done.
  case finished = 2
  /// It asks for more than any node has.
  case rejected = 3

  /// The word for it in tables.
  package var word: String {
    switch self {
    case .queued: "queued"
    case .running: "running"
    case .finished: "finished"
    case .rejected: "rejected"
    }
  }
}

/// What became of one job that came into the queue before the horizon.
package struct JobOutcome: Hashable, Sendable, BitwiseCopyable {
  /// The job's dense id.
  package var job: UInt32
  /// Where it stands at the horizon.
  package var status: JobStatus
  /// How often it was started.
  package var attempts: UInt32
  /// When it came into the queue.
  package var submittedAt: Instant
  /// When it first ran, if it ever did.
  package var firstStartedAt: Instant?
  /// When its work was done, if it was.
  package var finishedAt: Instant?
  /// Work that interruptions made it do again.
  package var lost: TimeSpan
  /// How long it was in the queue, each time it was there, up to the horizon.
  package var waited: TimeSpan
  /// The first of the jobs that start together with it; nil when it starts alone.
  package var gang: UInt32?

  /// Makes an outcome of its parts.
  package init(
    job: UInt32, status: JobStatus, attempts: UInt32, submittedAt: Instant,
    firstStartedAt: Instant?, finishedAt: Instant?, lost: TimeSpan,
    waited: TimeSpan = .zero, gang: UInt32? = nil
  ) {
    self.job = job
    self.status = status
    self.attempts = attempts
    self.submittedAt = submittedAt
    self.firstStartedAt = firstStartedAt
    self.finishedAt = finishedAt
    self.lost = lost
    self.waited = waited
    self.gang = gang
  }

  /// From submission to the first start, if it ever started.
  package var wait: TimeSpan? { firstStartedAt.map { $0 - submittedAt } }
}
