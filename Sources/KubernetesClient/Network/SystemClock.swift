import Foundation
package import Units

/// The clock of this machine.
package enum SystemClock {
  /// Now, to the microsecond or so that the system gives.
  @Sendable package static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(
      nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// A clock that nobody sets: it began at this machine's time when it was first asked, and goes on from
  /// there, also while the machine sleeps. What waits and what runs out goes by it.
  @Sendable package static func steady() -> Instant { began.wall + (uptime() - began.uptime) }

  private static let began = (wall: now(), uptime: uptime())

  private static func uptime() -> Instant {
    var time = timespec()
    #if os(Linux)
      // Unlike CLOCK_MONOTONIC it counts the time that a machine sleeps: others take the lease meanwhile.
      clock_gettime(CLOCK_BOOTTIME, &time)
    #else
      clock_gettime(CLOCK_MONOTONIC, &time)
    #endif
    return Instant(
      nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}
