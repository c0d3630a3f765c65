import Units

/// Metrics as text for whoever scrapes them.
package struct Exposition: Sendable {
  /// The forms.
  package enum Form: String, CaseIterable, Hashable, Sendable {
    /// OpenMetrics 1.0: for scrapers that ask for it.
    case openMetrics
    /// The older text of Prometheus, which `promtool check metrics` reads.
    case prometheus

    /// The content type to answer with.
    package var contentType: String {
      switch self {
      case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
      case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
      }
    }

    /// The form that a scraper wants, by the `Accept` header of its request.
    package init(accept: String) {
      self =
        accept.lowercased().contains("application/openmetrics-text") ? .openMetrics : .prometheus
    }
  }

  private let form: Form
  private var text = ""

  /// The families as text. In OpenMetrics a counter's series end in `_total` and its family does not; in
  /// the older form both do.
  ///
  /// Source: OpenMetrics 1.0, `specification/OpenMetrics.md`; Prometheus exposition format 0.0.4.
  package static func text(_ families: [MetricFamily], as form: Form) -> String {
    var exposition = Exposition(form)
    for family in families where !family.series.isEmpty { exposition.write(family) }
    if form == .openMetrics { exposition.text += "# EOF\n" }
    return exposition.text
  }

  private init(_ form: Form) { self.form = form }

  private mutating func write(_ family: MetricFamily) {
    let suffix =
      switch family.kind {
      case .counter: "_total"
      case .info: "_info"
      case .gauge, .histogram: ""
      }
    let name = form == .openMetrics ? family.name : family.name + suffix
    // The older form knows no info.
    let kind =
      form == .prometheus && family.kind == .info
      ? MetricFamily.Kind.gauge.rawValue : family.kind.rawValue
    switch form {
    case .openMetrics:
      text += "# TYPE \(name) \(kind)\n"
      if !family.unit.isEmpty { text += "# UNIT \(name) \(family.unit)\n" }
      text += "# HELP \(name) \(Self.escaped(family.help, quotes: true))\n"
    case .prometheus:
      text += "# HELP \(name) \(Self.escaped(family.help, quotes: false))\n# TYPE \(name) \(kind)\n"
    }
    for series in family.series {
      switch series.value {
      case .count(let count): line(family.name + suffix, series.labels, String(count))
      case .span(let span): line(family.name + suffix, series.labels, Self.seconds(span))
      case .ratio(let ratio): line(family.name + suffix, series.labels, "\(ratio)")
      case .distribution(let histogram): write(histogram, family.name, series.labels)
      }
    }
  }

  private mutating func write(
    _ histogram: SpanHistogram, _ name: String, _ labels: [MetricFamily.Label]
  ) {
    var cumulative: Int64 = 0
    for (index, count) in histogram.counts.enumerated() {
      cumulative += count
      let bound =
        index < SpanHistogram.bounds.count ? Self.seconds(SpanHistogram.bounds[index]) : "+Inf"
      line(
        name + "_bucket", labels + [MetricFamily.Label(name: "le", value: bound)],
        String(cumulative))
    }
    line(name + "_sum", labels, Self.seconds(histogram.sum))
    line(name + "_count", labels, String(cumulative))
  }

  private mutating func line(_ name: String, _ labels: [MetricFamily.Label], _ value: String) {
    text += name
    if !labels.isEmpty {
      let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
      text += "{\(pairs.joined(separator: ","))}"
    }
    text += " \(value)\n"
  }

  /// Seconds with a point, exactly: `0.005`, `1.0`.
  static func seconds(_ span: TimeSpan) -> String {
    let (whole, rest) = span.nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    var fraction = String(rest + 1_000_000_000).dropFirst()
    while fraction.count > 1, fraction.last == "0" { fraction.removeLast() }
    return "\(span.nanoseconds < 0 ? "-" : "")\(whole).\(fraction)"
  }

  /// A text in which backslashes and line feeds, and quotes where they would end it, are escaped.
  private static func escaped(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
