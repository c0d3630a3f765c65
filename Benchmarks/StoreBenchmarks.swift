import Facts
import Foundation
import RunStore
import Units

/// Speed of the journal and of the store that keeps it.
let storeBenchmarks: [Benchmark] = [
  Benchmark(name: "store.rows", unit: "rows/CPU-s") {
    let store = try TemporaryStore()
    let result = StoreSample.result(jobs: StoreSample.rows)
    let writer = try store.store.begin(StoreSample.description)
    return try processRate(of: StoreSample.rows) {
      try writer.add(result, variant: "base", seed: 1, startedAt: .epoch)
    }
  },
  Benchmark(name: "store.journal.load", unit: "facts/CPU-s") {
    let store = try TemporaryStore()
    let writer = try store.store.begin(StoreSample.description)
    var recorder = JournalRecorder(header: StoreSample.header, keepsJournal: true)
    for fact in StoreSample.facts { recorder.record(fact) }
    let ended = recorder.finish()
    var result = StoreSample.result(jobs: 0)
    result.digest = ended.digest.hex
    result.chunks = ended.chunks
    try writer.add(result, variant: "base", seed: 1, startedAt: .epoch)
    let member = try store.store.find("latest").members[0]
    return try processRate(of: StoreSample.facts.count) {
      keep(try store.store.journal(of: member).count)
    }
  },
  Benchmark(name: "facts.record", unit: "facts/CPU-s") {
    var journal = Journal(header: StoreSample.header)
    let facts = StoreSample.facts
    return rate(of: facts.count) {
      for fact in facts { journal.record(fact) }
      keep(journal.count)
    }
  },
  Benchmark(name: "facts.digest", unit: "facts/CPU-s") {
    let facts = StoreSample.facts
    return rate(of: facts.count) {
      var sink = DigestingSink(header: StoreSample.header)
      for fact in facts { sink.record(fact) }
      keep(sink.finish())
    }
  },
  Benchmark(name: "facts.chunks", unit: "facts/CPU-s") {
    let facts = StoreSample.facts
    return rate(of: facts.count) {
      var recorder = JournalRecorder(header: StoreSample.header, keepsJournal: true)
      for fact in facts { recorder.record(fact) }
      keep(recorder.finish().chunks.count)
    }
  },
  Benchmark(name: "facts.chunks.size", unit: "bytes/fact") {
    var recorder = JournalRecorder(header: StoreSample.header, keepsJournal: true)
    for fact in StoreSample.facts { recorder.record(fact) }
    let bytes = recorder.finish().chunks.reduce(0) { $0 + $1.bytes.count }
    return Double(bytes) / Double(StoreSample.facts.count)
  },
  Benchmark(name: "facts.replay", unit: "facts/CPU-s") {
    let facts = StoreSample.facts
    return try rate(of: facts.count) {
      var replay = FleetReplay(
        header: StoreSample.header, fleet: StoreSample.fleet, workload: StoreSample.workload)
      for fact in facts { replay.record(fact) }
      keep(try replay.finish())
    }
  },
]

/// A store of its own for one measurement, removed with it.
private final class TemporaryStore {
  let store: RunStore
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "fivespot-benchmark-" + UUID().uuidString
    store = try RunStore.open(at: folder + "/store.sqlite", mode: .readWrite)
  }

  deinit {
    try? store.close()
    try? FileManager.default.removeItem(atPath: folder)
  }
}

/// A run of jobs that come every second and run for some minutes on one of a hundred nodes.
enum StoreSample {
  static let rows = 1_000_000
  static let jobs = 200_000
  static let start = Instant(seconds: 1_780_000_000)
  static let room = ResourceVector(cpu: MilliCPU(64_000), memory: .mebibytes(1_024))
  static let fleet = Fleet(
    pools: [Pool(name: "spot")],
    nodes: Array(repeating: Node(pool: PoolID(0), allocatable: room), count: 100),
    nodeNames: (0..<100).map { "node-\($0)" })
  static let workload = Workload(
    jobs: (0..<jobs).map { job in
      Job(
        submittedAt: start + .seconds(Int64(job)), work: .seconds(work(job)),
        request: ResourceVector(cpu: MilliCPU(1_000), memory: .mebibytes(1)))
    },
    jobNames: (0..<jobs).map { "job-\($0)" })
  static let header = JournalHeader(
    start: start, end: start + .seconds(Int64(jobs) + 1_000), fleet: fleet, workload: workload)

  static func work(_ job: Int) -> Int64 { Int64(60 + job * 7_919 % 600) }

  static let facts: [Fact] = {
    var facts: [Fact] = []
    for job in 0..<jobs {
      let id = UInt32(job)
      let at = start + .seconds(Int64(job))
      let node = UInt32(job * 31 % 100)
      facts.append(Fact(at: at, kind: .jobSubmitted, subject: id))
      facts.append(Fact(at: at, kind: .jobStarted, subject: id, object: node, value: 1))
      facts.append(
        Fact(
          at: at + .seconds(work(job)), kind: .jobFinished, subject: id, object: node, value: 1))
    }
    facts.sort { ($0.at, $0.subject) < ($1.at, $1.subject) }
    return facts + [Fact(at: header.end, kind: .horizonReached, subject: 0, value: 1)]
  }()

  static let description = RunDescription(
    toolVersion: "0", commandLine: ["fivespot"], scenarioName: "benchmark", scenarioPath: "",
    scenarioText: "", zoneRulesVersion: "2025b", keepJournal: .all, inputs: [],
    members: [
      PlannedMember(
        variant: "base", seed: 1, scenarioHash: String(repeating: "0", count: 64),
        resolvedScenario: [])
    ])

  /// A result of so many rows of jobs and little else.
  static func result(jobs count: Int) -> MemberResult {
    var recorder = MemberRecorder(
      start: header.start, end: header.end, fleet: fleet,
      workload: Workload(jobs: [], jobNames: []), keepsJournal: false)
    recorder.record(Fact(at: header.end, kind: .horizonReached, subject: 0))
    guard var result = try? recorder.finish() else { preconditionFailure("an empty run is a run") }
    result.header = count == 0 ? header : result.header
    result.jobs = (0..<count).map { job in
      let submitted = start + .seconds(Int64(job))
      return JobOutcome(
        job: UInt32(job), status: .finished, attempts: 1, submittedAt: submitted,
        firstStartedAt: submitted + .milliseconds(Int64(job % 9_999)),
        finishedAt: submitted + .seconds(Int64(600 + job % 77)), lost: .zero)
    }
    return result
  }
}
