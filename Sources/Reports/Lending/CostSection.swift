import Units

/// What each variant costs, and driver by driver why it differs from the baseline.
enum CostSection {
  static func section(_ report: LendingReport) -> PageSection? {
    guard let baseline = report.baseline, !baseline.meanCosts.isEmpty else { return nil }
    let text = report.moneyText
    let charts = report.others.enumerated().filter { !$0.element.meanCosts.isEmpty }
      .map { index, variant in
        Waterfall(
          title: "From \(baseline.name) to \(variant.name), \(report.currency) \(report.period)",
          fromName: baseline.name, from: baseline.meanTotal,
          steps: report.drivers(of: variant).filter { $0.from != .zero || $0.to != .zero }.map {
            Waterfall.Step(name: LendingWords.driver($0.driver), delta: $0.to - $0.from)
          }, toName: variant.name, text: text, identifier: "cost-\(index)")
      }
    var blocks: [PageBlock] = []
    if !charts.isEmpty {
      let legend = Waterfall.legend(isCut: charts.contains { $0.origin != .zero })
      blocks.append(
        .figures(
          charts.map { $0.figure() }, legend: Figure.legend(legend, identifier: "cost")))
    }
    blocks.append(.table(table(report, text)))
    if report.hasSeveralSeeds {
      blocks.append(
        .note("Means over the seeds; in brackets the 5th and 95th percentile of the total."))
    }
    return PageSection(
      heading: "Cost by driver",
      lead: report.variants.flatMap(\.meanCosts)
        .contains { $0.driver.hasPrefix("owned") && $0.amount != .zero }
        ? "A machine that is bought costs its depreciation whether it is used, lent or off: "
          + "lending earns only what the cloud bill falls by, less the energy that the work takes."
        : "A machine of a cloud is paid for from when it runs until it is asked to go or taken back.",
      blocks: blocks)
  }

  private static func table(_ report: LendingReport, _ text: MoneyText) -> DataTable {
    let variants = report.variants.filter { !$0.meanCosts.isEmpty }
    var drivers: [String] = []
    // What costs nothing in any variant, such as the energy of what is rented, is no driver of anything.
    for line in variants.flatMap(\.meanCosts)
    where line.amount != .zero && !drivers.contains(line.driver) {
      drivers.append(line.driver)
    }
    let columns = variants.map { variant in
      text.rounded(
        drivers.map { name in variant.meanCosts.first { $0.driver == name }?.amount ?? .zero })
    }
    var rows = drivers.enumerated().map { index, name in
      [LendingWords.driver(name)] + columns.map { text.amount($0[index]) }
    }
    rows.append(["sum"] + columns.map { text.amount($0.reduce(.zero, +)) })
    if report.hasSeveralSeeds {
      rows.append(
        ["sum, 5 % … 95 % of seeds"]
          + variants.map { variant in
            MoneySpread(variant.members.map(\.total)).map {
              "\(text.amount($0.p5)) … \(text.amount($0.p95))"
            } ?? "—"
          })
    }
    return DataTable(
      heads: ["\(report.currency) \(report.period)"] + variants.map(\.name), rows: rows,
      sumRows: report.hasSeveralSeeds ? 2 : 1)
  }
}
