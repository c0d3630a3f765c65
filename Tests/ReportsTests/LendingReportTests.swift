import Documents
import Reports
import Testing
import Units

/// The report of a run that lends machines, from values without a store.
@Suite("Report of lent machines") struct LendingReportTests {
  @Test func `the page stands alone, and every chart has a name, a description and a table`() throws
  {
    let page = try LendingFixture.report().html()
    #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
    let outside =
      /(?:src|href|action)\s*=|(?:https?:)?\/\/\w|url\((?!#)|@import|<script|<link|NaN|\binf\b/
    #expect(page.firstMatch(of: outside) == nil)
    let charts = page.matches(of: /<svg[^>]*role="img"[^>]*>(.*?)<\/svg>/.dotMatchesNewlines())
    // Four heat maps, one of capacity, four of supply, three of cost and of machines, one of waits.
    #expect(charts.count == 16)
    for chart in charts {
      #expect(chart.output.1.firstMatch(of: /^\s*<title id="[^"]+">[^<]+<\/title>/) != nil)
      #expect(chart.output.1.firstMatch(of: /<desc id="[^"]+">[^<]+<\/desc>/) != nil)
    }
    #expect(page.matches(of: /<figure/).count == 16)
    #expect(page.matches(of: /Data of this chart/).count == 16)
    let ids = page.matches(of: /\bid="([^"]+)"/).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count)
    // What the scenario's writer wrote is text, never markup.
    #expect(page.contains("&lt;and says so&gt;") && !page.contains("<and says so>"))
  }

  @Test func `sections come in the order of a reader's questions`() throws {
    let headings = try LendingFixture.report().html().matches(of: /<h2>([^<]+)<\/h2>/)
      .map { String($0.output.1) }
    #expect(
      headings == [
        "Use of the owned machines", "Where idle capacity comes from",
        "Supply and demand of batch work", "Cost by driver", "Machines between clusters",
        "Waiting in the queue", "Promises", "What the figures rest on", "Every metric", "Scenario",
      ])
  }

  @Test func `the verdict says what is saved, what stays and what was broken`() throws {
    let claims = LendingVerdict.claims(try LendingFixture.report(seeds: [1]))
    #expect(
      claims.map(\.sentence) == [
        "five-spot saves 11,040 USD a week (−13.8 %) against dedicated: the cloud bill falls by "
          + "11,250 USD; energy rises by 210 USD.",
        "regulated saves 12,705 USD a week (−15.8 %) against dedicated: the cloud bill falls by "
          + "13,125 USD; energy rises by 420 USD.",
        "stress saves 11,558 USD a week (−14.4 %) against dedicated: the cloud bill falls by "
          + "12,188 USD; energy rises by 630 USD.",
        "Nothing owned is sold: 41,250 USD of depreciation a week stays in every variant.",
        "five-spot broke announced preemption 200 of 200 times, worst 15 min short of notice; "
          + "owner first 72 of 200 times, worst 14 min late.",
        "No promise was broken by regulated: 912 occasions to break one.",
        "stress broke recall 2 of 40 times, worst 2 min 10 s late.",
        "Pods of services had no place a week: 1,202 pod-hours in five-spot, at most 38 pods at a "
          + "time, 4,300 core-hours of their load unserved.",
        "Use of the machines that trading owns, whoever they serve: 22.7 % in dedicated, 50.7 % "
          + "in five-spot, 50.7 % in regulated, 50.7 % in stress.",
        "95 of 100 jobs that start have waited at most: 34 min 50 s in dedicated, 1 h 6 min in "
          + "five-spot, 1 h 38 min in regulated, 2 h 9 min in stress.",
      ])
    #expect(
      claims.map(\.tone) == [.good, .good, .good, .plain, .bad, .good, .bad, .bad, .plain, .plain])
  }

  @Test func `a dearer variant costs more, and an equal one costs as much`() throws {
    var report = try LendingFixture.report(seeds: [1])
    report.variants = [report.variants[2], report.variants[0], report.variants[2]]
    let claims = LendingVerdict.claims(report).prefix(2)
    #expect(
      claims.map(\.sentence) == [
        "dedicated costs 12,705 USD more a week (+18.8 %) against regulated: the cloud bill rises "
          + "by 13,125 USD; energy falls by 420 USD.",
        "regulated costs as much as regulated a week.",
      ])
    #expect(claims.map(\.tone) == [.bad, .plain])
  }

  @Test func `work that was left undone stands before all money`() throws {
    var report = try LendingFixture.report(seeds: [1])
    let index = try #require(report.run.metrics.firstIndex { $0.name == "job.unfinished" })
    report.run.variants[0].members[0].values[index] = 4_200
    let first = LendingVerdict.claims(report)[0]
    #expect(first.tone == .bad)
    #expect(
      first.sentence == "Work was left undone, so costs are not those of the same work: "
        + "4,200 of 5,000 jobs in dedicated.")
  }

  @Test func `several seeds give means with percentiles, and say which seed charts show`() throws {
    let report = try LendingFixture.report(seeds: [4, 5, 6])
    let sentence = LendingVerdict.claims(report)[2].sentence
    #expect(sentence.contains("11,557 to 11,558 saved in 3 seeds)"))
    #expect(report.firstSeedNote.hasPrefix("Charts show the first seed (4);"))
    #expect(try LendingFixture.report(seeds: [4]).firstSeedNote.isEmpty)
    let promises = report.variants[1].promises
    #expect(promises.first { $0.promise == "owner-first" }?.breaches == Int64(216))
  }

  @Test func `what services lacked stands under the promises`() throws {
    let markdown = try LendingFixture.report(seeds: [1, 2]).markdown()
    #expect(
      markdown.contains(
        "| pod-hours without a place | 0 | 1,202 [1,202 … 1,202] | 0 | 0 |"))
    #expect(markdown.contains("| core-hours of load unserved | 0 | 4,300 | 0 | 0 |"))
    var report = try LendingFixture.report(seeds: [1])
    report.variants.remove(at: 1)
    #expect(report.markdown().contains("Every pod of the services had a place at any time"))
    #expect(report.markdown().contains("No occasion in: dedicated."))
  }

  @Test func `drivers and parts sum to their wholes`() throws {
    let report = try LendingFixture.report()
    for variant in report.variants {
      let drivers = report.drivers(of: variant)
      #expect(drivers.reduce(Money.zero) { $0 + $1.to } == variant.meanTotal)
      let parts = variant.meanCapacity.reduce(0) { $0 + $1.cores }
      #expect(abs(parts - 1_200) < 1e-9)
    }
  }

  @Test func `the night of the worst late return is shown, and how many there are`() throws {
    let report = try LendingFixture.report()
    let sections = report.markdown()
    // A host that is set up again after its window ended is late; in regulated none is.
    #expect(sections.contains("160 late returns in the whole run, 40 in this night"))
    #expect(sections.contains("24 of 40 machines that may be lent; 0 late returns"))
  }

  @Test func `markdown and JSON carry the same content`() throws {
    let report = try LendingFixture.report()
    let markdown = report.markdown()
    #expect(markdown.hasPrefix("# market-hours\n\n- ✓ five-spot saves 11,040 USD a week"))
    for heading in report.sections.map(\.heading) { #expect(markdown.contains("## \(heading)\n")) }
    #expect(markdown.contains("| owner first | ✕ broken: 216 of 600, worst 14 min late |"))
    let document = try Document.parseJSON(try report.json(), file: "report")
    let lending = try #require(document.root["lending"])
    let variants = try #require(lending["variants"]).elements
    #expect(variants.map { $0["name"]?.string } == report.variants.map(\.name))
    #expect(variants[1]["saving"]?["mean"]?.string == "11040")
    #expect(variants[0]["costs"]?["owned.depreciation"]?.string == "41250.123456789012")
    #expect(variants[1]["lateReturns"]?.count == 160)
    #expect(lending["baseline"]?.string == "dedicated")
    #expect(document.root["verdict"]?.count == LendingVerdict.claims(report).count)
  }
}
