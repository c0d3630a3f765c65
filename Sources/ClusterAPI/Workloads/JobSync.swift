package import Units

/// How a Job counts its pods and decides how many more to make.
///
/// Source: kubernetes v1.36 `pkg/controller/job/job_controller.go`, `manageJob`, and
/// `pkg/controller/job/backoff_utils.go`.
package struct JobSync: Hashable, Sendable {
  /// `spec.parallelism`: how many pods run at a time.
  package let parallelism: Int
  /// `spec.completions`: how many have to succeed.
  package let completions: Int
  /// `spec.backoffLimit`: with more failures than this the Job has failed.
  package let backoffLimit: Int
  /// Whether a pod is made only when the one before is gone for good (`podReplacementPolicy:
  /// Failed`, which a `podFailurePolicy` asks for), and not as soon as that is on its way out.
  package let waitsForPods: Bool

  /// How many pods succeeded.
  package private(set) var succeeded = 0
  /// How many failed and count.
  package private(set) var failed = 0
  /// How many failed since the last that succeeded.
  package private(set) var failedInARow = 0
  /// When the last one failed.
  package private(set) var failedAt = Instant.distantPast

  /// The delay after the first failure (`DefaultJobPodFailureBackOff`).
  package static let firstDelay: TimeSpan = .seconds(10)
  /// The longest delay (`MaxJobPodFailureBackOff`); the documentation still says six minutes.
  package static let longestDelay: TimeSpan = .minutes(10)

  /// Makes a Job that has no pod yet.
  package init(parallelism: Int, completions: Int, backoffLimit: Int, waitsForPods: Bool) {
    self.parallelism = parallelism
    self.completions = completions
    self.backoffLimit = backoffLimit
    self.waitsForPods = waitsForPods
  }

  /// Counts a pod that succeeded.
  package mutating func countSuccess() {
    succeeded += 1
    failedInARow = 0
  }

  /// Counts a pod that failed at `now`.
  package mutating func countFailure(at now: Instant) {
    failed += 1
    failedInARow += 1
    failedAt = now
  }

  /// Whether enough pods succeeded.
  package var isComplete: Bool { succeeded >= completions }

  /// Whether more pods failed than may.
  package var hasFailed: Bool { failed > backoffLimit }

  /// How many pods to make with `active` pods that run or are to, and `leaving` ones on their way
  /// out, were it not for the delay.
  package func missing(active: Int, leaving: Int) -> Int {
    let wanted = min(parallelism, completions - succeeded)
    return max(wanted - active - (waitsForPods ? leaving : 0), 0)
  }

  /// Until when no pod is made: so long after the last failure, twice as long for each in a row.
  package var delayEnds: Instant {
    guard failedInARow > 0 else { return .distantPast }
    var delay = JobSync.firstDelay
    for _ in 1..<max(failedInARow, 1) where delay < JobSync.longestDelay {
      delay = TimeSpan(nanoseconds: 2 * delay.nanoseconds)
    }
    return failedAt + min(delay, JobSync.longestDelay)
  }
}
