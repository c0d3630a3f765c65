package import Units

/// A metric as a report shows it: what it is called, what it means, which way is better.
package struct ReportMetric: Sendable {
  /// The metric's name, as in `fivespot metrics`.
  package var name: String
  /// The unit of its values.
  package var unit: String
  /// `lower`, `higher` or `none`.
  package var better: String
  /// One sentence that defines it.
  package var definition: String
  /// Makes a metric.
  package init(name: String, unit: String, better: String, definition: String) {
    self.name = name
    self.unit = unit
    self.better = better
    self.definition = definition
  }
}

/// One member of a run: a seed of a variant, with its digest and the values of the metrics.
package struct ReportMember: Sendable {
  /// The root of the member's random streams.
  package var seed: UInt64
  /// The SHA-256 of the member's canonical journal, as 64 hexadecimal digits.
  package var digest: String
  /// The values, in the order of `RunReport.metrics`; nil where a metric has none.
  package var values: [Double?]
  /// Makes a member.
  package init(seed: UInt64, digest: String, values: [Double?]) {
    self.seed = seed
    self.digest = digest
    self.values = values
  }
}

/// One variant of a run with all its members.
package struct ReportVariant: Sendable {
  /// The variant's name in the scenario.
  package var name: String
  /// What the scenario says it is; may be empty.
  package var description: String
  /// The members, by seed.
  package var members: [ReportMember]
  /// Hourly series of the first member, by name, in the store's order.
  package var series: [TimeSeries]
  /// Makes a variant.
  package init(
    name: String, description: String, members: [ReportMember], series: [TimeSeries]
  ) {
    self.name = name
    self.description = description
    self.members = members
    self.series = series
  }
}

/// An input file that a run read.
package struct ReportInput: Sendable {
  /// The path as the scenario names it.
  package var path: String
  /// The SHA-256 of its bytes, as 64 hexadecimal digits.
  package var sha256: String
  /// Its size in bytes.
  package var byteCount: Int
  /// The licence that its provenance names; empty when there is none.
  package var license: String
  /// Makes an input.
  package init(path: String, sha256: String, byteCount: Int, license: String) {
    self.path = path
    self.sha256 = sha256
    self.byteCount = byteCount
    self.license = license
  }
}

/// Everything that the pages of a run say, taken from the store and from nothing else.
package struct RunReport: Sendable {
  /// The run's id.
  package var runID: String
  /// The scenario's name.
  package var scenarioName: String
  /// What the scenario says it is; may be empty.
  package var scenarioDescription: String
  /// `complete` or `incomplete`.
  package var status: String
  /// When the run was made, as the store keeps it.
  package var createdAt: String
  /// The version of the tool that made the run.
  package var toolVersion: String
  /// The release of the zone rules that the run used.
  package var zoneRulesVersion: String
  /// The command line that made the run, the program's name first.
  package var commandLine: [String]
  /// The scenario file as the run read it.
  package var scenarioText: String
  /// The first instant of the horizon, at which the series begin.
  package var start: Instant
  /// The clock of the scenario's zone.
  package var clock: CivilClock
  /// The metrics, in the registry's order.
  package var metrics: [ReportMetric]
  /// The variants, in the scenario's order; the first is the baseline.
  package var variants: [ReportVariant]
  /// The files that decided the result.
  package var inputs: [ReportInput]
  /// How many members were asked for; those that did not end are in no variant.
  package var plannedMembers = 0
  /// What each variant's cloud pools came to.
  package var cloudPools: [CloudPoolRow] = []
  /// What came to each variant's queues of jobs.
  package var queues: [QueueRow] = []

  /// Makes a report.
  package init(
    runID: String, scenarioName: String, scenarioDescription: String, status: String,
    createdAt: String, toolVersion: String, zoneRulesVersion: String, commandLine: [String],
    scenarioText: String, start: Instant, clock: CivilClock, metrics: [ReportMetric],
    variants: [ReportVariant], inputs: [ReportInput]
  ) {
    self.runID = runID
    self.scenarioName = scenarioName
    self.scenarioDescription = scenarioDescription
    self.status = status
    self.createdAt = createdAt
    self.toolVersion = toolVersion
    self.zoneRulesVersion = zoneRulesVersion
    self.commandLine = commandLine
    self.scenarioText = scenarioText
    self.start = start
    self.clock = clock
    self.metrics = metrics
    self.variants = variants
    self.inputs = inputs
  }
}

/// How a metric is spread over the seeds of a variant.
package struct SeedSpread: Sendable {
  /// The mean over the seeds.
  package var mean: Double
  /// The 5th percentile, by the nearest-rank rule.
  package var p5: Double
  /// The median, by the nearest-rank rule.
  package var p50: Double
  /// The 95th percentile, by the nearest-rank rule.
  package var p95: Double
  /// How many seeds have a value.
  package var count: Int
}

extension SeedSpread {
  /// The spread of values over seeds, or nil when there is none.
  package init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    func rank(_ percent: Int) -> Double {
      sorted[max(1, (sorted.count * percent + 99) / 100) - 1]
    }
    self.init(
      mean: sorted.reduce(0, +) / Double(sorted.count), p5: rank(5), p50: rank(50), p95: rank(95),
      count: sorted.count)
  }
}

extension ReportVariant {
  /// The spread of the metric at `index` over the members that have it, or nil when none has.
  package func spread(ofMetric index: Int) -> SeedSpread? {
    SeedSpread(members.compactMap { $0.values[index] })
  }
}
