import Units

extension RunReport {
  /// The page as one self-contained HTML file: no script, no font, no address outside it.
  package func html() -> String {
    var page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    page += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    page += "style-src 'unsafe-inline'; img-src data:\">\n"
    page += "<title>\(Markup.escape(scenarioName)) · fivespot</title>\n"
    page += "<style>\n\(PageStyle.css)</style>\n</head>\n<body>\n<main>\n"
    page += header()
    page += "<section><h2>Summary</h2>\n" + summaryTable() + "</section>\n"
    page += "<section><h2>Through the week</h2>\n" + charts() + "</section>\n"
    page += "<section><h2>What the figures mean</h2>\n" + definitions() + "</section>\n"
    page += "<section><h2>Where they come from</h2>\n" + provenance() + "</section>\n"
    return page + "</main>\n</body>\n</html>\n"
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

  private func summaryTable() -> String {
    let hasManySeeds = variants.contains { $0.members.count > 1 }
    var html = "<div class=\"scroll\"><table class=\"summary\"><thead><tr><th>metric</th>"
    for variant in variants { html += "<th class=\"number\">\(Markup.escape(variant.name))</th>" }
    html += "</tr></thead>\n<tbody>"
    for (index, metric) in metrics.enumerated() {
      let spreads = variants.map { $0.spread(ofMetric: index) }
      guard spreads.contains(where: { $0 != nil }) else { continue }
      html += "<tr><th scope=\"row\"><code>\(Markup.escape(metric.name))</code>"
      let reading = ["ratio", "s"].contains(metric.unit) ? "" : metric.unit
      html += " <span class=\"unit\">\(Markup.escape(reading))</span></th>"
      for spread in spreads {
        guard let spread else {
          html += "<td class=\"number\">—</td>"
          continue
        }
        html += "<td class=\"number\">\(NumberText.value(spread.mean, unit: metric.unit))"
        if spread.count > 1 {
          html += "<span class=\"spread\">\(NumberText.value(spread.p5, unit: metric.unit)) … "
          html += "\(NumberText.value(spread.p95, unit: metric.unit))</span>"
        }
        html += "</td>"
      }
      html += "</tr>\n"
    }
    html += "</tbody></table></div>\n"
    if hasManySeeds {
      html += "<p class=\"note\">Mean over the seeds; below it the 5th and 95th percentile.</p>\n"
    }
    return html
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
      title: "\(title), hourly mean, first seed of each variant", unit: unit, start: start,
      step: .hours(1), series: lines, identifier: identifier
    ).figure()
  }

  private func definitions() -> String {
    var html = "<dl>"
    for metric in metrics {
      html += "<dt><code>\(Markup.escape(metric.name))</code></dt>"
      html += "<dd>\(Markup.escape(metric.definition)) Unit: \(Markup.escape(metric.unit))."
      if metric.better != "none" { html += " Better: \(Markup.escape(metric.better))." }
      html += "</dd>\n"
    }
    return html + "</dl>\n"
  }

  private func provenance() -> String {
    var html = "<p>Made by fivespot \(Markup.escape(toolVersion)) on \(Markup.escape(createdAt)), "
    html += "zone rules \(Markup.escape(zoneRulesVersion)), status \(Markup.escape(status)). "
    html += "<code>fivespot verify \(Markup.escape(runID))</code> runs it again and compares the "
    html += "digests.</p>\n<h3>Inputs</h3>\n<div class=\"scroll\"><table><thead><tr><th>file</th>"
    html += "<th class=\"number\">bytes</th><th>SHA-256</th><th>licence</th></tr></thead><tbody>"
    for input in inputs {
      html += "<tr><td>\(Markup.escape(input.path))</td>"
      html += "<td class=\"number\">\(NumberText.grouped(Int64(input.byteCount)))</td>"
      html += "<td><code>\(Markup.escape(input.sha256))</code></td>"
      html += "<td>\(Markup.escape(input.license))</td></tr>\n"
    }
    html += "</tbody></table></div>\n<h3>Members</h3>\n<div class=\"scroll\"><table><thead><tr>"
    html += "<th>variant</th><th class=\"number\">seed</th><th>digest</th></tr></thead><tbody>"
    for variant in variants {
      for member in variant.members {
        html += "<tr><td>\(Markup.escape(variant.name))</td>"
        html +=
          "<td class=\"number\">\(member.seed)</td><td><code>\(member.digest)</code></td></tr>\n"
      }
    }
    return html + "</tbody></table></div>\n"
  }
}
