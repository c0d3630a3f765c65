package import Units

/// When the informers of a controller hand out all their objects again without cause.
///
/// Source: kubernetes-sigs/controller-runtime `pkg/cache/internal/informers.go`, `resyncPeriod`.
package enum Resync {
  /// The period of an informer, drawn once when it starts: nine to eleven tenths of `period`, by
  /// `draw` from 0 up to and without 1.
  package static func drawnPeriod(
    _ period: TimeSpan = ControllerConstants.resync, draw: Double
  ) -> TimeSpan {
    precondition((0..<1).contains(draw), "a draw is at least 0 and less than 1")
    return TimeSpan(nanoseconds: Int64(Double(period.nanoseconds) * (draw / 5 + 0.9)))
  }
}
