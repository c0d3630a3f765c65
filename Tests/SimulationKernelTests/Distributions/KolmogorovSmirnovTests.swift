import SimulationKernel
import Testing

/// A law under test, by name.
struct NamedLaw: Sendable, CustomTestStringConvertible {
  var name: String
  var law: Distribution

  var testDescription: String { name }

  /// At least one law of each form, with parameters on both sides of where the algorithms change.
  static func all() throws -> [NamedLaw] {
    var laws: [NamedLaw] = []
    func add(_ name: String, _ law: Distribution) { laws.append(NamedLaw(name: name, law: law)) }
    add("constant", try .constant(3))
    add("uniform", try .uniform(low: -2, high: 5))
    add("exponential", try .exponential(mean: 40))
    for shape in [0.4, 0.7, 1, 1.5, 5] {
      add("weibull, shape \(shape)", try .weibull(shape: shape, scale: 7))
    }
    for sigma in [0.1, 1, 2.5] {
      add("lognormal, sigma \(sigma)", try .lognormal(mu: 1, sigma: sigma))
    }
    for shape in [0.05, 0.5, 1, 1.3, 8, 250] {
      add("gamma, shape \(shape)", try .gamma(shape: shape, scale: 3))
    }
    for shape in [0.6, 1, 2.5] {
      add("bounded Pareto, shape \(shape)", try .boundedPareto(shape: shape, low: 2, high: 500))
    }
    let hyper = try Distribution.hyperExponential(weights: [0.9, 0.1], means: [1, 30])
    add("hyper-exponential", hyper)
    let points = (values: [1, 2, 4, 9] as [Double], cumulative: [0.1, 0.5, 0.5, 1] as [Double])
    let step = try EmpiricalDistribution(
      values: points.values, cumulative: points.cumulative, interpolation: .step)
    add("empirical, step", .empirical(step))
    let line = try EmpiricalDistribution(
      values: points.values, cumulative: points.cumulative, interpolation: .linear)
    add("empirical, linear", .empirical(line))
    let mixture = try Distribution.mixture(
      weights: [0.25, 0, 0.75],
      components: [.constant(2), .constant(9), .lognormal(mu: 0, sigma: 1)])
    add("mixture with an atom", mixture)
    let normal = try Distribution.lognormal(mu: 3, sigma: 1)
    add("truncated on both sides by inversion", try normal.truncated(low: 5, high: 60))
    add("truncated above", try .exponential(mean: 1).truncated(high: 0.5))
    add("truncated tail", try .weibull(shape: 2, scale: 1).truncated(low: 2.5))
    add("truncated by rejection", try .gamma(shape: 2, scale: 1).truncated(low: 1, high: 4))
    add("truncated far out, by bisection", try .gamma(shape: 2, scale: 1).truncated(low: 9))
    add("truncated mixture whose atom lies on the bound", try mixture.truncated(low: 2, high: 6))
    add("truncated twice", try normal.truncated(low: 5).truncated(high: 60))
    return laws
  }
}

/// sup |Fₙ − F|, with both sides of every jump: for any law, with atoms or without.
func kolmogorovSmirnov(_ sorted: [Double], _ law: Distribution) -> Double {
  var distance = 0.0
  var index = 0
  while index < sorted.count {
    var end = index + 1
    while end < sorted.count, sorted[end] == sorted[index] { end += 1 }
    let below = law.cumulativeProbability(at: sorted[index].nextDown)
    let upTo = law.cumulativeProbability(at: sorted[index])
    distance = max(
      distance, abs(below - Double(index) / Double(sorted.count)),
      abs(upTo - Double(end) / Double(sorted.count)))
    index = end
  }
  return distance
}

@Suite("Samples follow their laws")
struct KolmogorovSmirnovTests {
  /// Optimised, the number that the acceptance names; otherwise a smoke test of the same code.
  private let draws = isRelease ? 200_000 : 2_000
  /// Of 31 right laws one in three seeds misses the 1 % point somewhere, so the seed is a fixed one: over
  /// 20 seeds 7 of 620 samples missed it. The smoke test takes the 0.1 % point.
  private let criticalDistance = isRelease ? 1.63 : 1.95

  @Test(
    "the Kolmogorov-Smirnov distance is below 1.63 / √n, its 1 % point",
    arguments: try NamedLaw.all())
  func distance(named: NamedLaw) {
    var stream = RandomStream(seed: 4, label: "kolmogorov." + named.name)
    var sample = (0..<draws).map { _ in named.law.sample(&stream) }
    sample.sort()
    let distance = kolmogorovSmirnov(sample, named.law)
    #expect(
      distance < criticalDistance / Double(draws).squareRoot(),
      "\(named.name): \(distance), n = \(draws)")
  }

  @Test(
    "the sample mean is near the mean, where it has a closed form", arguments: try NamedLaw.all())
  func mean(named: NamedLaw) throws {
    guard let mean = named.law.mean else { return }
    var stream = RandomStream(seed: 2, label: "mean." + named.name)
    let tally = Tally((0..<draws).map { _ in named.law.sample(&stream) })
    let error = try #require(tally.standardError)
    // Heavy tails make the normal approximation late: six standard errors.
    #expect(abs(tally.mean - mean) <= 6 * error + 1e-12, "\(named.name): \(tally.mean), \(mean)")
  }

  @Test("quantiles invert the cumulative curve", arguments: try NamedLaw.all())
  func quantiles(named: NamedLaw) {
    for probability in [0.001, 0.02, 0.31, 0.5, 0.77, 0.98, 0.9999] {
      let value = named.law.quantile(probability)
      let slack = 1e-9
      #expect(
        named.law.cumulativeProbability(at: value + abs(value) * 1e-12) >= probability - slack,
        "\(named.name) at \(probability)")
      #expect(
        named.law.cumulativeProbability(at: value - abs(value) * 1e-12) <= probability + slack
          || named.law.cumulativeProbability(at: value.nextDown) <= probability + slack,
        "\(named.name) at \(probability)")
    }
  }
}
