import Facts
import Planning
import SimulationKernel
import Testing

@Suite("Metrics, compared")
struct MetricComparisonTests {
  private static func compare(
    _ name: String, _ baseline: [Double?], _ candidate: [Double?]
  ) throws -> MetricComparison {
    let definition = try #require(MetricRegistry.metric(named: name))
    return MetricComparison(
      definition, values: zip(baseline, candidate).map { (baseline: $0, candidate: $1) })
  }

  private struct Case {
    var name: String
    var baseline: [Double?]
    var candidate: [Double?]
    var mark: MetricComparison.Mark
    var judgement: MetricComparison.Judgement
  }

  private static let base: [Double?] = [100, 110, 120, 130, 140, 150]

  private static func shifted(_ shifts: [Double]) -> [Double?] {
    zip(base, shifts).map { pair in pair.0.map { $0 + pair.1 } }
  }

  @Test("the judgement follows interval, floor and direction")
  func judgements() throws {
    let cases = [
      Case(
        name: "job.wait.mean", baseline: Self.base, candidate: Self.base, mark: .unchanged,
        judgement: .equal),
      Case(
        name: "job.wait.mean", baseline: Self.base,
        candidate: Self.shifted([-9, -10, -11, -9, -10, -12]), mark: .changed, judgement: .better),
      Case(
        name: "job.wait.mean", baseline: Self.base,
        candidate: Self.shifted([9, 10, 11, 9, 10, 12]),
        mark: .changed, judgement: .worse),
      Case(
        name: "job.finished", baseline: Self.base, candidate: Self.shifted([9, 10, 11, 9, 10, 12]),
        mark: .changed, judgement: .better),
      Case(
        name: "job.finished", baseline: Self.base,
        candidate: Self.shifted([-9, -10, -11, -9, -10, -12]), mark: .changed, judgement: .worse),
      Case(
        name: "node.hours", baseline: Self.base, candidate: Self.shifted([9, 10, 11, 9, 10, 12]),
        mark: .changed, judgement: .different),
      Case(
        name: "job.wait.mean", baseline: Self.base, candidate: Self.shifted([1, 2, 1, 2, 1, 2]),
        mark: .changed, judgement: .small),
      Case(
        name: "job.wait.mean", baseline: Self.base,
        candidate: Self.shifted([-20, 20, -20, 20, -19, 20]), mark: .changed, judgement: .unclear),
      Case(
        name: "job.wait.mean", baseline: [1, 2, 3, 4, 5], candidate: [2, 3, 4, 5, 6],
        mark: .changed, judgement: .tooFewPairs),
      Case(
        name: "job.wait.mean", baseline: [nil, nil], candidate: [1, 2], mark: .added,
        judgement: .missing),
      Case(
        name: "job.wait.mean", baseline: [1, 2], candidate: [nil, nil], mark: .removed,
        judgement: .missing),
    ]
    for item in cases {
      let metric = try Self.compare(item.name, item.baseline, item.candidate)
      #expect(metric.mark == item.mark, "\(item)")
      #expect(metric.judgement == item.judgement, "\(item)")
    }
  }

  @Test("one pair has no interval, two have Student's, six a bootstrap")
  func intervals() throws {
    let one = try Self.compare("job.wait.mean", [100], [90])
    #expect(one.interval == nil && one.bootstrap == nil && one.detectableDifference == nil)
    #expect(one.meanDifference == -10 && one.relativeDifference == -0.1)
    let two = try Self.compare("job.wait.mean", [100, 100], [90, 88])
    // Twelve point seven standard errors of 1 around −11.
    let interval = try #require(two.interval)
    #expect(abs(interval.lower + 23.706_205) < 1e-5 && two.bootstrap == nil)
    // (12.7062 + 1.3764) standard errors.
    #expect(abs(try #require(two.detectableDifference) - 14.082_587) < 1e-4)
    let six = try Self.compare("job.wait.mean", Self.base, Self.shifted([1, 2, 3, 4, 5, 6]))
    let bootstrap = try #require(six.bootstrap)
    #expect(bootstrap.lower < 3.5 && bootstrap.upper > 3.5 && bootstrap.lower >= 1)
  }

  @Test("seeds that miss the metric on one side are no pairs")
  func partialPairs() throws {
    let metric = try Self.compare("job.wait.mean", [1, nil, 3], [2, 5, nil])
    #expect(metric.pairs == 1 && metric.meanDifference == 1 && metric.mark == .changed)
    #expect(metric.baseline?.mean == 2 && metric.candidate?.mean == 3.5)
  }
}

@Suite("The paired bootstrap")
struct PairedBootstrapTests {
  @Test("it needs six pairs, and says the same each time")
  func sameEachTime() {
    #expect(PairedBootstrap([1, 2, 3, 4, 5]) == nil)
    let differences = [1.0, -2, 3, 4, -1, 2, 0.5]
    #expect(PairedBootstrap(differences) == PairedBootstrap(differences))
  }

  @Test("equal differences leave nothing to resample")
  func constant() throws {
    let none = try #require(PairedBootstrap(Array(repeating: 0, count: 9)))
    #expect(none.lower == 0 && none.upper == 0 && none.probability == 1)
    let some = try #require(PairedBootstrap(Array(repeating: -0.1, count: 9)))
    #expect(some.lower == -0.1 && some.upper == -0.1 && some.probability < 0.001)
  }

  @Test("over many nearly normal differences it agrees with Student's interval", arguments: 0..<5)
  func nearStudent(seed: Int) throws {
    var stream = RandomStream(seed: UInt64(seed), label: "test.bootstrap")
    let differences = (0..<200).map { _ in
      (0..<12).reduce(0.5) { sum, _ in sum + stream.unit() } - 6
    }
    let bootstrap = try #require(PairedBootstrap(differences))
    let student = try #require(Tally(differences).confidenceInterval(level: 0.95))
    #expect(abs(bootstrap.lower - student.lower) < 0.1 * student.halfWidth, "seed \(seed)")
    #expect(abs(bootstrap.upper - student.upper) < 0.1 * student.halfWidth, "seed \(seed)")
  }

  @Test("without a true difference about one interval in twenty excludes none")
  func coverage() throws {
    var misses = 0
    for seed in 0..<400 {
      var stream = RandomStream(seed: UInt64(seed), label: "test.coverage")
      let differences = (0..<20).map { _ in stream.unit() - stream.unit() }
      let bootstrap = try #require(PairedBootstrap(differences, resamples: 1_000))
      if bootstrap.lower > 0 || bootstrap.upper < 0 { misses += 1 }
    }
    // The percentile interval is a little too narrow with twenty pairs: some 6 to 7 %. The bounds are
    // those values with four standard deviations of a count out of 400 around them.
    #expect((8...48).contains(misses), "\(misses) of 400")
  }

  @Test("Holm's correction, by hand")
  func holm() {
    #expect(PairedBootstrap.holm([]).isEmpty)
    let adjusted = PairedBootstrap.holm([0.01, 0.04, 0.03, 0.005])
    for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) {
      #expect(abs(value - expected) < 1e-15)
    }
    #expect(PairedBootstrap.holm([0.9, 0.8]) == [1, 1])
  }
}
