/// One part of every bar.
package struct BarPart: Sendable {
  /// The name in legend and table.
  package var name: String
  /// How it is filled.
  package var paint: Paint

  /// Makes a part.
  package init(name: String, paint: Paint) {
    self.name = name
    self.paint = paint
  }
}

/// Horizontal bars, each made of the same parts, whose lengths sum to the bar's.
package struct StackedBars: Sendable {
  /// One bar.
  package struct Bar: Sendable {
    /// The name at its left.
    package var name: String
    /// The lengths of the parts, in their order; none is negative.
    package var values: [Double]

    /// Makes a bar.
    package init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }

    /// Its whole length.
    package var total: Double { values.reduce(0, +) }
  }

  /// What the chart shows.
  package var title: String
  /// The unit of the lengths.
  package var unit: String
  /// The parts of every bar, from the left.
  package var parts: [BarPart]
  /// The bars, from above.
  package var bars: [Bar]
  /// A word that makes the ids of this chart unique within its page.
  package var identifier: String

  /// Makes a chart; every bar has a length for each part.
  package init(
    title: String, unit: String, parts: [BarPart], bars: [Bar], identifier: String
  ) {
    precondition(bars.allSatisfy { $0.values.count == parts.count }, "a length for each part")
    self.title = title
    self.unit = unit
    self.parts = parts
    self.bars = bars
    self.identifier = identifier
  }

  private static let width = 900.0
  private static let barHeight = 26.0
  private static let pitch = 40.0
  private static let top = 8.0

  /// The figure.
  package func figure(table: DataTable) -> Figure {
    Figure(
      identifier: identifier, title: title, description: summary(), drawing: drawing(),
      narrowest: 640, legend: parts.map { LegendEntry(.area($0.paint), $0.name) }, table: table)
  }

  /// The picture.
  package func drawing() -> Drawing {
    let height = Self.top + Double(bars.count) * Self.pitch + 22
    var drawing = Drawing(identifier: identifier, width: Self.width, height: height)
    let left = min(
      (bars.map { TextMeasure.width($0.name, size: 12, isBold: true) }.max() ?? 0) + 10, 220)
    let right = Self.width - 12
    let longest = bars.map(\.total).max() ?? 0
    // The longest bar takes the whole width; ticks end before it.
    let axis = AxisScale(zeroTo: longest, count: 6)
    func x(_ value: Double) -> Double {
      left + (right - left) * (longest > 0 ? value / longest : 0)
    }
    let bottom = Self.top + Double(bars.count) * Self.pitch - 6
    for tick in axis.ticks where tick <= longest {
      drawing.line(x(tick), Self.top - 4, x(tick), bottom, colour: Palette.grid)
      let words = tick == 0 ? "0 \(unit)" : NumberText.short(tick)
      let room = TextMeasure.width(words, size: 12) / 2
      drawing.label(
        words, x: min(x(tick), Self.width - room), y: bottom + 16, anchor: .middle,
        colour: Palette.soft)
    }
    for (row, bar) in bars.enumerated() {
      let y = Self.top + Double(row) * Self.pitch
      drawing.label(
        bar.name, x: left - 8, y: y + 17, anchor: .end, isBold: true, colour: Palette.ink)
      var floor = 0.0
      for (part, value) in zip(parts, bar.values) where value > 0 {
        let box = Box(left: x(floor), top: y, right: x(floor + value), bottom: y + Self.barHeight)
        let share = NumberText.percent(bar.total > 0 ? value / bar.total : 0)
        drawing.rectangle(
          box, part.paint, outline: Palette.white,
          hint: "\(bar.name), \(part.name): \(NumberText.short(value)) \(unit), \(share)")
        write(share, in: box, of: part, on: &drawing)
        floor += value
      }
    }
    drawing.line(left, Self.top - 4, left, bottom, colour: Palette.outline)
    return drawing
  }

  /// A share inside its part, on a plate of its own where the part has a texture.
  private func write(_ share: String, in box: Box, of part: BarPart, on drawing: inout Drawing) {
    let width = TextMeasure.width(share, size: 11)
    guard box.width >= width + 8 else { return }
    let middle = (box.left + box.right) / 2
    let isDark = part.paint.colour == Palette.blue || part.paint.colour == Palette.green
    let needsPlate = part.paint.texture != .plain
    if needsPlate {
      drawing.rectangle(
        Box(
          left: middle - width / 2 - 2, top: box.top + 5, right: middle + width / 2 + 2,
          bottom: box.bottom - 5), Paint(Palette.white))
    }
    drawing.label(
      share, x: middle, y: box.top + 17, anchor: .middle, size: 11,
      colour: isDark && !needsPlate ? Palette.white : Palette.ink)
  }

  private func summary() -> String {
    bars.map { bar in
      let shares = zip(parts, bar.values).filter { $0.1 > 0 }.map { part, value in
        "\(part.name) \(NumberText.percent(bar.total > 0 ? value / bar.total : 0))"
      }
      return "\(bar.name): " + shares.joined(separator: ", ")
    }.joined(separator: "; ") + "."
  }
}
