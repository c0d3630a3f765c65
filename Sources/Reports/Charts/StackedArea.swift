package import Units

/// One layer of a stack: hourly means, one after the other from the chart's start.
package struct StackedBand: Sendable {
  /// The name in legend and table.
  package var name: String
  /// How it is filled.
  package var paint: Paint
  /// The values; a value stands for the whole of its step and is not negative.
  package var values: [Double]

  /// Makes a layer.
  package init(name: String, paint: Paint, values: [Double]) {
    self.name = name
    self.paint = paint
    self.values = values
  }
}

/// Layers that sum to a total through time, with lines over them and times shaded behind them.
package struct StackedArea: Sendable {
  /// What the chart shows.
  package var title: String
  /// The unit of the vertical axis.
  package var unit: String
  /// The instant at which the first step begins.
  package var start: Instant
  /// The length of a step.
  package var step: TimeSpan
  /// The layers, from below.
  package var bands: [StackedBand]
  /// Lines over the stack.
  package var lines: [TimeSeries]
  /// Times that are shaded behind the stack, such as opening hours.
  package var shades: [Range<Instant>]
  /// The value that the vertical axis reaches at least, so that charts beside it compare.
  package var ceiling: Double
  /// The clock of the horizontal axis.
  package var clock: CivilClock
  /// A word that makes the ids of this chart unique within its page.
  package var identifier: String

  /// Makes a chart.
  package init(
    title: String, unit: String, start: Instant, step: TimeSpan, bands: [StackedBand],
    lines: [TimeSeries] = [], shades: [Range<Instant>] = [], ceiling: Double = 0,
    clock: CivilClock, identifier: String
  ) {
    self.title = title
    self.unit = unit
    self.start = start
    self.step = step
    self.bands = bands
    self.lines = lines
    self.shades = shades
    self.ceiling = ceiling
    self.clock = clock
    self.identifier = identifier
  }

  private static let width = 900.0
  private static let height = 250.0
  private static let left = 56.0
  private static let right = 888.0
  private static let top = 24.0
  private static let bottom = 222.0

  /// The steps of the chart.
  package var count: Int {
    max(bands.map(\.values.count).max() ?? 0, lines.map(\.values.count).max() ?? 0)
  }

  /// The sum of the layers at each step.
  package var totals: [Double] {
    (0..<count).map { index in bands.reduce(0) { $0 + Self.value($1.values, index) } }
  }

  /// The highest of stack and lines.
  package var peak: Double { max(totals.max() ?? 0, lines.flatMap(\.values).max() ?? 0) }

  /// The figure; with `legend` nil it has one of its own.
  package func figure(legend: [LegendEntry]? = nil) -> Figure {
    Figure(
      identifier: identifier, title: title, description: summary(), drawing: drawing(),
      narrowest: 720, legend: legend ?? self.legend, table: table())
  }

  /// What the paints and lines stand for.
  package var legend: [LegendEntry] { areas + rules }

  /// What the paints stand for, the topmost layer first.
  package var areas: [LegendEntry] {
    bands.reversed().map { LegendEntry(.area($0.paint), $0.name) }
  }

  /// What the lines stand for.
  package var rules: [LegendEntry] {
    lines.enumerated().map { index, line in
      LegendEntry(.line(colour: Palette.ink, dash: Palette.dash(index)), line.name)
    }
  }

  /// The picture.
  package func drawing() -> Drawing {
    var drawing = Drawing(identifier: identifier, width: Self.width, height: Self.height)
    let end = start + step * Int64(max(count, 1))
    let time = TimeAxis(
      start: start, end: end, left: Self.left, right: Self.right, clock: clock, textSize: 12)
    let axis = AxisScale(zeroTo: max(peak, ceiling), count: 4)
    func y(_ value: Double) -> Double {
      Self.bottom - (Self.bottom - Self.top) * axis.position(value)
    }
    for shade in shades where shade.upperBound > start && shade.lowerBound < end {
      drawing.rectangle(
        Box(
          left: time.x(shade.lowerBound), top: Self.top, right: time.x(shade.upperBound),
          bottom: Self.bottom), Paint(Palette.shade))
    }
    for tick in axis.ticks {
      drawing.line(Self.left, y(tick), Self.right, y(tick), colour: Palette.grid)
      drawing.label(
        NumberText.short(tick), x: Self.left - 6, y: y(tick) + 4, anchor: .end,
        colour: Palette.soft)
    }
    drawing.label(unit, x: 2, y: 11, colour: Palette.soft)
    drawing.timeMarks(time, top: Self.top, bottom: Self.bottom)
    var floor = Array(repeating: 0.0, count: count)
    for band in bands {
      let ceiling = floor.indices.map { floor[$0] + Self.value(band.values, $0) }
      if band.values.contains(where: { $0 > 0 }) {
        drawing.area(
          Self.outline(from: floor, to: ceiling, x: { time.x(start + step * Int64($0)) }, y: y),
          band.paint, outline: Palette.white)
      }
      floor = ceiling
    }
    for (index, line) in lines.enumerated() {
      let path = Self.steps(line.values, x: { time.x(start + step * Int64($0)) }, y: y)
      if index == 0 { drawing.stroke(path, colour: Palette.white, width: 3) }
      drawing.stroke(path, colour: Palette.ink, width: 1.6, dash: Palette.dash(index))
    }
    drawing.line(Self.left, Self.bottom, Self.right, Self.bottom, colour: Palette.outline)
    return drawing
  }

  /// The values as a table with a row a step.
  package func table() -> DataTable {
    let sums = totals
    return DataTable(
      heads: ["from (\(clock.name))"] + bands.map(\.name)
        + (bands.count > 1 ? ["sum"] : []) + lines.map(\.name),
      rows: (0..<count).map { index in
        [clock.stamp(start + step * Int64(index))]
          + bands.map { NumberText.short(Self.value($0.values, index)) }
          + (bands.count > 1 ? [NumberText.short(sums[index])] : [])
          + lines.map { NumberText.short(Self.value($0.values, index)) }
      })
  }

  private func summary() -> String {
    (bands.map { ($0.name, $0.values) } + lines.map { ($0.name, $0.values) }).map { name, values in
      let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
      return "\(name): mean \(NumberText.short(mean)), highest "
        + "\(NumberText.short(values.max() ?? 0)) \(unit)"
    }.joined(separator: "; ") + "."
  }

  private static func value(_ values: [Double], _ index: Int) -> Double {
    index < values.count ? values[index] : 0
  }

  /// Steps along `values`, each level held for its step.
  static func steps(
    _ values: [Double], x: (Int) -> Double, y: (Double) -> Double
  ) -> String {
    var path = ""
    var isLevel = false
    for (index, value) in values.enumerated() {
      isLevel = index > 0 && values[index - 1] == value
      if index == 0 {
        path += "M\(Markup.coordinate(x(0))) \(Markup.coordinate(y(value)))"
      } else if !isLevel {
        path += "H\(Markup.coordinate(x(index)))V\(Markup.coordinate(y(value)))"
      }
    }
    return path + "H\(Markup.coordinate(x(values.count)))"
  }

  private static func outline(
    from floor: [Double], to ceiling: [Double], x: (Int) -> Double, y: (Double) -> Double
  ) -> String {
    var path = steps(ceiling, x: x, y: y)
    for index in floor.indices.reversed() {
      let isLevel = index + 1 < floor.count && floor[index + 1] == floor[index]
      if !isLevel {
        if index + 1 < floor.count { path += "H\(Markup.coordinate(x(index + 1)))" }
        path += "V\(Markup.coordinate(y(floor[index])))"
      }
    }
    return path + "H\(Markup.coordinate(x(0)))Z"
  }
}
