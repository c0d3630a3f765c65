package import Units

/// A level that changes at equal steps and holds in between; the first and the last value hold
/// before and after.
package struct StepSeries: Hashable, Sendable {
  /// When the first value begins.
  package var start: Instant
  /// How long each value holds.
  package var step: TimeSpan
  /// The values; at least one.
  package var values: [Int64]

  /// Makes a series.
  package init(start: Instant, step: TimeSpan, values: [Int64]) {
    self.start = start
    self.step = step
    self.values = values
  }
}

/// How a service's load goes, and how its number of pods follows.
package struct ServicePlan: Hashable, Sendable {
  /// What the service uses, in thousandths of a core.
  package var usage: StepSeries
  /// What part of its pods' requests a service is to use, in per cent: the target of its
  /// HorizontalPodAutoscaler. Below 100 the rest is request slack.
  package var targetUtilisationPercent: Int64
  /// The fewest pods that it has.
  package var minimumReplicas: Int
  /// The most pods that it has.
  package var maximumReplicas: Int

  /// Makes a plan.
  package init(
    usage: StepSeries, targetUtilisationPercent: Int64, minimumReplicas: Int = 1,
    maximumReplicas: Int = 1_000_000
  ) {
    self.usage = usage
    self.targetUtilisationPercent = targetUtilisationPercent
    self.minimumReplicas = minimumReplicas
    self.maximumReplicas = maximumReplicas
  }
}
