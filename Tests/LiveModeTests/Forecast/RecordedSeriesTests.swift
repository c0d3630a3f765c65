import LiveMode
import TestSupport
import Testing
import Units

/// Samples made into steps.
@Suite struct RecordedSeriesTests {
  private func series(
    _ readings: [(Int64, Int64)], longest: TimeSpan = .minutes(15)
  ) -> RecordedSeries {
    RecordedSeries(
      of: readings.map { (Instant(seconds: $0.0 * 60), $0.1) }, step: .minutes(10),
      longest: longest)
  }

  @Test func `a step is the mean of what was read, by how long it held`() {
    // 4 minutes of 10 and 6 of 20 are 16.
    #expect(series([(0, 10), (4, 20), (10, 20), (15, 20)]).values == [16, 20])
    // The last reading holds on to the end of its step, or until it is too old.
    #expect(series([(0, 10), (4, 20)]).values == [16])
    #expect(series([(3, 8), (13, 8)]).start == Instant(seconds: 0))
  }

  @Test func `a gap is not known, and a step that is known by half is`() {
    #expect(series([(0, 10), (40, 30)]).values == [10, 10, nil, nil, 30])
    #expect(series([(6, 10), (10, 10)]).values == [nil, 10])
  }

  @Test func `before an instant there is nothing behind it, and what is missing is not known`() {
    let made = series([(0, 10), (10, 20), (20, 30)])
    #expect(made.before(Instant(seconds: 1_500)).values == [10, 20])
    #expect(made.before(Instant(seconds: 3_000)).values == [10, 20, 30, nil, nil])
    #expect(made.before(Instant(seconds: -60)).values == [])
  }
}
