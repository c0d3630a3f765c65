import RunStore
import Testing
import Units

/// `fivespot compare`: pairs by seed, says what differs, and refuses what cannot be paired.
@Suite struct CompareCommandTests {
  private struct Comparison: Decodable {
    struct Side: Decodable { var run, variant, scenario: String }
    struct Interval: Decodable { var lower, upper: Double }
    struct Spread: Decodable { var mean: Double; var seeds: Int }
    struct Metric: Decodable {
      var name, mark, judgement: String
      var pairs: Int
      var meanDifference: Double?
      var interval: Interval?
      var baseline, candidate: Spread?
    }
    struct Entry: Decodable { var name: String; var baseline, candidate: String? }
    var schemaVersion: String
    var hasDifferences: Bool
    var baseline, candidate: Side
    var seeds: [Int]
    var verdict: [String]
    var metrics: [Metric]
    var scenarioDifferences, provenanceDifferences: [Entry]
  }

  /// The id of the oldest run of the store.
  private static func firstRun(of bench: Bench) throws -> String {
    let rows = try bench.rows("SELECT run_id FROM runs ORDER BY number LIMIT 1")
    guard case .text(let id)? = rows.first?.first else {
      Issue.record("the store holds no run")
      return ""
    }
    return id
  }

  @Test func `two variants of a run are paired by seed`() throws {
    let bench = try Bench()
    try bench.simulate("--seeds", "1..7")
    let result = try bench.run("compare", "latest/calm", "latest/rough", "--format", "json")
    #expect(result.status == 0 && result.errors.isEmpty)
    let comparison = try result.json(Comparison.self)
    #expect(comparison.schemaVersion == "1.0" && comparison.hasDifferences)
    #expect(comparison.baseline.variant == "calm" && comparison.candidate.variant == "rough")
    #expect(comparison.seeds == Array(1...7))
    #expect(comparison.scenarioDifferences.map(\.name) == ["interruptions.spot"])
    #expect(comparison.provenanceDifferences.isEmpty)
    let attempts = try #require(comparison.metrics.first { $0.name == "job.attempts" })
    #expect(attempts.mark == "~" && attempts.pairs == 7 && attempts.interval != nil)
    // The same differences by SQL, as a user would ask for them.
    let rows = try bench.rows(
      """
      SELECT avg(b.value - a.value) FROM summary a JOIN summary b USING (run_id, seed, metric)
      WHERE a.variant = 'calm' AND b.variant = 'rough' AND metric = 'job.attempts'
      """)
    guard case .real(let mean)? = rows.first?.first else {
      Issue.record("no difference by SQL")
      return
    }
    #expect(abs(try #require(attempts.meanDifference) - mean) < 1e-9)
  }

  private struct Costs: Decodable {
    struct Amounts: Decodable {
      var baseline, candidate, difference: String
    }
    struct Driver: Decodable { var driver: String; var mean, sum: Amounts }
    struct Total: Decodable { var mean, sum: Amounts }
    struct Body: Decodable { var currency: String; var drivers: [Driver]; var total: Total }
    var costs: Body
    var verdict: [String]
  }

  @Test func `what drives the cost sums to the difference exactly, also as printed`() throws {
    let bench = try Bench()
    try bench.scratch.write(
      "small.yaml",
      Bench.scenario + """
          pricey:
            description: Owned machines whose energy costs more.
            set:
              interruptions: null
              prices: {energyPerKilowattHour: 0.37}
        prices:
          currency: CHF
          energyPerKilowattHour: 0.13
          pools:
            spot:
              kind: owned
              purchase: 9999.99
              lifeYears: 3
              watts: {idle: 65.8, full: 367.1, off: 8}

        """)
    try bench.simulate("--seeds", "1..3")
    let result = try bench.run("compare", "latest/calm", "latest/pricey", "--format", "json")
    #expect(result.status == 0, "\(result.errors)")
    let costs = try result.json(Costs.self)
    #expect(costs.costs.currency == "CHF")
    #expect(costs.verdict.first?.hasPrefix("Total cost rises by ") == true, "\(costs.verdict)")
    for amounts in [\Costs.Driver.mean, \Costs.Driver.sum] {
      let total = amounts == \Costs.Driver.mean ? costs.costs.total.mean : costs.costs.total.sum
      var sum = Money.zero
      for driver in costs.costs.drivers {
        sum += try Money(text: driver[keyPath: amounts].difference)
      }
      let difference = try Money(text: total.difference)
      #expect(sum == difference && difference > .zero)
    }
    // The column of differences of the table, added up by its cents.
    let table = try bench.run("compare", "latest/calm", "latest/pricey")
    let rows = table.lines.drop { $0 != "COST IN CHF, MEAN OF A SEED" }.dropFirst(2)
      .prefix { !$0.isEmpty && !$0.hasPrefix("(") }
    let cents = try rows.map { line -> Int in
      let cells = line.split(separator: /\s{2,}/).map(String.init)
      let digits = cells[3].filter { "0123456789".contains($0) }
      return try #require(Int(digits)) * (cells[3].hasPrefix("−") ? -1 : 1)
    }
    #expect(cents.count >= 2 && cents.dropLast().reduce(0, +) == cents.last, "\(table.output)")
    let page = try bench.run("compare", "latest/calm", "latest/pricey", "--format", "html")
    #expect(page.output.contains("What drives the cost") && page.output.contains("<svg"))
  }

  @Test func `the exit code tells differences only where it is asked to`() throws {
    let bench = try Bench()
    try bench.simulate()
    try bench.simulate()
    for format in ["table", "json", "markdown", "html"] {
      func status(_ words: String...) throws -> Int32 {
        try bench.start(["compare", "--format", format] + words).wait().status
      }
      #expect(try status("latest/calm", "latest/rough") == 0)
      #expect(try status("latest/calm", "latest/rough", "--exit-code") == 2)
      #expect(try status("latest/calm", "latest/calm", "--exit-code") == 0)
    }
    let first = try Self.firstRun(of: bench)
    // A repeated run has no difference; where one side names no variant, it is the other's.
    let repeated = try bench.run("compare", "\(first)/rough", "latest", "--exit-code")
    #expect(repeated.status == 0 && repeated.output.contains("are equal"), "\(repeated.output)")
    #expect(repeated.errors.isEmpty)
  }

  @Test func `one seed has no interval, and that is said`() throws {
    let bench = try Bench()
    try bench.simulate()
    let text = try bench.run("compare", "latest/calm", "latest/rough").output
    #expect(text.contains("1 seed: there is no interval"))
    #expect(!text.contains("95 % CI"))
    #expect(text.contains("neither has prices"))
  }

  @Test func `the table folds what is equal and says what went in`() throws {
    let bench = try Bench()
    try bench.simulate("--seeds", "1..3", "--variant", "calm")
    try bench.simulate("--seeds", "1..3", "--variant", "calm", "--set", "nodes.spot.count=3")
    let first = try Self.firstRun(of: bench)
    let result = try bench.run("compare", first, "latest")
    #expect(result.status == 0)
    #expect(result.output.contains("metrics unchanged"))
    #expect(result.lines.contains { $0.hasPrefix("~ node.joins") })
    let entry = try #require(result.lines.first { $0.contains("nodes.spot.count") })
    #expect(entry.split(separator: " ").map(String.init) == ["~", "nodes.spot.count", "2", "3"])
  }

  @Test func `the page is whole in itself and the Markdown begins with the verdict`() throws {
    let bench = try Bench()
    try bench.simulate("--seeds", "1..2")
    let saved = try bench.run(
      "compare", "latest/calm", "latest/rough", "--format", "html", "--output", "out/page.html")
    #expect(saved.status == 0 && saved.output.isEmpty && saved.errors.isEmpty)
    let page = bench.scratch.text("out/page.html")
    #expect(page.hasPrefix("<!doctype html>") && page.contains("rough compared with calm"))
    for word in ["http:", "https:", "<script", "src=", "@import", "url("] {
      #expect(!page.contains(word), "\(word)")
    }
    let markdown = try bench.run("compare", "latest/calm", "latest/rough", "--format", "markdown")
    #expect(
      try /\*\*\d+ of \d+ metrics differ, 2 paired seeds.*\*\*/.prefixMatch(in: markdown.output)
        != nil)
  }

  @Test func `seeds that are not on both sides are named, with the way out`() throws {
    let bench = try Bench()
    try bench.simulate("--seeds", "1..5", "--variant", "calm")
    try bench.simulate("--seeds", "4..8", "--variant", "rough")
    let first = try Self.firstRun(of: bench)
    let result = try bench.run("compare", first, "latest")
    #expect(result.status == 65 && result.output.isEmpty)
    for words in ["1..3 only in the baseline", "6..8 only in the candidate", "--seeds 4..5"] {
      #expect(result.errors.contains(words), "\(result.errors)")
    }
    #expect(try bench.run("compare", first, "latest", "--seeds", "4..5").status == 0)
    let missing = try bench.run("compare", first, "latest", "--seeds", "4..6")
    #expect(missing.status == 65 && missing.errors.contains("6 not in the baseline"))
  }

  @Test func `horizons that differ are refused`() throws {
    let bench = try Bench()
    try bench.simulate("--variant", "calm")
    try bench.simulate("--variant", "calm", "--set", "horizon.duration=5h")
    let first = try Self.firstRun(of: bench)
    let result = try bench.run("compare", first, "latest")
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.errors.contains("2026-01-01T06:00:00Z"), "\(result.errors)")
    #expect(result.errors.contains("2026-01-01T05:00:00Z"), "\(result.errors)")
  }

  @Test func `names that are not there are answered with near ones`() throws {
    let bench = try Bench()
    try bench.simulate()
    for (reference, status, words) in [
      ("lates/calm", 66, "did you mean \"latest\"?"), ("latest/clam", 66, "did you mean \"calm\"?"),
      ("small/calm", 66, "that is a scenario; the newest run of it is"),
      ("latest", 64, "name one, such as latest/calm"),
    ] as [(String, Int32, String)] {
      let other = reference == "latest" ? "latest" : "latest/calm"
      let result = try bench.run("compare", reference, other)
      #expect(result.status == status && result.output.isEmpty, "\(reference)")
      #expect(result.errors.contains(words), "\(reference): \(result.errors)")
    }
    let none = try bench.run("compare", "latest/calm", "latest/rough", "--store", "none.sqlite")
    #expect(none.status == 66 && !bench.scratch.has("none.sqlite"))
  }

  @Test func `a member that did not end is no pair`() throws {
    let bench = try Bench()
    try bench.simulate("--seeds", "1..2")
    try bench.tamper(
      """
      UPDATE member SET status = 'incomplete', digest = NULL, header_id = NULL
      WHERE variant = 'rough' AND seed = 2
      """)
    let result = try bench.run("compare", "latest/calm", "latest/rough")
    #expect(result.status == 65 && result.errors.contains("2 only in the baseline"))
    try bench.tamper(
      """
      UPDATE member SET status = 'incomplete', digest = NULL, header_id = NULL
      WHERE variant = 'rough'
      """)
    let nothing = try bench.run("compare", "latest/calm", "latest/rough")
    #expect(nothing.status == 66 && nothing.errors.contains("no member of latest/rough"))
  }
}
