import LiveMode
import TestSupport
import Units

/// Series whose law is known.
enum SyntheticSeries {
  /// Monday 1 June 2026, 00:00 UTC.
  static let monday = Instant(seconds: 1_780_272_000)
  static let step = TimeSpan.minutes(15)
  static let perDay = 96
  static let utc = DayCalendar(zone: .utc)

  /// So many days of a rule for each step.
  static func series(days: Int, _ rule: (Int) -> Int64?) -> RecordedSeries {
    RecordedSeries(start: monday, step: step, values: (0..<days * perDay).map(rule))
  }

  /// A working day's load in thousandths: high from eight to eighteen, at weekends low all day.
  static func market(_ index: Int) -> Int64 {
    let day = index / perDay % 7
    let quarter = index % perDay
    return day < 5 && (32..<72).contains(quarter) ? 70_000 : 10_000
  }

  /// Noise from a dozen uniform draws: nearly normal, with that standard deviation.
  static func noise(_ generator: inout SeededGenerator, deviation: Int64) -> Int64 {
    let sum = (0..<12).reduce(Int64(0)) { sum, _ in sum + generator.below(2_001) - 1_000 }
    // The variance of a uniform draw from −1,000 to 1,000 is a third of a million.
    return sum * deviation / 2_000
  }
}
