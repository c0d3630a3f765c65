import Facts
package import Planning
import SimulationKernel
import Units

/// The tables of a comparison as cells, which every format shows in its own way.
package struct ComparisonRows: Sendable {
  /// A table, its heading and what was left out of it.
  package struct Table: Sendable {
    /// What it is about.
    package var title: String
    /// The rows; each begins with its mark and its name.
    package var table: DataTable
    /// What is folded, such as `17 metrics unchanged`; may be empty.
    package var folded: String
  }

  /// The tables: costs, metrics, promises and what else differs, as far as there is something.
  package let tables: [Table]

  /// Makes the tables of a comparison.
  package init(_ comparison: RunComparison) {
    tables = [
      comparison.costs.map(Self.costs), Self.metrics(comparison), Self.promises(comparison),
      Self.inputs(comparison),
    ].compactMap(\.self).filter { !$0.table.rows.isEmpty || !$0.folded.isEmpty }
  }

  private static func costs(_ costs: CostComparison) -> Table {
    let money = MoneyText(currency: costs.currency, fractionDigits: 2)
    func row(_ name: String, _ shown: CostComparison.Amounts) -> [String] {
      let baseline = shown.baseline.approximateUnits
      let share = shown.difference.approximateUnits / abs(baseline)
      return [
        name, money.amount(shown.baseline), money.amount(shown.candidate),
        money.signed(shown.difference),
        baseline == 0 ? "" : ComparisonWords.signedPercent(share),
      ]
    }
    let changed = costs.drivers.filter { $0.sums.baseline != $0.sums.candidate }
    let unchanged = costs.drivers.filter { $0.sums.baseline == $0.sums.candidate }
    var rows = changed.map { row("~ " + LendingWords.driver($0.name), $0.shown) }
    if !unchanged.isEmpty {
      // One row, so that the columns still add up.
      rows.append(row("\(unchanged.count) unchanged", unchanged.reduce(.zero) { $0 + $1.shown }))
    }
    rows.append(row("total", costs.shown))
    return Table(
      title: "Cost in \(costs.currency)" + (costs.seeds > 1 ? ", mean of a seed" : ""),
      table: DataTable(
        heads: ["driver", "baseline", "candidate", "difference", "relative"], rows: rows),
      folded: spread(costs))
  }

  /// The spread of the totals, which is not the uncertainty of their mean.
  private static func spread(_ costs: CostComparison) -> String {
    guard costs.seeds > 1, let baseline = costs.baselineSpread,
      let candidate = costs.candidateSpread
    else { return "" }
    func text(_ spread: SampleSpread) -> String {
      NumberText.decimal(spread.p5, fractionDigits: 2) + " … "
        + NumberText.decimal(spread.p95, fractionDigits: 2)
    }
    return "spread of the totals over the seeds, 5 to 95 %: baseline \(text(baseline)), "
      + "candidate \(text(candidate))"
  }

  private static func metrics(_ comparison: RunComparison) -> Table {
    let changed = comparison.metrics.filter { $0.mark != .unchanged }
    let isPaired = comparison.seeds.count > 1
    // With one seed they would say once more what the tables of costs and promises say.
    let repeated = isPaired ? [] : changed.filter { Self.hasTableOfItsOwn($0, comparison) }
    let columns =
      ["metric", "baseline", "candidate", "difference", "relative"]
      + (isPaired ? ["95 % CI of the mean difference", "judgement"] : [])
    let shown = changed.filter { metric in !repeated.contains { $0.name == metric.name } }
    let rows = shown.map { metric -> [String] in
      let suffix = NumberText.suffix(metric.unit).replacing(
        "currency", with: comparison.costs?.currency ?? "currency")
      var cells = [
        "\(metric.mark.rawValue) \(metric.name)" + (suffix.isEmpty ? "" : ", \(suffix)"),
        side(metric.baseline, metric, isPaired),
        side(metric.candidate, metric, isPaired),
        metric.meanDifference.map { ComparisonWords.difference($0, unit: metric.unit) } ?? "—",
        metric.relativeDifference.map(ComparisonWords.signedPercent) ?? "",
      ]
      if isPaired {
        cells.append(
          metric.interval.map { interval in
            ComparisonWords.difference(interval.lower, unit: metric.unit) + " … "
              + ComparisonWords.difference(interval.upper, unit: metric.unit)
          } ?? "—")
        cells.append(ComparisonWords.judgement(metric))
      }
      return cells
    }
    let unchanged = comparison.metrics.count - changed.count
    let folded = [
      unchanged == 0 ? "" : "\(NumberText.counted(unchanged, "metric")) unchanged",
      repeated.isEmpty ? "" : "\(repeated.count) of costs and promises are in their own tables",
    ]
    return Table(
      title: "Metrics" + (isPaired ? ", mean over the seeds [5th … 95th percentile]" : ""),
      table: DataTable(heads: columns, rows: rows),
      folded: folded.filter { !$0.isEmpty }.joined(separator: "; "))
  }

  private static func hasTableOfItsOwn(
    _ metric: MetricComparison, _ comparison: RunComparison
  ) -> Bool {
    metric.name.hasPrefix("promise.") && !comparison.promises.isEmpty
      || metric.name.hasPrefix("cost.") && metric.unit == "currency" && comparison.costs != nil
  }

  private static func side(
    _ spread: SampleSpread?, _ metric: MetricComparison, _ isPaired: Bool
  ) -> String {
    guard let spread else { return "—" }
    let text = NumberText.value(spread.mean, unit: metric.unit)
    guard isPaired, spread.p5 != spread.p95 else { return text }
    return text + " [\(NumberText.value(spread.p5, unit: metric.unit)) … "
      + "\(NumberText.value(spread.p95, unit: metric.unit))]"
  }

  private static func promises(_ comparison: RunComparison) -> Table {
    let changed = comparison.promises.filter(\.isChanged)
    let unchanged = comparison.promises.filter { !$0.isChanged }.map {
      "\(LendingWords.promise($0.name).words) (\(ComparisonWords.promise($0.baseline)))"
    }
    return Table(
      title: "Promises" + (comparison.seeds.count > 1 ? ", all seeds together" : ""),
      table: DataTable(
        heads: ["promise", "baseline", "candidate"],
        rows: changed.map { promise in
          let mark = promise.baseline == nil ? "+" : promise.candidate == nil ? "-" : "~"
          return [
            "\(mark) \(LendingWords.promise(promise.name).words)",
            ComparisonWords.promise(promise.baseline), ComparisonWords.promise(promise.candidate),
          ]
        }, wordColumns: 3),
      folded: unchanged.isEmpty ? "" : "unchanged: " + unchanged.joined(separator: ", "))
  }

  /// The most entries of the scenarios that a table shows; JSON has all.
  private static let entriesMax = 20

  private static func inputs(_ comparison: RunComparison) -> Table {
    func mark(_ baseline: String?, _ candidate: String?) -> String {
      baseline == nil ? "+" : candidate == nil ? "-" : "~"
    }
    func cut(_ text: String?) -> String {
      guard let text else { return "—" }
      return text.count > 60 ? text.prefix(57) + "…" : text
    }
    let scenario = comparison.scenarioDifferences
    var rows = scenario.prefix(entriesMax).map {
      ["\(mark($0.baseline, $0.candidate)) \($0.path)", cut($0.baseline), cut($0.candidate)]
    }
    rows += comparison.provenance.map {
      [
        "\(mark($0.baseline, $0.candidate)) \($0.name)",
        $0.baseline.map { String($0.prefix(16)) } ?? "—",
        $0.candidate.map { String($0.prefix(16)) } ?? "—",
      ]
    }
    let isSame = comparison.provenance.isEmpty
    let more = max(0, scenario.count - entriesMax)
    let notes = [
      more == 0 ? "" : "\(more) more entries differ; --format json lists them",
      isSame ? "tool version, zone rules and input files are the same" : "",
    ]
    return Table(
      title: "What went in differs in",
      table: DataTable(
        heads: ["entry", "baseline", "candidate"], rows: Array(rows), wordColumns: 3),
      folded: notes.filter { !$0.isEmpty }.joined(separator: "; "))
  }
}
