import Foundation
import RunStore
import Testing

/// `fivespot report` and `metrics`: the pages say what the store says.
@Suite struct ReportCommandTests {
  private struct Metric: Decodable { var name, unit, better, definition, sql: String }

  private struct Report: Decodable {
    struct Member: Decodable { var digest: String; var seed: Int64; var metrics: [String: Double] }
    struct Spread: Decodable { var mean, p5, p50, p95: Double; var seeds: Int; var unit: String }
    struct Variant: Decodable {
      var name, description: String
      var members: [Member]
      var metrics: [String: Spread]
    }
    var run, scenario, schemaVersion, status: String
    var variants: [Variant]
  }

  @Test func `the figures of the JSON are those of each metric's SQL`() throws {
    let bench = try Bench()
    let digests = try bench.simulate("--seeds", "1..3").digests
    let listed = try bench.run("metrics", "--format", "json")
    #expect(listed.status == 0 && listed.errors.isEmpty)
    let metrics = try listed.json([Metric].self)
    #expect(Set(metrics.map(\.name)).count == metrics.count && metrics.count > 30)
    #expect(metrics.allSatisfy { ["lower", "higher", "none"].contains($0.better) })
    #expect(metrics.allSatisfy { $0.definition.hasSuffix(".") && !$0.unit.isEmpty })
    let result = try bench.run("report", "--format", "json")
    #expect(result.status == 0 && result.errors.isEmpty)
    let report = try result.json(Report.self)
    #expect(report.status == "complete" && report.scenario == "small")
    #expect(report.variants.flatMap { $0.members.map(\.digest) } == digests.map(\.hex))
    var figures = 0
    for variant in report.variants {
      for member in variant.members {
        #expect(Set(member.metrics.keys).isSubset(of: metrics.map(\.name)))
        for metric in metrics {
          let rows = try bench.rows(
            metric.sql,
            [
              ":run": .text(report.run), ":variant": .text(variant.name),
              ":seed": .integer(member.seed),
            ])
          let expected = member.metrics[metric.name].map { [[SQLValue.real($0)]] } ?? []
          #expect(rows == expected, "\(variant.name)/\(member.seed) \(metric.name)")
          figures += rows.count
        }
      }
      for (name, spread) in variant.metrics {
        let values = variant.members.compactMap { $0.metrics[name] }.sorted()
        #expect(spread.seeds == values.count && spread.p95 == values.last)
        #expect(spread.unit == metrics.first { $0.name == name }?.unit)
        #expect(abs(spread.mean * Double(values.count) - values.reduce(0, +)) < 1e-6)
      }
    }
    #expect(figures > 150)
    // The store explains itself to other programs in the same words.
    let stored = try bench.rows("SELECT name, sql FROM metrics")
    #expect(Set(stored) == Set(metrics.map { [.text($0.name), .text($0.sql)] }))
  }

  @Test func `the page stands alone and has two charts with titles`() throws {
    let bench = try Bench()
    try bench.simulate("--seeds", "1..2")
    let result = try bench.run("report", "latest", "--html", "pages/report.html")
    #expect(result.status == 0 && result.output.isEmpty && result.errors.isEmpty)
    #expect(try bench.scratch.names(in: "pages") == ["report.html"])
    let page = bench.scratch.text("pages/report.html")
    #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
    let outside = /(?:src|href|action|data)\s*=\s*["']?(?:https?:)?\/\/|url\(|@import|<script|<link/
    #expect(page.firstMatch(of: outside) == nil)
    let charts = page.matches(of: /<svg[^>]*role="img"[^>]*>(.*?)<\/svg>/.dotMatchesNewlines())
    #expect(charts.count == 2)
    for chart in charts {
      #expect(chart.output.1.firstMatch(of: /<title[^>]*>[^<]+<\/title>/) != nil)
      #expect(chart.output.0.firstMatch(of: /\bnan\b|\binf\b/) == nil)
    }
    // What the scenario's writer wrote is text, never markup.
    #expect(page.contains("&lt;that&gt;") || !page.contains("Machines"))
    #expect(!page.contains("<that>"))
    // The same run gives the same page.
    try bench.run("report", "latest", "--html", "again.html")
    #expect(try bench.scratch.bytes("again.html") == bench.scratch.bytes("pages/report.html"))
  }

  @Test func `markdown is the default, and goes beside a page when asked for`() throws {
    let bench = try Bench()
    let digests = try bench.simulate("--seeds", "1..2").digests
    let plain = try bench.run("report")
    #expect(plain.status == 0 && plain.output.hasPrefix("# small\n"))
    for digest in digests { #expect(plain.output.contains(digest.hex)) }
    let both = try bench.run("report", "latest", "--html", "r.html", "--format", "markdown")
    #expect(both.output == plain.output && bench.scratch.has("r.html"))
    let narrowed = try bench.run("report", "latest/rough/2", "--format", "json").json(Report.self)
    #expect(narrowed.variants.map(\.name) == ["rough"])
    #expect(narrowed.variants.first?.members.map(\.seed) == [2])
  }

  @Test func `the table of metrics has a line a metric`() throws {
    let metrics = try BuiltProduct.run("fivespot", ["metrics", "--format", "json"])
      .json([Metric].self)
    let table = try BuiltProduct.run("fivespot", ["metrics"])
    #expect(table.status == 0 && table.lines.count == metrics.count + 1)
    for (line, metric) in zip(table.lines.dropFirst(), metrics) {
      #expect(line.hasPrefix(metric.name + " "))
    }
  }
}
