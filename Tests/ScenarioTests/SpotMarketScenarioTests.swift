import Documents
import FleetSimulation
import Scenario
import SimulationKernel
import Testing
import Units

@Suite("Scenarios with spot markets")
struct SpotMarketScenarioTests {
  private func text(_ market: String, horizon: String = "6h") -> String {
    """
    apiVersion: fivespot/v0
    name: small
    horizon: {start: 2026-01-01T00:00:00Z, duration: \(horizon)}
    nodes:
      spot: {machine: {cpu: 4, memory: 8Gi}, count: 4}
    workload:
      batch: {trace: {format: opendc-tasks, file: jobs.csv}}
    interruptions:
      spot: {notice: 2m, market: \(market)}

    """
  }

  private func bench() throws -> Bench {
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    // Ten hours of probes, an hour apart.
    let rows = [1, 1, 0, 0, 1, 0, 1, 1, 1, 0].enumerated().map { hour, value in
      "2020-01-01T0\(hour):00:00Z,\(value)"
    }
    try bench.write((["utc,zone-a"] + rows).joined(separator: "\n") + "\n", to: "probes.csv")
    return bench
  }

  private func market(_ text: String) throws -> SpotMarketPlan? {
    let bench = try bench()
    let file = try ScenarioFile.parse(
      Array(self.text(text).utf8), path: bench.folder + "/s.yaml")
    return try file.resolve(variant: nil).plan(seed: 1).interruptions.first?.market
  }

  private static let probes = "format: spot-availability, file: probes.csv, available: 1"

  @Test("a record is replayed from where it is asked to")
  func recorded() throws {
    let start = try Instant(rfc3339: "2026-01-01T00:00:00Z")
    func hours(_ hours: Int64...) -> [Instant] { hours.map { start + .hours($0) } }
    #expect(
      try market("{availability: recorded, trace: {\(Self.probes), zone: zone-a}}")
        == SpotMarketPlan(
          availability: .recorded(startsUp: true, turns: hours(2, 4, 5, 6, 9))))
    let skipped = try market(
      "{availability: recorded, trace: {\(Self.probes), zone: zone-a, skip: 2h30m}}")
    #expect(
      skipped?.availability
        == .recorded(
          startsUp: false, turns: hours(2, 3, 4, 7).map { $0 - .minutes(30) }))
  }

  @Test("a modelled one has its laws, its region and what goes")
  func modelled() throws {
    #expect(
      try market(
        "{availability: modelled, up: 2h, down: 30m, region: r, contagion: 5%, recovery: 10%, "
          + "loss: {law: beta, a: 0.3, b: 0.2}, spread: 3m, missedNotices: 1%}")
        == SpotMarketPlan(
          availability: .modelled(up: try .constant(7_200), down: try .constant(1_800)),
          region: "r",
          contagionPermille: 50, recoveryPermille: 100, loss: .beta(0.3, 0.2), spread: .minutes(3),
          missedNoticePermille: 10))
  }

  @Test("contagion without another market in the region is warned of")
  func lonely() throws {
    let bench = try bench()
    let found = problems(
      of: text("{availability: modelled, up: 2h, down: 1h, region: r, contagion: 5%}"),
      path: bench.folder + "/s.yaml")
    #expect(
      found == [
        "9:95: warning: interruptions.spot.market.contagion: no other modelled market is in its region; "
          + "give markets that fall together one region"
      ])
  }

  @Test("what is wrong is said with its place")
  func wrong() throws {
    let bench = try bench()
    let table: [(market: String, horizon: String, report: String)] = [
      (
        "{availability: recorded, trace: {\(Self.probes), zone: zone-b}}", "6h",
        "9:128: error: interruptions.spot.market.trace.zone: no recorded machine has the zone "
          + "\"zone-b\"; did you mean \"zone-a\"?"
      ),
      (
        "{availability: recorded, trace: {\(Self.probes), zone: zone-a, skip: 5h}}", "6h",
        "9:62: error: interruptions.spot.market.trace: the record is 10h long, and the horizon takes 6h "
          + "of it after 5h; shorten the horizon, skip less, or take a modelled market"
      ),
      (
        "{availability: modelled, up: 0s, down: 1h}", "6h",
        "9:59: error: interruptions.spot.market.up: spells of no length on average, and time would stand "
          + "still; give a law with a mean above zero"
      ),
      (
        "{availability: modelled, up: 1h, down: 1h}, lifetime: 4h", "6h",
        "9:22: error: interruptions.spot.market: lifetime (line 9) and market exclude each other; keep one "
          + "of them"
      ),
    ]
    for (market, horizon, report) in table {
      let path = bench.folder + "/s.yaml"
      var found: [Diagnostic] = []
      do throws(ScenarioError) {
        let file = try ScenarioFile.parse(Array(text(market, horizon: horizon).utf8), path: path)
        found = try file.resolve(variant: nil).inspect().filter { $0.severity == .error }
      } catch {
        found = error.diagnostics.filter { $0.severity == .error }
      }
      #expect(lines(found, of: path) == [report], "\(market)")
    }
  }
}
