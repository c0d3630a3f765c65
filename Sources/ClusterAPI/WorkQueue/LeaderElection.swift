package import Units

/// How one of several instances of a controller leads, and when another takes over.
///
/// Source: kubernetes/client-go `tools/leaderelection`, with the times of cluster-api v1.13
/// `core/main.go`.
package enum LeaderElection {
  /// How long others wait after the last renewal that they saw before they take over.
  package static let leaseDuration: TimeSpan = .seconds(15)
  /// After how long without a renewal the leader stops by itself.
  package static let renewDeadline: TimeSpan = .seconds(10)
  /// How often leaders renew and others look.
  package static let retryPeriod: TimeSpan = .seconds(2)

  /// When a leader that renewed last at `renewal` stops.
  package static func leaderStops(lastRenewal renewal: Instant) -> Instant {
    renewal + renewDeadline
  }

  /// When another instance leads: at its first look after the lease is over, by `draw` from 0 up to
  /// and without 1.
  package static func nextLeads(lastRenewal renewal: Instant, draw: Double) -> Instant {
    precondition((0..<1).contains(draw), "a draw is at least 0 and less than 1")
    let wait = Int64(Double(retryPeriod.nanoseconds) * draw)
    return renewal + leaseDuration + TimeSpan(nanoseconds: wait)
  }
}
