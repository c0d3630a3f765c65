import Facts
package import Planning
import SimulationKernel
import Units

extension RunComparison {
  /// The comparison as Markdown: verdict, tables, legend.
  package func markdown() -> String {
    let sentences = ComparisonVerdict.sentences(self)
    var text = "**\(sentences.first ?? "")**\n\n"
    for sentence in sentences.dropFirst() { text += "- \(sentence)\n" }
    text += "- baseline `\(baseline.reference)`, candidate `\(candidate.reference)`, seeds "
    text += "\(SeedText.ranges(seeds))\n\n"
    for table in ComparisonRows(self).tables { text += Self.section(table).markdown() }
    text += "<details><summary>How to read this</summary>\n\n"
    for line in ComparisonWords.legend(self) { text += "- \(line)\n" }
    return text + "\n</details>\n"
  }

  /// The comparison as one self-contained HTML file: no script, no font, no address outside it.
  package func html() -> String {
    let title = "\(candidate.variant) compared with \(baseline.variant)"
    var body = "<header><p class=\"kicker\">baseline <code>\(Markup.escape(baseline.reference))"
    body += "</code>, candidate <code>\(Markup.escape(candidate.reference))</code>, seeds "
    body += "\(SeedText.ranges(seeds)), \(start.rfc3339) to \(end.rfc3339)</p>\n"
    body += "<h1>\(Markup.escape(title))</h1>\n<ul class=\"verdict\">"
    for sentence in ComparisonVerdict.sentences(self) {
      body += "<li>\(Markup.escape(sentence))</li>"
    }
    body += "</ul></header>\n"
    if let costs { body += waterfall(costs).html() }
    for table in ComparisonRows(self).tables { body += Self.section(table).html() }
    body += "<section><h2>How to read this</h2>\n<ul>"
    for line in ComparisonWords.legend(self) { body += "<li>\(Markup.escape(line))</li>" }
    return PageFrame.html(title: title, body: body + "</ul></section>\n")
  }

  private static func section(_ table: ComparisonRows.Table) -> PageSection {
    PageSection(
      heading: table.title,
      blocks: (table.table.rows.isEmpty ? [] : [.table(table.table)])
        + (table.folded.isEmpty ? [] : [.note(table.folded)]))
  }

  /// How the baseline's cost becomes the candidate's, in the cents that the table shows.
  private func waterfall(_ costs: CostComparison) -> PageSection {
    let chart = Waterfall(
      title: "From \(baseline.variant) to \(candidate.variant), \(costs.currency)"
        + (costs.seeds > 1 ? ", mean of a seed" : ""),
      fromName: baseline.variant, from: costs.shown.baseline,
      steps: costs.drivers.filter { $0.sums.difference != .zero }.map {
        Waterfall.Step(name: LendingWords.driver($0.name), delta: $0.shown.difference)
      }, toName: candidate.variant,
      text: MoneyText(currency: costs.currency, fractionDigits: 2), identifier: "cost")
    let legend = Figure.legend(
      Waterfall.legend(isCut: chart.origin != .zero), identifier: "cost")
    // In the grid of several charts, where it is not drawn larger than its words are meant to be.
    return PageSection(
      heading: "What drives the cost", blocks: [.figures([chart.figure()], legend: legend)])
  }
}
