import Units

/// How much of what the owner owns is used, by hour and weekday, before and after.
enum UtilisationSection {
  static func section(_ report: LendingReport) -> PageSection? {
    let figures = report.variants.enumerated().compactMap { index, variant -> Figure? in
      guard let mean = variant.ownedUse else { return nil }
      return map(variant, index: index, mean: mean, report).figure()
    }
    guard !figures.isEmpty else { return nil }
    return PageSection(
      heading: "Use of the owned machines",
      lead: "CPU used over CPU owned by \(report.owner), by hour of the day in "
        + "\(report.clock.name), whoever the machines serve. Dark hours are busy ones.",
      blocks: [.figures(figures, legend: HeatMap.legend(identifier: "use"))]
        + note(report))
  }

  private static func note(_ report: LendingReport) -> [PageBlock] {
    report.firstSeedNote.isEmpty ? [] : [.note(report.firstSeedNote)]
  }

  private static func map(
    _ variant: LendingVariant, index: Int, mean: Double, _ report: LendingReport
  ) -> HeatMap {
    var owned = Array(repeating: Array(repeating: 0.0, count: 24), count: 7)
    var used = owned
    for (hour, cores) in variant.hours.ownedCores.enumerated() {
      let cell = report.clock.weekdayAndHour(report.run.start + .hours(Int64(hour)))
      owned[cell.weekday][cell.hour] += cores
      used[cell.weekday][cell.hour] += variant.hours.usedCores[hour]
    }
    let cells = zip(owned, used).map { row in
      zip(row.0, row.1).map { $0 > 0 ? $1 / $0 : nil }
    }
    return HeatMap(
      title: "\(variant.name): \(NumberText.percent(mean)) used",
      cells: cells, zoneName: report.clock.name, identifier: "use-\(index)")
  }
}
