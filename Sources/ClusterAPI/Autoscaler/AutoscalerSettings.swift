package import Units

/// How a cluster autoscaler decides. The defaults are its own.
///
/// Source: kubernetes/autoscaler 1.35 `cluster-autoscaler/config/flags/flags.go`.
package struct AutoscalerSettings: Hashable, Sendable {
  /// From the begin of one look to that of the next, `--scan-interval`.
  package var scanInterval: TimeSpan = .seconds(10)
  /// How old a pod without a place has to be, `--new-pod-scale-up-delay`.
  package var podDelay: TimeSpan = .zero
  /// Which of several groups grows, `--expander`.
  package var expander = Expander.leastWaste
  /// How long a group may take to become as large as it was asked to, and a Machine to become a Node,
  /// `--max-node-provision-time`.
  package var provisionTime: TimeSpan = .minutes(15)
  /// How long a group that failed is left alone, `--initial-node-group-backoff-duration`.
  package var initialBackoff: TimeSpan = .minutes(5)
  /// The most that this grows to, `--max-node-group-backoff-duration`.
  package var mostBackoff: TimeSpan = .minutes(30)
  /// How long after its last failure a group counts as new, `--node-group-backoff-reset-timeout`.
  package var backoffReset: TimeSpan = .hours(3)
  /// How groups shrink; nil where they never do, `--scale-down-enabled=false`.
  package var scaleDown: ScaleDown? = ScaleDown()

  /// The settings of an autoscaler that is told nothing.
  package init() {}

  /// How groups shrink.
  package struct ScaleDown: Hashable, Sendable {
    /// A Node of which less than this part is asked for may go, in thousandths,
    /// `--scale-down-utilization-threshold`.
    package var utilisationPermille: Int64 = 500
    /// For how long a Node has to be without need, `--scale-down-unneeded-time`.
    package var unneededTime: TimeSpan = .minutes(10)
    /// How long after a group grew none shrinks, `--scale-down-delay-after-add`.
    package var delayAfterAdd: TimeSpan = .minutes(10)
    /// How long after a Node went the next may, `--scale-down-delay-after-delete`; it stands for the
    /// scan interval where it is nothing.
    package var delayAfterDelete: TimeSpan = .zero
    /// How long after a Node could not be emptied none is tried,
    /// `--scale-down-delay-after-failure`.
    package var delayAfterFailure: TimeSpan = .minutes(3)
    /// How many empty Nodes go at a time, `--max-empty-bulk-delete`.
    package var mostEmpty = 10
    /// How many Nodes are drained at a time, `--max-drain-parallelism`.
    package var mostDrains = 1
    /// How long pods have to end once they were evicted, `--max-graceful-termination-sec`.
    package var gracefulTermination: TimeSpan = .minutes(10)
    /// For how long an eviction that is refused is tried again, `--max-pod-eviction-time`.
    package var evictionTime: TimeSpan = .minutes(2)

    /// The settings of an autoscaler that is told nothing.
    package init() {}
  }

  /// How long a refused eviction waits for the next try (`core/scaledown/actuation/drain.go`,
  /// `DefaultEvictionRetryTime`).
  package static let evictionRetry: TimeSpan = .seconds(10)
  /// How often a drain looks whether its pods are gone (same file).
  package static let podsGonePoll: TimeSpan = .seconds(5)
  /// How much longer than their grace pods are waited for (same file, `DefaultPodEvictionHeadroom`).
  package static let evictionHeadroom: TimeSpan = .seconds(30)
}
