package import SimulationKernel
package import Units

/// What two variants cost over the same seeds, driver by driver, exactly.
package struct CostComparison: Sendable {
  /// One driver of cost, such as depreciation or spot machines.
  package struct Driver: Sendable {
    /// Its name: `cloud.spot`.
    package let name: String
    /// What it comes to over all seeds.
    package let sums: Amounts
    /// What it comes to a seed on average, to 10⁻¹² units, so rounded that the drivers sum to the
    /// average total.
    package internal(set) var means: Amounts
    /// The same, so rounded to cents that what is shown adds up.
    package internal(set) var shown: Amounts
  }

  /// The baseline's and the candidate's amount.
  package struct Amounts: Hashable, Sendable {
    /// The baseline's.
    package var baseline: Money
    /// The candidate's.
    package var candidate: Money

    /// Makes a pair.
    package init(baseline: Money, candidate: Money) {
      self.baseline = baseline
      self.candidate = candidate
    }

    /// No money on either side.
    package static let zero = Amounts(baseline: .zero, candidate: .zero)

    /// What the candidate costs more.
    package var difference: Money { candidate - baseline }

    /// The sums of both sides.
    package static func + (left: Amounts, right: Amounts) -> Amounts {
      Amounts(
        baseline: left.baseline + right.baseline, candidate: left.candidate + right.candidate)
    }
  }

  /// The costs of one seed, by driver.
  package struct Seed: Sendable {
    /// The baseline's drivers.
    package var baseline: [String: Money]
    /// The candidate's drivers.
    package var candidate: [String: Money]

    /// Makes the costs of a seed.
    package init(baseline: [String: Money], candidate: [String: Money]) {
      self.baseline = baseline
      self.candidate = candidate
    }
  }

  /// The currency of every amount.
  package let currency: String
  /// The drivers, in the order given.
  package let drivers: [Driver]
  /// How many seeds there are.
  package let seeds: Int
  /// Student's interval of the expected difference of the totals; nil with fewer than two seeds.
  package let interval: ConfidenceInterval?
  /// The candidate's totals over the seeds: their spread, not the uncertainty of their mean.
  package let candidateSpread: SampleSpread?
  /// The baseline's totals over the seeds.
  package let baselineSpread: SampleSpread?

  /// Compares the costs of several seeds.
  ///
  /// - Parameters:
  ///   - currency: The currency of both sides.
  ///   - order: The drivers' names in the order in which they are shown; each once.
  ///   - seeds: The costs of each seed; a driver that is not named has none.
  package init(currency: String, order: [String], seeds: [Seed]) {
    precondition(!seeds.isEmpty, "costs of no seed cannot be compared")
    self.currency = currency
    self.seeds = seeds.count
    var drivers = order.map { name in
      let sums = seeds.reduce(Amounts.zero) { sum, seed in
        sum
          + Amounts(
            baseline: seed.baseline[name] ?? .zero, candidate: seed.candidate[name] ?? .zero)
      }
      return Driver(name: name, sums: sums, means: .zero, shown: .zero)
    }
    let count = Int64(seeds.count)
    func round(_ side: KeyPath<Amounts, Money>, to unit: Int128) -> [Money] {
      Apportionment.parts(
        of: drivers.map { $0.sums[keyPath: side] }, dividedBy: count, unit: unit)
    }
    let means = (round(\.baseline, to: 1), round(\.candidate, to: 1))
    let shown = (
      round(\.baseline, to: Apportionment.cent), round(\.candidate, to: Apportionment.cent)
    )
    for index in drivers.indices {
      drivers[index].means = Amounts(baseline: means.0[index], candidate: means.1[index])
      drivers[index].shown = Amounts(baseline: shown.0[index], candidate: shown.1[index])
    }
    self.drivers = drivers
    var paired = PairedDifferences()
    var totals: (baseline: [Double], candidate: [Double]) = ([], [])
    for seed in seeds {
      let baseline = order.reduce(Money.zero) { $0 + (seed.baseline[$1] ?? .zero) }
      let candidate = order.reduce(Money.zero) { $0 + (seed.candidate[$1] ?? .zero) }
      totals.baseline.append(baseline.approximateUnits)
      totals.candidate.append(candidate.approximateUnits)
      paired.add(baseline: baseline.approximateUnits, alternative: candidate.approximateUnits)
    }
    interval = paired.confidenceInterval(level: MetricComparison.level)
    baselineSpread = SampleSpread(totals.baseline)
    candidateSpread = SampleSpread(totals.candidate)
  }

  /// The totals over all seeds.
  package var sums: Amounts { drivers.reduce(.zero) { $0 + $1.sums } }

  /// The average totals, to 10⁻¹² units.
  package var means: Amounts { drivers.reduce(.zero) { $0 + $1.means } }

  /// The average totals, in cents: the sums of what the drivers show.
  package var shown: Amounts { drivers.reduce(.zero) { $0 + $1.shown } }

  /// A difference over the baseline's average total; nil when that is 0.
  package func relative(_ difference: Double) -> Double? {
    let total = means.baseline.approximateUnits
    return total == 0 ? nil : difference / abs(total)
  }
}

extension Money {
  /// The amount in units of the currency, to the nearest double: for statistics, never for a ledger.
  package var approximateUnits: Double { Double(picounits) / 1e12 }
}
