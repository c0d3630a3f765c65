package import Units

/// Everything that the page of a control plane's run says, taken from the store and from nothing else.
package struct ControlPlaneReport: Sendable {
  /// What every run's report has.
  package var run: RunReport
  /// The end of the horizon.
  package var end: Instant
  /// The variants, in the scenario's order.
  package var variants: [ControlPlaneVariant]

  /// The mean over the seeds of a metric of a variant; nil where none has it.
  func mean(_ metric: String, _ variant: String) -> Double? {
    guard let index = run.metrics.firstIndex(where: { $0.name == metric }),
      let variant = run.variants.first(where: { $0.name == variant })
    else { return nil }
    return variant.spread(ofMetric: index)?.mean
  }

  /// What is shown of one seed only, in a sentence; empty where there is one seed.
  var firstSeedNote: String {
    guard let variant = run.variants.first, variant.members.count > 1,
      let seed = variant.members.first?.seed
    else { return "" }
    return " Shown is seed \(seed), the first of \(variant.members.count)."
  }

  /// How many stretches of time charts leave out at the start: those in which the deployments are made,
  /// beside which nothing later could be seen; none where they fill the run.
  var leftOut: Int {
    var latest = run.start
    for variant in variants {
      for order in variant.orders where order.kind == "create" {
        guard let seconds = order.seconds else { return 0 }
        latest = max(latest, order.orderedAt + TimeSpan(nanoseconds: Int64(seconds * 1e9)))
      }
    }
    let steps = Int(((latest - run.start).secondsAsDouble / step.secondsAsDouble).rounded(.up))
    let all = variants.first?.missing.count ?? 0
    return steps < all / 2 ? steps : 0
  }

  /// When charts begin.
  var chartStart: Instant { run.start + step * Int64(leftOut) }

  /// What charts leave out, in a sentence; empty where that is nothing.
  var leftOutNote: String {
    leftOut == 0
      ? ""
      : " Charts begin when the deployments are all there, "
        + "\(NumberText.duration(seconds: step.secondsAsDouble * Double(leftOut))) after the start."
  }

  /// The values of a series that charts show.
  func shown(_ values: [Double]) -> [Double] { Array(values.dropFirst(leftOut)) }

  /// How long the stretches of time are in which things were measured.
  var step: TimeSpan { variants.first?.step ?? .minutes(5) }
}

/// What the page says of one variant; all but metrics of its first seed.
package struct ControlPlaneVariant: Sendable {
  /// Its name.
  package var name: String
  /// What it is about, in its writer's words.
  package var description: String
  /// How long its stretches of time are.
  package var step: TimeSpan
  /// Mean Machines in each stage, stretch by stretch: a name and values a stage.
  package var stages: [TimeSeries]
  /// Machines that deployments were short of, on average over each stretch.
  package var missing: [Double]
  /// The most objects in each controller's queue, stretch by stretch.
  package var queues: [TimeSeries]
  /// The longest reconcile of each controller, in seconds, stretch by stretch.
  package var longestReconciles: [TimeSeries]
  /// The orders.
  package var orders: [OrderLine]
  /// The Machines that were lost.
  package var replacements: [ReplacementLine]
  /// The drains.
  package var drains: [DrainLine]
  /// What was held, the longest first.
  package var holds: [HoldLine]
  /// The deployments.
  package var shortages: [ShortageLine]
}

/// An order.
package struct OrderLine: Sendable {
  /// The deployment.
  package var deployment: String
  /// What is ordered, as the store names it.
  package var kind: String
  /// How many Machines, or the limit in nanoseconds.
  package var value: Int64
  /// When it was given.
  package var orderedAt: Instant
  /// How long it took; nil where it was not carried out.
  package var seconds: Double?
  /// Whether another order came before it was carried out.
  package var isSuperseded: Bool
}

/// A Machine that was lost.
package struct ReplacementLine: Sendable {
  /// The Machine.
  package var machine: String
  /// When it was lost.
  package var lostAt: Instant
  /// From the loss until a health check found it; nil where none did.
  package var foundAfter: Double?
  /// Until it was gone.
  package var goneAfter: Double?
  /// Until its deployment was whole again.
  package var restoredAfter: Double?
}

/// A drain.
package struct DrainLine: Sendable {
  /// The deployment.
  package var deployment: String
  /// How long it lasted, up to the end of the run.
  package var seconds: Double
  /// Whether it ended before the run did.
  package var hasEnded: Bool
  /// Pods that the eviction API let go.
  package var evicted: Int64
  /// Evictions that it refused.
  package var refusals: Int64
  /// Whether its limit ended it with pods still refused.
  package var isOverruled: Bool
}

/// Pods of one workload that were kept on a Node that was drained.
package struct HoldLine: Sendable {
  /// The Machine.
  package var machine: String
  /// The deployment.
  package var deployment: String
  /// The workload.
  package var workload: String
  /// The names of its budgets.
  package var budgets: String
  /// Why, as the store names it.
  package var cause: String
  /// The pods, parted by spaces.
  package var pods: String
  /// How many they are.
  package var podCount: Int64
  /// When the first eviction was refused.
  package var beganAt: Instant
  /// How long it lasted, up to the end of the run.
  package var seconds: Double
  /// Whether it ended before the run did.
  package var hasEnded: Bool
  /// Whether a limit of the drain ended it.
  package var isOverruled: Bool
  /// Evictions that it refused.
  package var refusals: Int64
}

/// How far a deployment was short of Machines.
package struct ShortageLine: Sendable {
  /// The deployment.
  package var deployment: String
  /// How many may be missing.
  package var allowed: Int64
  /// The most that were.
  package var worst: Int64
  /// Machines missing over time.
  package var machineHours: Double
  /// For how long more were missing than may be.
  package var overLimitSeconds: Double
}
