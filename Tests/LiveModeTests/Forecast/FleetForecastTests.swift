import Documents
import FleetTestSupport
import LiveMode
import SpotScheduler
import TestSupport
import Testing
import Units

/// Forecasts of a whole recording.
@Suite struct FleetForecastTests {
  /// So many days of a market's week in one cluster, a sample every five minutes.
  private static func recording(days: Int, seed: UInt64 = 1) -> FleetRecording {
    var generator = SeededGenerator(seed: seed)
    let samples = (0..<days * 288).map { index in
      var batch = FleetRecording.Cluster("batch")
      batch.running = MilliCPU(
        SyntheticSeries.market(index / 3)
          + SyntheticSeries.noise(&generator, deviation: 500) + 5_000)
      batch.lentReady = index / 288 % 7 < 5 && index % 288 >= 96 ? 0 : 4
      return FleetRecording.Sample(
        at: SyntheticSeries.monday + .minutes(5 * Int64(index)),
        clusters: [batch, FleetRecording.Cluster("trading")],
        budgets: [
          .init(name: "fleet/batch work/web", allowed: 1, lentPods: 3),
          .init(name: "fleet/batch work/db", allowed: 2, lentPods: 2),
        ])
    }
    return FleetRecording(head: .init(), samples: samples)
  }

  private func forecast(
    _ recording: FleetRecording, fleet: FleetSnapshot? = nil
  ) throws -> FleetForecast {
    try FleetForecast(
      of: recording, horizon: .hours(24), step: .minutes(15), fleet: fleet, zones: .pinned)
  }

  @Test func `what was ever there is forecast, and budgets that would refuse are named`() throws {
    let made = try forecast(Self.recording(days: 15))
    #expect(made.items.map(\.quantity) == [.requested, .lent])
    #expect(made.items.allSatisfy { $0.cluster == "batch" && $0.forecast.steps.count == 96 })
    #expect(made.blocking.map(\.name) == ["fleet/batch work/web"] && made.returns == nil)
    // 23:55 on a Monday: the forecast begins with the step that is not whole yet.
    #expect(
      made.items[0].forecast.steps[0].at == SyntheticSeries.monday + .minutes(15 * 1_440 - 15))
    let noon = try #require(
      made.items[0].forecast.steps.first { $0.at == SyntheticSeries.monday + .hours(15 * 24 + 12) })
    #expect(noon.method == .week && abs(noon.p50 - 75_000) < 1_500)
    #expect(noon.p95 - noon.p05 > 800 && noon.p95 - noon.p05 < 4_000)
  }

  @Test func `returns are those that the windows give`() throws {
    let fleet = try SampleFleet.fleet()
    let made = try forecast(Self.recording(days: 15), fleet: fleet.snapshot)
    let returns = try #require(made.returns)
    let plan = PreemptionPlan(
      fleet.snapshot, from: made.at, through: made.at + .hours(24), policy: RegulatedPolicy())
    #expect(returns.plan == plan)
    #expect(returns.lentNow <= plan.returns.count)
  }

  @Test func `equal recordings give equal bytes, and the document says its units`() throws {
    let one = try forecast(Self.recording(days: 3)).document.canonicalJSON()
    #expect(one == (try forecast(Self.recording(days: 3)).document.canonicalJSON()))
    let text = String(decoding: one, as: UTF8.self)
    #expect(
      text.contains("\"unit\":\"millicores\"") && text.contains("\"method\":\"seasonal-day-type\""))
    let page = try forecast(Self.recording(days: 3)).page(in: .utc)
    #expect(page.map(\.heading).first == "batch: requested CPU, cores")
    #expect(page[0].rows.count == 13 && page[0].rows[0] == ["from", "how", "P5", "P50", "P95"])
  }

  @Test func `too little, or a step that fits no day, is refused`() throws {
    var short = Self.recording(days: 1)
    short.samples.removeLast(20)
    #expect(throws: FleetForecast.Failure.tooShort(.minutes(5 * 267))) { try forecast(short) }
    #expect(throws: FleetForecast.Failure.unevenStep(.minutes(7))) {
      try FleetForecast(
        of: Self.recording(days: 2), horizon: .hours(1), step: .minutes(7), zones: .pinned)
    }
  }

  @Test func `a backtest beats the naive forecast and covers nine of ten`() throws {
    let recording = Self.recording(days: 35)
    let made = try FleetBacktest(
      of: recording, horizon: .hours(24), step: .minutes(15), since: .days(14), zones: .pinned)
    let load = try #require(made.items.first { $0.quantity == .requested })
    #expect(load.backtest.origins.count == 13)
    let score = load.backtest.score
    let coverage = try #require(score.coverage)
    #expect(coverage > 0.87 && coverage < 0.94, "\(coverage)")
    #expect(try #require(score.skill) > 0.9 && #require(score.mape) < 0.05)
    let lent = try #require(made.items.first { $0.quantity == .lent }).backtest.score
    #expect(lent.wape == 0 && lent.skill == 1 && lent.coverage == 1 && lent.zeros > 0)
    #expect(throws: FleetForecast.Failure.noOrigin) {
      try FleetBacktest(
        of: Self.recording(days: 2), horizon: .hours(30), step: .minutes(15), since: nil,
        zones: .pinned)
    }
  }
}
