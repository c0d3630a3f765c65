import Units

/// What came to one queue of jobs.
package struct QueueAccount: Hashable, Sendable {
  /// The queue's name.
  package var name: String
  /// Jobs that came into it, that started, and that finished.
  package var submitted: Int64 = 0
  /// Jobs that ran at least once.
  package var started: Int64 = 0
  /// Jobs whose work was done.
  package var finished: Int64 = 0
  /// From submission to the first start, of the jobs that started.
  package var wait: SpanStatistics
  /// Time in the queue, each time that a job was there, of the jobs that started.
  package var totalWait: SpanStatistics
  /// CPU that its running jobs had requested over time, in thousandths of a core times nanoseconds.
  package var allocatedCoreTime: Int128
  /// The same while any job waited, of whatever queue: what it had when there was not enough.
  package var shortCoreTime: Int128

  init(name: String) {
    self.name = name
    wait = SpanStatistics([])
    totalWait = wait
    allocatedCoreTime = 0
    shortCoreTime = 0
  }
}

/// What came to each queue, and which one each job waited in.
package struct QueueAccounts: Hashable, Sendable {
  /// The queues that jobs name, in the order in which they are named first.
  package var queues: [QueueAccount]
  /// By job: its queue's place in `queues`, or nil.
  package var queueOfJob: [Int?]

  /// Makes accounts of their parts.
  package init(queues: [QueueAccount], queueOfJob: [Int?]) {
    self.queues = queues
    self.queueOfJob = queueOfJob
  }
}

/// Plays a run's facts back into what came to each queue of jobs.
package struct QueueReplay: FactSink, Sendable {
  private let end: Instant
  private let requests: [Int64]
  private let queueOfJob: [Int?]
  private var facts: FactGuard
  private var accounts: [QueueAccount]
  private var clock: Instant
  /// By queue: CPU that its running jobs request, and jobs that wait.
  private var allocated: [Int64]
  private var waiting: [Int64]
  private var isRunning: [Bool]
  private var isWaiting: [Bool]

  /// Makes a replay of a run of `workload` on `fleet`.
  package init(header: JournalHeader, fleet: Fleet, workload: Workload) {
    end = header.end
    clock = header.start
    requests = workload.jobs.map(\.request.cpu.value)
    var names: [String] = []
    let queueOfTemplate = workload.podTemplates.map { template -> Int? in
      guard let name = template.queue else { return nil }
      if let place = names.firstIndex(of: name) { return place }
      names.append(name)
      return names.count - 1
    }
    queueOfJob = workload.jobs.map { queueOfTemplate[Int($0.template)] }
    facts = FactGuard(header: header, fleet: fleet, workload: workload)
    accounts = names.map { QueueAccount(name: $0) }
    allocated = Array(repeating: 0, count: names.count)
    waiting = allocated
    isRunning = Array(repeating: false, count: workload.jobs.count)
    isWaiting = isRunning
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    guard facts.admits(fact) else { return }
    if let problem = apply(fact) { facts.refuse(fact, problem) }
  }

  /// Ends the replay, with what became of the jobs of the run.
  package consuming func finish(_ outcomes: [JobOutcome]) throws(ReplayError) -> QueueAccounts {
    try facts.finish()
    hold(until: end)
    var waits = Array(repeating: [Int64](), count: accounts.count)
    var totalWaits = waits
    for outcome in outcomes {
      guard let queue = queueOfJob[Int(outcome.job)] else { continue }
      accounts[queue].submitted += 1
      if outcome.status == .finished { accounts[queue].finished += 1 }
      guard let wait = outcome.wait else { continue }
      accounts[queue].started += 1
      waits[queue].append(wait.nanoseconds)
      totalWaits[queue].append(outcome.waited.nanoseconds)
    }
    for queue in accounts.indices {
      accounts[queue].wait = SpanStatistics(waits[queue])
      accounts[queue].totalWait = SpanStatistics(totalWaits[queue])
    }
    return QueueAccounts(queues: accounts, queueOfJob: queueOfJob)
  }

  private mutating func apply(_ fact: Fact) -> String? {
    switch fact.kind {
    case .jobSubmitted, .jobStarted, .jobInterrupted, .jobFinished, .jobRejected: break
    default: return nil
    }
    let job = Int(fact.subject)
    guard let queue = queueOfJob[job] else { return nil }
    hold(until: fact.at)
    setWaiting(job, in: queue, fact.kind == .jobSubmitted || fact.kind == .jobInterrupted)
    switch fact.kind {
    case .jobStarted:
      guard !isRunning[job] else { return "the job runs already" }
      isRunning[job] = true
      allocated[queue] += requests[job]
    case .jobInterrupted, .jobFinished:
      guard isRunning[job] else { return "the job does not run" }
      isRunning[job] = false
      allocated[queue] -= requests[job]
    default: break
    }
    return nil
  }

  private mutating func setWaiting(_ job: Int, in queue: Int, _ waits: Bool) {
    guard isWaiting[job] != waits else { return }
    isWaiting[job] = waits
    waiting[queue] += waits ? 1 : -1
  }

  private mutating func hold(until instant: Instant) {
    let span = Int128((instant - clock).nanoseconds)
    clock = instant
    guard span > 0 else { return }
    let isShort = waiting.contains { $0 > 0 }
    for queue in accounts.indices {
      let coreTime = Int128(allocated[queue]) * span
      accounts[queue].allocatedCoreTime += coreTime
      if isShort { accounts[queue].shortCoreTime += coreTime }
    }
  }
}
