import Facts
import Foundation
import RunStore
import Units

/// A folder of its own for one test, removed with it, and small results to store.
final class StoreFixture {
  let folder: String
  var path: String { folder + "/runs/fivespot.sqlite" }

  init() throws {
    folder = NSTemporaryDirectory() + "fivespot-store-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func open(_ mode: RunStore.Mode = .readWrite) throws -> RunStore {
    try RunStore.open(at: path, mode: mode, busyTimeout: .milliseconds(50))
  }

  static let hash = String(repeating: "ab", count: 32)

  static func description(
    variants: [String] = ["base"], seeds: [UInt64] = [1], keep: KeepJournal = .all,
    scenario: String = "small"
  ) -> RunDescription {
    RunDescription(
      toolVersion: "0.1.0", commandLine: ["fivespot", "run", "a \"b\".yaml"],
      scenarioName: scenario, scenarioPath: "scenarios/small.yaml", scenarioText: "name: small\n",
      zoneRulesVersion: "2025b", keepJournal: keep,
      inputs: [
        RunInput(
          path: "traces/t.csv", sha256: hash, byteCount: 12, format: "opendc-surf",
          licence: "CC BY 4.0")
      ],
      members: variants.flatMap { variant in
        seeds.map { seed in
          PlannedMember(
            variant: variant, seed: seed,
            scenarioHash: SHA256.digest(Array("\(scenario)/\(variant)".utf8)).hex,
            resolvedScenario: Array("{\"variant\":\"\(variant)\"}".utf8))
        }
      })
  }

  /// A run of two jobs on one node over two and a half hours; the seed moves the first start.
  static func result(seed: UInt64, keepsJournal: Bool = true) throws -> MemberResult {
    let start = Instant(seconds: 1_780_000_000)
    let room = ResourceVector(cpu: MilliCPU(4_000), memory: .mebibytes(64))
    var recorder = MemberRecorder(
      start: start, end: start + .minutes(150),
      fleet: Fleet(
        pools: [Pool(name: "spot")], nodes: [Node(pool: PoolID(0), allocatable: room)],
        nodeNames: ["n-0"]),
      workload: Workload(
        jobs: [
          Job(submittedAt: start, work: .minutes(30), request: room),
          Job(submittedAt: start, work: .minutes(90), request: room),
        ],
        jobNames: ["a", "b, \"c\""]),
      keepsJournal: keepsJournal, chunkRows: 3)
    let first = start + .seconds(Int64(seed))
    let facts = [
      Fact(at: start, kind: .nodeJoined, subject: 0),
      Fact(at: start, kind: .jobSubmitted, subject: 0),
      Fact(at: start, kind: .jobSubmitted, subject: 1),
      Fact(at: first, kind: .jobStarted, subject: 0, value: 1),
      Fact(at: first + .minutes(30), kind: .jobFinished, subject: 0, value: 1),
      Fact(at: first + .minutes(30), kind: .jobStarted, subject: 1, value: 1),
      Fact(at: start + .minutes(150), kind: .horizonReached, subject: 0, value: 9),
    ]
    for fact in facts { recorder.record(fact) }
    return try recorder.finish()
  }

  /// Stores a whole run and gives its id.
  @discardableResult
  static func store(_ description: RunDescription, in store: RunStore) throws -> String {
    let writer = try store.begin(description, at: Instant(seconds: 1_790_000_000))
    for member in description.members {
      let keeps = writer.keepsJournal(variant: member.variant, seed: member.seed)
      try writer.add(
        try result(seed: member.seed, keepsJournal: keeps), variant: member.variant,
        seed: member.seed, startedAt: Instant(seconds: 1_790_000_000))
    }
    try writer.finish()
    return writer.runID
  }
}
