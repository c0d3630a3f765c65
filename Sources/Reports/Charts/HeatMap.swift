/// Shares of 1 by weekday and hour of day, as squares of one hue.
package struct HeatMap: Sendable {
  /// What the chart shows.
  package var title: String
  /// Seven rows from Monday with 24 shares of 1 each; nil where the run has no such hour.
  package var cells: [[Double?]]
  /// The name of the zone whose hours these are.
  package var zoneName: String
  /// A word that makes the ids of this chart unique within its page.
  package var identifier: String

  /// Makes a chart; `cells` are seven rows of 24.
  package init(title: String, cells: [[Double?]], zoneName: String, identifier: String) {
    precondition(cells.count == 7 && cells.allSatisfy { $0.count == 24 }, "seven rows of 24")
    self.title = title
    self.cells = cells
    self.zoneName = zoneName
    self.identifier = identifier
  }

  /// The mean over all hours that the run has.
  package var mean: Double? {
    let values = cells.flatMap { $0 }.compactMap { $0 }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  private static let left = 32.0
  private static let top = 17.0
  private static let cellWidth = 13.0
  private static let cellHeight = 17.0

  /// The figure without a legend, which `legend` gives for all of them.
  package func figure() -> Figure {
    Figure(
      identifier: identifier, title: title, description: summary(), drawing: drawing(),
      narrowest: 300, table: table())
  }

  /// The picture: a square an hour.
  package func drawing() -> Drawing {
    var drawing = Drawing(
      identifier: identifier, width: Self.left + 24 * Self.cellWidth + 6,
      height: Self.top + 7 * Self.cellHeight + 2, textSize: 10)
    for hour in stride(from: 0, to: 24, by: 3) {
      drawing.label(
        CivilClock.two(hour), x: Self.left + Double(hour) * Self.cellWidth, y: 11,
        colour: Palette.soft)
    }
    for (row, weekday) in CivilClock.weekdays.enumerated() {
      let y = Self.top + Double(row) * Self.cellHeight
      drawing.label(
        weekday, x: Self.left - 5, y: y + 12, anchor: .end, colour: Palette.soft)
      for (hour, share) in cells[row].enumerated() {
        let x = Self.left + Double(hour) * Self.cellWidth
        let box = Box(
          left: x, top: y, right: x + Self.cellWidth - 1, bottom: y + Self.cellHeight - 1)
        let name = "\(weekday) \(CivilClock.two(hour)):00"
        if let share {
          drawing.rectangle(
            box, Paint(Palette.ramp(share)), hint: "\(name): \(NumberText.percent(share))")
        } else {
          drawing.rectangle(
            box, Paint(Palette.outline, .hollow), hint: "\(name): not in the run")
        }
      }
    }
    return drawing
  }

  /// Colours of the ramp at every tenth, as an HTML list.
  package static func legend(identifier: String) -> String {
    Figure.legend(
      stride(from: 0, through: 100, by: 10).map { percent in
        LegendEntry(.area(Paint(Palette.ramp(Double(percent) / 100))), "\(percent) %")
      }, identifier: identifier
    ).replacing("class=\"legend\"", with: "class=\"legend ramp\"")
  }

  /// The shares in per cent as a table with a row an hour of the day, which is what fits a page.
  package func table() -> DataTable {
    DataTable(
      heads: ["hour, %"] + CivilClock.weekdays,
      rows: (0..<24).map { hour in
        ["\(CivilClock.two(hour)):00"]
          + cells.map { row in
            row[hour].map { NumberText.decimal($0 * 100, fractionDigits: 1) } ?? "—"
          }
      })
  }

  private func summary() -> String {
    var peaks: [(share: Double, name: String)] = []
    for (row, weekday) in CivilClock.weekdays.enumerated() {
      for (hour, share) in cells[row].enumerated() {
        if let share { peaks.append((share, "\(weekday) \(CivilClock.two(hour)):00")) }
      }
    }
    guard let mean, let low = peaks.min(by: { $0.share < $1.share }),
      let high = peaks.max(by: { $0.share < $1.share })
    else { return "No hour in the run." }
    return
      "Mean over the hours of a week \(NumberText.percent(mean)); lowest \(NumberText.percent(low.share)) at "
      + "\(low.name), highest \(NumberText.percent(high.share)) at \(high.name), "
      + "\(zoneName) time."
  }
}
