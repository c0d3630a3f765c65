import Foundation
import RunStore
import Testing
import Units

/// `fivespot report` of a run that lends: what the page says is what the views say.
@Suite struct LendingReportCommandTests {
  private struct Report: Decodable {
    struct Promise: Decodable { var promise: String; var opportunities, breaches: Int64 }
    struct Member: Decodable { var seed: Int64; var total: String; var costs: [String: String] }
    struct Hours: Decodable {
      var ownedCores, usedCores, requestedCores, queuedCores: [Double]
      var supplyCores: [String: [Double]]
    }
    struct Variant: Decodable {
      var name: String
      var costs: [String: String]
      var capacityCores: [String: Double]
      var promises: [Promise]
      var members: [Member]
      var hours: Hours
    }
    struct Lending: Decodable {
      var baseline, borrower, currency, owner, timezone: String
      var unpricedPools: [String]
      var variants: [Variant]
    }
    var run: String
    var verdict: [String]
    var lending: Lending
  }

  /// A day of the shipped scenario with a dozen machines, in two variants and two seeds.
  private static func simulated() throws -> Bench {
    let bench = try Bench()
    let scenario = Repository.path("scenarios/market-hours.yaml")
    let run = try bench.run(
      "run", scenario, "--quiet", "--seeds", "1..2", "--variant", "dedicated", "--variant",
      "five-spot",
      "--set", "horizon.duration=1d", "--set", "nodes.trading-general.count=12",
      "--set", "lending.offers.trading-general.count=8")
    #expect(run.status == 0, "\(run.errors)")
    return bench
  }

  @Test func `figures of the JSON are those of the views, and parts sum to wholes`() throws {
    let bench = try Self.simulated()
    let result = try bench.run("report", "--format", "json")
    #expect(result.status == 0 && result.errors.isEmpty)
    let report = try result.json(Report.self)
    let lending = report.lending
    #expect(lending.baseline == "dedicated" && lending.owner == "trading")
    #expect(lending.borrower == "batch" && lending.currency == "USD")
    #expect(lending.timezone == "America/New_York" && lending.unpricedPools.isEmpty)
    #expect(lending.variants.map(\.name) == ["dedicated", "five-spot"])
    for variant in lending.variants {
      #expect(variant.members.map(\.seed) == [1, 2])
      for member in variant.members {
        let amounts = try member.costs.values.map { try Money(text: $0) }
        #expect(amounts.reduce(.zero, +) == (try Money(text: member.total)))
        let stored = try bench.rows(
          "SELECT driver, amount_exact FROM cost_by_variant WHERE variant = :variant "
            + "AND seed = :seed",
          [":variant": .text(variant.name), ":seed": .integer(member.seed)])
        #expect(Set(stored) == Set(member.costs.map { [.text($0.key), .text($0.value)] }))
      }
      #expect(variant.hours.ownedCores == Array(repeating: 768, count: 24))
      let parts = variant.capacityCores.values.reduce(0, +)
      #expect(abs(parts - 768) < 1e-6)
      for hour in 0..<24 {
        let ready = variant.hours.supplyCores.values.reduce(0) { $0 + $1[hour] }
        #expect(ready >= variant.hours.requestedCores[hour] - 1e-6)
        #expect(variant.hours.usedCores[hour] <= 768)
      }
      let counts = try bench.rows(
        "SELECT promise, sum(opportunities), sum(breaches) FROM promises "
          + "WHERE variant = :variant GROUP BY promise", [":variant": .text(variant.name)])
      #expect(
        Set(counts)
          == Set(
            variant.promises.map {
              [.text($0.promise), .integer($0.opportunities), .integer($0.breaches)]
            }))
    }
    #expect(report.verdict.contains { $0.hasPrefix("Nothing owned is sold: ") })
  }

  @Test func `the page stands alone, names each chart, and is the same every time`() throws {
    let bench = try Self.simulated()
    let result = try bench.run("report", "--html", "page.html", "--format", "markdown")
    #expect(result.status == 0 && result.errors.isEmpty)
    let page = bench.scratch.text("page.html")
    let outside =
      /(?:src|href|action|data)\s*=\s*["']?(?:https?:)?\/\/|url\((?!#)|@import|<script|<link/
    #expect(page.firstMatch(of: outside) == nil)
    let charts = page.matches(of: /<svg[^>]*role="img"[^>]*>(.*?)<\/svg>/.dotMatchesNewlines())
    // Two heat maps, one of capacity, two of supply, one of cost, of machines and of waits.
    #expect(charts.count == 8)
    for chart in charts {
      #expect(chart.output.1.contains("<title ") && chart.output.1.contains("<desc "))
      #expect(chart.output.0.firstMatch(of: /\bnan\b|\binf\b/) == nil)
    }
    for heading in ["Cost by driver", "Machines between clusters", "Promises"] {
      #expect(page.contains("<h2>\(heading)</h2>"), "\(heading)")
      #expect(result.output.contains("## \(heading)\n"), "\(heading)")
    }
    #expect(page.contains("Fri 20 Nov 00:00"), "times are New York's")
    try bench.run("report", "--html", "again.html")
    #expect(try bench.scratch.bytes("again.html") == bench.scratch.bytes("page.html"))
  }

  @Test func `a variant alone has its own report`() throws {
    let bench = try Self.simulated()
    let report = try bench.run("report", "latest/five-spot/2", "--format", "json")
      .json(Report.self)
    #expect(report.lending.baseline == "five-spot")
    #expect(report.lending.variants.map { $0.members.map(\.seed) } == [[2]])
  }
}
