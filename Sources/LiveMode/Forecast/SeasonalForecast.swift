package import Units

/// A forecast of a series: what it was when things were alike, and how far that was off so far.
///
/// The point is the seasonal naive one: the latest value of the same slot of the calendar before the origin
/// (R. J. Hyndman and G. Athanasopoulos, "Forecasting: Principles and Practice", 3rd ed., s5.2). It is P50,
/// without a correction by the median miss, which after a change of level would count it twice. The band is made of
/// quantiles of what that method missed before: each recorded step is forecast by what was known as many
/// days ahead of it, its residual is taken, and the quantile `q` of n residuals is the one of rank
/// ⌈q (n + 1)⌉, counted from below for q above a half and from above for the others. With exchangeable
/// residuals the value of the step lies at or below it with probability q at least (V. Vovk, A. Gammerman,
/// G. Shafer, "Algorithmic Learning in a Random World", 2005, s2.3). Residuals of about the same hour and
/// kind of day are taken where there are enough of them.
package struct SeasonalForecast: Hashable, Sendable {
  /// How a step was forecast.
  package enum Method: String, CaseIterable, Hashable, Sendable {
    /// As a week ago, or weeks.
    case week = "seasonal-week"
    /// As on the day of that kind before.
    case dayType = "seasonal-day-type"
    /// Nothing like it is recorded: any value that was.
    case level
  }

  /// A step of the forecast.
  package struct Step: Hashable, Sendable {
    /// When it begins.
    package var at: Instant
    /// With 5 % probability the value is below it.
    package var p05: Int64
    /// With 50 % probability the value is below it.
    package var p50: Int64
    /// With 95 % probability the value is below it.
    package var p95: Int64
    /// How it was forecast.
    package var method: Method
    /// From how many residuals, or values, its band comes.
    package var basis: Int

    /// Makes a step.
    package init(
      at: Instant, p05: Int64, p50: Int64, p95: Int64, method: Method, basis: Int
    ) {
      self.at = at
      self.p05 = p05
      self.p50 = p50
      self.p95 = p95
      self.method = method
      self.basis = basis
    }
  }

  /// How many residuals of about the same hour make them preferred to all residuals.
  package static let enough = 40

  /// The steps of the horizon.
  package var steps: [Step]
  /// How stretches of time were told apart.
  package var season: DayCalendar.Season

  /// Forecasts a series from its end on.
  ///
  /// - Parameters:
  ///   - series: What is known; its last step ends at the origin.
  ///   - horizon: How many steps.
  ///   - calendar: Which stretches are alike.
  /// - Returns: nil when less than a day of the series is known.
  package init?(of series: RecordedSeries, horizon: Int, calendar: DayCalendar) {
    let perDay = Int(TimeSpan.days(1).nanoseconds / series.step.nanoseconds)
    guard series.known >= perDay else { return nil }
    let isLong = series.values.count >= 14 * perDay
    season = isLong ? .week : .dayType
    var memory = SeasonalMemory(series, calendar, season)
    var coarse = isLong ? SeasonalMemory(series, calendar, .dayType) : nil
    steps = []
    for index in 0..<horizon {
      let at = series.instant(series.values.count + index)
      let ahead = index / perDay + 1
      if let step = memory.step(at, ahead: ahead, isLong ? .week : .dayType) {
        steps.append(step)
      } else if let step = coarse?.step(at, ahead: ahead, .dayType) {
        steps.append(step)
      } else {
        steps.append(memory.level(at))
      }
    }
  }
}

/// What a series was at each slot, and what forecasts by that missed.
private struct SeasonalMemory {
  private let series: RecordedSeries
  private let calendar: DayCalendar
  private let season: DayCalendar.Season
  private let perDay: Int
  /// The latest value of each slot.
  private var latest: [Int64: Int64] = [:]
  /// Residuals of forecasts so many days ahead, with the slot of the day type, in the order of time.
  private var residuals: [Int: [(hour: Int64, value: Int64)]] = [:]
  private var sortedValues: [Int64] = []

  init(_ series: RecordedSeries, _ calendar: DayCalendar, _ season: DayCalendar.Season) {
    self.series = series
    self.calendar = calendar
    self.season = season
    perDay = Int(TimeSpan.days(1).nanoseconds / series.step.nanoseconds)
    for index in series.values.indices {
      guard let value = series.values[index] else { continue }
      latest[slot(of: index)] = value
    }
  }

  private func slot(of index: Int) -> Int64 {
    calendar.slot(of: series.instant(index), step: series.step, season)
  }

  /// The hour of the kind of day.
  private func hour(_ at: Instant) -> Int64 {
    calendar.slot(of: at, step: .hours(1), .dayType)
  }

  /// Residuals of the method when it forecasts so many days ahead.
  private mutating func residuals(ahead: Int) -> [(hour: Int64, value: Int64)] {
    if let known = residuals[ahead] { return known }
    var made: [(hour: Int64, value: Int64)] = []
    var seen: [Int64: Int64] = [:]
    for index in series.values.indices {
      // What was known then: everything that is as many days old.
      let old = index - ahead * perDay
      if old >= 0, let value = series.values[old] { seen[slot(of: old)] = value }
      guard let value = series.values[index], let point = seen[slot(of: index)] else { continue }
      made.append((hour(series.instant(index)), value - point))
    }
    residuals[ahead] = made
    return made
  }

  /// The forecast of a step; nil when its slot was never recorded, or nothing says how far off it may be.
  mutating func step(
    _ at: Instant, ahead: Int, _ method: SeasonalForecast.Method
  ) -> SeasonalForecast.Step? {
    guard let point = latest[calendar.slot(of: at, step: series.step, season)] else { return nil }
    let all = residuals(ahead: ahead)
    let hour = hour(at)
    let near = all.filter { isNear($0.hour, hour) }.map(\.value)
    let taken = near.count >= SeasonalForecast.enough ? near : all.map(\.value)
    guard taken.count >= SeasonalForecast.enough else { return nil }
    let sorted = taken.sorted()
    let low = max(point + Quantile.of(sorted, 5), 0)
    let high = max(point + Quantile.of(sorted, 95), 0)
    return SeasonalForecast.Step(
      at: at, p05: low, p50: min(max(point, low), high), p95: high, method: method,
      basis: taken.count)
  }

  /// Whether two hours are of one kind of day and at most one apart.
  private func isNear(_ one: Int64, _ other: Int64) -> Bool {
    guard one / 24 == other / 24 else { return false }
    let apart = abs(one - other)
    return apart <= 1 || apart == 23
  }

  /// The forecast of a step of which nothing like it is known: what was recorded at any time.
  mutating func level(_ at: Instant) -> SeasonalForecast.Step {
    if sortedValues.isEmpty { sortedValues = series.values.compactMap { $0 }.sorted() }
    return SeasonalForecast.Step(
      at: at, p05: max(Quantile.of(sortedValues, 5), 0), p50: max(Quantile.of(sortedValues, 50), 0),
      p95: max(Quantile.of(sortedValues, 95), 0), method: .level, basis: sortedValues.count)
  }
}

/// Quantiles of whole numbers that are in order.
enum Quantile {
  /// The one of rank ⌈q (n + 1)⌉ from below for q of 50 % and more, and its mirror image else: never
  /// further inside than the share of values asks for.
  static func of(_ sorted: [Int64], _ percent: Int) -> Int64 {
    precondition(!sorted.isEmpty && (1...99).contains(percent), "a quantile of values")
    if percent == 50 {
      let middle = sorted.count / 2
      if sorted.count % 2 == 1 { return sorted[middle] }
      let (low, high) = (sorted[middle - 1], sorted[middle])
      return low + (high - low) / 2
    }
    let share = max(percent, 100 - percent)
    let rank = min((share * (sorted.count + 1) + 99) / 100, sorted.count)
    return percent > 50 ? sorted[rank - 1] : sorted[sorted.count - rank]
  }
}
