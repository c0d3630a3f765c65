/// A table of a report: written as HTML and as Markdown from one value.
package struct DataTable: Sendable {
  /// The heads of the columns.
  package var heads: [String]
  /// The rows, a text a column.
  package var rows: [[String]]
  /// How many columns at the left hold words; the others hold numbers and stand at the right.
  package var wordColumns: Int
  /// How many of the last rows are sums of the others.
  package var sumRows: Int

  /// Makes a table.
  package init(heads: [String], rows: [[String]], wordColumns: Int = 1, sumRows: Int = 0) {
    self.heads = heads
    self.rows = rows
    self.wordColumns = wordColumns
    self.sumRows = sumRows
  }

  /// More rows than this are not printed on paper.
  package static let printedRowsMax = 60

  /// The table in a container that scrolls sideways where the screen is narrow.
  package func html() -> String {
    var html = "\(Markup.tableScroll)<table class=\"data\"><thead><tr>"
    for (column, head) in heads.enumerated() {
      html += "<th scope=\"col\"\(alignment(column))>\(Markup.escape(head))</th>"
    }
    html += "</tr></thead>\n<tbody>"
    for (index, row) in rows.enumerated() {
      html += index >= rows.count - sumRows ? "<tr class=\"sum\">" : "<tr>"
      for (column, cell) in row.enumerated() {
        html +=
          column == 0
          ? "<th scope=\"row\">\(Markup.escape(cell))</th>"
          : "<td\(alignment(column))>\(Markup.escape(cell))</td>"
      }
      html += "</tr>\n"
    }
    return html + "</tbody></table></div>\n"
  }

  /// The table in a part that opens and closes, under a name.
  package func folded(_ name: String) -> String {
    let isLong = rows.count > Self.printedRowsMax
    var html = "<details\(isLong ? " class=\"long\"" : "")><summary>\(Markup.escape(name))"
    html += " (\(rows.count) rows)</summary>\n"
    return html + self.html() + "</details>\n"
  }

  /// The table in Markdown.
  package func markdown() -> String {
    var text = "| " + heads.map(Markup.markdownCell).joined(separator: " | ") + " |\n|"
    for column in heads.indices { text += column < wordColumns ? "---|" : "---:|" }
    text += "\n"
    for row in rows {
      text += "| " + row.map(Markup.markdownCell).joined(separator: " | ") + " |\n"
    }
    return text
  }

  private func alignment(_ column: Int) -> String {
    column < wordColumns ? "" : " class=\"number\""
  }
}

/// What a paint, a line or a mark of a chart stands for.
package struct LegendEntry: Hashable, Sendable {
  /// The sign that stands before the words.
  package enum Sign: Hashable, Sendable {
    /// A filled square.
    case area(Paint)
    /// A line of a colour and a dash pattern.
    case line(colour: String, dash: String)
    /// A character in a colour.
    case mark(String, colour: String)

    fileprivate var kind: Int {
      switch self {
      case .area: 0
      case .line: 1
      case .mark: 2
      }
    }
  }

  /// The sign.
  package var sign: Sign
  /// What it stands for.
  package var words: String

  /// Makes an entry.
  package init(_ sign: Sign, _ words: String) {
    self.sign = sign
    self.words = words
  }
}

/// A chart on a page: heading, picture, legend, and the same data as a table.
package struct Figure: Sendable {
  /// A word that makes the ids of this chart unique within its page.
  package var identifier: String
  /// What the chart shows; also the accessible name of its picture.
  package var title: String
  /// What can be seen in it, for those who cannot see it.
  package var description: String
  /// The picture.
  package var drawing: Drawing
  /// The width in CSS pixels below which the picture scrolls instead of shrinking.
  package var narrowest: Double
  /// What its signs stand for; empty where another chart beside it says so.
  package var legend: [LegendEntry] = []
  /// The data of the picture.
  package var table: DataTable

  /// Makes a figure.
  package init(
    identifier: String, title: String, description: String, drawing: Drawing, narrowest: Double,
    legend: [LegendEntry] = [], table: DataTable
  ) {
    self.identifier = identifier
    self.title = title
    self.description = description
    self.drawing = drawing
    self.narrowest = narrowest
    self.legend = legend
    self.table = table
  }

  /// The figure as HTML.
  package func html() -> String {
    var html = "<figure class=\"chart\" id=\"\(identifier)\">\n"
    html += "<figcaption>\(Markup.escape(title))</figcaption>\n"
    html += "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Chart\">\n"
    html += drawing.svg(title: title, description: description, narrowest: narrowest) + "</div>\n"
    if narrowest > Self.phoneColumn {
      html += "<p class=\"hint\" aria-hidden=\"true\">← swipe the chart sideways →</p>\n"
    }
    return html + Self.legend(legend, identifier: identifier) + table.folded("Data of this chart")
      + "</figure>\n"
  }

  /// The width of the text column on a screen of 390 pixels.
  package static let phoneColumn = 350.0

  /// The entries of several legends, each once: areas, lines and marks in the order in which they
  /// first stand.
  package static func union(_ legends: [[LegendEntry]]) -> [LegendEntry] {
    var entries: [LegendEntry] = []
    for entry in legends.joined() where !entries.contains(entry) { entries.append(entry) }
    return (0..<3).flatMap { kind in entries.filter { $0.sign.kind == kind } }
  }

  /// A legend on its own, for several charts that share it.
  package static func legend(_ entries: [LegendEntry], identifier: String) -> String {
    guard !entries.isEmpty else { return "" }
    var html = "<ul class=\"legend\">"
    for (index, entry) in entries.enumerated() {
      html += "<li>"
      switch entry.sign {
      case .area(let paint): html += paint.swatch(identifier: "\(identifier)-legend-\(index)")
      case .line(let colour, let dash):
        html += "<svg width=\"30\" height=\"10\" aria-hidden=\"true\"><line x1=\"1\" y1=\"5\" "
        html += "x2=\"29\" y2=\"5\" stroke=\"\(colour)\" stroke-width=\"2\""
        html += dash.isEmpty ? "/></svg>" : " stroke-dasharray=\"\(dash)\"/></svg>"
      case .mark(let character, let colour):
        html += "<b style=\"color:\(colour)\" aria-hidden=\"true\">\(character)</b>"
      }
      html += " \(Markup.escape(entry.words))</li>"
    }
    return html + "</ul>\n"
  }
}
