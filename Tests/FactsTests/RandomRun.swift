import Facts
import SimulationKernel
import Units

/// Facts that a run could have emitted, from a seed that failing tests print: nodes come and go,
/// jobs start, lose their node and end, with no policy behind it.
struct RandomRun {
  let fleet: Fleet
  let workload: Workload
  let header: JournalHeader
  private(set) var facts: [Fact] = []
  private var stream: RandomStream
  private var now: Instant
  private var joinedAt: [Instant?]
  private var queued: [UInt32] = []
  private var running: [(job: UInt32, node: UInt32)] = []
  private var attempts: [Int64]
  private var nextJob: UInt32 = 0

  init(seed: UInt64, steps: Int) {
    var stream = RandomStream(seed: seed, label: "test.run")
    func resources() -> ResourceVector {
      ResourceVector(cpu: MilliCPU(Int64(stream.uniform(below: 9_000))), memory: .mebibytes(1))
    }
    let start = Instant(seconds: 1_700_000_000 + Int64(stream.uniform(below: 9_999)))
    let nodes = (0..<5).map { _ in Node(pool: PoolID(0), allocatable: resources()) }
    let jobs = (0..<20).map { _ in
      Job(
        submittedAt: start, work: .seconds(Int64(stream.uniform(below: 999))), request: resources())
    }
    fleet = Fleet(
      pools: [Pool(name: "p")], nodes: nodes, nodeNames: nodes.indices.map { "n\($0)" })
    workload = Workload(jobs: jobs, jobNames: jobs.indices.map { "j\($0)" })
    now = start
    joinedAt = Array(repeating: nil, count: nodes.count)
    attempts = Array(repeating: 0, count: jobs.count)
    header = JournalHeader(
      start: start, end: start + .hours(3) + .seconds(1), fleet: fleet, workload: workload)
    self.stream = stream
    for _ in 0..<steps { step() }
    now = header.end
    emit(.horizonReached, 0, 0, Int64(steps))
  }

  private mutating func emit(
    _ kind: FactKind, _ subject: UInt32, _ object: UInt32 = 0, _ value: Int64 = 0
  ) {
    facts.append(Fact(at: now, kind: kind, subject: subject, object: object, value: value))
  }

  private mutating func step() {
    let later = now + TimeSpan(nanoseconds: Int64(stream.uniform(below: 400_000_000_000)))
    guard later < header.end else { return }
    // Several facts may share an instant.
    if stream.uniform(below: 3) > 0 { now = later }
    switch stream.uniform(below: 4) {
    case 0: toggleNode(UInt32(stream.uniform(below: UInt64(fleet.nodes.count))))
    case 1: submit()
    case 2: start()
    default: finish()
    }
  }

  private mutating func toggleNode(_ node: UInt32) {
    guard let joined = joinedAt[Int(node)] else {
      joinedAt[Int(node)] = now
      emit(.nodeJoined, node)
      return
    }
    emit(.interruptionNoticed, node)
    for entry in running where entry.node == node {
      emit(.jobInterrupted, entry.job, node, Int64(stream.uniform(below: 1_000_000)))
      queued.append(entry.job)
    }
    running.removeAll { $0.node == node }
    joinedAt[Int(node)] = nil
    emit(.nodeInterrupted, node, 0, (now - joined).nanoseconds)
  }

  private mutating func submit() {
    guard Int(nextJob) < workload.jobs.count else { return }
    emit(.jobSubmitted, nextJob)
    if stream.uniform(below: 8) == 0 {
      emit(.jobRejected, nextJob)
    } else {
      queued.append(nextJob)
    }
    nextJob += 1
  }

  private mutating func start() {
    guard let job = queued.first, let node = joinedAt.firstIndex(where: { $0 != nil }) else {
      return
    }
    queued.removeFirst()
    attempts[Int(job)] += 1
    emit(.jobStarted, job, UInt32(node), attempts[Int(job)])
    running.append((job, UInt32(node)))
  }

  private mutating func finish() {
    guard let entry = running.first else { return }
    running.removeFirst()
    emit(.jobFinished, entry.job, entry.node, attempts[Int(entry.job)])
  }
}
