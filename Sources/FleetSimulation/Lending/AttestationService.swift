package import Units

/// The service that verifies the evidence of trusted execution environments, and when it is away.
///
/// Who asks while it is away asks again until it answers, and the answer takes as long as ever: a proof
/// is late and never wrong.
package struct AttestationService: Hashable, Sendable {
  /// A span in which nobody is answered; the end is no part of it.
  package struct Outage: Hashable, Sendable {
    /// From when.
    package var start: Instant
    /// Until when.
    package var end: Instant

    /// Makes an outage.
    package init(from start: Instant, until end: Instant) {
      self.start = start
      self.end = end
    }
  }

  /// The outages, by their start.
  package let outages: [Outage]

  /// Makes a service; outages in any order.
  package init(outages: [Outage] = []) {
    self.outages = outages.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  /// When a request is answered that is made at an instant and takes so long.
  func answer(to request: Instant, taking span: TimeSpan) -> Instant {
    var begun = request
    for outage in outages where outage.start < Self.end(begun, span) && begun < outage.end {
      begun = outage.end
    }
    return Self.end(begun, span)
  }

  private static func end(_ start: Instant, _ span: TimeSpan) -> Instant {
    let (sum, isBeyond) = start.nanoseconds.addingReportingOverflow(span.nanoseconds)
    return isBeyond ? .distantFuture : Instant(nanoseconds: sum)
  }
}
