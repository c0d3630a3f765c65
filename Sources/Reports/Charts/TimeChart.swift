package import Units

/// One line of a time chart: hourly means, one after the other from the chart's start.
package struct TimeSeries: Sendable {
  /// The name in the legend.
  package var name: String
  /// The values; a value stands for the whole of its step.
  package var values: [Double]
  /// Makes a line.
  package init(name: String, values: [Double]) {
    self.name = name
    self.values = values
  }
}

/// Step lines over time as one inline SVG, with a data table for readers who cannot see it.
package struct TimeChart: Sendable {
  /// What the chart says, in a sentence; also its accessible name.
  package var title: String
  /// The unit of the vertical axis.
  package var unit: String
  /// The instant at which the first step begins.
  package var start: Instant
  /// The length of a step.
  package var step: TimeSpan
  /// The lines.
  package var series: [TimeSeries]
  /// The clock of the horizontal axis.
  package var clock: CivilClock
  /// A word that makes the ids of this chart unique within its page.
  package var identifier: String

  /// Makes a chart.
  package init(
    title: String, unit: String, start: Instant, step: TimeSpan, series: [TimeSeries],
    clock: CivilClock, identifier: String
  ) {
    self.title = title
    self.unit = unit
    self.start = start
    self.step = step
    self.series = series
    self.clock = clock
    self.identifier = identifier
  }

  private static let width = 860.0
  private static let height = 260.0
  private static let left = 64.0
  private static let right = 12.0
  private static let top = 14.0
  private static let bottom = 30.0

  /// The figure: caption, SVG, legend and data table.
  package func figure() -> String {
    var html = "<figure class=\"chart\">\n<figcaption>\(Markup.escape(title))</figcaption>\n"
    html += svg()
    html += "<ul class=\"legend\">"
    for (index, line) in series.enumerated() {
      html += "<li><svg width=\"34\" height=\"10\" aria-hidden=\"true\">"
      html += "<line x1=\"1\" y1=\"5\" x2=\"33\" y2=\"5\" \(Self.stroke(index))/></svg> "
      html += "\(Markup.escape(line.name))</li>"
    }
    html += "</ul>\n" + dataTable() + "</figure>\n"
    return html
  }

  private var stepCount: Int { series.map(\.values.count).max() ?? 0 }

  private func svg() -> String {
    let axis = AxisScale(zeroTo: series.flatMap(\.values).max() ?? 0)
    let plotWidth = Self.width - Self.left - Self.right
    let plotHeight = Self.height - Self.top - Self.bottom
    func y(_ value: Double) -> Double {
      Self.top + plotHeight * (1 - axis.position(value))
    }
    func x(_ index: Int) -> Double {
      Self.left + plotWidth * Double(index) / Double(max(stepCount, 1))
    }
    var svg = "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" "
    svg += "aria-labelledby=\"\(identifier)-title \(identifier)-desc\">\n"
    svg += "<title id=\"\(identifier)-title\">\(Markup.escape(title))</title>\n"
    svg += "<desc id=\"\(identifier)-desc\">\(Markup.escape(summary()))</desc>\n"
    for tick in axis.ticks {
      let line = Markup.coordinate(y(tick))
      svg += "<line class=\"grid\" x1=\"\(Int(Self.left))\" x2=\"\(Int(Self.width - Self.right))\" "
      svg += "y1=\"\(line)\" y2=\"\(line)\"/>"
      svg += "<text class=\"tick\" text-anchor=\"end\" x=\"\(Int(Self.left) - 6)\" "
      svg += "y=\"\(Markup.coordinate(y(tick) + 4))\">\(NumberText.short(tick))</text>\n"
    }
    let end = start + step * Int64(max(stepCount, 1))
    let time = TimeAxis(
      start: start, end: end, left: Self.left, right: Self.width - Self.right, clock: clock,
      textSize: 11)
    for mark in time.marks {
      let position = Markup.coordinate(time.x(mark.at))
      svg += "<line class=\"day\" x1=\"\(position)\" x2=\"\(position)\" y1=\"\(Int(Self.top))\" "
      svg += "y2=\"\(Int(Self.height - Self.bottom))\"/>"
      svg += "<text class=\"tick\" x=\"\(Markup.coordinate(time.x(mark.at) + 3))\" "
      svg += "y=\"\(Int(Self.height) - 12)\">\(mark.words)</text>\n"
    }
    for (index, line) in series.enumerated() {
      var path = ""
      for (step, value) in line.values.enumerated() {
        let level = Markup.coordinate(y(value))
        path += step == 0 ? "M\(Markup.coordinate(x(0))) \(level)" : "V\(level)"
        path += "H\(Markup.coordinate(x(step + 1)))"
      }
      svg += "<path class=\"line\" d=\"\(path)\" \(Self.stroke(index))/>\n"
    }
    return svg + "</svg>\n"
  }

  private static func stroke(_ index: Int) -> String {
    let dash = Palette.dash(index)
    return "fill=\"none\" stroke=\"\(Palette.colour(index))\" stroke-width=\"1.8\""
      + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
  }

  private func summary() -> String {
    series.map { line in
      let mean = line.values.isEmpty ? 0 : line.values.reduce(0, +) / Double(line.values.count)
      return "\(line.name): mean \(NumberText.short(mean)), "
        + "highest \(NumberText.short(line.values.max() ?? 0)) \(unit)"
    }.joined(separator: "; ")
  }

  private func dataTable() -> String {
    var html =
      "<details class=\"long\"><summary>Data</summary><table class=\"data\"><thead><tr><th>from "
    html += "(\(Markup.escape(clock.name)))</th>"
    for line in series { html += "<th>\(Markup.escape(line.name))</th>" }
    html += "</tr></thead><tbody>"
    for index in 0..<stepCount {
      html += "<tr><td>\(clock.stamp(start + step * Int64(index)))</td>"
      for line in series {
        html += "<td>\(index < line.values.count ? NumberText.short(line.values[index]) : "")</td>"
      }
      html += "</tr>"
    }
    return html + "</tbody></table></details>\n"
  }
}
