import Facts
import Units

/// The Machines, and how many are missing, through time.
enum MachineStageSection {
  private static let words: [(stage: MachineStage, words: String, paint: Paint)] = [
    (.provisioning, "being made", Paint(Palette.sky)),
    (.draining, "being drained", Paint(Palette.orange, .dots)),
    (.deleting, "being deleted", Paint(Palette.purple, .strokes)),
  ]

  static func section(_ report: ControlPlaneReport) -> PageSection {
    let charts = report.variants.enumerated().map { chart($0.element, index: $0.offset, report) }
    let peak = charts.map(\.peak).max() ?? 0
    var blocks: [PageBlock] = [
      .legend(Figure.union(charts.map(\.legend)), identifier: "stages")
    ]
    for var chart in charts {
      chart.ceiling = peak
      blocks.append(.figure(chart.figure(legend: [])))
    }
    blocks.append(
      .note(
        "Means over \(NumberText.duration(seconds: report.step.secondsAsDouble)). All charts have one "
          + "scale.\(report.leftOutNote)\(report.firstSeedNote)"))
    blocks.append(.heading("Against maxUnavailable"))
    blocks.append(.table(shortages(report)))
    blocks.append(
      .note(
        "Missing are Machines that a deployment had and has no longer, counted against the number that it "
          + "last had all of; those that an order adds are not missing while they are made. Deaths of "
          + "Nodes may take more than maxUnavailable, which binds rollouts only."))
    return PageSection(
      heading: "Machines",
      lead: "How many Machines of all deployments are being made, drained or deleted.",
      blocks: blocks)
  }

  private static func chart(
    _ variant: ControlPlaneVariant, index: Int, _ report: ControlPlaneReport
  ) -> StackedArea {
    let bands = words.compactMap { entry in
      variant.stages.first { $0.name == entry.stage.name }.map {
        StackedBand(name: entry.words, paint: entry.paint, values: report.shown($0.values))
      }
    }
    return StackedArea(
      title: "\(variant.name): Machines that come and go", unit: "Machines",
      start: report.chartStart, step: variant.step, bands: bands,
      lines: [
        TimeSeries(
          name: "missing of those that there were", values: report.shown(variant.missing))
      ],
      clock: report.run.clock, identifier: "stages-\(index)")
  }

  private static func shortages(_ report: ControlPlaneReport) -> DataTable {
    DataTable(
      heads: [
        "deployment", "variant", "may be missing", "most missing", "Machine-hours missing",
        "time over the limit",
      ],
      rows: report.variants.flatMap { variant in
        variant.shortages.map { line in
          [
            line.deployment, variant.name, "\(line.allowed)", "\(line.worst)",
            NumberText.short(line.machineHours),
            NumberText.duration(seconds: line.overLimitSeconds),
          ]
        }
      }, wordColumns: 2)
  }
}

/// How long orders took to be carried out, and lost Machines to be replaced.
enum OrderSection {
  static func section(_ report: ControlPlaneReport) -> PageSection {
    var rows: [RangePlot.Row] = []
    for variant in report.variants {
      for (kind, words) in [("create", "create"), ("rollout", "rollout"), ("scale", "scale")] {
        add("\(variant.name): \(words)", seconds(of: kind, variant), to: &rows)
      }
      add(
        "\(variant.name): lost Machine", variant.replacements.compactMap(\.restoredAfter), to: &rows
      )
    }
    var blocks: [PageBlock] = []
    if !rows.isEmpty {
      let plot = RangePlot(
        title: "From the order, or the loss, until all is there and available",
        percentiles: ["shortest", "median", "longest"], emphasised: 1, rows: rows,
        identifier: "orders")
      blocks.append(
        .figure(
          plot.figure(
            table: DataTable(
              heads: ["order", "shortest", "median", "longest"],
              rows: rows.map { row in
                [row.name] + row.seconds.map { NumberText.duration(seconds: $0) }
              }))))
    }
    blocks.append(.folded("Every order", orders(report)))
    let losses = losses(report)
    if !losses.rows.isEmpty { blocks.append(.folded("Every lost Machine", losses)) }
    return PageSection(
      heading: "Time to converge",
      lead: "How long until a deployment had what was ordered, on a logarithmic axis."
        + report.firstSeedNote,
      blocks: blocks)
  }

  private static func seconds(of kind: String, _ variant: ControlPlaneVariant) -> [Double] {
    variant.orders.filter { $0.kind == kind }.compactMap(\.seconds)
  }

  private static func add(_ name: String, _ values: [Double], to rows: inout [RangePlot.Row]) {
    guard !values.isEmpty else { return }
    let sorted = values.sorted()
    rows.append(
      RangePlot.Row(
        name: name, seconds: [sorted[0], sorted[(sorted.count - 1) / 2], sorted[sorted.count - 1]]))
  }

  private static func orders(_ report: ControlPlaneReport) -> DataTable {
    DataTable(
      heads: ["variant", "deployment", "order", "given", "carried out after"],
      rows: report.variants.flatMap { variant in
        variant.orders.map { line in
          [
            variant.name, line.deployment, words(line), report.run.clock.stamp(line.orderedAt),
            line.seconds.map { NumberText.duration(seconds: $0) }
              ?? (line.isSuperseded ? "superseded" : "not by the end"),
          ]
        }
      }, wordColumns: 4)
  }

  private static func words(_ line: OrderLine) -> String {
    switch line.kind {
    case "create": "create \(line.value)"
    case "scale": "scale to \(line.value)"
    case "drain-limit":
      line.value < 0
        ? "drains without a limit"
        : "drains of at most \(NumberText.duration(seconds: Double(line.value) / 1e9))"
    default: line.kind
    }
  }

  private static func losses(_ report: ControlPlaneReport) -> DataTable {
    func words(_ seconds: Double?) -> String {
      seconds.map { NumberText.duration(seconds: $0) } ?? "—"
    }
    return DataTable(
      heads: ["variant", "Machine", "lost", "found unhealthy after", "gone after", "whole after"],
      rows: report.variants.flatMap { variant in
        variant.replacements.map { line in
          [
            variant.name, line.machine, report.run.clock.stamp(line.lostAt),
            words(line.foundAfter), words(line.goneAfter), words(line.restoredAfter),
          ]
        }
      }, wordColumns: 3)
  }
}

/// Queues, reconciles and calls.
enum ControllerSection {
  static func section(_ report: ControlPlaneReport) -> PageSection {
    var blocks: [PageBlock] = []
    let queues = report.variants.enumerated().map {
      chart(
        $0.element, $0.element.queues, "most objects that were ready and had no worker", "objects",
        identifier: "queue-\($0.offset)", report)
    }
    blocks.append(.legend(Figure.union(queues.map(\.legend)), identifier: "queues"))
    blocks += common(queues)
    blocks.append(.table(depths(report)))
    blocks.append(.heading("Reconciles"))
    blocks += common(
      report.variants.enumerated().map {
        chart(
          $0.element, $0.element.longestReconciles, "longest reconcile", "seconds",
          identifier: "reconcile-\($0.offset)", report)
      })
    blocks.append(.table(reconciles(report)))
    blocks.append(
      .note(
        "A reconcile takes as long as its writes, which go out one after another: the calls' latency and "
          + "the wait for the client's limit. One without a write takes no time. Charts show stretches of "
          + "\(NumberText.duration(seconds: report.step.secondsAsDouble)).\(report.leftOutNote)\(report.firstSeedNote)"
      ))
    blocks.append(.heading("API servers"))
    blocks.append(.table(calls(report)))
    return PageSection(
      heading: "Controllers", lead: "How much waited for the controllers, and how long they took.",
      blocks: blocks)
  }

  private static func common(_ charts: [StackedArea]) -> [PageBlock] {
    let peak = charts.map(\.peak).max() ?? 0
    return charts.map { chart in
      var chart = chart
      chart.ceiling = peak
      return .figure(chart.figure(legend: []))
    }
  }

  private static func chart(
    _ variant: ControlPlaneVariant, _ series: [TimeSeries], _ words: String, _ unit: String,
    identifier: String, _ report: ControlPlaneReport
  ) -> StackedArea {
    StackedArea(
      title: "\(variant.name): \(words)", unit: unit, start: report.chartStart, step: variant.step,
      bands: [],
      lines: series.map { TimeSeries(name: $0.name, values: report.shown($0.values)) },
      clock: report.run.clock, identifier: identifier)
  }

  private static func figures(
    _ report: ControlPlaneReport, _ columns: [(head: String, suffix: String, isSeconds: Bool)]
  ) -> DataTable {
    DataTable(
      heads: ["controller", "variant"] + columns.map(\.head),
      rows: ControlPlaneWords.controllers.flatMap { controller in
        report.variants.map { variant in
          [controller, variant.name]
            + columns.map { column in
              guard
                let value = report.mean("controller.\(controller).\(column.suffix)", variant.name)
              else { return "—" }
              return column.isSeconds
                ? NumberText.duration(seconds: value) : Self.count(value)
            }
        }
      }, wordColumns: 2)
  }

  /// A number of objects: what is less than a thousandth of one is none.
  private static func count(_ value: Double) -> String {
    value > 0 && value < 0.001 ? "< 0.001" : NumberText.short(value)
  }

  private static func depths(_ report: ControlPlaneReport) -> DataTable {
    figures(
      report,
      [
        ("mean depth", "queue.mean", false), ("median", "queue.p50", false),
        ("95 %", "queue.p95", false), ("99 %", "queue.p99", false), ("most", "queue.max", false),
      ])
  }

  private static func reconciles(_ report: ControlPlaneReport) -> DataTable {
    figures(
      report,
      [
        ("reconciles", "reconciles", false), ("failed", "failures", false),
        ("mean", "reconcile.mean", true), ("median", "reconcile.p50", true),
        ("95 %", "reconcile.p95", true), ("99 %", "reconcile.p99", true),
        ("longest", "reconcile.max", true),
      ])
  }

  private static func calls(_ report: ControlPlaneReport) -> DataTable {
    DataTable(
      heads: ["writes to", "variant", "calls", "held back by the client's limit", "for, summed"],
      rows: ControlPlaneWords.clients.flatMap { client in
        report.variants.map { variant in
          [
            "the \(client) cluster", variant.name,
            NumberText.short(report.mean("api.\(client).calls", variant.name) ?? 0),
            NumberText.short(report.mean("api.\(client).throttled", variant.name) ?? 0),
            NumberText.duration(seconds: report.mean("api.\(client).wait", variant.name) ?? 0),
          ]
        }
      }, wordColumns: 2)
  }
}
