package import Units

/// The load of a business that follows market hours, as parts of what its owner has.
///
/// From `opensMinute` to `closesMinute` of each of its `days` the load is `insidePermille`, else
/// `outsidePermille`. It rises in a straight line for `ramp` before the opening, and falls so for
/// `ramp` after the close: the machines are needed when the market opens, not an hour later. On a
/// holiday the whole day is outside; on an early close the inside ends then.
///
/// Everything is read off the clock of `zone`, ramps too: what the clock skips does not occur, and
/// an hour that it shows twice has the same load twice. Levels are whole millionths, so that no
/// rounding of a processor shows in a run.
///
/// The default figures of scenarios, 70 % inside and 10 % outside, are those of the announcement of
/// 5-Spot by FINOS: "70% utilization during market hours", "just 10% overnight".
package struct MarketHoursCurve: Hashable, Sendable {
  /// The zone whose clock and calendar count.
  package var zone: ZoneRules
  /// The days on which the market opens.
  package var days: [Weekday]
  /// Minutes since 00:00 at which it opens.
  package var opensMinute: Int
  /// Minutes since 00:00 at which it closes, after the opening; 1,440 is midnight.
  package var closesMinute: Int
  /// The load while it is open, in thousandths.
  package var insidePermille: Int64
  /// The load while it is closed, in thousandths.
  package var outsidePermille: Int64
  /// How long the load takes from one to the other; counted in whole seconds, at most a day.
  package var ramp: TimeSpan
  /// Dates without market.
  package var holidays: Set<CivilDate>
  /// The minute of the close on dates that end early.
  package var earlyCloses: [CivilDate: Int]

  /// Makes a curve.
  package init(
    zone: ZoneRules, days: [Weekday], opensMinute: Int, closesMinute: Int, insidePermille: Int64,
    outsidePermille: Int64, ramp: TimeSpan, holidays: Set<CivilDate> = [],
    earlyCloses: [CivilDate: Int] = [:]
  ) {
    precondition(0 <= opensMinute && opensMinute < closesMinute && closesMinute <= 1_440)
    precondition(ramp >= .zero && ramp <= .days(1), "a ramp of \(ramp.text) is beyond a day")
    self.zone = zone
    self.days = days
    self.opensMinute = opensMinute
    self.closesMinute = closesMinute
    self.insidePermille = insidePermille
    self.outsidePermille = outsidePermille
    self.ramp = ramp
    self.holidays = holidays
    self.earlyCloses = earlyCloses
  }

  /// The load at an instant, in millionths of the whole.
  package func levelPerMillion(at instant: Instant) -> Int64 {
    let reading = zone.civil(at: instant)
    let rampSeconds = ramp.nanoseconds / 1_000_000_000
    // Without a ramp the load has risen or it has not: one step of height.
    let height = max(rampSeconds, 1)
    var risen: Int64 = 0
    // A ramp may reach over midnight into the day before or after its own.
    for day in -1...1 {
      let date = reading.date.adding(days: day)
      guard let hours = hours(of: date) else { continue }
      let second = Int64(reading.secondsOfDay - day * 86_400)
      risen = max(risen, Self.risen(at: second, hours: hours, ramp: rampSeconds))
    }
    let (inside, outside) = (insidePermille * 1_000, outsidePermille * 1_000)
    return outside + Self.rounded(Int128(inside - outside) * Int128(risen), over: Int128(height))
  }

  /// The seconds of a date between which the market is open; nil when it stays closed.
  private func hours(of date: CivilDate) -> Range<Int64>? {
    guard days.contains(date.weekday), !holidays.contains(date) else { return nil }
    let closes = min(closesMinute, earlyCloses[date] ?? closesMinute)
    guard opensMinute < closes else { return nil }
    return Int64(opensMinute) * 60..<Int64(closes) * 60
  }

  /// How far the load has risen at a second of the day, of the ramp's seconds or of 1 without ramp.
  private static func risen(at second: Int64, hours: Range<Int64>, ramp: Int64) -> Int64 {
    if hours.contains(second) { return max(ramp, 1) }
    let before = second - (hours.lowerBound - ramp)
    let after = hours.upperBound + ramp - second
    return max(0, min(before, after, ramp))
  }

  /// A quotient rounded to the nearest whole number, halves away from zero.
  private static func rounded(_ value: Int128, over divisor: Int128) -> Int64 {
    let half = value < 0 ? -divisor / 2 : divisor / 2
    return Int64((value + half) / divisor)
  }
}
