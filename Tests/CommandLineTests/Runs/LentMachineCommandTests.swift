import Foundation
import Testing

/// Machines that are lent where Cluster API moves them, as a user meets them: a run, its pages, the proof
/// of residency, and what a machine did.
@Suite struct LentMachineCommandTests {
  private static func simulated() throws -> Bench {
    let bench = try Bench()
    let result = try bench.run(
      "run", Repository.path("scenarios/lent-machines.yaml"), "--variant", "five-spot", "--variant",
      "regulated", "--set", "horizon.duration=2d", "--set", "lending.recalls=[]", "--quiet")
    try #require(result.status == 0, "\(result.errors)")
    return bench
  }

  @Test func `promises are kept or not, and the proof says the same`() throws {
    let bench = try Self.simulated()
    let result = try bench.run(
      "query", "latest",
      "SELECT variant, promise, opportunities, breaches FROM promises WHERE opportunities > 0",
      "--format", "csv")
    let rows = result.lines.dropFirst().map { $0.split(separator: ",").map(String.init) }
    let kept = rows.filter { $0.first == "regulated" }
    #expect(kept.contains { $0[1] == "owner-first" } && kept.allSatisfy { $0[3] == "0" })
    // Nobody is at home at the start, so both mornings are late.
    #expect(rows.contains(["five-spot", "owner-first", "40", "40"]), "\(rows)")

    let proof = try bench.run("export", "latest/regulated", "--table", "residency")
    #expect(proof.status == 0 && proof.errors.contains("equal to the promise audit"))
    #expect(proof.lines.dropFirst().allSatisfy { $0.hasPrefix("risk/") && $0.hasSuffix(",yes") })
  }

  @Test func `a machine is explained, and a pod is said not to be`() throws {
    let bench = try Self.simulated()
    let machine = try bench.run(
      "explain", "latest/regulated", "--machine", "metal/11", "--at", "2026-06-02T04:20:00Z")
    #expect(machine.status == 0, "\(machine.errors)")
    #expect(machine.output.contains("analytics/metal/11: ShuttingDown"))
    #expect(machine.output.contains("the same digest"))
    let pod = try bench.run("explain", "latest/regulated", "--pod", "risk/1")
    #expect(pod.status == 64 && pod.errors.contains("pods of a control plane are not explained"))
  }

  @Test func `the page has promises and drains`() throws {
    let bench = try Self.simulated()
    let page = try bench.run("report", "latest", "--format", "markdown")
    #expect(page.status == 0, "\(page.errors)")
    for heading in ["Machines between clusters", "Promises", "Drains", "Time to converge"] {
      #expect(page.output.contains("\n## \(heading)\n"), "\(heading)")
    }
    #expect(!page.output.contains("## Supply and demand"))
    #expect(try bench.run("verify", "latest").status == 0)
  }
}
