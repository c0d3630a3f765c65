import Units

/// What the clusters of the jobs ask for and what they are given, hour by hour.
enum SupplySection {
  static func section(_ report: LendingReport) -> PageSection? {
    let variants = report.variants.enumerated().filter {
      $0.element.hours.supply.contains { !$0.cores.isEmpty }
    }
    guard !variants.isEmpty else { return nil }
    let charts = variants.map { chart($0.element, index: $0.offset, report) }
    let peak = charts.map(\.peak).max() ?? 0
    let shade = charts.allSatisfy(\.shades.isEmpty) ? [] : [marketLegend]
    var blocks: [PageBlock] = [
      .legend(
        Figure.union(charts.map(\.legend) + [shade]), identifier: "supply")
    ]
    for var chart in charts {
      chart.ceiling = peak
      blocks.append(.figure(chart.figure(legend: [])))
    }
    blocks.append(.note("All charts have one scale. " + report.firstSeedNote))
    return PageSection(
      heading: "Supply and demand of batch work",
      lead:
        "Ready cores in \(report.borrowerNames) by where they come from, against what jobs request.",
      blocks: blocks)
  }

  private static let marketLegend = LegendEntry(
    .area(Paint(Palette.shade)), "no machine may be lent")

  private static func chart(
    _ variant: LendingVariant, index: Int, _ report: LendingReport
  ) -> StackedArea {
    let bands = variant.hours.supply.filter { $0.cores.contains { $0 > 0 } }.map { supply in
      let source = LendingWords.source(supply.source)
      return StackedBand(name: source.words, paint: source.paint, values: supply.cores)
    }
    var lines = [
      TimeSeries(name: "requested by running jobs", values: variant.hours.requestedCores)
    ]
    if !variant.hours.queuedCores.isEmpty {
      lines.append(
        TimeSeries(
          name: "requested by running and waiting jobs",
          values: zip(variant.hours.requestedCores, variant.hours.queuedCores).map { $0 + $1 }))
    }
    return StackedArea(
      title: "\(variant.name): cores of \(report.borrowerNames), hourly means", unit: "cores",
      start: report.run.start, step: .hours(1), bands: bands, lines: lines,
      shades: report.closedTimes(of: variant), clock: report.clock, identifier: "supply-\(index)")
  }
}
