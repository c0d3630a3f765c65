package import Units

/// How long to wait before asking again: longer each time, and never all clients at once.
///
/// Exponential with full jitter downwards to a half: span = min(longest, first · 2ⁿ) · (½ + ½·u).
/// The random number u comes from the caller, so that a test can name it.
package struct BackOff: Hashable, Sendable {
  /// The longest first wait.
  package var first: TimeSpan
  /// The longest wait of all.
  package var longest: TimeSpan
  /// How often was waited since the last success.
  package private(set) var failures = 0

  /// Makes a back-off; 800 ms to 30 s is what client-go's reflectors use.
  package init(first: TimeSpan = .milliseconds(800), longest: TimeSpan = .seconds(30)) {
    self.first = first
    self.longest = longest
  }

  /// The next wait.
  ///
  /// - Parameters:
  ///   - serverWish: what the server asked for: waited for in full, and jitter of up to a tenth on top.
  ///   - unit: a random number in 0 ..< 1.
  package mutating func next(serverWish: TimeSpan? = nil, unit: Double) -> TimeSpan {
    let shift = min(failures, 30)
    failures += 1
    if let serverWish {
      return TimeSpan(
        nanoseconds: serverWish.nanoseconds + Int64(Double(serverWish.nanoseconds) * 0.1 * unit))
    }
    let (product, isTooLong) = first.nanoseconds.multipliedReportingOverflow(by: 1 << Int64(shift))
    let span = isTooLong ? longest.nanoseconds : min(product, longest.nanoseconds)
    return TimeSpan(nanoseconds: Int64(Double(span) * (0.5 + 0.5 * unit)))
  }

  /// Starts over after a success.
  package mutating func reset() { failures = 0 }
}
