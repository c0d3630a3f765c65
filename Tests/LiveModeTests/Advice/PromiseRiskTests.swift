import Documents
import Facts
import FleetTestSupport
import LiveMode
import SpotScheduler
import Testing
import Units

@Suite("Promises at risk")
struct PromiseRiskTests {
  private func risks(
    _ more: [(source: ObjectSource, object: DocumentValue)] = [], terms: String? = nil,
    memory: [String: ScheduledMachineStatus] = [:]
  ) throws -> [String: Int] {
    let base = try terms.map {
      try SnapshotDocument.read(
        Array(
          "{\"apiVersion\": \"fivespot/v0\", \"scheduledMachines\": [], \($0)}".utf8),
        path: "terms.json", zones: .pinned)
    }
    let fleet = try SampleFleet.fleet(
      SampleFleet.atNoon + more, terms: FleetTerms(base: base, memory: memory))
    let plan = AdvicePlan(for: fleet, profile: .upstream03, at: SampleFleet.noon)
    #expect(plan.promises.map(\.promise) == Promise.allCases)
    return Dictionary(
      uniqueKeysWithValues: plan.promises.filter { $0.count > 0 }.map {
        ($0.promise.name, $0.count)
      }
    )
  }

  @Test func `a drain of 5-Spot's comes unannounced, past a budget, and the owner waits`() throws {
    #expect(
      try risks() == ["preemption-window": 3, "graceful-drain": 1, "owner-first": 1])
  }

  @Test func `what was announced in time is no surprise`() throws {
    let status = ScheduledMachineStatus(
      phase: .shuttingDown, reason: Reason(.gracePeriodActive),
      since: SampleFleet.noon - .hours(1), announcedAt: SampleFleet.noon - .minutes(20),
      drainStartsAt: SampleFleet.noon)
    #expect(try risks(memory: ["fleet/night-2": status])["preemption-window"] == nil)
    var late = status
    late.announcedAt = SampleFleet.noon - .minutes(14)
    #expect(try risks(memory: ["fleet/night-2": late])["preemption-window"] == 3)
    late.recalledAt = SampleFleet.noon
    #expect(try risks(memory: ["fleet/night-2": late])["preemption-window"] == nil)
  }

  @Test func `a pod that just started loses its tenure`() throws {
    let pod: DocumentValue = [
      "kind": "Pod", "apiVersion": "v1",
      "metadata": SampleFleet.metadata("b-9", namespace: "work", version: "1"),
      "spec": ["nodeName": "n2", "containers": []],
      "status": ["phase": "Running", "startTime": "2026-06-10T11:31:00Z"],
    ]
    #expect(try risks([(SampleFleet.workload("batch"), pod)])["residency"] == 1)
  }

  @Test func `a kill switch goes before tenure and notice, and not before budgets`() throws {
    let killed = SampleFleet.scheduledMachine(
      "night-2", cluster: "batch", host: "10.0.0.2", role: "borrower", hours: "0-11",
      status: SampleFleet.status("Active", "MachineCreated"), more: [("killSwitch", true)])
    let risks = try risks([(.management, killed)])
    #expect(risks["preemption-window"] == nil)
    #expect(risks["graceful-drain"] == 3, "its pods end with the Machine")
  }

  @Test(arguments: [("30m", 1), ("2h", nil)])
  func `a recall is late after its limit`(within: String, count: Int?) throws {
    let terms = """
      "clusters": [{"name": "trading"}],
      "recalls": [{"cluster": "trading", "at": "2026-06-10T11:00:00Z", "within": "\(within)",
                   "until": "2026-06-10T20:00:00Z"}]
      """
    #expect(try risks(terms: terms)["recall"] == count)
  }

  @Test(arguments: [("2026-06-10T11:58:00Z", 1), ("2026-06-10T11:59:30Z", nil)])
  func `a request for the machine is late after the emergency deadline`(
    at: String, count: Int?
  ) throws {
    let node = SampleFleet.node(
      "n1",
      annotations: [
        ("5spot.finos.org/reclaim-requested", "true"),
        ("5spot.finos.org/reclaim-requested-at", .string(at)),
      ])
    let list = SampleFleet.list("Node", [node])
    #expect(
      try risks([(SampleFleet.workload("batch"), list)])["emergency-reclaim"] == count)
  }

  @Test func `a borrower outside its jurisdiction, or without proof, is counted`() throws {
    let bound = """
      "clusters": [{"name": "batch",
        "hostSelector": {"matchLabels": {"topology.kubernetes.io/zone": "eu-west-1b"}}}]
      """
    #expect(try risks(terms: bound)["jurisdiction"] == 2)
    let confidential = """
      "clusters": [{"name": "batch", "confidential": {"runtimeHandlers": ["kata-qemu-snp"],
                    "maximumAttestationAge": "1h"}}],
      "hosts": [{"name": "10.0.0.1", "cpu": 16, "trustedExecution": {"technology": "sev-snp",
                 "keys": 8, "attestation": "verified", "verifiedAt": "2026-06-10T11:30:00Z"}},
                {"name": "10.0.0.2", "cpu": 16, "trustedExecution": {"technology": "sev-snp",
                 "keys": 8, "attestation": "verified", "verifiedAt": "2026-06-10T10:30:00Z"}}]
      """
    #expect(try risks(terms: confidential)["confidentiality"] == 1)
  }
}
