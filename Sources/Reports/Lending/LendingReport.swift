package import Units

/// An amount of money by what causes it, as the store's view `cost_by_variant` names it.
package struct CostLine: Hashable, Sendable {
  /// The driver's name, such as `cloud.spot`.
  package var driver: String
  /// The amount.
  package var amount: Money

  /// Makes a line.
  package init(driver: String, amount: Money) {
    self.driver = driver
    self.amount = amount
  }
}

/// How one promise fared in one member.
package struct PromiseCount: Hashable, Sendable {
  /// The promise's name, such as `owner-first`.
  package var promise: String
  /// How often it could have been broken.
  package var opportunities: Int64
  /// How often it was.
  package var breaches: Int64
  /// The worst breach in seconds; 0 when there was none.
  package var worstSeconds: Double

  /// Makes a count.
  package init(promise: String, opportunities: Int64, breaches: Int64, worstSeconds: Double) {
    self.promise = promise
    self.opportunities = opportunities
    self.breaches = breaches
    self.worstSeconds = worstSeconds
  }
}

/// A named amount of CPU: a part of a capacity, averaged over a member's horizon.
package struct CapacityPart: Hashable, Sendable {
  /// The part's name, such as `headroom`.
  package var name: String
  /// Cores.
  package var cores: Double

  /// Makes a part.
  package init(name: String, cores: Double) {
    self.name = name
    self.cores = cores
  }
}

/// What one seed of a variant says in single numbers.
package struct LendingMember: Sendable {
  /// The seed.
  package var seed: UInt64
  /// Its costs, in the order of the store.
  package var costs: [CostLine]
  /// Its promises, in the order of the store.
  package var promises: [PromiseCount]
  /// What the owner's capacity was used for, in the order of the store.
  package var capacity: [CapacityPart]

  /// Makes a member.
  package init(
    seed: UInt64, costs: [CostLine], promises: [PromiseCount], capacity: [CapacityPart]
  ) {
    self.seed = seed
    self.costs = costs
    self.promises = promises
    self.capacity = capacity
  }

  /// The sum of its costs.
  package var total: Money { costs.reduce(.zero) { $0 + $1.amount } }

  /// The sum of the costs whose driver begins so.
  package func total(ofDrivers prefix: String) -> Money {
    costs.filter { $0.driver.hasPrefix(prefix) }.reduce(.zero) { $0 + $1.amount }
  }
}

/// A stage of a machine in a cluster.
package struct MachineStretch: Sendable {
  /// The machine's name.
  package var machine: String
  /// The cluster's name.
  package var cluster: String
  /// The stage, as `MachineStage.name` has it.
  package var stage: String
  /// From when to when.
  package var span: Range<Instant>

  /// Makes a stretch.
  package init(machine: String, cluster: String, stage: String, span: Range<Instant>) {
    self.machine = machine
    self.cluster = cluster
    self.stage = stage
    self.span = span
  }
}

/// A time in which a machine may be lent, or from a recall to its limit.
package struct LendingSpan: Sendable {
  /// The machine's name.
  package var machine: String
  /// Whether it is a recall rather than a window.
  package var isRecall: Bool
  /// From when to when.
  package var span: Range<Instant>

  /// Makes a span.
  package init(machine: String, isRecall: Bool, span: Range<Instant>) {
    self.machine = machine
    self.isRecall = isRecall
    self.span = span
  }
}

/// A machine that its owner had back later than promised.
package struct LateReturn: Sendable {
  /// The machine's name.
  package var machine: String
  /// Whether it had been called back, rather than its window ended.
  package var isRecall: Bool
  /// From when it was due to when it was Ready for its owner.
  package var span: Range<Instant>

  /// Makes a late return.
  package init(machine: String, isRecall: Bool, span: Range<Instant>) {
    self.machine = machine
    self.isRecall = isRecall
    self.span = span
  }
}

/// Hourly means of the first seed of a variant, from the start of the run.
package struct LendingHours: Sendable {
  /// Cores that the owner owns.
  package var ownedCores: [Double] = []
  /// Cores that are used on them, wherever they serve.
  package var usedCores: [Double] = []
  /// Ready cores in the borrower's cluster, by source: `own`, `lent`, `spot`, `on-demand`.
  package var supply: [(source: String, cores: [Double])] = []
  /// Cores that running jobs request.
  package var requestedCores: [Double] = []
  /// Cores that waiting jobs request; empty when the store does not have them.
  package var queuedCores: [Double] = []

  /// Makes empty series.
  package init() {}
}

/// What a variant says about lending.
package struct LendingVariant: Sendable {
  /// The variant's name.
  package var name: String
  /// What the scenario says it is; may be empty.
  package var description: String
  /// Its seeds; the first one is shown in charts.
  package var members: [LendingMember]
  /// Hourly series of the first seed.
  package var hours: LendingHours
  /// The stages of machines of the first seed, by machine, then time.
  package var stretches: [MachineStretch]
  /// The windows and recalls of the first seed.
  package var spans: [LendingSpan]
  /// The late returns of the first seed, in the order in which they were due.
  package var late: [LateReturn]

  /// Makes a variant.
  package init(
    name: String, description: String, members: [LendingMember], hours: LendingHours,
    stretches: [MachineStretch], spans: [LendingSpan], late: [LateReturn]
  ) {
    self.name = name
    self.description = description
    self.members = members
    self.hours = hours
    self.stretches = stretches
    self.spans = spans
    self.late = late
  }

  /// Whether a machine was ever Ready in one of those clusters.
  package func lends(to borrowers: [String]) -> Bool {
    stretches.contains { borrowers.contains($0.cluster) && $0.stage == "ready" }
  }
}

/// An entry of the resolved scenario, and the variants in which it has that value.
package struct SettingLine: Sendable {
  /// The path of the entry, such as `prices.trading.lifeYears`.
  package var path: String
  /// Its value.
  package var value: String
  /// The variants; empty is all of them.
  package var variants: [String]

  /// Makes a line.
  package init(path: String, value: String, variants: [String] = []) {
    self.path = path
    self.value = value
    self.variants = variants
  }
}

/// What a run of lent machines says: values only, taken from the store and from nothing else.
package struct LendingReport: Sendable {
  /// The run, its metrics, inputs and digests.
  package var run: RunReport
  /// The end of the horizon.
  package var end: Instant
  /// The clock of the scenario's zone.
  package var clock: CivilClock
  /// The cluster that owns the machines.
  package var owner: String
  /// The clusters that borrow them, in which the jobs run; at least one.
  package var borrowers: [String]
  /// The currency of all amounts.
  package var currency: String
  /// The variants; the baseline comes first.
  package var variants: [LendingVariant]
  /// What the money, energy and promise figures rest on.
  package var settings: [SettingLine]
  /// Pools whose machines have no price.
  package var unpricedPools: [String]
  /// What a control plane did in which machines are lent beside its deployments.
  package var controlPlane: ControlPlaneReport?

  /// Makes a report.
  package init(
    run: RunReport, end: Instant, clock: CivilClock, owner: String, borrowers: [String],
    currency: String, variants: [LendingVariant], settings: [SettingLine],
    unpricedPools: [String]
  ) {
    self.run = run
    self.end = end
    self.clock = clock
    self.owner = owner
    self.borrowers = borrowers
    self.currency = currency
    self.variants = variants
    self.settings = settings
    self.unpricedPools = unpricedPools
  }

  /// The borrowers in words: `batch`, or `batch and risk`.
  package var borrowerNames: String {
    guard let last = borrowers.last, borrowers.count > 1 else { return borrowers.first ?? "" }
    return borrowers.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The variant that the others are held against.
  package var baseline: LendingVariant? { variants.first }

  /// All variants but the baseline.
  package var others: ArraySlice<LendingVariant> { variants.dropFirst() }

  /// `a week`, `a day`, or `in 8 days`: what amounts of this run are for.
  package var period: String {
    let day = TimeSpan.days(1).nanoseconds
    let length = (end - run.start).nanoseconds
    switch length {
    case day * 7: return "a week"
    case day: return "a day"
    case _ where length % day == 0: return "in \(length / day) days"
    default: return "in " + NumberText.duration(seconds: (end - run.start).secondsAsDouble)
    }
  }

  /// Whether charts, which show the first seed, leave seeds out.
  package var hasSeveralSeeds: Bool { variants.contains { $0.members.count > 1 } }

  /// What charts of the first seed say about that; empty for a run of one seed.
  package var firstSeedNote: String {
    guard hasSeveralSeeds, let seed = baseline?.members.first?.seed else { return "" }
    return "Charts show the first seed (\(seed)); single numbers are means over all seeds."
  }
}
