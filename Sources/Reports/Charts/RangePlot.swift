import Units

/// How long things took, variant by variant: percentiles as marks on a logarithmic axis of time.
package struct RangePlot: Sendable {
  /// One variant.
  package struct Row: Sendable {
    /// The variant's name.
    package var name: String
    /// Seconds, one for each of the chart's percentiles, ascending.
    package var seconds: [Double]

    /// Makes a row.
    package init(name: String, seconds: [Double]) {
      self.name = name
      self.seconds = seconds
    }
  }

  /// What the chart shows.
  package var title: String
  /// The names of the percentiles, at most four, ascending.
  package var percentiles: [String]
  /// The percentile whose value is written beside its mark.
  package var emphasised: Int
  /// The variants.
  package var rows: [Row]
  /// A word that makes the ids of this chart unique within its page.
  package var identifier: String

  /// Makes a chart; each row has a value for each percentile.
  package init(
    title: String, percentiles: [String], emphasised: Int, rows: [Row], identifier: String
  ) {
    precondition(percentiles.count <= Self.signs.count, "at most four percentiles")
    precondition(
      rows.allSatisfy { $0.seconds.count == percentiles.count }, "a value for each percentile")
    self.title = title
    self.percentiles = percentiles
    self.emphasised = emphasised
    self.rows = rows
    self.identifier = identifier
  }

  private static let signs = ["●", "◆", "■", "▲"]
  private static let width = 880.0
  private static let pitch = 34.0
  private static let top = 4.0
  /// Below this a wait counts as none; the axis begins here.
  private static let leastSeconds = 1.0
  private static let ticks: [(seconds: Double, name: String)] = [
    (1, "≤ 1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3_600, "1 h"),
    (6 * 3_600, "6 h"), (86_400, "1 d"), (7 * 86_400, "7 d"), (70 * 86_400, "70 d"),
  ]

  /// The figure.
  package func figure(table: DataTable) -> Figure {
    Figure(
      identifier: identifier, title: title, description: summary(), drawing: drawing(),
      narrowest: 620,
      legend: zip(Self.signs, percentiles).enumerated().map { index, entry in
        LegendEntry(.mark(entry.0, colour: Palette.colour(index)), entry.1)
      }, table: table)
  }

  /// The picture: a row a variant.
  package func drawing() -> Drawing {
    let bottom = Self.top + Double(rows.count) * Self.pitch + 6
    var drawing = Drawing(
      identifier: identifier, width: Self.width, height: bottom + 22)
    let left = (rows.map { TextMeasure.width($0.name, size: 12, isBold: true) }.max() ?? 0) + 22
    let right = Self.width - 36
    let highest = rows.flatMap(\.seconds).max() ?? 1
    let upper = Self.ticks.first { $0.seconds >= highest }?.seconds ?? highest
    func x(_ seconds: Double) -> Double {
      let span = Mathematics.log(max(upper, 10) / Self.leastSeconds)
      let share = Mathematics.log(max(seconds, Self.leastSeconds) / Self.leastSeconds) / span
      return left + (right - left) * min(share, 1)
    }
    for tick in Self.ticks where tick.seconds <= max(upper, 10) {
      drawing.line(x(tick.seconds), Self.top, x(tick.seconds), bottom, colour: Palette.grid)
      drawing.label(
        tick.name, x: x(tick.seconds), y: bottom + 16, anchor: .middle, colour: Palette.soft)
    }
    for (index, row) in rows.enumerated() {
      let y = Self.top + Double(index) * Self.pitch + 24
      drawing.label(
        row.name, x: 2, y: y + 4, isBold: true, colour: Palette.ink)
      if let first = row.seconds.first, let last = row.seconds.last {
        drawing.line(x(first), y, x(last), y, colour: Palette.outline, width: 2)
      }
      for (percentile, seconds) in row.seconds.enumerated() {
        Self.sign(percentile, x: x(seconds), y: y, on: &drawing)
      }
      guard row.seconds.indices.contains(emphasised) else { continue }
      let words =
        "\(percentiles[emphasised]): "
        + Self.words(row.seconds[emphasised])
      let room = TextMeasure.width(words, size: 11) / 2
      drawing.label(
        words, x: min(max(x(row.seconds[emphasised]), left + room), Self.width - room - 2),
        y: y - 11, anchor: .middle, size: 11, colour: Palette.ink)
    }
    return drawing
  }

  private static func sign(_ index: Int, x: Double, y: Double, on drawing: inout Drawing) {
    let paint = Paint(Palette.colour(index))
    let (across, up) = (Markup.coordinate(x), Markup.coordinate(y))
    let path =
      switch index {
      case 0: "M\(across) \(up)m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z"
      case 1: "M\(across) \(up)m0 -6l6 6l-6 6l-6 -6z"
      case 2: "M\(across) \(up)m-4.5 -4.5h9v9h-9z"
      default: "M\(across) \(up)m0 -6l6 11h-12z"
      }
    drawing.area(path, paint, outline: Palette.white)
  }

  /// A duration without digits that nobody reads: whole seconds from ten on, tenths below.
  static func words(_ seconds: Double) -> String {
    if seconds >= 10 { return NumberText.duration(seconds: seconds.rounded(.toNearestOrEven)) }
    let tenths = (seconds * 10).rounded(.toNearestOrEven)
    let isWhole = tenths.truncatingRemainder(dividingBy: 10) == 0
    return NumberText.decimal(tenths / 10, fractionDigits: isWhole ? 0 : 1) + " s"
  }

  private func summary() -> String {
    rows.map { row in
      "\(row.name): "
        + zip(percentiles, row.seconds).map { name, seconds in
          "\(name) \(Self.words(seconds))"
        }.joined(separator: ", ")
    }.joined(separator: "; ") + "."
  }
}
