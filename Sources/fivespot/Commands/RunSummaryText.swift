import CommandSupport
import Facts
import Planning
import Reports
import RunStore

/// What `run` prints: the run, a table of headline figures by variant, then the digests.
enum RunSummaryText {
  private static let headline = [
    "job.finished", "job.unfinished", "job.rejected", "job.wait.mean", "job.interruptions",
    "work.lost.ratio", "cpu.utilisation", "cpu.useful",
  ]
  /// Shown where a member has them: with prices, and with terms of lending.
  private static let accounts = ["cost.total", "promise.owner-first.breaches"]

  static func text(
    _ outcome: RunExecution.Outcome, of request: RunRequest, store: String
  ) -> String {
    var lines = [
      "run \(outcome.runID) \(outcome.status.rawValue) in \(store)", "",
    ]
    lines += table(outcome)
    if Set(outcome.members.map(\.seed)).count > 1 {
      lines.append("figures are means over the seeds; fivespot report shows their spread")
    }
    lines.append("")
    for member in outcome.members {
      lines.append("digest \(member.variant) \(member.seed) \(member.digest)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func table(_ outcome: RunExecution.Outcome) -> [String] {
    let known = accounts.filter { name in
      outcome.members.contains { $0.metrics.contains { $0.name == name } }
    }
    let definitions = (headline + known).compactMap { MetricRegistry.metric(named: $0) }
    var rows = [["variant", "seeds"] + definitions.map(\.name)]
    var variants: [String] = []
    for member in outcome.members where !variants.contains(member.variant) {
      variants.append(member.variant)
    }
    for variant in variants {
      let members = outcome.members.filter { $0.variant == variant }
      let cells = definitions.map { definition -> String in
        let values = members.compactMap { member in
          member.metrics.first { $0.name == definition.name }?.value
        }
        guard !values.isEmpty else { return "—" }
        let mean = values.reduce(0, +) / Double(values.count)
        return NumberText.value(mean, unit: definition.unit)
      }
      rows.append([variant, "\(members.count)"] + cells)
    }
    return TextTable.lines(rows, leftAligned: 1)
  }
}
