package import Units

/// A horizontal axis of instants with marks at civil days or hours.
package struct TimeAxis: Sendable {
  /// A mark of the axis.
  package struct Mark: Sendable {
    /// When.
    package var at: Instant
    /// The words under it; empty where there is no room for more words.
    package var words: String
    /// Whether a day begins here.
    package var isDay: Bool
  }

  /// The first instant.
  package let start: Instant
  /// The last instant.
  package let end: Instant
  /// Where the first instant lies.
  package let left: Double
  /// Where the last instant lies.
  package let right: Double
  /// The marks, in order.
  package let marks: [Mark]

  /// Makes an axis; its words do not touch at that text size.
  package init(
    start: Instant, end: Instant, left: Double, right: Double, clock: CivilClock, textSize: Double
  ) {
    self.start = start
    self.end = max(end, start + .seconds(1))
    self.left = left
    self.right = right
    marks =
      end - start > .hours(72)
      ? Self.days(start, end, width: right - left, clock, textSize)
      : Self.hours(start, end, width: right - left, clock, textSize)
  }

  /// Where an instant lies; outside the axis, at its end.
  package func x(_ instant: Instant) -> Double {
    let clamped = min(max(instant, start), end)
    let share =
      Double((clamped - start).nanoseconds) / Double((end - start).nanoseconds)
    return left + (right - left) * share
  }

  private static func days(
    _ start: Instant, _ end: Instant, width: Double, _ clock: CivilClock, _ size: Double
  ) -> [Mark] {
    let days = clock.days(from: start, to: end)
    let room = width / max(Double((end - start).nanoseconds) / 86_400e9, 1)
    let widest = TextMeasure.width("Wed 28 May", size: size) + 8
    let stride = max(1, Int((widest / room).rounded(.up)))
    return days.enumerated().map { index, day in
      let fits = Double((end - day).nanoseconds) / 86_400e9 * room > widest
      return Mark(
        at: day, words: index % stride == 0 && fits ? clock.day(day) : "", isDay: true)
    }
  }

  private static func hours(
    _ start: Instant, _ end: Instant, width: Double, _ clock: CivilClock, _ size: Double
  ) -> [Mark] {
    let room = width / max(Double((end - start).nanoseconds) / 3_600e9, 1)
    let widest = TextMeasure.width("00:00", size: size) + 12
    let every = [1, 2, 3, 4, 6, 12, 24].first { Double($0) * room >= widest } ?? 24
    return clock.hours(from: start, to: end, every: every).map { hour in
      let second = clock.zone.civil(at: hour).secondsOfDay
      let fits = Double((end - hour).nanoseconds) / 3_600e9 * room > widest
      return Mark(
        at: hour,
        words: fits ? "\(CivilClock.two(second / 3_600)):\(CivilClock.two(second / 60 % 60))" : "",
        isDay: second < 3_600)
    }
  }
}

extension Drawing {
  /// Draws the marks of a time axis between `top` and `bottom`, with their words below.
  package mutating func timeMarks(_ axis: TimeAxis, top: Double, bottom: Double) {
    for mark in axis.marks {
      let x = axis.x(mark.at)
      line(
        x, top, x, bottom + (mark.words.isEmpty ? 0 : 4),
        colour: mark.isDay ? "#B9C0C8" : Palette.grid)
      if !mark.words.isEmpty {
        label(mark.words, x: x + 3, y: bottom + textSize + 3, colour: Palette.soft)
      }
    }
  }
}
