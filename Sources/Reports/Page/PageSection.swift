/// One piece of a section, written as HTML and as Markdown from one value.
package enum PageBlock: Sendable {
  /// A paragraph.
  case paragraph(String)
  /// Small print under a chart or a table.
  case note(String)
  /// A subheading.
  case heading(String)
  /// A chart over the whole width.
  case figure(Figure)
  /// Charts side by side where there is room, under a legend that they share.
  case figures([Figure], legend: String)
  /// A legend that the charts after it share.
  case legend([LegendEntry], identifier: String)
  /// A table that is always open.
  case table(DataTable)
  /// A table that opens on demand.
  case folded(String, DataTable)
  /// Promises by variant.
  case scorecard(ScorecardTable)
  /// Text as it was typed, such as a command line.
  case verbatim(String)
}

/// A section of a page: a heading, a sentence that says what to see, and what shows it.
package struct PageSection: Sendable {
  /// The heading.
  package var heading: String
  /// What a reader is to see, in a sentence or two; may be empty.
  package var lead: String
  /// The pieces.
  package var blocks: [PageBlock]

  /// Makes a section.
  package init(heading: String, lead: String = "", blocks: [PageBlock]) {
    self.heading = heading
    self.lead = lead
    self.blocks = blocks
  }

  /// The section as HTML.
  package func html() -> String {
    var html = "<section><h2>\(Markup.escape(heading))</h2>\n"
    if !lead.isEmpty { html += "<p class=\"lead\">\(Markup.prose(lead))</p>\n" }
    for block in blocks { html += Self.html(block) }
    return html + "</section>\n"
  }

  /// The section as Markdown: the tables of its charts instead of the charts.
  package func markdown() -> String {
    var text = "## \(heading)\n\n"
    if !lead.isEmpty { text += lead + "\n\n" }
    for block in blocks { text += Self.markdown(block) }
    return text
  }

  private static func html(_ block: PageBlock) -> String {
    switch block {
    case .paragraph(let words): return "<p>\(Markup.prose(words))</p>\n"
    case .note(let words): return "<p class=\"note\">\(Markup.prose(words))</p>\n"
    case .heading(let words): return "<h3>\(Markup.escape(words))</h3>\n"
    case .figure(let figure): return figure.html()
    case .figures(let figures, let legend):
      return "<div class=\"panels\">\n" + figures.map { $0.html() }.joined() + "</div>\n" + legend
    case .legend(let entries, let identifier):
      return Figure.legend(entries, identifier: identifier)
    case .table(let table): return table.html()
    case .folded(let name, let table): return table.folded(name)
    case .scorecard(let scorecard): return scorecard.html()
    case .verbatim(let words): return "<pre>\(Markup.escape(words))</pre>\n"
    }
  }

  private static func markdown(_ block: PageBlock) -> String {
    switch block {
    case .paragraph(let words), .note(let words): return words + "\n\n"
    case .heading(let words): return "### \(words)\n\n"
    case .figure(let figure): return markdown(figure)
    case .figures(let figures, _): return figures.map { markdown($0) }.joined()
    case .legend: return ""
    case .table(let table): return table.markdown() + "\n"
    case .folded(let name, let table): return folded(name, table)
    case .scorecard(let scorecard): return scorecard.table().markdown() + "\n"
    case .verbatim(let words): return "```\n\(words)\n```\n\n"
    }
  }

  /// A chart in Markdown is what can be seen in it, and its data when they are few.
  private static func markdown(_ figure: Figure) -> String {
    let text = "**\(figure.title).** \(figure.description)\n\n"
    return figure.table.rows.count > DataTable.printedRowsMax
      ? text : text + folded("Data", figure.table)
  }

  private static func folded(_ name: String, _ table: DataTable) -> String {
    "<details><summary>\(Markup.escape(name))</summary>\n\n\(table.markdown())\n</details>\n\n"
  }
}
