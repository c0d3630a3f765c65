import SimulationKernel
import Testing
import Units

@Suite("Distributions")
struct DistributionTests {
  @Test("parameters that make no distribution are errors with the value")
  func validation() {
    #expect(throws: DistributionError.notPositive(parameter: "mean", value: -1)) {
      try Distribution.exponential(mean: -1)
    }
    #expect(throws: DistributionError.notFinite(parameter: "mean", value: .infinity)) {
      try Distribution.exponential(mean: .infinity)
    }
    #expect(throws: DistributionError.self) { try Distribution.constant(.nan) }
    #expect(throws: DistributionError.emptyRange(low: 2, high: 2)) {
      try Distribution.uniform(low: 2, high: 2)
    }
    #expect(throws: DistributionError.notPositive(parameter: "shape", value: 0)) {
      try Distribution.weibull(shape: 0, scale: 1)
    }
    #expect(throws: DistributionError.notPositive(parameter: "sigma", value: 0)) {
      try Distribution.lognormal(mu: 0, sigma: 0)
    }
    #expect(throws: DistributionError.notPositive(parameter: "low", value: 0)) {
      try Distribution.boundedPareto(shape: 1, low: 0, high: 2)
    }
    #expect(throws: DistributionError.weightsDoNotSumToOne(sum: 0.75)) {
      try Distribution.hyperExponential(weights: [0.5, 0.25], means: [1, 2])
    }
    #expect(throws: DistributionError.negative(parameter: "weights[1]", value: -0.5)) {
      try Distribution.mixture(weights: [1.5, -0.5], components: [.zero, .zero])
    }
    #expect(throws: DistributionError.empty(parameter: "components")) {
      try Distribution.mixture(weights: [], components: [])
    }
    #expect(throws: DistributionError.self) {
      try Distribution.hyperExponential(weights: [1], means: [1, 2])
    }
    #expect(throws: DistributionError.self) {
      try Distribution.exponential(mean: 1).truncated(low: 100)
    }
    #expect(throws: DistributionError.emptyRange(low: 3, high: 2)) {
      try Distribution.exponential(mean: 1).truncated(low: 3, high: 2)
    }
  }

  @Test("tables that make no distribution are errors with the entry")
  func tableValidation() {
    func table(_ values: [Double], _ cumulative: [Double]) throws -> EmpiricalDistribution {
      try EmpiricalDistribution(values: values, cumulative: cumulative, interpolation: .step)
    }
    #expect(throws: DistributionError.empty(parameter: "values")) { try table([], []) }
    #expect(throws: DistributionError.self) { try table([1, 2], [1]) }
    #expect(throws: DistributionError.notAscending(parameter: "values", index: 1, value: 1)) {
      try table([1, 1], [0.5, 1])
    }
    #expect(throws: DistributionError.notAscending(parameter: "cumulative", index: 1, value: 0.4)) {
      try table([1, 2, 3], [0.5, 0.4, 1])
    }
    #expect(throws: DistributionError.incompleteTable(last: 0.9)) {
      try table([1, 2], [0.5, 0.9])
    }
    #expect(throws: DistributionError.self) { try table([.nan], [1]) }
  }

  @Test("error texts name the parameter, its value and what would be right")
  func errorTexts() {
    #expect(
      DistributionError.notPositive(parameter: "mean", value: -3).description
        == "mean is -3.0; it must be greater than 0")
    #expect(
      DistributionError.weightsDoNotSumToOne(sum: 0.9).description
        == "the weights sum to 0.9; they must sum to 1")
  }

  @Test("means are those of the textbook")
  func means() throws {
    func expect(_ mean: Double?, _ expected: Double, at line: SourceLocation = #_sourceLocation)
      throws
    {
      let mean = try #require(mean, sourceLocation: line)
      #expect(abs(mean - expected) < 1e-12 * max(1, abs(expected)), sourceLocation: line)
    }
    try expect(try Distribution.uniform(low: 2, high: 5).mean, 3.5)
    try expect(try Distribution.weibull(shape: 0.5, scale: 3).mean, 6)
    try expect(try Distribution.lognormal(mu: 0, sigma: 2).mean, 7.389_056_098_930_650_2)
    try expect(try Distribution.gamma(shape: 2.5, scale: 4).mean, 10)
    // α = 1: log(h / l) / (1/l − 1/h); α = 2: 2 l h / (l + h).
    try expect(
      try Distribution.boundedPareto(shape: 1, low: 1, high: 2).mean, 1.386_294_361_119_890_6)
    try expect(try Distribution.boundedPareto(shape: 2, low: 1, high: 3).mean, 1.5)
    try expect(
      try Distribution.hyperExponential(weights: [0.5, 0.5], means: [1, 3]).mean, 2)
    let table = try EmpiricalDistribution(
      values: [0, 10], cumulative: [0.2, 1], interpolation: .linear)
    try expect(table.mean, 4)
    #expect(try Distribution.exponential(mean: 1).truncated(high: 1).mean == nil)
  }

  @Test("a Kaplan-Meier curve that does not reach 0 needs a place for the rest")
  func kaplanMeier() throws {
    #expect(throws: DistributionError.incompleteTable(last: 0.75)) {
      try EmpiricalDistribution(times: [1, 2], survival: [0.5, 0.25])
    }
    let curve = try EmpiricalDistribution(
      times: [1, 2], survival: [0.5, 0.25], remainderAt: 24)
    #expect(curve.values == [1, 2, 24])
    #expect(curve.cumulative == [0.5, 0.75, 1])
    #expect(curve.mean == 0.5 + 0.5 + 6)
    #expect(curve.quantile(0.74) == 2)
    #expect(curve.quantile(0.75) == 24)
  }

  @Test("a sample becomes a table with ties joined")
  func sampleTable() throws {
    let table = try EmpiricalDistribution(sample: [3, 1, 3, 2])
    #expect(table.values == [1, 2, 3])
    #expect(table.cumulative == [0.25, 0.5, 1])
  }

  @Test("each law takes the number of words that its documentation says")
  func wordsDrawn() throws {
    let table = try EmpiricalDistribution(sample: [1, 2])
    let cases: [(Distribution, UInt64)] = [
      (try .constant(1), 0), (try .uniform(low: 0, high: 1), 1), (try .exponential(mean: 1), 1),
      (try .weibull(shape: 2, scale: 1), 1), (try .lognormal(mu: 0, sigma: 1), 1),
      (try .boundedPareto(shape: 1, low: 1, high: 2), 1), (.empirical(table), 1),
      (try .hyperExponential(weights: [0.5, 0.5], means: [1, 2]), 2),
      (try .exponential(mean: 1).truncated(low: 5), 1),
    ]
    for (law, words) in cases {
      var stream = RandomStream(seed: 1, label: "words")
      for _ in 0..<10 { _ = law.sample(&stream) }
      #expect(stream.drawn == 10 * words, "\(law.form)")
    }
  }

  @Test("spans are rounded to the nearest nanosecond and kept on the scale")
  func spans() throws {
    #expect(TimeSpan(roundingSeconds: 1.5) == .milliseconds(1_500))
    #expect(TimeSpan(roundingSeconds: 0.5e-9) == .zero)
    #expect(TimeSpan(roundingSeconds: 1.5e-9) == TimeSpan(nanoseconds: 2))
    #expect(TimeSpan(roundingSeconds: -1.4e-9) == TimeSpan(nanoseconds: -1))
    #expect(TimeSpan(roundingSeconds: 1e300) == .max)
    #expect(TimeSpan(roundingSeconds: -1e300) == TimeSpan(nanoseconds: .min))
    #expect(TimeSpan(roundingSeconds: .nan) == .zero)
    var stream = RandomStream(seed: 1, label: "span")
    #expect(try Distribution.constant(2).sampleSpan(&stream) == .seconds(2))
  }

  @Test(
    "the incomplete gamma function agrees with values computed to 40 digits",
    arguments: [
      (0.5, 0.1, 0.34527915398142298), (0.5, 3, 0.98569412156457036),
      (1, 2, 0.864664716763387308), (2.5, 1, 0.150854963915390364),
      (2.5, 2.5, 0.58411981300449208), (10, 12, 0.757607838329487651),
      (100, 90, 0.158220989186430168), (100, 130, 0.997249591632693474),
      (0.01, 1e-05, 0.896336798267197201), (1000, 1000, 0.504205244180215509),
    ] as [(Double, Double, Double)])
  func incompleteGamma(shape: Double, value: Double, expected: Double) throws {
    let law = try Distribution.gamma(shape: shape, scale: 1)
    #expect(abs(law.cumulativeProbability(at: value) - expected) < 2e-12)
  }

  @Test("the first samples of a law never change")
  func pinnedSamples() throws {
    var stream = RandomStream(seed: 1, label: "pinned")
    let laws: [Distribution] = [
      try .uniform(low: 0, high: 10), try .exponential(mean: 10),
      try .weibull(shape: 1.5, scale: 10), try .lognormal(mu: 1, sigma: 0.5),
      try .gamma(shape: 2.5, scale: 2), try .gamma(shape: 0.5, scale: 2),
      try .boundedPareto(shape: 1.2, low: 1, high: 100),
      try .hyperExponential(weights: [0.5, 0.5], means: [1, 10]),
    ]
    let samples = laws.map { $0.sample(&stream) }
    #expect(
      samples == [
        4.14595398807381, 16.447390220798347, 7.349652518549541, 5.003554542977235,
        11.455223315114205, 0.1262446645316642, 1.0701427753613633, 1.5041199809033556,
      ])
  }
}
