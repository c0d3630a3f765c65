/// The sentences that a report begins with: what the run says, before any table.
package enum RunVerdict {
  /// The verdict, a sentence for each variant, from the metrics that every run has.
  package static func sentences(_ report: RunReport) -> [String] {
    var sentences = report.variants.map { describe($0, in: report) }
    if sentences.isEmpty { sentences = ["The run has no finished member."] }
    if let sentence = incompleteness(report) { sentences.append(sentence) }
    return sentences
  }

  /// How much of the run is missing; nil when nothing is.
  static func incompleteness(_ report: RunReport) -> String? {
    guard report.status != "complete" else { return nil }
    let ended = report.variants.reduce(0) { $0 + $1.members.count }
    return "The run is incomplete: it was stopped when \(ended) of \(report.plannedMembers) "
      + "members had ended, and the figures are of these."
  }

  private static func describe(_ variant: ReportVariant, in report: RunReport) -> String {
    var parts: [String] = []
    if let use = mean("cpu.utilisation", variant, report) {
      parts.append("\(NumberText.percent(use)) of the CPU allocated")
    }
    if let useful = mean("cpu.useful", variant, report) {
      parts.append("\(NumberText.percent(useful)) by work that was finished")
    }
    if let wait = mean("job.wait.mean", variant, report) {
      parts.append("jobs that started had waited \(NumberText.duration(seconds: wait)) on average")
    }
    if let interrupted = mean("job.interruptions", variant, report), interrupted > 0 {
      parts.append("\(NumberText.short(interrupted)) interruptions of jobs")
      if let lost = mean("work.lost.ratio", variant, report) {
        parts.append("\(NumberText.percent(lost)) of the allocated CPU time lost to them")
      }
    }
    if let unfinished = mean("job.unfinished", variant, report), unfinished > 0 {
      parts.append("\(NumberText.short(unfinished)) jobs unfinished at the end")
    }
    if let submitted = mean("job.submitted", variant, report),
      let started = mean("job.started", variant, report), submitted > started
    {
      parts.append("\(NumberText.short(submitted - started)) jobs never started")
    }
    if let rejected = mean("job.rejected", variant, report), rejected > 0 {
      parts.append("\(NumberText.short(rejected)) of them because no node is large enough")
    }
    let seeds = variant.members.count
    if seeds > 1 { parts.append("means over \(seeds) seeds") }
    return "\(variant.name): " + (parts.isEmpty ? "no figures" : parts.joined(separator: ", "))
      + "."
  }

  private static func mean(
    _ name: String, _ variant: ReportVariant, _ report: RunReport
  ) -> Double? {
    report.metrics.firstIndex { $0.name == name }.flatMap { variant.spread(ofMetric: $0)?.mean }
  }
}
