import Facts
package import Planning
import SimulationKernel
import Units

/// What a comparison says, in sentences; the first one is the verdict.
package enum ComparisonVerdict {
  /// The sentences.
  package static func sentences(_ comparison: RunComparison) -> [String] {
    let others = [promises(comparison), digests(comparison)].compactMap(\.self)
    let metrics = metrics(comparison)
    let spot = [spot(comparison)].compactMap(\.self)
    if let costs = comparison.costs {
      return [cost(costs)] + spot + [metrics] + others
    }
    let reason = comparison.reasonForNoCosts.map { "No costs are compared: \($0)." }
    return [metrics] + spot + [reason].compactMap(\.self) + others
  }

  private static func cost(_ costs: CostComparison) -> String {
    let shown = costs.shown
    let money = MoneyText(currency: costs.currency, fractionDigits: 2)
    let seeds = ComparisonWords.seeds(costs.seeds)
    guard costs.sums.difference != .zero else {
      return "Total cost stays at \(money.full(shown.baseline)), \(seeds)."
    }
    let isLess = costs.sums.difference < .zero
    let size = isLess ? -shown.difference : shown.difference
    // A per cent of one seed is no finding, and is to be read as that from the first word on.
    var text =
      (costs.seeds == 1 ? "In one seed total" : "Total")
      + " cost \(isLess ? "falls" : "rises") by \(money.full(size))"
    if let share = costs.relative(costs.means.difference.approximateUnits) {
      text += " (\(ComparisonWords.signedPercent(share))"
      if let interval = costs.interval, let lower = costs.relative(interval.lower),
        let upper = costs.relative(interval.upper)
      {
        text += ", 95 % CI \(ComparisonWords.percentInterval(lower, upper))"
      }
      text += ")"
    }
    guard costs.seeds > 1 else {
      return text + ": there is no interval, and another seed may say otherwise."
    }
    text += ", \(seeds)"
    guard let interval = costs.interval else { return text + ": there is no interval." }
    if interval.contains(0) { text += "; the interval includes no difference" }
    return text + "."
  }

  /// What was bought on demand for want of spot, where that differs.
  private static func spot(_ comparison: RunComparison) -> String? {
    func hours(_ name: String) -> (before: Double, after: Double)? {
      guard let metric = comparison.metrics.first(where: { $0.name == name }) else { return nil }
      let (before, after) = (metric.baseline?.mean ?? 0, metric.candidate?.mean ?? 0)
      return before == after ? nil : (before, after)
    }
    func text(_ hours: Double) -> String { NumberText.decimal(hours, fractionDigits: 1) + " h" }
    guard let fallback = hours("spot.fallback.hours") else { return nil }
    var words =
      "For want of spot, on-demand machines were bought for \(text(fallback.after)), against "
      + "\(text(fallback.before))"
    if let dry = hours("spot.fallback.dry.hours") {
      words += "; \(text(dry.after)) of it while a market was dry, against \(text(dry.before))"
    }
    if let dry = hours("spot.dry.hours") {
      words += "; markets were dry for \(text(dry.after)), against \(text(dry.before))"
    }
    return words + (comparison.seeds.count > 1 ? ", means of a seed." : ".")
  }

  private static func metrics(_ comparison: RunComparison) -> String {
    let metrics = comparison.metrics
    let changed = metrics.filter { $0.mark != .unchanged }
    let seeds = ComparisonWords.seeds(comparison.seeds.count)
    guard !changed.isEmpty else { return "All \(metrics.count) metrics are equal, \(seeds)." }
    var text = "\(changed.count) of \(metrics.count) metrics differ, \(seeds)"
    let judgements = changed.map(\.judgement)
    if comparison.seeds.count < PairedBootstrap.pairsMin {
      return text
        + (comparison.seeds.count == 1
          ? ": there is no interval."
          : ": too few to judge which of them are clear.")
    }
    let parts: [(MetricComparison.Judgement, String)] = [
      (.better, "clearly better"), (.worse, "clearly worse"), (.different, "clearly different"),
      (.small, "by less than 2 %"), (.unclear, "unclear"),
      (.tooFewPairs, "on too few of the seeds"), (.missing, "missing on one side"),
    ]
    let counted = parts.compactMap { judgement, words -> String? in
      let count = judgements.count { $0 == judgement }
      return count == 0 ? nil : "\(count) \(words)"
    }
    text += ": " + counted.joined(separator: ", ")
    return text + "."
  }

  private static func promises(_ comparison: RunComparison) -> String? {
    guard !comparison.promises.isEmpty else { return nil }
    let changed = comparison.promises.filter(\.isChanged)
    let broken = comparison.promises.filter { ($0.candidate?.breaches ?? 0) > 0 }
    guard !broken.isEmpty else {
      return "The candidate breaks no promise."
    }
    let words = broken.map {
      "\(LendingWords.promise($0.name).words): \(ComparisonWords.promise($0.candidate))"
    }
    return "The candidate's promises: " + words.joined(separator: "; ")
      + (changed.isEmpty ? ", as the baseline's." : ".")
  }

  private static func digests(_ comparison: RunComparison) -> String? {
    let seeds = comparison.seeds.count
    if comparison.equalDigests == seeds {
      return seeds == 1
        ? "The journals are equal." : "The journals of all \(seeds) seeds are equal."
    }
    guard comparison.metrics.allSatisfy({ $0.mark == .unchanged }) else { return nil }
    return "Yet \(seeds - comparison.equalDigests) of \(seeds) journals differ."
  }
}
