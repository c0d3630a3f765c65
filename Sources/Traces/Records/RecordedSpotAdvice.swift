package import SimulationKernel
package import Units

/// How often AWS took spot instances back in a month, by region and type, as its Spot Instance
/// Advisor publishes it: in bands.
package struct RecordedSpotAdvice: Hashable, Sendable {
  /// One row for each region and type, in the order of the file.
  package var rows: [RecordedSpotAdvisory]
  /// What the importer decided or left out, for the reader of a report.
  package var notes: [String]

  /// Makes a list of advisories.
  package init(rows: [RecordedSpotAdvisory], notes: [String] = []) {
    self.rows = rows
    self.notes = notes
  }

  /// The advisory of that region and type, or nil.
  package func advisory(region: String, machineType: String) -> RecordedSpotAdvisory? {
    rows.first { $0.region == region && $0.machineType == machineType }
  }
}

/// What is published of one type in one region.
package struct RecordedSpotAdvisory: Hashable, Sendable {
  /// The region, such as `us-east-1`.
  package var region: String
  /// The type, such as `m5.4xlarge`.
  package var machineType: String
  /// How often its instances were interrupted.
  package var band: InterruptionBand
  /// How much cheaper than on demand it was over 30 days, in per cent; below 0 when it was dearer.
  package var savingsPercent: Int64

  /// Makes an advisory.
  package init(
    region: String, machineType: String, band: InterruptionBand, savingsPercent: Int64
  ) {
    self.region = region
    self.machineType = machineType
    self.band = band
    self.savingsPercent = savingsPercent
  }
}

/// A band of the share of instances that were interrupted in the trailing month.
package enum InterruptionBand: Int64, CaseIterable, Hashable, Sendable {
  /// Below 5 %.
  case below5
  /// 5 to 10 %.
  case from5to10
  /// 10 to 15 %.
  case from10to15
  /// 15 to 20 %.
  case from15to20
  /// Above 20 %: open at the top.
  case above20

  /// The middle of the band; nil for the one that is open at the top.
  package var middlePermille: Int64? {
    switch self {
    case .below5: 25
    case .from5to10: 75
    case .from10to15: 125
    case .from15to20: 175
    case .above20: nil
    }
  }

  /// The law of lifetimes, in seconds, that interrupts the band's share of runs of one length.
  ///
  /// What AWS publishes is the share of runs that ended by interruption, not a rate: how long the
  /// runs were is not said. With a constant hazard λ and runs of length L the share is
  /// p = 1 − exp(−λ L), so λ = −ln(1 − p) / L. L is an assumption that whoever uses the law has to
  /// make; with L = 730 h the share is one a month.
  ///
  /// - Parameters:
  ///   - runLength: L, above zero.
  ///   - openTopPermille: What the open top band is taken for, in thousandths, 200 to 999.
  package func lifetime(
    runLength: TimeSpan, openTopPermille: Int64
  ) throws(DistributionError) -> Distribution {
    let share = Double(middlePermille ?? openTopPermille) / 1_000
    return try .exponential(mean: runLength.secondsAsDouble / -Mathematics.log1p(-share))
  }
}
