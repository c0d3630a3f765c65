package import Units

/// How an amount of money is spread over the seeds of a variant.
package struct MoneySpread: Sendable {
  /// The mean, rounded to 10⁻¹² units.
  package var mean: Money
  /// The 5th percentile, by the nearest-rank rule.
  package var p5: Money
  /// The 95th percentile, by the nearest-rank rule.
  package var p95: Money
  /// How many seeds there are.
  package var count: Int

  /// The spread of amounts, or nil when there is none.
  package init?(_ amounts: [Money]) {
    guard !amounts.isEmpty else { return nil }
    let sorted = amounts.sorted()
    func rank(_ percent: Int) -> Money {
      sorted[max(1, (sorted.count * percent + 99) / 100) - 1]
    }
    mean = amounts.reduce(.zero, +).multiplied(by: 1, over: Int128(amounts.count))
    p5 = rank(5)
    p95 = rank(95)
    count = amounts.count
  }

  /// The mean, with its percentiles in brackets when seeds differ.
  package func words(_ text: MoneyText, signed: Bool = false) -> String {
    func write(_ money: Money) -> String { signed ? text.signed(money) : text.amount(money) }
    guard count > 1, p5 != p95 else { return write(mean) }
    return "\(write(mean)) [\(write(p5)) … \(write(p95))]"
  }
}

extension LendingVariant {
  /// The mean over the seeds of each driver, in the order in which the drivers first appear.
  package var meanCosts: [CostLine] {
    var sums: [CostLine] = []
    for line in members.flatMap(\.costs) {
      if let index = sums.firstIndex(where: { $0.driver == line.driver }) {
        sums[index].amount += line.amount
      } else {
        sums.append(line)
      }
    }
    return sums.map {
      CostLine(
        driver: $0.driver, amount: $0.amount.multiplied(by: 1, over: Int128(members.count)))
    }
  }

  /// The sum of the mean costs: the parts sum to it exactly.
  package var meanTotal: Money { meanCosts.reduce(.zero) { $0 + $1.amount } }

  /// The promises with opportunities and breaches summed over the seeds, and the worst of them all.
  package var promises: [PromiseCount] {
    var sums: [PromiseCount] = []
    for count in members.flatMap(\.promises) {
      if let index = sums.firstIndex(where: { $0.promise == count.promise }) {
        sums[index].opportunities += count.opportunities
        sums[index].breaches += count.breaches
        sums[index].worstSeconds = max(sums[index].worstSeconds, count.worstSeconds)
      } else {
        sums.append(count)
      }
    }
    return sums
  }

  /// The parts of the owner's capacity, means over the seeds, in the order of the store.
  package var meanCapacity: [CapacityPart] {
    var sums: [CapacityPart] = []
    for part in members.flatMap(\.capacity) {
      if let index = sums.firstIndex(where: { $0.name == part.name }) {
        sums[index].cores += part.cores
      } else {
        sums.append(part)
      }
    }
    return sums.map { CapacityPart(name: $0.name, cores: $0.cores / Double(members.count)) }
  }

  /// The share of the owned cores that were used over the hours of the first seed.
  package var ownedUse: Double? {
    let owned = hours.ownedCores.reduce(0, +)
    return owned > 0 ? hours.usedCores.reduce(0, +) / owned : nil
  }
}

extension LendingReport {
  /// How amounts of this run are written.
  package var moneyText: MoneyText {
    MoneyText(
      currency: currency,
      largest: variants.map(\.meanTotal).max { $0.picounits.magnitude < $1.picounits.magnitude }
        ?? .zero)
  }

  /// What a variant costs less than the baseline, seed by seed: seeds that both have.
  package func savings(of variant: LendingVariant) -> [Money] {
    guard let baseline else { return [] }
    return variant.members.compactMap { member in
      baseline.members.first { $0.seed == member.seed }.map { $0.total - member.total }
    }
  }

  /// The baseline and the variant driver by driver: every driver that either has.
  package func drivers(of variant: LendingVariant) -> [(driver: String, from: Money, to: Money)] {
    let before = baseline?.meanCosts ?? []
    let after = variant.meanCosts
    let names =
      before.map(\.driver)
      + after.map(\.driver).filter { name in
        !before.contains { $0.driver == name }
      }
    return names.map { name in
      (
        driver: name, from: before.first { $0.driver == name }?.amount ?? .zero,
        to: after.first { $0.driver == name }?.amount ?? .zero
      )
    }
  }

  /// The times of the horizon in which no machine may be lent: by the windows of that variant, or,
  /// where it has none, by those of all variants.
  package func closedTimes(of variant: LendingVariant) -> [Range<Instant>] {
    let own = variant.spans.filter { !$0.isRecall }
    let windows = (own.isEmpty ? variants.flatMap(\.spans).filter { !$0.isRecall } : own)
      .map(\.span).sorted { $0.lowerBound < $1.lowerBound }
    guard !windows.isEmpty else { return [] }
    var closed: [Range<Instant>] = []
    var edge = run.start
    for window in windows {
      if window.lowerBound > edge { closed.append(edge..<min(window.lowerBound, end)) }
      edge = max(edge, window.upperBound)
    }
    if edge < end { closed.append(edge..<end) }
    return closed.filter { !$0.isEmpty }
  }
}
