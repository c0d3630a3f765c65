package import Documents
import Units

extension ControlPlaneReport {
  /// The sections after the verdict, in the order of the page.
  package var sections: [PageSection] {
    [
      MachineStageSection.section(self), OrderSection.section(self), DrainSection.section(self),
      HoldSection.section(self), ControllerSection.section(self), provenance,
    ].compactMap { $0 }
  }

  private var provenance: PageSection {
    PageSection(
      heading: "What the figures rest on",
      lead:
        "Laws, limits and faults stand in the scenario below; docs/control-plane.md says what is "
        + "simulated and what is not.",
      blocks: [
        .folded(
          "Seeds and digests",
          DataTable(
            heads: ["variant", "seed", "digest of its journal (SHA-256)"],
            rows: run.variants.flatMap { variant in
              variant.members.map { [variant.name, String($0.seed), $0.digest] }
            }, wordColumns: 3)),
        .paragraph(
          "fivespot \(run.toolVersion) made run \(run.runID) on \(run.createdAt), with zone rules "
            + "\(run.zoneRulesVersion); status \(run.status). fivespot verify \(run.runID) runs it "
            + "again and compares the digests. The command was:"),
        .verbatim(run.commandLine.joined(separator: " ")),
      ])
  }

  /// The page as one self-contained HTML file.
  package func html() -> String {
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
    html += "\(Markup.escape(run.clock.moment(run.start))) to "
    html += "\(Markup.escape(run.clock.moment(end))), \(Markup.escape(run.clock.name))</p>\n"
    html += "<h1>\(Markup.escape(run.scenarioName))</h1>\n"
    if !run.scenarioDescription.isEmpty {
      html += "<p class=\"lead\">\(Markup.escape(run.scenarioDescription))</p>\n"
    }
    html += "<ul class=\"claims\">\n"
    for claim in ControlPlaneVerdict.claims(self) {
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

  /// The report as Markdown: claims, then the tables of each section.
  package func markdown() -> String {
    var text = "# \(Markup.markdownCell(run.scenarioName))\n\n"
    for claim in ControlPlaneVerdict.claims(self) {
      text += "- \(claim.tone.sign) \(claim.sentence)\n"
    }
    text += "\n"
    for section in sections { text += section.markdown() }
    return text
  }

  /// The report as JSON for scripts: that of every run, and what it says of the control plane under
  /// `controlPlane`.
  ///
  /// - Throws: `DocumentWriteError` when a figure is not finite, which names it.
  package func json() throws(DocumentWriteError) -> [UInt8] {
    var members = run.jsonMembers
    if let index = members.firstIndex(where: { $0.key == "verdict" }) {
      members[index].value = .sequence(
        ControlPlaneVerdict.claims(self).map { .string($0.sentence) })
    }
    members.append(("controlPlane", ControlPlaneJSON.value(self)))
    return try DocumentValue.mapping(members).prettyJSON(sortsKeys: true)
  }
}
