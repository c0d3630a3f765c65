import Foundation
import RunStore
import Testing

/// `fivespot export --table residency`: every stay of a pod on a lent machine.
@Suite struct ResidencyExportTests {
  /// A night and a day of the shipped scenario with 48 machines; no journal is kept.
  private static func simulated() throws -> Bench {
    let bench = try Bench()
    let run = try bench.run(
      "run", Repository.path("scenarios/market-hours.yaml"), "--quiet", "--variant", "five-spot",
      "--variant", "dedicated", "--set", "horizon.duration=36h", "--set",
      "nodes.trading-general.count=48", "--set", "lending.offers.trading-general.count=32",
      "--keep-journal", "none")
    #expect(run.status == 0, "\(run.errors)")
    return bench
  }

  @Test func `rows come to the figures of the promises, in either form and place`() throws {
    let bench = try Self.simulated()
    let result = try bench.run("export", "latest/five-spot", "--table", "residency")
    #expect(result.status == 0, "\(result.errors)")
    let rows = result.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(
      result.lines.first
        == "job,machine,pool,owner,cluster,region,zone,labels,from,to,minutes,tenure_ends_at,"
        + "asked_to_leave_at,ended,kept")
    #expect(rows.count > 10 && rows.allSatisfy { $0.count == 15 })
    let stays = rows.dropFirst()
    #expect(stays.allSatisfy { $0[3] == "trading" && $0[4] == "batch" })
    let promised = try bench.rows(
      "SELECT opportunities, breaches FROM promises WHERE variant = 'five-spot' "
        + "AND promise = 'residency'")
    let cut = Int64(stays.count { !$0[12].isEmpty })
    let short = Int64(stays.count { $0[14] == "no" })
    #expect(promised == [[.integer(cut), .integer(short)]] && cut > 0)
    #expect(stays.allSatisfy { ($0[14] == "yes") == ($0[12].isEmpty || $0[12] >= $0[11]) })
    #expect(result.errorLines.count == 3)
    #expect(result.errorLines[0].hasPrefix("\(stays.count) stays, "))
    #expect(result.errorLines[1].hasPrefix("\(cut) asked to leave, \(short) of them "))
    #expect(result.errorLines[2].hasPrefix("equal to the promise audit; digest "))

    let file = try bench.run(
      "export", "latest/five-spot", "--table", "residency", "-o", "proof/stays.csv")
    #expect(file.status == 0 && file.bytes.isEmpty)
    #expect(try bench.scratch.bytes("proof/stays.csv") == result.bytes)
    #expect(try bench.scratch.names(in: "proof") == ["stays.csv"])
    let lines = try bench.run(
      "export", "latest/five-spot", "--table", "residency", "--format", "jsonl")
    #expect(lines.lines.count == stays.count)
    struct Stay: Decodable { var job, machine, ended, kept: String; var minutes: Double }
    let first = try JSONDecoder().decode(Stay.self, from: Data(lines.lines[0].utf8))
    #expect(first.job == rows[1][0] && first.machine == rows[1][1] && first.minutes >= 0)
  }

  @Test func `what lends nothing has no rows`() throws {
    let bench = try Self.simulated()
    let result = try bench.run("export", "latest/dedicated", "--table", "residency")
    #expect(result.status == 0 && result.lines.count == 1)
    #expect(result.errorLines.first?.hasPrefix("0 stays, 0.000 minutes") == true)
  }

  @Test func `a run that was changed is not proved, and leaves no file`() throws {
    let bench = try Self.simulated()
    let wrong = String(repeating: "0", count: 64)
    try bench.tamper("UPDATE promise_outcome SET opportunities = opportunities + 1")
    let audit = try bench.run("export", "latest/five-spot", "--table", "residency")
    #expect(audit.status == 99 && audit.errors.contains("other figures than the rerun"))
    try bench.tamper("UPDATE member SET digest = '\(wrong)'")
    let result = try bench.run(
      "export", "latest/five-spot", "--table", "residency", "-o", "stays.csv")
    #expect(result.status == 99 && result.errors.contains(wrong))
    #expect(!bench.scratch.has("stays.csv"))
    let both = try bench.run(
      "export", "latest/five-spot", "--table", "residency", "--journal", "csv")
    let neither = try bench.run("export", "latest/five-spot")
    #expect(both.status == 64 && neither.status == 64)
  }

  @Test func `a scenario without promises has no tenure to prove`() throws {
    let bench = try Bench()
    try bench.simulate("--variant", "calm")
    let result = try bench.run("export", "latest", "--table", "residency")
    #expect(result.status == 65 && result.errors.contains("has no promises"))
  }
}
