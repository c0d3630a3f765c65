package import Units

/// How long an object that failed is left alone, by how often it failed in a row.
///
/// Source: kubernetes/client-go `util/workqueue/default_rate_limiters.go`; kubernetes-sigs/cluster-api
/// v1.13 `util/controller/builder.go`, for the first.
package indirect enum RetryDelay: Hashable, Sendable {
  /// `base`, doubled at each failure after the first, on top of `floor`; `most` at most for both.
  case exponential(floor: TimeSpan = .zero, base: TimeSpan, most: TimeSpan)
  /// `fast` for so many failures, and `slow` from then on.
  case fastSlow(fast: TimeSpan, slow: TimeSpan, fastFailures: Int)
  /// The longest of several.
  case longest([RetryDelay])

  /// The delay of Cluster API from v1.13 on, of a controller that leaves `floor` between two
  /// reconciles of an object.
  package static func clusterAPI(
    floor: TimeSpan = ControllerConstants.leastInterval
  ) -> RetryDelay {
    .exponential(
      floor: floor, base: ControllerConstants.failureDelayStep,
      most: ControllerConstants.longestFailureDelay)
  }

  /// The delay of controller-runtime, without the bucket that goes with it: Cluster API up to v1.12.
  package static let controllerRuntime = exponential(
    base: ControllerConstants.failureDelayStep, most: ControllerConstants.longestFailureDelay)

  /// The delay of k0rdent's controllers, without the bucket that goes with it (k0rdent/kcm
  /// `internal/util/ratelimit/ratelimit.go`).
  package static let k0rdent = fastSlow(
    fast: .seconds(5), slow: .minutes(2), fastFailures: 300)

  /// The delay after `failures` failures in a row, 1 or more.
  package func delay(after failures: Int) -> TimeSpan {
    precondition(failures > 0, "a delay comes after a failure")
    switch self {
    case .exponential(let floor, let base, let most):
      // Wide enough for any base, and past any limit long before it is full.
      let grown = Int128(base.nanoseconds) << min(failures - 1, 62)
      let sum = Int128(floor.nanoseconds) + grown
      return sum > Int128(most.nanoseconds) ? most : TimeSpan(nanoseconds: Int64(sum))
    case .fastSlow(let fast, let slow, let fastFailures):
      return failures <= fastFailures ? fast : slow
    case .longest(let delays):
      return delays.reduce(.zero) { max($0, $1.delay(after: failures)) }
    }
  }
}
