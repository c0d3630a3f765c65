import Planning
import SimulationKernel
import Testing
import Units

/// Parts that are divided and rounded have to add up to what is shown as their sum.
@Suite("Costs by driver")
struct CostComparisonTests {
  /// Amounts from 10⁻¹² to about 10⁷ units, some of them zero and some negative.
  private static func amount(_ stream: inout RandomStream) -> Money {
    let digits = stream.uniform(below: 20)
    var bound: UInt64 = 1
    for _ in 0..<digits { bound *= 10 }
    let size = Int128(stream.uniform(below: bound))
    return Money(picounits: stream.bernoulli(1, in: 8) ? -size : size)
  }

  @Test(
    "the differences of the drivers sum exactly to the difference of the totals",
    arguments: 0..<200)
  func sumsExactly(seed: Int) {
    var stream = RandomStream(seed: UInt64(seed), label: "test.costs")
    let names = (0..<Int(1 + stream.uniform(below: 8))).map { "driver.\($0)" }
    let seeds = (0..<Int(1 + stream.uniform(below: 60))).map { _ in
      var costs = CostComparison.Seed(baseline: [:], candidate: [:])
      for name in names {
        if stream.bernoulli(7, in: 8) { costs.baseline[name] = Self.amount(&stream) }
        if stream.bernoulli(7, in: 8) { costs.candidate[name] = Self.amount(&stream) }
      }
      return costs
    }
    let costs = CostComparison(currency: "USD", order: names, seeds: seeds)
    func total(_ side: KeyPath<CostComparison.Seed, [String: Money]>) -> Money {
      seeds.reduce(.zero) { sum, seed in
        names.reduce(sum) { $0 + (seed[keyPath: side][$1] ?? .zero) }
      }
    }
    let (baseline, candidate) = (total(\.baseline), total(\.candidate))
    #expect(costs.sums.difference == candidate - baseline, "seed \(seed)")
    func sum(_ differences: [Money]) -> Money { differences.reduce(.zero, +) }
    #expect(sum(costs.drivers.map(\.sums.difference)) == candidate - baseline, "seed \(seed)")
    #expect(sum(costs.drivers.map(\.means.difference)) == costs.means.difference, "seed \(seed)")
    #expect(sum(costs.drivers.map(\.shown.difference)) == costs.shown.difference, "seed \(seed)")
    // The totals are what dividing and rounding the exact sums alone gives.
    let count = Int64(seeds.count)
    for (unit, amounts) in [
      (Apportionment.exact, costs.means), (Apportionment.cent, costs.shown),
    ] {
      #expect(
        amounts.baseline == Apportionment.rounded(baseline, dividedBy: count, unit: unit),
        "seed \(seed)")
      #expect(
        amounts.candidate == Apportionment.rounded(candidate, dividedBy: count, unit: unit),
        "seed \(seed)")
    }
  }

  @Test("a part is less than one unit from its exact value", arguments: 0..<200)
  func staysClose(seed: Int) {
    var stream = RandomStream(seed: UInt64(seed), label: "test.parts")
    let amounts = (0..<Int(1 + stream.uniform(below: 9))).map { _ in Self.amount(&stream) }
    let divisor = Int64(1 + stream.uniform(below: 99))
    let parts = Apportionment.parts(of: amounts, dividedBy: divisor, unit: Apportionment.cent)
    for (amount, part) in zip(amounts, parts) {
      let error = part.picounits * Int128(divisor) - amount.picounits
      #expect(part.picounits % Apportionment.cent == 0, "seed \(seed)")
      #expect(error.magnitude < UInt128(divisor) * UInt128(Apportionment.cent), "seed \(seed)")
    }
  }

  @Test("of three drivers that make a cent, the one that lost most by rounding gets it")
  func smallExample() throws {
    let third = try Money(text: "0.003333333333")
    let seed = CostComparison.Seed(
      baseline: ["a": third, "b": third, "c": try Money(text: "0.003333333334")],
      candidate: [:])
    let costs = CostComparison(currency: "EUR", order: ["a", "b", "c"], seeds: [seed])
    #expect(costs.shown.baseline.text == "0.01")
    #expect(costs.drivers.map(\.shown.baseline.text) == ["0", "0", "0.01"])
    #expect(costs.interval == nil && costs.means.candidate == .zero)
  }

  @Test("the interval is that of the differences and apart from the spread of the totals")
  func intervalAndSpread() throws {
    // Totals 100, 200, 300 and each time 10, 11 or 12 less.
    let seeds = [(100, 90), (200, 189), (300, 288)].map { (baseline: Int64, candidate: Int64) in
      CostComparison.Seed(
        baseline: ["x": Money(units: baseline)], candidate: ["x": Money(units: candidate)])
    }
    let costs = CostComparison(currency: "USD", order: ["x"], seeds: seeds)
    let interval = try #require(costs.interval)
    // Student's quantile for two degrees of freedom is 4.3027; the standard error is 1/√3.
    #expect(abs(interval.mean + 11) < 1e-12 && abs(interval.halfWidth - 2.484_138) < 1e-5)
    #expect(costs.baselineSpread?.p5 == 100 && costs.baselineSpread?.p95 == 300)
    #expect(costs.relative(-20) == -0.1)
  }
}
