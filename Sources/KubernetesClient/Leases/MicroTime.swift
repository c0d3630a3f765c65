package import Units

/// The times of leases and events: RFC 3339 with exactly six digits of fraction.
///
/// None, three or nine digits are refused: 400 on PUT and POST, 422 on PATCH (1.36).
package enum MicroTime {
  /// `2026-01-01T00:00:00.000000Z`; what is finer than a microsecond is cut off.
  package static func text(_ instant: Instant) -> String {
    let seconds = instant.secondsRoundedDown
    let micros = (instant.nanoseconds &- seconds &* 1_000_000_000) / 1_000
    var whole = Instant(nanoseconds: seconds &* 1_000_000_000).rfc3339
    whole.removeLast()
    let digits = String(micros)
    return whole + "." + String(repeating: "0", count: 6 - digits.count) + digits + "Z"
  }

  /// Reads a time, with any fraction and any offset.
  package static func instant(_ text: String) -> Instant? { try? Instant(rfc3339: text) }
}
