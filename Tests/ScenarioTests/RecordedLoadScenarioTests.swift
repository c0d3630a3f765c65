import Documents
import FleetSimulation
import Scenario
import Testing
import Units

/// Services whose load was recorded of a real cluster.
@Suite struct RecordedLoadScenarioTests {
  private static let recording = """
    {"apiVersion":"fivespot/v0","kind":"FleetRecording","timezone":"UTC","holidays":[]}
    {"at":"2026-01-01T00:00:00Z","clusters":[{"name":"trading","running":6000,"waiting":2000}]}
    {"at":"2026-01-01T12:00:00Z","clusters":[{"name":"trading","running":16000,"waiting":0}]}
    {"at":"2026-01-02T00:00:00Z","clusters":[{"name":"trading","running":4000,"waiting":0}]}

    """

  private static func scenario(_ recorded: String) -> String {
    """
    apiVersion: fivespot/v0
    name: recorded
    horizon: {start: 2026-01-01T00:00:00Z, duration: 1d}
    clusters: {trading: {}, batch: {}}
    nodes:
      floor: {cluster: trading, machine: {cpu: 32, memory: 256Gi}, count: 2}
      own: {cluster: batch, machine: {cpu: 8, memory: 32Gi}}
    services:
      all: {cluster: trading, recorded: \(recorded), pod: {cpu: 2, memory: 4Gi}}
    workload:
      batch: {cluster: batch, jobs: {cpu: 1, memory: 1Gi, work: 1h}}
    """
  }

  private func plan(_ recorded: String) throws -> (values: [Int64], warnings: [String]) {
    let bench = try Bench()
    try bench.write(Self.recording, to: "r.jsonl")
    let path = try bench.write(Self.scenario(recorded), to: "s.yaml")
    let resolved = try ScenarioFile.load(path: path).resolve(variant: nil)
    let plan = try resolved.plan(seed: 1)
    return (plan.services[0].usage.values, try resolved.inspect().map(\.message))
  }

  @Test func `pods at their target request what was recorded`() throws {
    let (values, warnings) = try plan("{format: fleet-recording, file: r.jsonl, of: trading}")
    #expect(values.count == 288 && warnings.isEmpty)
    // 80 % of 8 cores, and of 16 from noon on.
    #expect(values[0] == 6_400 && values[143] == 6_400 && values[144] == 12_800)
  }

  @Test func `a recording that is moved holds its ends, with a warning`() throws {
    let (values, warnings) = try plan(
      "{format: fleet-recording, file: r.jsonl, of: trading, start: 2026-01-01T06:00:00Z}")
    #expect(values[0] == 6_400 && values[215] == 6_400 && values[216] == 12_800)
    #expect(warnings.count == 1 && warnings[0].contains("its ends are held"), "\(warnings)")
  }

  @Test func `a cluster that was not recorded is refused`() throws {
    let error = #expect(throws: ScenarioError.self) {
      try plan("{format: fleet-recording, file: r.jsonl, of: tradng}")
    }
    let messages = (error?.diagnostics ?? []).map(\.message)
    #expect(messages.contains { $0.contains("has no cluster \"tradng\"") }, "\(messages)")
  }
}
