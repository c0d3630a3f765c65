import Units

/// How long drains took.
enum DrainSection {
  private static let classes: [(words: String, upTo: Double)] = [
    ("under 30 s", 30), ("30 s to 1 min", 60), ("1 to 2 min", 120), ("2 to 5 min", 300),
    ("5 to 10 min", 600), ("10 to 30 min", 1_800), ("30 min to 1 h", 3_600),
    ("over 1 h", .infinity),
  ]
  private static let parts = [
    BarPart(name: "no eviction was refused", paint: Paint(Palette.blue)),
    BarPart(name: "held by a budget", paint: Paint(Palette.orange, .strokes)),
    BarPart(name: "ended by its limit", paint: Paint(Palette.vermilion, .dots)),
    BarPart(name: "not ended", paint: Paint(Palette.purple, .hollow)),
  ]

  static func section(_ report: ControlPlaneReport) -> PageSection? {
    let variants = report.variants.filter { !$0.drains.isEmpty }
    guard !variants.isEmpty else { return nil }
    let rows = variants.compactMap { variant -> RangePlot.Row? in
      let seconds = ["p50", "p95", "p99", "max"].compactMap {
        report.mean("drain.length.\($0)", variant.name)
      }
      return seconds.count == 4 ? RangePlot.Row(name: variant.name, seconds: seconds) : nil
    }
    var blocks: [PageBlock] = []
    if !rows.isEmpty {
      let plot = RangePlot(
        title: "Length of the drains that ended",
        percentiles: ["median", "95 %", "99 %", "longest"],
        emphasised: 1, rows: rows, identifier: "drain-lengths")
      blocks.append(
        .figure(
          plot.figure(
            table: DataTable(
              heads: ["variant", "median", "95 %", "99 %", "longest"],
              rows: rows.map { row in
                [row.name] + row.seconds.map { NumberText.duration(seconds: $0) }
              }))))
    }
    blocks += variants.enumerated().map { .figure(histogram($0.element, index: $0.offset)) }
    return PageSection(
      heading: "Drains",
      lead:
        "From the cordon of a Node until nothing is left to wait for, or the limit is over. A drain looks "
        + "again every 20 s, so one with pods takes that long at least." + report.firstSeedNote,
      blocks: blocks)
  }

  private static func part(_ drain: DrainLine) -> Int {
    if !drain.hasEnded { return 3 }
    if drain.isOverruled { return 2 }
    return drain.refusals > 0 ? 1 : 0
  }

  private static func histogram(_ variant: ControlPlaneVariant, index: Int) -> Figure {
    var counts = classes.map { _ in parts.map { _ in 0.0 } }
    for drain in variant.drains {
      let place = classes.firstIndex { drain.seconds < $0.upTo } ?? classes.count - 1
      counts[place][part(drain)] += 1
    }
    let shown = parts.indices.filter { part in counts.contains { $0[part] > 0 } }
    let bars = zip(classes, counts).map { entry, counts in
      StackedBars.Bar(name: entry.words, values: shown.map { counts[$0] })
    }
    let chart = StackedBars(
      title: "\(variant.name): \(NumberText.grouped(Int64(variant.drains.count))) drains by length",
      unit: "drains", parts: shown.map { parts[$0] }, bars: bars, identifier: "drains-\(index)")
    return chart.figure(
      table: DataTable(
        heads: ["length"] + shown.map { parts[$0].name } + ["all"],
        rows: bars.map { bar in
          [bar.name] + bar.values.map { NumberText.short($0) } + [NumberText.short(bar.total)]
        }))
  }
}

/// What was stuck on which budget.
enum HoldSection {
  /// How many holds are shown in full.
  private static let shownMost = 12

  static func section(_ report: ControlPlaneReport) -> PageSection? {
    let variants = report.variants.filter { !$0.holds.isEmpty }
    guard !variants.isEmpty else { return nil }
    var blocks: [PageBlock] = [.table(byBudget(variants))]
    for variant in variants {
      blocks.append(.heading("\(variant.name): the longest"))
      blocks.append(.table(longest(variant, report)))
    }
    blocks.append(
      .note(
        "Pods are held from the first refused eviction of their workload on a Node until the last pod that "
          + "was refused may go, or the drain ends. fivespot query \(report.run.runID.prefix(12)) \"SELECT * "
          + "FROM eviction_holds\" has all of them with the names of the pods."))
    return PageSection(
      heading: "What was stuck on which budget",
      lead:
        "Evictions that the eviction API refused: 429 while a budget allows none, and 500 for ever where "
        + "several budgets cover a pod. By the limit ended what the drain's own limit cut off."
        + report.firstSeedNote,
      blocks: blocks)
  }

  private static func cause(_ cause: String) -> String {
    cause == "budget" ? "429" : "500"
  }

  private static func byBudget(_ variants: [ControlPlaneVariant]) -> DataTable {
    var rows: [[String]] = []
    for variant in variants {
      var keys: [[String]] = []
      var groups: [[HoldLine]] = []
      for hold in variant.holds {
        let key = [hold.workload, hold.budgets, hold.cause]
        if let place = keys.firstIndex(of: key) {
          groups[place].append(hold)
        } else {
          keys.append(key)
          groups.append([hold])
        }
      }
      for (key, holds) in zip(keys, groups) {
        let sum = holds.reduce(0) { $0 + $1.seconds }
        rows.append([
          variant.name, key[0], key[1], cause(key[2]), "\(holds.count)",
          NumberText.grouped(holds.reduce(0) { $0 + $1.refusals }),
          NumberText.duration(seconds: sum / Double(holds.count)),
          NumberText.duration(seconds: holds.map(\.seconds).max() ?? 0),
          "\(holds.count { $0.isOverruled })",
        ])
      }
    }
    return DataTable(
      heads: [
        "variant", "workload", "budget", "status", "Nodes", "refusals", "held on average",
        "at most",
        "by the limit",
      ], rows: rows, wordColumns: 4)
  }

  private static func longest(
    _ variant: ControlPlaneVariant, _ report: ControlPlaneReport
  ) -> DataTable {
    DataTable(
      heads: [
        "Machine", "workload", "budget", "since", "pods", "held for", "refusals", "ended by",
      ],
      rows: variant.holds.prefix(shownMost).map { hold in
        [
          hold.machine, hold.workload, hold.budgets, report.run.clock.moment(hold.beganAt),
          "\(hold.podCount)", NumberText.duration(seconds: hold.seconds),
          NumberText.grouped(hold.refusals),
          !hold.hasEnded ? "nothing yet" : hold.isOverruled ? "the limit" : "the budget",
        ]
      }, wordColumns: 3)
  }
}
