package import Units

/// A metric by its name, with all its series.
package struct MetricFamily: Hashable, Sendable {
  /// What its values mean.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Grows only, but for a restart.
    case counter
    /// Goes up and down.
    case gauge
    /// Counts observations by how large they were.
    case histogram
    /// Says what something is; its value is 1.
    case info
  }

  /// A series: a value under some labels.
  package struct Series: Hashable, Sendable {
    /// The labels, in their order.
    package var labels: [Label]
    /// The value.
    package var value: Value
  }

  /// A label of a series.
  package struct Label: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// Its value.
    package var value: String
  }

  /// What a series has.
  package enum Value: Hashable, Sendable {
    /// A whole number.
    case count(Int64)
    /// A length of time, written in seconds.
    case span(TimeSpan)
    /// A share or another relation of two values; finite.
    case ratio(Double)
    /// A distribution of lengths of time.
    case distribution(SpanHistogram)
  }

  /// Its name, with its unit and without what OpenMetrics adds to series.
  package var name: String
  /// What its values mean.
  package var kind: Kind
  /// The unit, which its name ends with; empty for none.
  package var unit: String
  /// What it is, in a sentence.
  package var help: String
  /// The series, in a fixed order.
  package var series: [Series]

  /// Makes a family.
  package init(
    _ name: String, _ kind: Kind, unit: String = "", _ help: String, _ series: [Series] = []
  ) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.help = help
    self.series = series
  }

  /// Adds a series.
  package mutating func add(_ value: Value, _ labels: (String, String)...) {
    series.append(
      Series(labels: labels.map { Label(name: $0.0, value: $0.1) }, value: value))
  }
}

/// Counts lengths of time by how long they were.
package struct SpanHistogram: Hashable, Sendable {
  /// The upper bounds, ascending; what is longer than all of them is counted as well.
  package static let bounds: [TimeSpan] = [
    .milliseconds(5), .milliseconds(10), .milliseconds(25), .milliseconds(50), .milliseconds(100),
    .milliseconds(250), .milliseconds(500), .seconds(1), .milliseconds(2_500), .seconds(5),
    .seconds(10), .seconds(30),
  ]

  /// How many were at most as long as each bound and longer than the one before; the last counts what
  /// is longer than all.
  package private(set) var counts: [Int64] = Array(repeating: 0, count: bounds.count + 1)
  /// The sum of all, held at its bound rather than overflown.
  package private(set) var sum = TimeSpan.zero

  /// Without observations.
  package init() {}

  /// Counts one; a negative one counts as none.
  package mutating func observe(_ span: TimeSpan) {
    let span = max(span, .zero)
    let place = Self.bounds.firstIndex { span <= $0 } ?? Self.bounds.count
    counts[place] += 1
    let (total, isTooLong) = sum.nanoseconds.addingReportingOverflow(span.nanoseconds)
    sum = isTooLong ? .max : TimeSpan(nanoseconds: total)
  }

  /// How many there were.
  package var count: Int64 { counts.reduce(0, +) }
}
