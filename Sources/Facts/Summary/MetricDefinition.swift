/// Which way a metric is better.
package enum MetricDirection: String, CaseIterable, Sendable {
  /// Less is better.
  case lower
  /// More is better.
  case higher
  /// It says how much, not how good.
  case none
}

/// One named figure of a member: the only names that reports, thresholds and comparisons may use.
package struct MetricDefinition: Sendable {
  /// Dotted, from the general to the particular: `job.wait.p95`.
  package let name: String
  /// The unit: `s`, `h`, `jobs`, `ratio` and the like.
  package let unit: String
  /// Which way it is better.
  package let better: MetricDirection
  /// What it is, in a sentence.
  package let definition: String
  /// The figure of a summary; nothing when the run has none, such as the wait of no job.
  package let value: @Sendable (MemberSummary) -> Double?

  init(
    _ name: String, _ unit: String, _ better: MetricDirection, _ definition: String,
    _ value: @escaping @Sendable (MemberSummary) -> Double?
  ) {
    self.name = name
    self.unit = unit
    self.better = better
    self.definition = definition
    self.value = value
  }

  /// A query over the store's views that gives the figure, with the parameters `:run`, `:variant`
  /// and `:seed`; no row when the run has none.
  package var sql: String {
    "SELECT value FROM summary WHERE run_id = :run AND variant = :variant AND seed = :seed"
      + " AND metric = '\(name)'"
  }
}

/// The figure of one metric.
package struct MetricValue: Hashable, Sendable {
  /// The metric's name.
  package var name: String
  /// The figure, in the metric's unit.
  package var value: Double

  /// Makes a value.
  package init(name: String, value: Double) {
    self.name = name
    self.value = value
  }
}

extension MemberSummary {
  /// Every metric that the run has, in the registry's order.
  package var metrics: [MetricValue] {
    MetricRegistry.all.compactMap { definition in
      guard controlPlane == nil || MetricRegistry.ofControlPlanes.contains(definition.name) else {
        return nil
      }
      return definition.value(self).map { MetricValue(name: definition.name, value: $0) }
    }
  }
}
