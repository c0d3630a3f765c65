package import SimulationKernel
package import Units

/// The product-limit estimate of a survival curve from lives of which some were cut short.
///
/// E. L. Kaplan, P. Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53, 1958:
/// S(t) = Π over event times tᵢ ≤ t of (1 − dᵢ / nᵢ), with dᵢ events at tᵢ and nᵢ lives known to have
/// reached it. A life that is censored at tᵢ has reached tᵢ: events come before censorings there.
///
/// When the longest life is censored, the curve ends above zero and the data says nothing of what is
/// left. The rest is then taken to end at the longest observed time (B. Efron, "The two sample
/// problem with censored data", 1967), which keeps the law proper and is stated in `tailProbability`.
package struct KaplanMeierEstimate: Hashable, Sendable {
  /// One observed life.
  package struct Observation: Hashable, Sendable {
    /// Its length.
    package var span: TimeSpan
    /// Whether it ended by the event; otherwise it was censored.
    package var isEvent: Bool

    /// Makes an observation.
    package init(span: TimeSpan, isEvent: Bool) {
      self.span = span
      self.isEvent = isEvent
    }
  }

  /// One row of the table: a time at which at least one event happened.
  package struct Step: Hashable, Sendable {
    /// The time.
    package var at: TimeSpan
    /// Lives that reached it.
    package var atRisk: Int
    /// Events at it.
    package var events: Int
    /// The probability to live beyond it.
    package var survival: Double
  }

  /// The event times, ascending.
  package let steps: [Step]
  /// How many lives ended by the event.
  package let eventCount: Int
  /// How many were censored.
  package let censoredCount: Int
  /// The longest life, by event or not.
  package let longest: TimeSpan
  /// The probability that the product leaves over after the last event; put on `longest`.
  package let tailProbability: Double

  /// Estimates the curve; the observations may be in any order.
  ///
  /// - Throws: `DistributionError.empty` when there is none.
  package init(_ observations: [Observation]) throws(DistributionError) {
    // Events before censorings at equal times. Otherwise equal entries are interchangeable.
    let sorted = observations.sorted {
      $0.span != $1.span ? $0.span < $1.span : $0.isEvent && !$1.isEvent
    }
    guard let last = sorted.last else { throw .empty(parameter: "observations") }
    var steps: [Step] = []
    var survival = 1.0
    var index = 0
    var eventCount = 0
    while index < sorted.count {
      let at = sorted[index].span
      let first = index
      while index < sorted.count, sorted[index].span == at, sorted[index].isEvent { index += 1 }
      let events = index - first
      let atRisk = sorted.count - first
      if events > 0 {
        // One division of whole numbers: the last step of an uncensored sample gives exactly 0.
        survival *= Double(atRisk - events) / Double(atRisk)
        steps.append(Step(at: at, atRisk: atRisk, events: events, survival: survival))
        eventCount += events
      }
      while index < sorted.count, sorted[index].span == at { index += 1 }
    }
    self.steps = steps
    self.eventCount = eventCount
    self.censoredCount = sorted.count - eventCount
    self.longest = last.span
    self.tailProbability = survival
  }

  /// The probability to have ended by `span`, by the product alone (without the tail rule).
  package func probabilityEnded(by span: TimeSpan) -> Double {
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].at <= span { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : 1 - steps[low - 1].survival
  }

  /// The law of lifetimes in seconds: the recorded times only, the tail on the longest of them.
  package func distribution() throws(DistributionError) -> Distribution {
    var values = steps.map(\.at.secondsAsDouble)
    var cumulative = steps.map { 1 - $0.survival }
    if tailProbability > 0 {
      let end = longest.secondsAsDouble
      if values.last == end {
        cumulative[cumulative.count - 1] = 1
      } else {
        values.append(end)
        cumulative.append(1)
      }
    }
    return .empirical(
      try EmpiricalDistribution(values: values, cumulative: cumulative, interpolation: .step))
  }
}
