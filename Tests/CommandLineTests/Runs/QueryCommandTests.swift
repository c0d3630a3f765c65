import Foundation
import RunStore
import Testing

/// `fivespot query`: the views of one run, in SQL.
@Suite struct QueryCommandTests {
  private struct Document: Decodable {
    struct Row: Decodable, Equatable { var variant: String; var seed, jobs: Double; var none: Int? }
    var columns: [String]
    var rows: [Row]
    var truncated: Bool
  }

  static let finished = """
    SELECT variant, seed, value AS jobs, NULL AS none FROM summary WHERE metric = 'job.submitted'
    ORDER BY variant, seed
    """

  @Test func `the rows are those of the run that is named`() throws {
    let bench = try Bench()
    try bench.simulate("--seeds", "1..2")
    try bench.simulate("--variant", "calm")
    let latest = try bench.run("query", "latest", "SELECT variant, seed FROM members")
    #expect(latest.status == 0 && latest.errors.isEmpty)
    #expect(latest.lines == ["variant  seed", "calm        7"])
    let first = try #require(
      try bench.rows("SELECT run_id FROM runs ORDER BY number").first?.first)
    guard case .text(let run) = first else {
      Issue.record("\(first)")
      return
    }
    func members(_ reference: String) throws -> [String] {
      try bench.run(
        "query", reference, "SELECT variant, seed FROM members ORDER BY 1, 2", "--format", "csv"
      ).lines
    }
    let all = ["variant,seed", "calm,1", "calm,2", "rough,1", "rough,2"]
    #expect(try members(String(run.prefix(8))) == all)
    #expect(try members("\(run)/rough") == ["variant,seed", "rough,1", "rough,2"])
    #expect(try members("\(run)/rough/2") == ["variant,seed", "rough,2"])
    let every = try bench.run("query", run, "SELECT count(*) AS runs FROM main.runs")
    #expect(every.lines == ["runs", "   2"])
  }

  @Test func `a table, CSV and JSON hold the same rows`() throws {
    let bench = try Bench()
    try bench.simulate()
    let table = try bench.run("query", "latest", Self.finished)
    #expect(
      table.lines == [
        "variant  seed  jobs  none", "calm        7   6.0     —", "rough       7   6.0     —",
      ])
    let csv = try bench.run("query", "latest", Self.finished, "--format", "csv")
    #expect(csv.lines == ["variant,seed,jobs,none", "calm,7,6.0,", "rough,7,6.0,"])
    let json = try bench.run("query", "latest", Self.finished, "--format", "json")
    let document: Document = try json.json()
    #expect(document.columns == ["variant", "seed", "jobs", "none"] && !document.truncated)
    #expect(
      document.rows
        == ["calm", "rough"].map { Document.Row(variant: $0, seed: 7, jobs: 6, none: nil) })
    let odd = try bench.run(
      "query", "latest", "SELECT 'a \"b\", c' AS word, x'00ff' AS bytes, char(10, 27) AS control",
      "--format", "csv")
    #expect(odd.output == "word,bytes,control\n\"a \"\"b\"\", c\",00ff,\"\n\u{1B}\"\n")
    let shown = try bench.run("query", "latest", "SELECT char(10, 27) AS control")
    #expect(shown.lines == ["control", "\\n\\u{1b}"])
  }

  @Test func `a query knows what it is about, and may come from standard input`() throws {
    let bench = try Bench()
    try bench.simulate()
    let metric = try bench.run(
      "query", "latest/rough/7",
      "SELECT value FROM summary WHERE run_id = :run AND variant = :variant AND seed = :seed "
        + "AND metric = 'job.submitted'", "--format", "csv")
    #expect(metric.lines == ["value", "6.0"])
    try bench.scratch.write("query.sql", "SELECT count(*) AS members\nFROM members;\n")
    let piped = BuiltProduct.Call(wrapper: ["sh", "-c", "exec \"$0\" \"$@\" < query.sql"])
    let read = try bench.run("query", "latest", "-", call: piped)
    #expect(read.status == 0 && read.lines == ["members", "      2"], "\(read.errors)")
    let unknown = try bench.run("query", "latest", "SELECT :variant")
    #expect(unknown.status == 65 && unknown.errors.contains("the parameter :variant has no value"))
  }

  @Test func `limits hold and are told`() throws {
    let bench = try Bench()
    try bench.simulate()
    let rows = try bench.run("query", "latest", "SELECT name FROM metrics", "--limit", "3")
    #expect(rows.status == 0 && rows.lines.count == 4)
    #expect(rows.errors == "note: there are more than 3 rows; --limit lets more through\n")
    let endless = try bench.run(
      "query", "latest", "--timeout", "100ms",
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) FROM n")
    #expect(endless.status == 75 && endless.errors.contains("took longer than its time limit"))
    for wrong in [
      ["--limit", "0"], ["--timeout", "0s"], ["--timeout", "soon"], ["--format", "xml"],
    ] {
      let result = try bench.start(["query", "latest", "SELECT 1"] + wrong).wait()
      #expect(result.status == 64 && result.output.isEmpty, "\(wrong): \(result.errors)")
    }
  }

  @Test(arguments: [
    ("SELECT varint FROM summary", "no such column: varint at line 1, column 8"),
    ("SELECT id FROM member", "reads a table behind the views"),
    ("DELETE FROM runs", "the query"),
    ("SELECT 1; SELECT 2", "more than one statement"),
    ("SELECT variant, variant FROM members", "two columns are called \"variant\""),
  ]) func `what cannot be asked is refused with the place`(sql: String, words: String) throws {
    let bench = try Bench()
    try bench.simulate()
    let result = try bench.run("query", "latest", sql, "--format", "json")
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(bench.count("SELECT count(*) FROM runs") == 1)
  }

  @Test func `a run or a store that is not there is missing input`() throws {
    let bench = try Bench()
    #expect(try bench.run("query", "latest", "SELECT 1").status == 66)
    try bench.simulate()
    #expect(try bench.run("query", "ffff", "SELECT 1").status == 66)
    #expect(try bench.run("query", "latest/none", "SELECT 1").status == 66)
  }

  @Test func `the help shows three examples that run`() throws {
    let bench = try Bench()
    let help = try bench.run("query", "--help")
    #expect(help.status == 0)
    #expect(help.output.components(separatedBy: "fivespot query latest").count == 4)
    // Longer lines would be broken in the middle of a query.
    #expect(help.output.contains("\n    FROM cost_by_variant GROUP BY variant, driver\"\n"))
    try bench.simulate()
    for sql in [
      "SELECT variant, driver, avg(amount), currency FROM cost_by_variant GROUP BY variant, driver",
      "SELECT part, avg(millicpu) / 1000 AS cores FROM idle_by_hour WHERE cluster = 'trading' "
        + "GROUP BY part",
      "SELECT promise, machine, job, at, seconds, why FROM promise_breaches ORDER BY seconds DESC",
    ] {
      #expect(try bench.run("query", "latest", sql).status == 0, "\(sql)")
    }
  }
}
