import RunStore
import Units

/// What a variant's cloud pool came to, means over its seeds, as the store's view `cloud_pools` has it.
package struct CloudPoolRow: Sendable {
  /// The variant's name.
  package var variant: String
  /// The pool's name.
  package var pool: String
  /// How its machines are had: `spot` or `on-demand`.
  package var capacityType: String
  /// Hours without a machine to be had.
  package var dryHours: Double
  /// Machines that were bought.
  package var launches: Double
  /// Scans that found the market dry, and machines that the cloud refused.
  package var launchesDry: Double
  /// Machines that the cloud refused.
  package var launchesRefused: Double
  /// Hours of the machines that were bought.
  package var boughtHours: Double
  /// Hours of those that were bought because spot was dry, was refused, or was used up.
  package var fallbackHours: (dry: Double, refused: Double, usedUp: Double)
}

/// What spot markets did and what was bought because of it, pool by pool.
enum CloudPoolSection {
  static func section(_ run: RunReport) -> PageSection? {
    let rows = run.cloudPools.filter {
      $0.launches > 0 || $0.dryHours > 0 || $0.launchesDry + $0.launchesRefused > 0
    }
    guard !rows.isEmpty else { return nil }
    func hours(_ hours: Double) -> String {
      hours == 0 ? "—" : NumberText.decimal(hours, fractionDigits: 1)
    }
    func count(_ count: Double) -> String {
      count == 0 ? "—" : NumberText.decimal(count, fractionDigits: run.hasSeveralSeeds ? 1 : 0)
    }
    let table = DataTable(
      heads: [
        "variant", "pool", "bought as", "dry, h", "bought", "dry when asked", "refused",
        "machine hours", "as spot was dry, h", "refused, h", "used up, h",
      ],
      rows: rows.map { row in
        [
          row.variant, row.pool, row.capacityType, hours(row.dryHours), count(row.launches),
          count(row.launchesDry), count(row.launchesRefused), hours(row.boughtHours),
          hours(row.fallbackHours.dry), hours(row.fallbackHours.refused),
          hours(row.fallbackHours.usedUp),
        ]
      }, wordColumns: 3)
    return PageSection(
      heading: "Machines from the cloud",
      lead: lead(rows),
      blocks: [
        .table(table),
        .note(
          "The last three columns are the hours of on-demand machines that were bought while no spot pool "
            + "of their cluster had one, by the reason. A dry market is asked once a scan of the "
            + "autoscaler." + (run.hasSeveralSeeds ? " Means over the seeds." : "")),
      ])
  }

  /// Which variant paid most for spot that was not to be had.
  private static func lead(_ rows: [CloudPoolRow]) -> String {
    var variants: [String] = []
    for row in rows where !variants.contains(row.variant) { variants.append(row.variant) }
    let sums = variants.map { variant in
      let own = rows.filter { $0.variant == variant }
      return (
        variant: variant, dry: own.map(\.dryHours).max() ?? 0,
        fallback: own.reduce(0) {
          $0 + $1.fallbackHours.dry + $1.fallbackHours.refused + $1.fallbackHours.usedUp
        }
      )
    }
    guard let most = sums.max(by: { $0.fallback < $1.fallback }), most.fallback > 0 else {
      return "No on-demand machine was bought because spot was not to be had."
    }
    let dry =
      most.dry > 0
      ? ", where a market was dry for \(NumberText.decimal(most.dry, fractionDigits: 1)) h" : ""
    return "Most on-demand hours for want of spot: "
      + "\(NumberText.decimal(most.fallback, fractionDigits: 1)) h in \(most.variant)\(dry)."
  }
}
