import Documents
import Units

/// A run's page with sections of its own: what run it is, claims, the variants, the sections, then every
/// metric and the scenario.
struct RunPage {
  /// The run, whose metrics and scenario end the page.
  var run: RunReport
  /// The clock that instants are shown by.
  var clock: CivilClock
  /// The first instant after the horizon.
  var end: Instant
  /// What the page begins with.
  var claims: [Claim]
  /// The variants and what their writer says of them, which may be nothing.
  var variants: [(name: String, description: String)]
  /// The sections, in order.
  var sections: [PageSection]

  /// The page as one self-contained HTML file.
  func html() -> String {
    var body = header()
    for section in sections { body += section.html() }
    body += "<section class=\"screen\"><h2>Every metric</h2>\n<details><summary>Metrics with "
    body += "their definitions</summary>\n" + run.table(run.metrics.map(\.name), isDefined: true)
    body += "</details></section>\n<section class=\"screen\"><h2>Scenario</h2>\n<details>"
    body += "<summary>The file as the run read it; settings of the command line lie on top"
    body += "</summary>\n<pre>\(Markup.escape(run.scenarioText))</pre></details></section>\n"
    return PageFrame.html(title: run.scenarioName, body: body)
  }

  private func header() -> String {
    var html =
      "<header><p class=\"kicker\">fivespot run <code>\(Markup.escape(run.runID))</code> · "
    html += "\(Markup.escape(clock.moment(run.start))) to \(Markup.escape(clock.moment(end))), "
    html += "\(Markup.escape(clock.name))</p>\n<h1>\(Markup.escape(run.scenarioName))</h1>\n"
    if !run.scenarioDescription.isEmpty {
      html += "<p class=\"lead\">\(Markup.escape(run.scenarioDescription))</p>\n"
    }
    html += "<ul class=\"claims\">\n"
    for claim in claims {
      html += "<li class=\"\(claim.tone.rawValue)\"><b aria-hidden=\"true\">\(claim.tone.sign)</b> "
      html += "<span>\(Markup.prose(claim.sentence))</span></li>\n"
    }
    html += "</ul>\n"
    let described = variants.filter { !$0.description.isEmpty }
    if !described.isEmpty {
      html += "<dl class=\"variants\">"
      for variant in described {
        html += "<dt>\(Markup.escape(variant.name))</dt>"
        html += "<dd>\(Markup.escape(variant.description))</dd>\n"
      }
      html += "</dl>\n"
    }
    return html + "</header>\n"
  }

  /// The page as Markdown: claims, then the tables of each section.
  func markdown() -> String {
    var text = "# \(Markup.markdownCell(run.scenarioName))\n\n"
    for claim in claims { text += "- \(claim.tone.sign) \(claim.sentence)\n" }
    text += "\n"
    for section in sections { text += section.markdown() }
    return text
  }

  /// The page as JSON: that of every run with these claims, and `own` under `key`.
  ///
  /// - Throws: `DocumentWriteError` when a figure is not finite, which names it.
  func json(_ key: String, _ own: DocumentValue) throws(DocumentWriteError) -> [UInt8] {
    var members = run.jsonMembers
    if let index = members.firstIndex(where: { $0.key == "verdict" }) {
      members[index].value = .sequence(claims.map { .string($0.sentence) })
    }
    members.append((key, own))
    return try DocumentValue.mapping(members).prettyJSON(sortsKeys: true)
  }
}
