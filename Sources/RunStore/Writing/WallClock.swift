import Foundation
package import Units

/// The machine's clock, for the times at which runs were made; never part of a digest.
package enum WallClock {
  /// Now, to the millisecond.
  package static func now() -> Instant {
    Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000) * 1_000_000)
  }
}
