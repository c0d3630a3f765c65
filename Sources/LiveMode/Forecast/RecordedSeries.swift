package import Units

/// A quantity at equal steps of time; nil where nothing was recorded.
package struct RecordedSeries: Hashable, Sendable {
  /// When the first step begins, a whole number of steps since 1970.
  package var start: Instant
  /// How long a step is.
  package var step: TimeSpan
  /// The mean of each step, rounded to the nearest whole number.
  package var values: [Int64?]

  /// Makes a series.
  package init(start: Instant, step: TimeSpan, values: [Int64?]) {
    self.start = start
    self.step = step
    self.values = values
  }

  /// When step `index` begins.
  package func instant(_ index: Int) -> Instant { start + step * Int64(index) }

  /// How many steps have a value.
  package var known: Int { values.count { $0 != nil } }

  /// The steps that end at or before `end`, up to it: nothing is known of those that are missing.
  package func before(_ end: Instant) -> RecordedSeries {
    let whole = max((end - start).nanoseconds / step.nanoseconds, 0)
    var part = self
    part.values = Array(values.prefix(Int(whole)))
    part.values += Array(repeating: nil, count: Int(whole) - part.values.count)
    return part
  }

  /// Means of a quantity that was looked at now and then, weighted by time.
  ///
  /// A reading holds until the next one, and at most for `longest`: what lies behind that is not known.
  /// A step has a value when at least half of it is known.
  package init(
    of readings: [(at: Instant, value: Int64)], step: TimeSpan, longest: TimeSpan
  ) {
    precondition(step > .zero && longest > .zero, "steps and gaps are above zero")
    self.step = step
    guard let first = readings.first, let last = readings.last else {
      start = .epoch
      values = []
      return
    }
    func floor(_ at: Instant) -> Int64 {
      let (quotient, rest) = at.nanoseconds.quotientAndRemainder(dividingBy: step.nanoseconds)
      return rest < 0 ? quotient - 1 : quotient
    }
    let origin = floor(first.at)
    start = Instant(nanoseconds: origin * step.nanoseconds)
    let count = Int(floor(last.at) - origin) + 1
    var sums = [Int128](repeating: 0, count: count)
    var spans = [Int64](repeating: 0, count: count)
    for (place, reading) in readings.enumerated() {
      var end = reading.at + longest
      if place + 1 < readings.count { end = min(end, readings[place + 1].at) }
      var at = reading.at
      while at < end {
        let index = Int(floor(at) - origin)
        guard index < count else { break }
        let edge = min(end, Instant(nanoseconds: (origin + Int64(index) + 1) * step.nanoseconds))
        let span = (edge - at).nanoseconds
        sums[index] += Int128(reading.value) * Int128(span)
        spans[index] += span
        at = edge
      }
    }
    values = zip(sums, spans).map { sum, span in
      guard span > 0, span >= step.nanoseconds / 2 else { return nil }
      return Int64((sum + Int128(span / 2)) / Int128(span))
    }
  }
}
