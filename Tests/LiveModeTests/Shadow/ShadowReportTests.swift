import Documents
import FleetTestSupport
import LiveMode
import SpotScheduler
import Testing
import Units

/// An object with a status of 5-Spot's, and what there is to say of it at noon.
private struct Shadow: Sendable, CustomTestStringConvertible {
  var name: String
  var object: DocumentValue
  var more: [(source: ObjectSource, object: DocumentValue)] = []
  var differences: [ShadowDifference.Name]

  var testDescription: String { name }
}

@Suite("5-Spot beside its profile")
struct ShadowReportTests {
  private static func object(
    hours: String, _ phase: String?, _ reason: String, since: String,
    status more: [(key: String, value: DocumentValue)] = [],
    spec: [(key: String, value: DocumentValue)] = []
  ) -> DocumentValue {
    var status = SampleFleet.status(phase ?? "", reason, since: since)
    if case .mapping(let members) = status { status = .mapping(members + more) }
    return SampleFleet.scheduledMachine(
      "m", cluster: "batch", hours: hours, status: phase == nil ? nil : status, more: spec)
  }

  private static let running: [(source: ObjectSource, object: DocumentValue)] = [
    (.management, SampleFleet.machine("m", cluster: "batch", node: "n1")),
    (
      SampleFleet.workload("batch"),
      SampleFleet.list("Node", [SampleFleet.node("n1", since: early)])
    ),
  ]

  private static let early = "2026-06-10T09:00:00Z"

  private static let cases: [Shadow] = [
    Shadow(
      name: "Active in its window",
      object: object(
        hours: "9-17", "Active", "MachineCreated", since: early,
        status: [("nodeRef", ["apiVersion": "v1", "kind": "Node", "name": "n1"])]),
      more: running, differences: []),
    Shadow(
      name: "Inactive outside it",
      object: object(hours: "0-3", "Inactive", "MachineDeleted", since: early), differences: []),
    Shadow(
      name: "closed an hour ago and still Active",
      object: object(hours: "9-10", "Active", "MachineCreated", since: early),
      more: running, differences: [.nodeUnknown, .phaseBehind]),
    Shadow(
      name: "closed just now",
      object: object(
        hours: "9-11", "Active", "MachineCreated", since: early,
        status: [("nodeRef", ["apiVersion": "v1", "kind": "Node", "name": "n1"])]),
      more: running, differences: [.phaseDue]),
    Shadow(
      name: "grace over long ago",
      object: object(
        hours: "0-9", "ShuttingDown", "GracePeriodActive", since: "2026-06-10T10:00:00Z"),
      differences: [.phaseBehind]),
    Shadow(
      name: "grace runs",
      object: object(
        hours: "0-10", "ShuttingDown", "GracePeriodActive", since: "2026-06-10T11:58:00Z"),
      differences: []),
    Shadow(
      name: "nobody looked at it", object: object(hours: "0-3", nil, "", since: early),
      differences: [.phaseBehind]),
    Shadow(
      name: "Active without a Machine",
      object: object(hours: "9-17", "Active", "MachineCreated", since: early),
      differences: [.machineLost]),
    Shadow(
      name: "Terminated, and the Machine runs",
      object: object(
        hours: "9-17", "Terminated", "KillSwitchActivated", since: early,
        spec: [("killSwitch", true)]), more: running, differences: [.machineLeft]),
    Shadow(
      name: "another Node than its own",
      object: object(
        hours: "9-17", "Active", "MachineCreated", since: early,
        status: [("nodeRef", ["apiVersion": "v1", "kind": "Node", "name": "old"])]),
      more: running, differences: [.nodeStale]),
    Shadow(
      name: "a reason of its own",
      object: object(hours: "0-3", "Inactive", "Sleeping", since: early),
      differences: [.reasonUnknown]),
    Shadow(
      name: "an older generation",
      object: object(
        hours: "0-3", "Inactive", "ScheduleInactive", since: early,
        status: [("observedGeneration", 0)]), differences: [.generationBehind]),
    Shadow(
      name: "a provider that says it is on",
      object: SampleFleet.scheduledMachine(
        "m", cluster: "batch",
        status: SampleFleet.status("Inactive", "ScheduleInactive", since: early),
        provider: "p"),
      more: [(.management, SampleFleet.provider("p", days: "mon-sun", hours: "0-3"))],
      differences: [.providerDisagrees]),
  ]

  @Test(arguments: cases)
  fileprivate func `differences are found`(row: Shadow) throws {
    let fleet = try SampleFleet.fleet([(.management, row.object)] + row.more)
    let report = ShadowReport(of: fleet, at: SampleFleet.noon)
    #expect(report.differences.map(\.name) == row.differences, "\(report.differences)")
    #expect(report.compared == 1)
    #expect(report.agrees == row.differences.allSatisfy { $0 == .phaseDue })
    #expect(report.differences.allSatisfy { !$0.said.isEmpty && !$0.expected.isEmpty })
  }

  @Test func `every difference has a case`() {
    #expect(Set(Self.cases.flatMap(\.differences)) == Set(ShadowDifference.Name.allCases))
  }

  @Test func `a zone of half hours turns at the whole hour of UTC, as the provider sees it`() throws
  {
    // Opens at 11:30 UTC; 5-Spot sees it at 12:00.
    let object = SampleFleet.scheduledMachine(
      "m", cluster: "batch", days: "mon-sun", hours: "17", zone: "Asia/Kolkata",
      status: SampleFleet.status("Inactive", "ScheduleInactive", since: Self.early))
    let fleet = try SampleFleet.fleet([(.management, object)])
    let half = SampleFleet.noon - .minutes(10)
    #expect(ShadowReport(of: fleet, at: half).differences.isEmpty)
    #expect(ShadowReport(of: fleet, at: SampleFleet.noon).differences.map(\.name) == [.phaseDue])
    let later = SampleFleet.noon + .minutes(5)
    #expect(ShadowReport(of: fleet, at: later).differences.map(\.name) == [.phaseBehind])
  }

  @Test func `the report has one written form`() throws {
    let fleet = try SampleFleet.fleet()
    let report = ShadowReport(of: fleet, at: SampleFleet.noon)
    let first = try report.document.canonicalJSON()
    let second = try ShadowReport(
      of: try SampleFleet.fleet(SampleFleet.atNoon.reversed()), at: SampleFleet.noon
    ).document.canonicalJSON()
    #expect(first == second)
    #expect(report.page().first?.rows.first?.first?.hasPrefix("4 objects, ") ?? false)
  }
}
