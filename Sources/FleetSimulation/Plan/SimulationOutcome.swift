/// What a simulation says of itself when it ends; what happened in it is in the facts.
package struct SimulationOutcome: Hashable, Sendable {
  /// How many events were handled.
  package var eventsHandled: Int64
  /// Whether the run was cancelled before the horizon; then no `horizonReached` was recorded.
  package var wasCancelled: Bool
  /// How far each purpose drew random words, over all nodes, in a fixed order: two runs of one plan
  /// that agree in their facts agree here too.
  package var streamCounters: [StreamCounter]

  /// Makes an outcome.
  package init(eventsHandled: Int64, wasCancelled: Bool, streamCounters: [StreamCounter]) {
    self.eventsHandled = eventsHandled
    self.wasCancelled = wasCancelled
    self.streamCounters = streamCounters
  }
}

/// How many random words one purpose drew.
package struct StreamCounter: Hashable, Sendable {
  /// The label of the streams.
  package var label: String
  /// Words drawn, summed over the streams of the label.
  package var drawn: UInt64

  /// Makes a counter.
  package init(label: String, drawn: UInt64) {
    self.label = label
    self.drawn = drawn
  }
}
