import Units

/// How the promises of lending were kept: no value in a run without terms, and none of a promise for
/// which the scenario declares nothing.
extension MetricRegistry {
  static let promises: [MetricDefinition] = Promise.allCases.flatMap { promise in
    func definition(
      _ suffix: String, _ unit: String, _ better: MetricDirection, _ text: String,
      _ value: @escaping @Sendable (PromiseOutcome) -> Double
    ) -> MetricDefinition {
      MetricDefinition("promise.\(promise.name).\(suffix)", unit, better, text) { summary in
        summary.promises?.first { $0.promise == promise }.map(value)
      }
    }
    return [
      definition(
        "opportunities", "opportunities", .none, "Number of \(promise.opportunity)."
      ) { Double($0.opportunities) },
      definition("breaches", "breaches", .lower, promise.breach) { Double($0.breaches) },
      definition(
        "worst", "s", .lower,
        "The longest span that anything was short or late by, tolerated or not."
      ) { $0.worst.secondsAsDouble },
    ]
  }
}
