package import Units

/// How good forecasts were, held against what came.
///
/// - MAPE, the mean of |actual − P50| / actual, over the steps whose actual value is not zero: a zero has no
///   relative error. How many were left out is told.
/// - WAPE, the sum of |actual − P50| over the sum of the actual values: zeros count
///   (S. Kolassa and W. Schütz, "Advantages of the MAD/Mean Ratio over the MAPE", Foresight 6, 2007).
/// - Pinball loss of a quantile q, the mean of q (a − f) where the actual value a is above its forecast f, and
///   of (1 − q) (f − a) else (R. Koenker and G. Bassett, "Regression Quantiles", Econometrica 46(1), 1978).
/// - Coverage, the share of steps whose actual value is from P5 to P95, both included; 90 % is aimed at.
/// - Skill, 1 − the sum of |actual − P50| over that of the naive forecast, which says that everything stays
///   as it was last: above 0 is better than naive, 1 is perfect.
package struct ForecastScore: Hashable, Sendable {
  /// How many steps were scored.
  package private(set) var count = 0
  /// How many of them were zero, and are left out of MAPE.
  package private(set) var zeros = 0
  private var relative = 0.0
  private var missed: Int128 = 0
  private var total: Int128 = 0
  private var naive: Int128 = 0
  private var inside = 0
  /// Hundredfold sums of the pinball losses.
  private var losses: [Int128] = [0, 0, 0]

  /// Nothing scored yet.
  package init() {}

  /// Takes a step in.
  ///
  /// - Parameters:
  ///   - step: Its forecast.
  ///   - actual: What came.
  ///   - last: What was last before the forecast was made.
  package mutating func add(_ step: SeasonalForecast.Step, actual: Int64, last: Int64) {
    count += 1
    let error = abs(Int128(actual) - Int128(step.p50))
    missed += error
    total += Int128(actual)
    naive += abs(Int128(actual) - Int128(last))
    if actual == 0 {
      zeros += 1
    } else {
      relative += Double(error) / Double(actual)
    }
    if step.p05 <= actual, actual <= step.p95 { inside += 1 }
    for (place, (percent, forecast)) in [(5, step.p05), (50, step.p50), (95, step.p95)].enumerated()
    {
      let above = Int128(actual) - Int128(forecast)
      losses[place] += above > 0 ? Int128(percent) * above : Int128(percent - 100) * above
    }
  }

  /// The mean relative error of P50; nil when nothing but zeros came.
  package var mape: Double? { count > zeros ? relative / Double(count - zeros) : nil }
  /// The sum of errors over the sum of what came; nil when nothing came.
  package var wape: Double? { total > 0 ? Double(missed) / Double(total) : nil }
  /// The mean pinball losses of P5, P50 and P95; nil when nothing was scored.
  package var pinball: [Double]? {
    count > 0 ? losses.map { Double($0) / 100 / Double(count) } : nil
  }
  /// The share of what came that was from P5 to P95; nil when nothing was scored.
  package var coverage: Double? { count > 0 ? Double(inside) / Double(count) : nil }
  /// How much better than naive; nil when the naive forecast was perfect.
  package var skill: Double? { naive > 0 ? 1 - Double(missed) / Double(naive) : nil }
}

/// Forecasts that were made with what was known at each of several origins, and their scores.
package struct Backtest: Hashable, Sendable {
  /// How good they were together.
  package var score = ForecastScore()
  /// How good each was, by its origin.
  package var origins: [(at: Instant, score: ForecastScore)] = []

  package static func == (left: Backtest, right: Backtest) -> Bool {
    left.score == right.score && left.origins.map(\.at) == right.origins.map(\.at)
      && left.origins.map(\.score) == right.origins.map(\.score)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(score) }

  /// Makes a forecast at each origin from what is before it alone, and scores it. An origin with less than
  /// a day before it, or nothing after it, gives none.
  package init(
    of series: RecordedSeries, at origins: [Instant], horizon: Int, calendar: DayCalendar
  ) {
    for origin in origins {
      let past = series.before(origin)
      guard let last = past.values.last(where: { $0 != nil }), let last,
        let forecast = SeasonalForecast(of: past, horizon: horizon, calendar: calendar)
      else { continue }
      var scored = ForecastScore()
      for (index, step) in forecast.steps.enumerated() {
        let place = past.values.count + index
        guard place < series.values.count, let actual = series.values[place] else { continue }
        scored.add(step, actual: actual, last: last)
        score.add(step, actual: actual, last: last)
      }
      if scored.count > 0 { self.origins.append((origin, scored)) }
    }
  }
}
