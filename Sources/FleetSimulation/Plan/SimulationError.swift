package import Facts
package import Units

/// Why a plan cannot be simulated, or a check that failed while it was.
package enum SimulationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The horizon holds no instant.
  case emptyHorizon(start: Instant, end: Instant)
  /// There are more nodes or jobs than dense ids.
  case tooMany(what: String, count: Int)
  /// A node belongs to a pool that the fleet does not have.
  case unknownPoolOfNode(node: Int, pool: PoolID)
  /// An interruption names a pool that the fleet does not have.
  case unknownPool(PoolID)
  /// Two interruptions name the same pool.
  case poolInterruptedTwice(PoolID)
  /// Nodes of a pool live zero time on average, so time would stand still.
  case noLifetime(PoolID, mean: Double)
  /// A node's capacity or a job's request is below zero.
  case negativeResources(what: String, index: Int)
  /// A span is out of the range that the rule gives.
  case spanOutOfRange(what: String, span: TimeSpan, rule: String)
  /// A job is submitted before the run starts.
  case jobBeforeStart(job: Int, submittedAt: Instant, start: Instant)
  /// A job is submitted before its predecessor.
  case jobsOutOfOrder(job: Int)
  /// Parts of a plan do not fit together; what, and what would be right.
  case inconsistentPlan(String)
  /// In checking mode: the state contradicts itself after an event.
  case invariantBroken(event: Int64, at: Instant, invariant: String)

  /// What is wrong and what would be right.
  package var description: String {
    switch self {
    case .emptyHorizon(let start, let end):
      "the horizon ends at \(end.nanoseconds) ns, not after its start at \(start.nanoseconds) ns"
    case .tooMany(let what, let count):
      "\(count) \(what) are more than there are ids; at most \(UInt32.max - 1) are possible"
    case .unknownPoolOfNode(let node, let pool):
      "node \(node) belongs to pool \(pool.index), which the fleet does not have"
    case .unknownPool(let pool):
      "an interruption names pool \(pool.index), which the fleet does not have"
    case .poolInterruptedTwice(let pool):
      "pool \(pool.index) has two interruptions; merge their lifetimes into one mixture"
    case .noLifetime(let pool, let mean):
      "nodes of pool \(pool.index) live \(mean) s on average; it must be above 0"
    case .negativeResources(let what, let index):
      "\(what) \(index) has a negative amount of a resource; amounts start at 0"
    case .spanOutOfRange(let what, let span, let rule):
      "\(what) is \(span.nanoseconds) ns; it must be \(rule)"
    case .jobBeforeStart(let job, let submittedAt, let start):
      "job \(job) is submitted at \(submittedAt.nanoseconds) ns, before the run starts at "
        + "\(start.nanoseconds) ns; start earlier or leave the job out"
    case .jobsOutOfOrder(let job):
      "job \(job) is submitted before job \(job - 1); sort jobs by submission"
    case .inconsistentPlan(let problem): problem
    case .invariantBroken(let event, let at, let invariant):
      "after event \(event) at \(at.nanoseconds) ns: \(invariant)"
    }
  }
}
