package import Units

/// The connection of a management cluster to a workload cluster: how often it is probed and when it
/// counts as lost.
///
/// Source: cluster-api v1.13 `controllers/clustercache/cluster_cache.go` and `cluster_accessor.go`.
package struct ClusterConnection: Hashable, Sendable, BitwiseCopyable {
  /// How often a cluster is probed.
  package static let probeInterval: TimeSpan = .seconds(10)
  /// How long a probe may take.
  package static let probeTimeout: TimeSpan = .seconds(5)
  /// After how many failed probes in a row the connection is given up.
  package static let failuresToDisconnect = 5
  /// When a connection is looked at again that gives no reason.
  package static let standardRequeue: TimeSpan = .seconds(10)

  /// Whether there is a connection.
  package var isConnected: Bool
  /// How many probes failed in a row.
  package private(set) var failures: Int

  /// Makes a connection with so many failed probes behind it.
  package init(isConnected: Bool, failures: Int = 0) {
    self.isConnected = isConnected
    self.failures = failures
  }

  /// How a probe ends.
  package enum Probe: Hashable, Sendable {
    /// The cluster answers that it is well.
    case success
    /// The cluster refuses the credentials: a new connection might have new ones.
    case unauthorized
    /// Anything else.
    case failure
  }

  /// Why the connection is to be given up, if it is.
  package struct Finding: Hashable, Sendable, BitwiseCopyable {
    /// Too many probes failed in a row.
    package var hasTooManyFailures = false
    /// The credentials are refused, which is reason enough at once.
    package var isUnauthorized = false
  }

  /// Counts a probe; without a connection there is none, and nothing is counted. The caller gives the
  /// connection up.
  package mutating func record(
    _ probe: Probe, failuresToDisconnect: Int = failuresToDisconnect
  ) -> Finding {
    guard isConnected else { return Finding() }
    failures = probe == .success ? 0 : failures + 1
    return Finding(
      hasTooManyFailures: failures >= failuresToDisconnect,
      isUnauthorized: probe == .unauthorized)
  }

  /// How long until something that is done every `interval` is due again; nothing where it was never
  /// done.
  package static func untilDue(
    last: Instant?, interval: TimeSpan, at now: Instant
  ) -> TimeSpan {
    guard let last else { return .zero }
    return max(last + interval - now, .zero)
  }

  /// The shortest of several waits, or `standard` where there is none.
  package static func nextLook(
    _ waits: some Sequence<TimeSpan>, standard: TimeSpan = standardRequeue
  ) -> TimeSpan {
    waits.min() ?? standard
  }
}
