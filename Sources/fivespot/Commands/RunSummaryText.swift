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
  /// The figures of a control plane.
  private static let controlPlane = [
    "machine.created", "machine.remediated", "order.rollout.convergence.p95", "drain.length.p95",
    "hold.length.max", "machine.missing.beyond_limit", "controller.machine.queue.p99",
    "api.writes.failed",
  ]
  /// Shown where a member has them: with prices, and with terms of lending.
  private static let accounts = ["cost.total"]

  static func text(
    _ outcome: RunExecution.Outcome, store: String
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

  /// Which promises were broken, by variant; nothing where nothing is promised.
  private static func broken(
    _ outcome: RunExecution.Outcome, _ variants: [String]
  ) -> [String] {
    let lines = variants.compactMap { variant -> String? in
      let members = outcome.members.filter { $0.variant == variant }
      func sum(_ promise: Promise, _ suffix: String) -> Int? {
        let values = members.compactMap { member in
          member.metrics.first { $0.name == "promise.\(promise.name).\(suffix)" }?.value
        }
        return values.isEmpty ? nil : Int(values.reduce(0, +))
      }
      var parts: [String] = []
      var occasions = 0
      for promise in Promise.allCases {
        guard let breaches = sum(promise, "breaches"), let of = sum(promise, "opportunities")
        else { continue }
        occasions += of
        if breaches > 0 { parts.append("\(promise.name) \(breaches) of \(of)") }
      }
      guard occasions > 0 else { return nil }
      return "  \(variant): "
        + (parts.isEmpty ? "nothing, in \(occasions) occasions" : parts.joined(separator: ", "))
    }
    return lines.isEmpty ? [] : ["", "promises broken"] + lines
  }

  private static func table(_ outcome: RunExecution.Outcome) -> [String] {
    let known = accounts.filter { name in
      outcome.members.contains { $0.metrics.contains { $0.name == name } }
    }
    let isControlPlane = outcome.members.contains { member in
      member.metrics.contains { $0.name == "machine.created" }
    }
    let shown = isControlPlane ? controlPlane : headline
    let definitions = (shown + known).compactMap { MetricRegistry.metric(named: $0) }
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
    return TextTable.lines(rows, leftAligned: 1) + broken(outcome, variants)
  }
}
