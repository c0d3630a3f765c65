import LiveMode
import TestSupport
import Testing
import Units

/// Forecasts of series whose law is known.
@Suite struct SeasonalForecastTests {
  private func forecast(
    _ series: RecordedSeries, horizon: Int = 96, _ calendar: DayCalendar = SyntheticSeries.utc
  ) throws -> SeasonalForecast {
    try #require(SeasonalForecast(of: series, horizon: horizon, calendar: calendar))
  }

  @Test(arguments: [2, 3, 15, 40])
  func `a series that never changes is forecast without a band`(days: Int) throws {
    let made = try forecast(SyntheticSeries.series(days: days) { _ in 4_200 })
    #expect(made.steps.count == 96)
    #expect(made.steps.allSatisfy { $0.p05 == 4_200 && $0.p50 == 4_200 && $0.p95 == 4_200 })
    #expect(made.steps[0].at == SyntheticSeries.monday + .days(Int64(days)))
    #expect(made.season == (days >= 14 ? .week : .dayType))
  }

  @Test func `what comes again every day is forecast to the letter once a day is known`() throws {
    // The wave of a parabola stands for a sine: the same every day, no libm.
    func wave(_ index: Int) -> Int64 {
      let x = Int64(index % 96) - 48
      return 50_000 - 15 * x * x
    }
    let series = SyntheticSeries.series(days: 3) { wave($0) }
    for (index, step) in try forecast(series).steps.enumerated() {
      #expect(step.p05 == wave(index) && step.p50 == wave(index) && step.p95 == wave(index))
      #expect(step.method == .dayType)
    }
  }

  @Test func `weeks are told from days when two are known, and else days by their kind`() throws {
    // On Friday evening the next day is a Saturday.
    let short = SyntheticSeries.series(days: 12) { SyntheticSeries.market($0) }
    let saturday = try forecast(short, horizon: 2 * 96)
    for (index, step) in saturday.steps.enumerated() {
      let expected = SyntheticSeries.market(12 * 96 + index)
      #expect(step.p50 == expected, "step \(index)")
    }
    // Fridays that are short are only seen by the week.
    func shortFriday(_ index: Int) -> Int64 {
      index / 96 % 7 == 4 && index % 96 >= 56 ? 10_000 : SyntheticSeries.market(index)
    }
    let long = SyntheticSeries.series(days: 25) { shortFriday($0) }
    let friday = try forecast(long)
    #expect(friday.season == .week && friday.steps[0].method == .week)
    #expect(friday.steps.enumerated().allSatisfy { $1.p50 == shortFriday(25 * 96 + $0) })
  }

  @Test func `a holiday is like a Sunday, on the clock of the zone`() throws {
    let zone = try #require(ZoneRulesSet.pinned["America/New_York"])
    let calendar = DayCalendar(zone: zone, holidays: [try CivilDate(iso: "2026-06-19")])
    let noon = try Instant(rfc3339: "2026-06-19T16:00:00Z")
    let sunday = try Instant(rfc3339: "2026-06-21T16:00:00Z")
    let thursday = try Instant(rfc3339: "2026-06-18T16:00:00Z")
    for season in [DayCalendar.Season.week, .dayType] {
      func slot(_ at: Instant) -> Int64 { calendar.slot(of: at, step: .minutes(15), season) }
      #expect(slot(noon) == slot(sunday) && slot(noon) != slot(thursday))
    }
    // 03:00 UTC of Friday is still Thursday in New York.
    let evening = try Instant(rfc3339: "2026-06-19T03:00:00Z")
    #expect(
      calendar.slot(of: evening, step: .hours(1), .dayType)
        == calendar.slot(of: thursday + .hours(11), step: .hours(1), .dayType))
  }

  @Test func `a step up is missed on its first day, and known on the next`() throws {
    let series = SyntheticSeries.series(days: 20) { $0 < 10 * 96 ? 1_000 : 5_000 }
    let backtest = Backtest(
      of: series, at: [9, 10, 17, 18].map { SyntheticSeries.monday + .days($0) }, horizon: 96,
      calendar: SyntheticSeries.utc)
    #expect(backtest.origins.map(\.score.count) == [96, 96, 96, 96])
    // Day 10 goes on as day 9 was; days 17 and 18 are like the ones a week before.
    #expect(backtest.origins.map(\.score.wape) == [0, 0.8, 0, 0])
    #expect(backtest.origins.map(\.score.coverage) == [1, 0, 1, 1])
  }

  @Test func `less than a day is refused, and a day alone says how far its values went`() throws {
    let short = SyntheticSeries.series(days: 1) { $0 == 50 ? nil : 3_000 }
    #expect(SeasonalForecast(of: short, horizon: 4, calendar: SyntheticSeries.utc) == nil)
    let day = SyntheticSeries.series(days: 1) { Int64($0) * 100 }
    let made = try forecast(day)
    #expect(made.steps.allSatisfy { $0.method == .level && $0.basis == 96 })
    #expect(made.steps.allSatisfy { $0.p05 == 300 && $0.p50 == 4_750 && $0.p95 == 9_200 })
  }

  /// Over many independent worlds the 90 % band holds nine of ten values, at any lead.
  @Test(arguments: SeedRange.from(debug: 6, release: 60))
  func `the band covers nine of ten values of noise around a market's week`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let series = SyntheticSeries.series(days: 42) { index in
      max(
        SyntheticSeries.market(index) + SyntheticSeries.noise(&generator, deviation: 1_500), 0)
    }
    let origins = (21..<41).map { SyntheticSeries.monday + .days(Int64($0)) }
    let score = Backtest(
      of: series, at: origins, horizon: 96, calendar: SyntheticSeries.utc
    ).score
    #expect(score.count == 20 * 96)
    let coverage = try #require(score.coverage)
    #expect(coverage > 0.875 && coverage < 0.93, "seed \(seed): \(coverage)")
    // The last value before midnight says nothing of the day: the week says all but the noise.
    #expect(try #require(score.skill) > 0.85, "seed \(seed)")
  }

  @Test(arguments: SeedRange.from(debug: 40, release: 1_000))
  func `bands are in order, never below zero, and go by the past alone`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let days = 1 + Int(generator.below(20))
    let whole = SyntheticSeries.series(days: days + 2) { _ in
      generator.below(10) == 0 ? nil : generator.below(1_000) * generator.below(50)
    }
    let end = SyntheticSeries.monday + .days(Int64(days))
    let past = whole.before(end)
    #expect(past.values.count == days * 96)
    guard let made = SeasonalForecast(of: past, horizon: 192, calendar: SyntheticSeries.utc) else {
      #expect(past.known < 96, "seed \(seed)")
      return
    }
    #expect(
      made.steps.allSatisfy { 0 <= $0.p05 && $0.p05 <= $0.p50 && $0.p50 <= $0.p95 },
      "seed \(seed)")
    var other = whole
    for index in (days * 96)..<other.values.count { other.values[index] = 999_999 }
    let again = SeasonalForecast(
      of: other.before(end), horizon: 192, calendar: SyntheticSeries.utc)
    #expect(again == made, "seed \(seed)")
  }
}
