package import Units

/// A span in which a zone is cut off: its machines run, and nobody hears of them.
package struct ZoneOutage: Hashable, Sendable {
  /// The zone.
  package var zone: Int
  /// From when.
  package var start: Instant
  /// Until when; then its kubelets report again.
  package var end: Instant

  /// Makes an outage.
  package init(zone: Int, from start: Instant, until end: Instant) {
    precondition(start <= end, "an outage does not end before it begins")
    self.zone = zone
    self.start = start
    self.end = end
  }
}
