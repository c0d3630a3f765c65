import Units

extension RunReport {
  /// The page as one self-contained HTML file: no script, no font, no address outside it.
  package func html() -> String {
    var body = header()
    body += "<section><h2>Summary</h2>\n"
    body += table(Self.headline, isDefined: false) + "</section>\n"
    body += "<section><h2>Through time</h2>\n" + charts() + "</section>\n"
    for section in tables { body += section.html() }
    body += "<section><h2>Every metric</h2>\n"
    body += table(metrics.map(\.name), isDefined: true) + "</section>\n"
    body += "<section><h2>Where they come from</h2>\n" + provenance() + "</section>\n"
    return PageFrame.html(title: scenarioName, body: body)
  }

  /// What is shown where a run has such things.
  var tables: [PageSection] {
    [CloudPoolSection.section(self), QueueSection.section(self)].compactMap(\.self)
  }

  private func header() -> String {
    var html = "<header><p class=\"kicker\">fivespot run <code>\(Markup.escape(runID))</code></p>\n"
    html += "<h1>\(Markup.escape(scenarioName))</h1>\n"
    if !scenarioDescription.isEmpty {
      html += "<p class=\"lead\">\(Markup.escape(scenarioDescription))</p>\n"
    }
    html += "<ul class=\"verdict\">"
    for sentence in RunVerdict.sentences(self) { html += "<li>\(Markup.escape(sentence))</li>" }
    return html + "</ul></header>\n"
  }

  /// The metrics that a reader wants first.
  private static let headline = [
    "job.finished", "job.unfinished", "job.rejected", "job.wait.mean", "job.wait.p95",
    "job.interruptions", "work.lost.ratio", "node.hours", "cpu.utilisation", "cpu.useful",
  ]

  /// A row a metric, a column a variant; with `isDefined` each row says what it means.
  func table(_ names: [String], isDefined: Bool) -> String {
    var html = "\(Markup.tableScroll)<table class=\"summary\"><thead><tr><th>metric</th>"
    for variant in variants { html += "<th class=\"number\">\(Markup.escape(variant.name))</th>" }
    html += "</tr></thead>\n<tbody>"
    for (index, metric) in metrics.enumerated() where names.contains(metric.name) {
      let spreads = variants.map { $0.spread(ofMetric: index) }
      guard spreads.contains(where: { $0 != nil }) else { continue }
      html += "<tr><th scope=\"row\"><code>\(Markup.escape(metric.name))</code>"
      html += " <span class=\"unit\">\(Markup.escape(NumberText.suffix(metric.unit)))</span>"
      if isDefined {
        let better = metric.better == "none" ? "" : " Better: \(metric.better)."
        html += "<span class=\"spread\">\(Markup.escape(metric.definition + better))</span>"
      }
      html += "</th>"
      for spread in spreads { html += cell(spread, unit: metric.unit) }
      html += "</tr>\n"
    }
    html += "</tbody></table></div>\n"
    if variants.contains(where: { $0.members.count > 1 }) {
      html += "<p class=\"note\">Mean over the seeds; below it the 5th and 95th percentile.</p>\n"
    }
    return html
  }

  private func cell(_ spread: SeedSpread?, unit: String) -> String {
    guard let spread else { return "<td class=\"number\">—</td>" }
    var html = "<td class=\"number\">\(NumberText.value(spread.mean, unit: unit))"
    if spread.count > 1, spread.p5 != spread.p95 {
      html += "<span class=\"spread\">\(NumberText.value(spread.p5, unit: unit)) … "
      html += "\(NumberText.value(spread.p95, unit: unit))</span>"
    }
    return html + "</td>"
  }

  private func charts() -> String {
    var html = ""
    html += chart(
      "CPU allocated to jobs", series: "allocated_millicpu", unit: "cores", scale: 0.001,
      identifier: "allocated", ceiling: "allocatable_millicpu")
    html += chart(
      "Jobs waiting for a place", series: "queued_jobs", unit: "jobs", scale: 1,
      identifier: "queued", ceiling: nil)
    return html
  }

  private func chart(
    _ title: String, series name: String, unit: String, scale: Double, identifier: String,
    ceiling: String?
  ) -> String {
    var lines: [TimeSeries] = []
    for variant in variants {
      guard let series = variant.series.first(where: { $0.name == name }) else { continue }
      lines.append(TimeSeries(name: variant.name, values: series.values.map { $0 * scale }))
    }
    if let ceiling,
      let series = variants.first?.series.first(where: { $0.name == ceiling })
    {
      let label = "allocatable, \(variants.first?.name ?? "")"
      lines.append(TimeSeries(name: label, values: series.values.map { $0 * scale }))
    }
    guard !lines.isEmpty else { return "" }
    return TimeChart(
      title: "\(title): \(unit), hourly mean, first seed of each variant", unit: unit, start: start,
      step: .hours(1), series: lines, clock: clock,
      identifier: identifier
    ).figure()
  }

  private func provenance() -> String {
    var html = "<p>Made by fivespot \(Markup.escape(toolVersion)) on \(Markup.escape(createdAt)), "
    html += "zone rules \(Markup.escape(zoneRulesVersion)), status \(Markup.escape(status)). "
    html += "<code>fivespot verify \(Markup.escape(runID))</code> runs it again and compares the "
    html += "digests. The command was:</p>\n"
    html +=
      "<pre>\(Markup.escape(commandLine.joined(separator: " ")))</pre>\n<h3>Inputs</h3>\n\(Markup.tableScroll)<table><thead><tr><th>file</th>"
    html += "<th class=\"number\">bytes</th><th>SHA-256</th><th>licence</th></tr></thead><tbody>"
    for input in inputs {
      html += "<tr><td>\(Markup.escape(input.path))</td>"
      html += "<td class=\"number\">\(NumberText.grouped(Int64(input.byteCount)))</td>"
      html += "<td><code>\(Markup.escape(input.sha256))</code></td>"
      html += "<td>\(Markup.escape(input.license))</td></tr>\n"
    }
    html += "</tbody></table></div>\n<h3>Members</h3>\n\(Markup.tableScroll)<table><thead><tr>"
    html += "<th>variant</th><th class=\"number\">seed</th><th>digest</th></tr></thead><tbody>"
    for variant in variants {
      for member in variant.members {
        html += "<tr><td>\(Markup.escape(variant.name))</td>"
        html +=
          "<td class=\"number\">\(member.seed)</td><td><code>\(member.digest)</code></td></tr>\n"
      }
    }
    html += "</tbody></table></div>\n<h3>Scenario</h3>\n"
    html += "<p>As the run read it; settings of the command line lie on top.</p>\n"
    return html + "<pre>\(Markup.escape(scenarioText))</pre>\n"
  }
}
