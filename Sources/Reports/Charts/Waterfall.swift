package import Units

/// How an amount of money becomes another, one driver after the other.
package struct Waterfall: Sendable {
  /// One driver of the difference.
  package struct Step: Sendable {
    /// The driver's name.
    package var name: String
    /// What it adds.
    package var delta: Money

    /// Makes a step.
    package init(name: String, delta: Money) {
      self.name = name
      self.delta = delta
    }
  }

  /// What the chart shows.
  package var title: String
  /// The name of the amount that it begins with.
  package var fromName: String
  /// The amount that it begins with.
  package var from: Money
  /// The drivers; `from` and all of them sum to the amount that it ends with.
  package var steps: [Step]
  /// The name of the amount that it ends with.
  package var toName: String
  /// How amounts are written.
  package var text: MoneyText
  /// A word that makes the ids of this chart unique within its page.
  package var identifier: String

  /// Makes a chart.
  package init(
    title: String, fromName: String, from: Money, steps: [Step], toName: String, text: MoneyText,
    identifier: String
  ) {
    self.title = title
    self.fromName = fromName
    self.from = from
    self.steps = steps
    self.toName = toName
    self.text = text
    self.identifier = identifier
  }

  /// The amount that it ends with.
  package var to: Money { steps.reduce(from) { $0 + $1.delta } }

  /// The amounts as shown: beginning and end each rounded, and the drivers so that they lead from
  /// the one to the other.
  package var shown: (from: Money, deltas: [Money], to: Money) {
    let (from, to) = (text.rounded(from), text.rounded(to))
    return (from, text.rounded(steps.map(\.delta), summingTo: to - from), to)
  }

  private static let width = 440.0
  private static let pitch = 25.0
  private static let top = 6.0

  /// The figure.
  package func figure() -> Figure {
    Figure(
      identifier: identifier, title: title, description: summary(), drawing: drawing(),
      narrowest: 340, table: table())
  }

  /// The signs of waterfalls; `isCut` when the bars of one of them do not begin at zero.
  package static func legend(isCut: Bool) -> [LegendEntry] {
    [
      LegendEntry(.mark("▼", colour: Palette.green), "cheaper"),
      LegendEntry(.mark("▲", colour: Palette.vermilion), "dearer"),
    ]
      + (isCut
        ? [LegendEntry(.mark("//", colour: Palette.blue), "bar is cut: zero is further left")] : [])
  }

  /// The lowest amount on the axis: zero, unless the drivers would then be too short to see.
  package var origin: Money {
    var level = from
    var (low, high) = (from, from)
    for step in steps {
      level += step.delta
      low = min(low, level)
      high = max(high, level)
    }
    let span = high - low
    guard low > .zero, span * 5 < high else { return .zero }
    return max(.zero, low - span)
  }

  /// The picture: a row for each amount, from above.
  package func drawing() -> Drawing {
    let shown = shown
    let height = Self.top * 2 + Double(steps.count + 2) * Self.pitch
    var drawing = Drawing(identifier: identifier, width: Self.width, height: height)
    let amounts =
      [text.amount(shown.from), text.amount(shown.to)] + shown.deltas.map { Self.mark($0, text) }
    let names = [fromName, toName] + steps.map(\.name)
    let left = (names.map { TextMeasure.width($0, size: 12, isBold: true) }.max() ?? 0) + 8
    let right =
      Self.width - (amounts.map { TextMeasure.width($0, size: 12, isBold: true) }.max() ?? 0) - 10
    let origin = origin
    var levels = [origin, from]
    for step in steps { levels.append((levels.last ?? origin) + step.delta) }
    let low = Double((levels.min() ?? .zero).picounits)
    let high = Double((levels.max() ?? .zero).picounits)
    func x(_ money: Money) -> Double {
      left + (right - left) * (Double(money.picounits) - low) / max(high - low, 1)
    }
    total(fromName, shown.from, row: 0, from: x(origin), to: x(from), on: &drawing)
    var level = from
    for (index, step) in steps.enumerated() {
      let y = Self.top + Double(index + 1) * Self.pitch
      let (a, b) = (x(level), x(level + step.delta))
      drawing.line(a, y - Self.pitch + 20, a, y + 2, colour: Palette.outline, width: 0.8)
      if shown.deltas[index] != .zero {
        drawing.rectangle(
          Box(left: min(a, b) - 0.5, top: y + 2, right: max(a, b) + 0.5, bottom: y + 20),
          Paint(step.delta > .zero ? Palette.vermilion : Palette.green),
          hint: "\(step.name): \(text.signed(shown.deltas[index])) \(text.currency)")
      }
      drawing.label(step.name, x: 2, y: y + 16, colour: Palette.ink)
      drawing.label(
        Self.mark(shown.deltas[index], text), x: Self.width - 2, y: y + 16, anchor: .end,
        colour: Palette.ink)
      level += step.delta
    }
    let last = Self.top + Double(steps.count + 1) * Self.pitch
    drawing.line(
      x(to), last - Self.pitch + 20, x(to), last + 2, colour: Palette.outline, width: 0.8)
    total(toName, shown.to, row: steps.count + 1, from: x(origin), to: x(to), on: &drawing)
    return drawing
  }

  private func total(
    _ name: String, _ amount: Money, row: Int, from left: Double, to right: Double,
    on drawing: inout Drawing
  ) {
    let y = Self.top + Double(row) * Self.pitch
    drawing.rectangle(
      Box(left: left, top: y + 2, right: right, bottom: y + 20), Paint(Palette.blue),
      hint: "\(name): \(text.full(amount))")
    if origin != .zero {
      // A gap in the bar says that it does not begin at zero.
      let cut = left + 10
      for offset in [0.0, 5.0] {
        drawing.line(
          cut + offset, y + 22, cut + offset + 4, y, colour: Palette.white, width: 2)
      }
    }
    drawing.label(name, x: 2, y: y + 16, isBold: true, colour: Palette.ink)
    drawing.label(
      text.amount(amount), x: Self.width - 2, y: y + 16, anchor: .end, isBold: true,
      colour: Palette.ink)
  }

  private static func mark(_ delta: Money, _ text: MoneyText) -> String {
    let signed = text.signed(delta)
    if signed.hasPrefix("±") { return signed }
    return (delta > .zero ? "▲ " : "▼ ") + signed
  }

  /// The amounts as a table; drivers carry their sign.
  package func table() -> DataTable {
    let shown = shown
    return DataTable(
      heads: ["driver", text.currency],
      rows: [[fromName, text.amount(shown.from)]]
        + zip(steps, shown.deltas).map { [$0.name, text.signed($1)] }
        + [[toName, text.amount(shown.to)]], sumRows: 1)
  }

  private func summary() -> String {
    let shown = shown
    return "\(fromName) \(text.full(shown.from)); "
      + zip(steps, shown.deltas).map { "\($0.name) \(text.signed($1))" }.joined(separator: ", ")
      + "; \(toName) \(text.full(shown.to))."
  }
}
