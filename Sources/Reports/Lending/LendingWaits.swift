/// How long jobs wait in the queue.
enum LendingWaits {
  private static let metrics: [(name: String, words: String)] = [
    ("job.wait.p50", "median"), ("job.wait.p95", "95 %"), ("job.wait.p99", "99 %"),
    ("job.wait.max", "longest"),
  ]

  static func section(_ report: LendingReport) -> PageSection? {
    let rows = report.variants.compactMap { variant -> RangePlot.Row? in
      let seconds = metrics.compactMap { mean($0.name, variant.name, report.run) }
      return seconds.count == metrics.count
        ? RangePlot.Row(name: variant.name, seconds: seconds) : nil
    }
    guard !rows.isEmpty else { return nil }
    let plot = RangePlot(
      title: "Time from a job's submission to its first start", percentiles: metrics.map(\.words),
      emphasised: 1, rows: rows, identifier: "waits")
    let never = report.variants.compactMap { unstarted($0.name, report.run) }
    return PageSection(
      heading: "Waiting in the queue",
      lead: "Over the jobs that started, on a logarithmic axis.",
      blocks: [.figure(plot.figure(table: table(report)))]
        + (never.isEmpty
          ? [] : [.note("Jobs that had not started at the end: \(never.joined(separator: ", ")).")])
    )
  }

  /// The mean over the seeds of a metric of a variant.
  static func mean(_ metric: String, _ variant: String, _ run: RunReport) -> Double? {
    spread(metric, variant, run)?.mean
  }

  private static func spread(_ metric: String, _ variant: String, _ run: RunReport) -> SeedSpread? {
    guard let index = run.metrics.firstIndex(where: { $0.name == metric }),
      let variant = run.variants.first(where: { $0.name == variant })
    else { return nil }
    return variant.spread(ofMetric: index)
  }

  private static func unstarted(_ variant: String, _ run: RunReport) -> String? {
    guard let submitted = mean("job.submitted", variant, run),
      let started = mean("job.started", variant, run), submitted > started
    else { return nil }
    return
      "\(NumberText.short(submitted - started)) of \(NumberText.short(submitted)) in \(variant)"
  }

  private static func table(_ report: LendingReport) -> DataTable {
    DataTable(
      heads: ["wait"] + report.variants.map(\.name),
      rows: ([("job.wait.mean", "mean")] + metrics).map { metric in
        [metric.1]
          + report.variants.map { variant in
            guard let spread = spread(metric.0, variant.name, report.run) else { return "—" }
            return spread.count > 1 && spread.p5 != spread.p95
              ? "\(RangePlot.words(spread.mean)) [\(RangePlot.words(spread.p5)) … \(RangePlot.words(spread.p95))]"
              : RangePlot.words(spread.mean)
          }
      })
  }
}
