package import Planning

extension BenchOutcome {
  /// The outcome as JUnit XML, as CI systems read it: a suite a benchmark, a case a check; what failed
  /// is a failure, what could not be judged an error. No times: the same outcome, the same bytes.
  package func junit() -> String {
    let total = counts
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    xml += "<testsuites name=\"\(Self.escape(suite))\" tests=\"\(total.checks)\" "
    xml += "failures=\"\(total.failed)\" errors=\"\(total.notJudged)\" skipped=\"0\">\n"
    let rows = rows
    for benchmark in benchmarks {
      let groups = benchmark.variants.map { "\(benchmark.name)/\($0.name)" }
      xml += suite(
        benchmark.name, rows.filter { groups.contains($0.group) }, properties: properties(benchmark)
      )
    }
    if let baselineProblem {
      let row = BenchRow(
        group: "baseline", name: "the baseline can be used", measured: "—", expected: "—",
        delta: "", verdict: .notJudged(baselineProblem), details: [baselineProblem])
      xml += suite("baseline", [row], properties: [])
    }
    return xml + "</testsuites>\n"
  }

  private func properties(_ benchmark: BenchmarkOutcome) -> [(String, String)] {
    var properties = [("scenario", benchmark.scenario), ("tool.version", toolVersion)]
    if let baselineToolVersion {
      properties.append(("baseline.tool.version", baselineToolVersion))
    }
    for variant in benchmark.variants {
      properties.append(("seeds.\(variant.name)", SeedText.ranges(variant.seeds)))
    }
    return properties
  }

  private func suite(
    _ name: String, _ rows: [BenchRow], properties: [(String, String)]
  ) -> String {
    let failed = rows.count { $0.verdict == .failed }
    let errors = rows.count { $0.verdict.word == "not-judged" }
    var xml = "  <testsuite name=\"\(Self.escape(name))\" tests=\"\(rows.count)\" "
    xml += "failures=\"\(failed)\" errors=\"\(errors)\" skipped=\"0\">\n"
    if !properties.isEmpty {
      xml += "    <properties>\n"
      for (key, value) in properties {
        xml += "      <property name=\"\(Self.escape(key))\" value=\"\(Self.escape(value))\"/>\n"
      }
      xml += "    </properties>\n"
    }
    for row in rows { xml += testcase(row) }
    return xml + "  </testsuite>\n"
  }

  private func testcase(_ row: BenchRow) -> String {
    let classname = Self.escape(
      "\(suite).\(row.group.split(separator: "/").joined(separator: "."))")
    var xml = "    <testcase classname=\"\(classname)\" name=\"\(Self.escape(row.name))\""
    let values = [
      "expected: \(row.expected)", "actual: \(row.measured)",
      "delta: \(row.delta.isEmpty ? "none known" : row.delta)",
    ]
    let text = Self.escape((values + row.details).joined(separator: "\n"))
    let message = Self.escape(values.joined(separator: ", "))
    switch row.verdict {
    case .passed: return xml + "/>\n"
    case .failed:
      let type = row.name.hasPrefix("digest") ? "digest" : "threshold"
      xml += ">\n      <failure type=\"\(type)\" message=\"\(message)\">\(text)</failure>\n"
    case .notJudged(let reason):
      xml += ">\n      <error type=\"not-judged\" message=\"\(Self.escape(reason))\">"
      xml += "\(text)</error>\n"
    }
    return xml + "    </testcase>\n"
  }

  /// Escaped for XML 1.0, which has no way to write most control characters: they become spaces.
  private static func escape(_ text: String) -> String {
    var clean = ""
    for scalar in text.unicodeScalars {
      let isWritable =
        scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        || scalar == "\n" || scalar == "\t"
      clean.unicodeScalars.append(isWritable ? scalar : " ")
    }
    return Markup.escape(clean)
  }
}
