import SimulationKernel
import Testing
import Traces
import Units

/// A business day of New York: 70 % from 07:00 to 18:00, 10 % else, an hour's ramps.
private func newYork(
  ramp: TimeSpan = .hours(1), holidays: Set<CivilDate> = [], earlyCloses: [CivilDate: Int] = [:],
  opens: Int = 420, closes: Int = 1_080
) throws -> MarketHoursCurve {
  MarketHoursCurve(
    zone: try #require(ZoneRulesSet.pinned["America/New_York"]),
    days: [.monday, .tuesday, .wednesday, .thursday, .friday], opensMinute: opens,
    closesMinute: closes, insidePermille: 700, outsidePermille: 100, ramp: ramp,
    holidays: holidays, earlyCloses: earlyCloses)
}

@Suite("The market-hours curve against hand values")
struct MarketHoursCurveTests {
  private func level(_ curve: MarketHoursCurve, _ local: String) throws -> Int64 {
    curve.levelPerMillion(at: try Instant(rfc3339: local))
  }

  @Test("an ordinary Monday, to the second of its ramps")
  func ordinaryDay() throws {
    let curve = try newYork()
    let hand: [(String, Int64)] = [
      ("2026-11-23T00:00:00-05:00", 100_000), ("2026-11-23T05:59:59-05:00", 100_000),
      ("2026-11-23T06:00:00-05:00", 100_000), ("2026-11-23T06:15:00-05:00", 250_000),
      ("2026-11-23T06:30:00-05:00", 400_000), ("2026-11-23T06:00:01-05:00", 100_167),
      ("2026-11-23T07:00:00-05:00", 700_000), ("2026-11-23T12:00:00-05:00", 700_000),
      ("2026-11-23T18:00:00-05:00", 700_000), ("2026-11-23T18:45:00-05:00", 250_000),
      ("2026-11-23T19:00:00-05:00", 100_000), ("2026-11-22T12:00:00-05:00", 100_000),
    ]
    for (local, value) in hand { #expect(try level(curve, local) == value, "\(local)") }
  }

  @Test("a holiday is outside all day, and an early close ends the inside")
  func exceptionalDays() throws {
    let curve = try newYork(
      holidays: [try CivilDate(iso: "2026-11-26")],
      earlyCloses: [try CivilDate(iso: "2026-11-27"): 780])
    for hour in 10...23 {
      #expect(try level(curve, "2026-11-26T\(hour):00:00-05:00") == 100_000)
    }
    #expect(try level(curve, "2026-11-25T12:00:00-05:00") == 700_000)
    #expect(try level(curve, "2026-11-27T12:59:59-05:00") == 700_000)
    #expect(try level(curve, "2026-11-27T13:30:00-05:00") == 400_000)
    #expect(try level(curve, "2026-11-27T14:00:00-05:00") == 100_000)
  }

  @Test("an early close before the opening leaves nothing of the day")
  func closeBeforeOpening() throws {
    let curve = try newYork(earlyCloses: [try CivilDate(iso: "2026-11-27"): 400])
    #expect(try level(curve, "2026-11-27T06:50:00-05:00") == 100_000)
    #expect(try level(curve, "2026-11-27T12:00:00-05:00") == 100_000)
  }

  /// New York's clocks went forward on Sunday 8 March 2026 and go back on Sunday 1 November.
  @Test("the clock of the zone counts on the days around a change")
  func changesOfTheClock() throws {
    let curve = try newYork()
    #expect(try level(curve, "2026-03-06T12:00:00Z") == 700_000)  // 07:00 EST
    #expect(try level(curve, "2026-03-06T11:30:00Z") == 400_000)  // 06:30 EST
    #expect(try level(curve, "2026-03-09T11:00:00Z") == 700_000)  // 07:00 EDT
    #expect(try level(curve, "2026-03-09T10:30:00Z") == 400_000)  // 06:30 EDT
    #expect(try level(curve, "2026-10-30T11:00:00Z") == 700_000)  // 07:00 EDT
    #expect(try level(curve, "2026-11-02T11:30:00Z") == 400_000)  // 06:30 EST
  }

  /// With a market that opens at 03:00 on Sundays, the ramp of two hours meets the change itself.
  @Test("a ramp skips what the clock skips, and repeats what it repeats")
  func rampOverAChange() throws {
    var curve = try newYork(ramp: .hours(2), opens: 180)
    curve.days = [.sunday]
    // Forward: 01:59:59 EST is followed by 03:00:00 EDT.
    #expect(try level(curve, "2026-03-08T06:00:00Z") == 100_000)  // 01:00
    #expect(try level(curve, "2026-03-08T06:30:00Z") == 250_000)  // 01:30
    #expect(try level(curve, "2026-03-08T07:00:00Z") == 700_000)  // 03:00
    // Back: 01:59:59 EDT is followed by 01:00:00 EST.
    #expect(try level(curve, "2026-11-01T05:30:00Z") == 250_000)  // 01:30 EDT
    #expect(try level(curve, "2026-11-01T06:00:00Z") == 100_000)  // 01:00 EST
    #expect(try level(curve, "2026-11-01T06:30:00Z") == 250_000)  // 01:30 EST
    #expect(try level(curve, "2026-11-01T07:30:00Z") == 550_000)  // 02:30 EST
  }

  @Test("without a ramp the load jumps, and a ramp reaches over midnight")
  func edges() throws {
    let steep = try newYork(ramp: .zero)
    #expect(try level(steep, "2026-11-23T06:59:59-05:00") == 100_000)
    #expect(try level(steep, "2026-11-23T07:00:00-05:00") == 700_000)
    #expect(try level(steep, "2026-11-23T18:00:00-05:00") == 100_000)
    let late = try newYork(opens: 30, closes: 1_440)
    #expect(try level(late, "2026-11-22T23:45:00-05:00") == 250_000)
    #expect(try level(late, "2026-11-23T00:15:00-05:00") == 550_000)
    #expect(try level(late, "2026-11-28T00:30:00-05:00") == 400_000)
    // Between two days the falling and the rising ramp cross; the higher one counts.
    #expect(try level(late, "2026-11-24T00:15:00-05:00") == 550_000)
  }

  @Test("the same whatever the zone of who asks: whole weeks repeat")
  func weeksRepeat() throws {
    let curve = try newYork()
    let start = try Instant(rfc3339: "2026-06-01T00:00:00Z")
    for minute in stride(from: Int64(0), to: 10_080, by: 7) {
      let at = start + .minutes(minute)
      #expect(
        curve.levelPerMillion(at: at) == curve.levelPerMillion(at: at + .days(7)), "\(at.rfc3339)")
    }
  }
}

@Suite("A load that follows a curve")
struct GeneratedLoadTests {
  private func load(seed: UInt64, noise: Int64, label: String = "a") throws -> GeneratedLoad {
    GeneratedLoad(
      following: try newYork(), of: MilliCPU(3_456_000), sharePermille: 250, noisePermille: noise,
      step: .minutes(5), from: try Instant(rfc3339: "2026-11-23T05:00:00Z"),
      to: try Instant(rfc3339: "2026-11-24T05:00:00Z"),
      stream: RandomStream(seed: seed, label: label))
  }

  @Test("without noise it is the curve, step by step")
  func withoutNoise() throws {
    let values = try load(seed: 1, noise: 0).values
    #expect(values.count == 288)
    #expect(values[0] == 86_400)  // 10 % of a quarter of 3,456 cores
    #expect(values[78] == 345_600)  // 06:30: 40 %
    #expect(values[84] == 604_800)  // 07:00: 70 %
  }

  @Test("noise stays in its bounds, is seeded, and has a stream of its own")
  func noise() throws {
    let plain = try load(seed: 1, noise: 0).values
    let noisy = try load(seed: 1, noise: 50).values
    #expect(noisy == (try load(seed: 1, noise: 50).values))
    #expect(noisy != (try load(seed: 2, noise: 50).values))
    #expect(noisy != (try load(seed: 1, noise: 50, label: "b").values))
    for (value, exact) in zip(noisy, plain) {
      #expect(abs(value - exact) * 20 <= exact + 20)
    }
    // Both sides occur, and the mean is the curve's: 288 draws of a uniform law of width 10 %.
    let ratio = Double(noisy.reduce(0, +)) / Double(plain.reduce(0, +))
    #expect(abs(ratio - 1) < 0.01)
    #expect(zip(noisy, plain).contains { $0 < $1 } && zip(noisy, plain).contains { $0 > $1 })
  }
}
