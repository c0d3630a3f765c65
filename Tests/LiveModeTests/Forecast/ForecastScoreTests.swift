import LiveMode
import Testing
import Units

/// Scores against values that were worked out by hand.
@Suite struct ForecastScoreTests {
  private func step(_ p05: Int64, _ p50: Int64, _ p95: Int64) -> SeasonalForecast.Step {
    SeasonalForecast.Step(at: .epoch, p05: p05, p50: p50, p95: p95, method: .week, basis: 100)
  }

  @Test func `three steps by hand`() throws {
    var score = ForecastScore()
    score.add(step(80, 100, 120), actual: 100, last: 50)
    score.add(step(80, 100, 120), actual: 130, last: 50)
    score.add(step(0, 10, 20), actual: 0, last: 50)
    #expect(score.count == 3 && score.zeros == 1)
    // (0/100 + 30/130) / 2; (0 + 30 + 10) / 230; 1 − 40 / (50 + 80 + 50).
    #expect(try #require(score.mape) == 30.0 / 130 / 2)
    #expect(try #require(score.wape) == 40.0 / 230)
    #expect(try #require(score.skill) == 1 - 40.0 / 180)
    #expect(try #require(score.coverage) == 2.0 / 3)
    // P5: 0.05 × 20, 0.05 × 50, 0; P50: 0, 15, 5; P95: 0.05 × 20, 0.95 × 10, 0.05 × 20.
    #expect(try #require(score.pinball) == [3.5 / 3, 20.0 / 3, 11.5 / 3])
  }

  @Test func `what cannot be said is not said`() {
    var score = ForecastScore()
    #expect(score.coverage == nil && score.pinball == nil)
    score.add(step(0, 0, 0), actual: 0, last: 0)
    #expect(score.mape == nil && score.wape == nil && score.skill == nil && score.coverage == 1)
  }
}
