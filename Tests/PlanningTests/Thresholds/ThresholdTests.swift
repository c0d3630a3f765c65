import Planning
import Testing

@Suite("Thresholds")
struct ThresholdTests {
  @Test(
    "they are read as k6 writes them",
    arguments: [
      ("p95 < 1200", .percentile(95), .less, .number(1200)),
      ("p(99.9)<=1.5e3", .percentile(99.9), .atMost, .number(1500)),
      ("  mean  >=  -2 ", .mean, .atLeast, .number(-2)),
      ("avg > 2e-3", .mean, .greater, .number(0.002)),
      ("count==0", .count, .equal, .number(0)), ("min != .5", .min, .unequal, .number(0.5)),
      ("med < baseline", .median, .less, .baseline(factor: 1, offset: 0)),
      ("max <= baseline * 1.02", .max, .atMost, .baseline(factor: 1.02, offset: 0)),
      ("max <= baseline+5", .max, .atMost, .baseline(factor: 1, offset: 5)),
      ("p5 >= baseline*0.9-1", .percentile(5), .atLeast, .baseline(factor: 0.9, offset: -1)),
    ] as [(String, Threshold.Aggregation, Threshold.Comparison, Threshold.Bound)])
  func reading(
    text: String, aggregation: Threshold.Aggregation, comparison: Threshold.Comparison,
    bound: Threshold.Bound
  ) throws {
    let threshold = try Threshold(text)
    #expect(threshold.aggregation == aggregation)
    #expect(threshold.comparison == comparison)
    #expect(threshold.bound == bound)
    let again = try Threshold(threshold.description)
    #expect(again == threshold)
  }

  @Test(
    "what is wrong with one is said",
    arguments: [
      ("", "an aggregation is due"), ("p95", "an operator is due"), ("p95 <", "a number is due"),
      ("maen < 1", "no aggregation \"maen\""), ("p100 < 1", "no percentile \"100\""),
      ("p0 < 1", "no percentile \"0\""), ("p < 1", "no percentile \"\""),
      ("p(95 < 1", "not closed"), ("mean = 1", "instead of \"= 1\""),
      ("mean < base", "instead of \"base\""), ("mean < 1 s", "\"s\" follows"),
      ("mean < 1..2", "a number is due"), ("mean < baseline * x", "a number is due"),
      ("mean < 1e999", "a number is due"),
    ])
  func refusing(text: String, words: String) throws {
    let error = try #require(throws: ThresholdError.self) { try Threshold(text) }
    #expect(error.message.contains(words), "\(error)")
  }

  @Test("a slip is answered with the nearest word")
  func nearest() throws {
    let error = try #require(throws: ThresholdError.self) { try Threshold("maen < 1") }
    #expect(error.remedy == "did you mean \"mean\"?")
  }

  @Test(
    "aggregates are nearest ranks",
    arguments: [
      (.mean, 3), (.min, 1), (.max, 5), (.median, 3), (.count, 5), (.percentile(50), 3),
      (.percentile(80), 4), (.percentile(81), 5), (.percentile(1), 1),
    ] as [(Threshold.Aggregation, Double)])
  func aggregates(aggregation: Threshold.Aggregation, value: Double) {
    #expect(aggregation.value(of: [4, 1, 5, 2, 3]) == value)
  }

  @Test("a percentile takes as many seeds as tell it from the extreme")
  func samples() throws {
    let expected = [
      "p95": 20, "p99": 100, "p(99.9)": 1000, "p5": 20, "p50": 2, "med": 1, "count": 0,
    ]
    for (word, count) in expected {
      #expect(try Threshold("\(word) < 1").aggregation.samplesMin == count, "\(word)")
    }
    // The 999th of a thousand, though 99.9 is no binary fraction.
    let values = (1...1000).map(Double.init)
    #expect(Threshold.Aggregation.percentile(99.9).value(of: values) == 999)
  }

  private struct Case {
    var text: String
    var values: [Double]
    var seeds = 3
    var baseline: Result<[Double?], NoBaseline> = .success([10, 20, 30])
    var verdict: String
  }

  @Test("verdicts: passed, failed, and what cannot be judged")
  func verdicts() throws {
    let none = Result<[Double?], NoBaseline>.failure(NoBaseline("there is none"))
    let cases = [
      Case(text: "mean < 21", values: [10, 20, 30], verdict: "passed"),
      Case(text: "mean < 20", values: [10, 20, 30], verdict: "failed"),
      Case(text: "mean <= 20", values: [10, 20, 30], verdict: "passed"),
      Case(text: "mean < 21", values: [10, 20, 30], baseline: none, verdict: "passed"),
      Case(text: "mean == baseline", values: [20, 20, 20], verdict: "passed"),
      Case(text: "max < baseline * 0.9", values: [10, 20, 30], verdict: "failed"),
      Case(text: "max < baseline + 1", values: [10, 20, 30], verdict: "passed"),
      Case(
        text: "mean < baseline", values: [1, 2, 3], baseline: none, verdict: "not-judged"),
      Case(
        text: "mean < baseline", values: [1, 2, 3], baseline: .success([1, nil, 3]),
        verdict: "not-judged"),
      Case(text: "mean < 9", values: [1, 2], verdict: "not-judged"),
      Case(text: "mean < 9", values: [], verdict: "not-judged"),
      Case(text: "count == 0", values: [], verdict: "passed"),
      Case(text: "count == 3", values: [1, 2], verdict: "failed"),
      Case(text: "p95 < 9", values: [1, 2, 3], verdict: "not-judged"),
      Case(
        text: "p95 < 20", values: (1...20).map(Double.init), seeds: 20, verdict: "passed"),
    ]
    for item in cases {
      let outcome = ThresholdOutcome(
        try Threshold(item.text), values: item.values, seeds: item.seeds, baseline: item.baseline)
      #expect(outcome.verdict.word == item.verdict, "\(item): \(outcome)")
    }
  }
}
