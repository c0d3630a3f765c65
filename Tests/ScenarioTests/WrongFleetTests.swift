import Documents
import Foundation
import Scenario
import Testing

@Suite("Wrong clusters, services, lending and prices are told what, where and what instead")
struct WrongFleetTests {
  @Test("each with its one problem", arguments: WrongScenario.ofFleets + WrongScenario.ofBorrowers)
  func reportsTheProblem(_ wrong: WrongScenario) throws {
    let bench = try LendingBench()
    #expect(lendingScenario.contains(wrong.old), "the table is out of date")
    let text = lendingScenario.replacingOccurrences(of: wrong.old, with: wrong.new)
    let found = try bench.problems(of: text)
      .map { $0.replacing(bench.bench.folder, with: "FOLDER") }
    #expect(found == wrong.reports)
  }

  @Test("the scenario that the table changes is right")
  func lendingScenarioIsRight() throws {
    #expect(try LendingBench().problems(of: lendingScenario) == [])
  }

  @Test(
    "what only the files can tell is told at the entry that names them",
    arguments: WrongFleetTests.ofFiles)
  func reportsWhatFilesTell(_ wrong: WrongScenario) throws {
    let bench = try LendingBench()
    #expect(lendingScenario.contains(wrong.old), "the table is out of date")
    let text = lendingScenario.replacingOccurrences(of: wrong.old, with: wrong.new)
    let file = try ScenarioFile.load(path: try bench.bench.write(text, to: "s.yaml"))
    var found: [Diagnostic] = []
    do throws(ScenarioError) {
      found = try file.resolve(variant: nil).inspect()
    } catch {
      found = error.diagnostics
    }
    #expect(lines(found, of: file.path) == wrong.reports)
  }

  static let ofFiles: [WrongScenario] = [
    WrongScenario(
      "  recalls:\n",
      "  reclaims:\n"
        + "    - {at: 2026-11-24T06:00:00Z, cause: kill-switch, machines: [floor/0, floor/3, "
        + "flor/1]}\n  recalls:\n",
      "55:74: error: lending.reclaims[0].machines[1]: the machine floor/3 is not on offer; name "
        + "machines of lending.offers, such as floor/0",
      "55:83: error: lending.reclaims[0].machines[2]: there is no machine \"flor/1\"; name "
        + "machines of lending.offers, such as floor/0"),
    WrongScenario(
      "exchange: XNYS, earlyCloseMargin",
      "exchange: XNSY, earlyCloseMargin",
      "53:61: error: lending.offers.floor.schedule.calendar.exchange: the file "
        + "\"days.csv\" has no exchange \"XNSY\"; did you mean \"XNYS\"?"),
    WrongScenario(
      "start: 2026-11-23T05:00:00Z",
      "start: 2029-11-23T05:00:00Z",
      "24:57: warning: curves.market.calendar.exchange: the file knows exceptional days "
        + "of XNYS from 2026 to 2026, and the horizon is in 2029; holidays are missed; use a "
        + "newer file",
      "38:41: error: workload.batch.trace.file: none of the 2 jobs is submitted inside "
        + "the horizon: 2 before it starts (2029-11-23T05:00:00Z); the trace runs from "
        + "2026-11-23T12:00:00Z to 2026-11-23T18:00:00Z; move the horizon, or set "
        + "workload.batch.start",
      "53:61: warning: lending.offers.floor.schedule.calendar.exchange: the file knows "
        + "exceptional days of XNYS from 2026 to 2026, and the horizon is in 2029; holidays "
        + "are missed; use a newer file"),
    WrongScenario(
      "machineType: n1-highmem-16",
      "machineType: n1-himem-16",
      "77:20: error: prices.pools.spot.machineType: the file \"prices.csv\" has no "
        + "machine type \"n1-himem-16\"; did you mean \"n1-highmem-16\"?"),
    WrongScenario(
      "machineType: n1-highmem-16",
      "machineType: c3d-highmem-16",
      "77:20: error: prices.pools.spot.machineType: the file has no preemptible price "
        + "for \"c3d-highmem-16\"; give kind: rented with perHour, or another type"),
    WrongScenario(
      "pod: {cpu: 4, memory: 16Gi}",
      "pod: {cpu: 48, memory: 16Gi}",
      "27:56: error: services.routing.pod: a pod asks for 48 cores and 17179869184 "
        + "bytes, and no machine of pool exchange that may take it has both; make its pods "
        + "smaller, or the machines larger",
      "32:10: error: services.pricing.pod: a pod asks for 48 cores and 17179869184 "
        + "bytes, and no machine of cluster trading that may take it has both; make its pods "
        + "smaller, or the machines larger"),
    WrongScenario(
      "floor:\n      count: 3",
      "floor:\n      count: 5",
      "46:14: error: lending.offers.floor.count: 5 machines are offered of the 4 that "
        + "the pool has; offer fewer, or leave count out to offer all"),
    WrongScenario(
      "headroom: 10%",
      "headroom: 190",
      "6:12: error: clusters.trading: headroom (190) and reservations (8) are together more than "
        + "the 192 cores that the cluster owns; keep less back, or give the cluster more machines"),
    WrongScenario(
      "share: 60%\n    pod",
      "share: 60%\n    targetUtilisation: 20%\n    pod",
      "6:12: warning: clusters.trading: at its peak its services ask for 415.7 cores of "
        + "the 192 that it owns, so pods will wait; lower the curve or raise "
        + "targetUtilisation, unless that is what you study"),
  ]
}
