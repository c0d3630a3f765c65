/// What the services of a variant lacked, over its seeds; nil for a run without services.
struct ServiceLack {
  /// Pod-hours without a place.
  var podHours: SeedSpread
  /// The most pods without a place at one time, in any seed.
  var peak: Double
  /// Core-hours that services would have used and did not get.
  var unservedCoreHours: SeedSpread

  init?(_ variant: LendingVariant, _ run: RunReport) {
    func values(_ metric: String) -> [Double] {
      guard let index = run.metrics.firstIndex(where: { $0.name == metric }),
        let variant = run.variants.first(where: { $0.name == variant.name })
      else { return [] }
      return variant.members.compactMap { $0.values[index] }
    }
    guard let podHours = SeedSpread(values("service.pending.pod_hours")),
      let peak = values("service.pending.peak").max(),
      let unserved = SeedSpread(values("service.unserved.core_hours"))
    else { return nil }
    self.podHours = podHours
    self.peak = peak
    unservedCoreHours = unserved
  }

  /// What services lacked by variant, or that they lacked nothing; none for a run without services.
  static func blocks(_ report: LendingReport) -> [PageBlock] {
    let lacks = report.variants.compactMap { variant in
      ServiceLack(variant, report.run).map { (name: variant.name, lack: $0) }
    }
    guard !lacks.isEmpty else { return [] }
    guard lacks.contains(where: { $0.lack.peak > 0 }) else {
      return [.note("Every pod of the services had a place at any time, in every variant.")]
    }
    let table = DataTable(
      heads: ["services of all clusters"] + lacks.map(\.name),
      rows: [
        ["pod-hours without a place"] + lacks.map { words($0.lack.podHours) },
        ["most pods without a place at a time"] + lacks.map { NumberText.short($0.lack.peak) },
        ["core-hours of load unserved"] + lacks.map { words($0.lack.unservedCoreHours) },
      ])
    return [.heading("Pods of services"), .table(table)]
  }

  private static func words(_ spread: SeedSpread) -> String {
    let mean = NumberText.short(spread.mean)
    return spread.count > 1 && spread.p5 != spread.p95
      ? "\(mean) [\(NumberText.short(spread.p5)) … \(NumberText.short(spread.p95))]" : mean
  }
}
