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
}
