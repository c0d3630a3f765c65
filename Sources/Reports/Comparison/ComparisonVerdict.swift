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
    if let costs = comparison.costs {
      return [cost(costs), metrics] + others
    }
    let reason = comparison.reasonForNoCosts.map { "No costs are compared: \($0)." }
    return [metrics] + [reason].compactMap(\.self) + others
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
    var text = "Total cost \(isLess ? "falls" : "rises") by \(money.full(size))"
    if let share = costs.relative(costs.means.difference.approximateUnits) {
      text += " (\(ComparisonWords.signedPercent(share))"
      if let interval = costs.interval, let lower = costs.relative(interval.lower),
        let upper = costs.relative(interval.upper)
      {
        text += ", 95 % CI \(ComparisonWords.percentInterval(lower, upper))"
      }
      text += ")"
    }
    text += ", \(seeds)"
    guard let interval = costs.interval else { return text + ": there is no interval." }
    if interval.contains(0) { text += "; the interval includes no difference" }
    return text + "."
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
