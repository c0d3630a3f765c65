extension RunReport {
  /// The summary as Markdown: verdict, one table, inputs and digests folded away.
  package func markdown() -> String {
    var text = "# \(Markup.markdownCell(scenarioName))\n\n"
    for sentence in RunVerdict.sentences(self) { text += "- \(sentence)\n" }
    text += "\n| metric | unit |"
    for variant in variants { text += " \(Markup.markdownCell(variant.name)) |" }
    text += "\n|---|---|" + String(repeating: "---:|", count: variants.count) + "\n"
    for (index, metric) in metrics.enumerated() {
      let spreads = variants.map { $0.spread(ofMetric: index) }
      guard spreads.contains(where: { $0 != nil }) else { continue }
      text += "| `\(metric.name)` | \(metric.unit) |"
      for spread in spreads {
        guard let spread else {
          text += " — |"
          continue
        }
        text += " \(NumberText.value(spread.mean, unit: metric.unit))"
        if spread.count > 1 {
          text += " [\(NumberText.value(spread.p5, unit: metric.unit)) … "
          text += "\(NumberText.value(spread.p95, unit: metric.unit))]"
        }
        text += " |"
      }
      text += "\n"
    }
    for section in tables { text += "\n" + section.markdown() }
    text += "\n<details><summary>Inputs and digests</summary>\n\n"
    text +=
      "Run `\(runID)`, \(status), fivespot \(toolVersion), zone rules \(zoneRulesVersion).\n\n"
    text += "| file | bytes | SHA-256 | licence |\n|---|---:|---|---|\n"
    for input in inputs {
      text += "| \(Markup.markdownCell(input.path)) | \(input.byteCount) | `\(input.sha256)` | "
      text += "\(Markup.markdownCell(input.license)) |\n"
    }
    text += "\n| variant | seed | digest |\n|---|---:|---|\n"
    for variant in variants {
      for member in variant.members {
        text += "| \(Markup.markdownCell(variant.name)) | \(member.seed) | `\(member.digest)` |\n"
      }
    }
    return text + "\n</details>\n"
  }
}
