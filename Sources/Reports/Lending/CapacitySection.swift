/// Where the owner's capacity goes: used, lent, kept back, and what is left.
enum CapacitySection {
  static func section(_ report: LendingReport) -> PageSection? {
    let variants = report.variants.filter { !$0.meanCapacity.isEmpty }
    var names: [String] = []
    for part in variants.flatMap(\.meanCapacity) where !names.contains(part.name) {
      names.append(part.name)
    }
    guard !names.isEmpty else { return nil }
    let bars = variants.map { variant in
      StackedBars.Bar(
        name: variant.name,
        values: names.map { name in
          variant.meanCapacity.first { $0.name == name }?.cores ?? 0
        })
    }
    let shown = names.indices.filter { index in bars.contains { $0.values[index] > 0 } }
    let chart = StackedBars(
      title: "What the \(NumberText.short(bars.map(\.total).max() ?? 0)) cores of "
        + "\(report.owner) are used or kept for, mean over the horizon",
      unit: "cores",
      parts: shown.map { index in
        let part = LendingWords.part(names[index])
        return BarPart(name: part.words, paint: part.paint)
      },
      bars: bars.map { bar in
        StackedBars.Bar(name: bar.name, values: shown.map { bar.values[$0] })
      },
      identifier: "capacity")
    return PageSection(
      heading: "Where idle capacity comes from", lead: lead(report, names: names, bars: bars),
      blocks: [
        .figure(chart.figure(table: table(names, bars))),
        .note("Every bar is the whole of what \(report.owner) owns; its parts sum to it."),
        .folded("What the parts mean", meanings(names)),
      ])
  }

  private static func lead(
    _ report: LendingReport, names: [String], bars: [StackedBars.Bar]
  ) -> String {
    guard let bar = bars.first, bar.total > 0, let used = names.firstIndex(of: "used") else {
      return ""
    }
    var text = "In \(bar.name), \(NumberText.percent(1 - bar.values[used] / bar.total)) of "
    text += "\(NumberText.short(bar.total)) cores are idle"
    guard let free = names.firstIndex(of: "lendable") else { return text + "." }
    text += "; \(NumberText.percent(bar.values[free] / bar.total)) of all could be lent, the rest "
    return text + "is kept back or comes in pieces."
  }

  private static func table(_ names: [String], _ bars: [StackedBars.Bar]) -> DataTable {
    var rows = names.enumerated().map { index, name in
      [LendingWords.part(name).words]
        + bars.map { bar in
          let share = bar.total > 0 ? bar.values[index] / bar.total : 0
          return "\(NumberText.decimal(bar.values[index], fractionDigits: 1)) "
            + "(\(NumberText.percent(share)))"
        }
    }
    rows.append(
      ["all owned"] + bars.map { "\(NumberText.decimal($0.total, fractionDigits: 1)) (100.0 %)" })
    return DataTable(
      heads: ["cores, mean over horizon and seeds"] + bars.map(\.name), rows: rows,
      sumRows: 1)
  }

  private static func meanings(_ names: [String]) -> DataTable {
    DataTable(
      heads: ["part", "meaning"],
      rows: names.map { [LendingWords.part($0).words, LendingWords.part($0).meaning] },
      wordColumns: 2)
  }
}
