import ClusterAPI
import Documents
import FleetTestSupport
import LiveMode
import SpotScheduler
import TestSupport
import Testing
import Units

@Suite("Advice")
struct AdvicePlanTests {
  private func plan(
    _ entries: [(source: ObjectSource, object: DocumentValue)] = SampleFleet.atNoon,
    profile: SchedulerProfile = .upstream03, prices: PriceTable? = nil
  ) throws -> AdvicePlan {
    AdvicePlan(
      for: try SampleFleet.fleet(entries), profile: profile, at: SampleFleet.noon, prices: prices)
  }

  private func prices(_ text: String) throws -> PriceTable {
    try PriceTable.read(Array(text.utf8), path: "prices.yaml")
  }

  @Test func `actions name the object, the node and the pod, in their order`() throws {
    let plan = try plan()
    #expect(plan.actions.count == plan.decision.actions.count)
    let drained = try #require(
      plan.snapshot.scheduledMachines.firstIndex { $0.name == "fleet/night-2" })
    let own = plan.actions.filter { Int($0.action.machine.index) == drained }
    #expect(
      own.map { $0.pod.map { plan.pods[$0].seen.reference.path } ?? "" }
        == ["", "work/b-1", "work/b-2", "work/b-3", ""])
    #expect(own.allSatisfy { $0.node?.name == "n2" })
    #expect(own.last?.action.verb == .deleteMachine)
    #expect(plan.phases.map { plan.snapshot.name(of: $0.machine) }.contains("fleet/night-1"))
  }

  @Test func `budgets are asked one pod after the other`() throws {
    let plan = try plan()
    #expect(
      plan.pods.map { "\($0.seen.reference.name) \($0.way.rawValue) \($0.isRefused)" }
        == ["b-1 delete false", "b-2 delete true", "b-3 delete false"])
    #expect(plan.budgets.count == 1)
    #expect(plan.budgets[0].allowed == 1)
    #expect(plan.budgets[0].past == 1 && plan.budgets[0].refused == 0)
    #expect(plan.blastRadius.podsPastBudget == 1)
    #expect(plan.blastRadius.pods == 3)
  }

  /// A budget, and what the eviction API answers to two pods of it.
  @Test(arguments: [
    (allowed: Int64(2), healthy: Int64(4), isReady: true, codes: [201, 201]),
    (allowed: 1, healthy: 3, isReady: true, codes: [201, 429]),
    (allowed: 0, healthy: 2, isReady: true, codes: [429, 429]),
    // Pods that are not ready count for no budget that is met.
    (allowed: 0, healthy: 2, isReady: false, codes: [201, 201]),
    (allowed: 0, healthy: 1, isReady: false, codes: [429, 429]),
    (allowed: -1, healthy: 1, isReady: true, codes: [403, 403]),
  ])
  func `answers are those of the eviction API`(
    row: (allowed: Int64, healthy: Int64, isReady: Bool, codes: [Int])
  ) throws {
    let batch = SampleFleet.workload("batch")
    let plan = try plan(
      SampleFleet.atNoon + [
        (
          batch,
          SampleFleet.list(
            "PodDisruptionBudget",
            [SampleFleet.budget("batch", allowed: row.allowed, healthy: row.healthy)],
            version: "policy/v1")
        ),
        (
          batch,
          SampleFleet.list(
            "Pod",
            ["b-1", "b-2"].map { SampleFleet.pod($0, on: "n2", isReady: row.isReady) })
        ),
      ])
    let codes = plan.pods.filter { !$0.budgets.isEmpty }.map(\.review.statusCode)
    #expect(codes == row.codes)
  }

  @Test func `a kill switch takes what runs with its machine`() throws {
    let killed = SampleFleet.scheduledMachine(
      "night-1", cluster: "batch", role: "borrower", hours: "0-11",
      status: SampleFleet.status("Active", "MachineCreated"), more: [("killSwitch", true)])
    let plan = try plan(SampleFleet.atNoon + [(.management, killed)])
    let pod = try #require(plan.pods.first { $0.seen.reference.name == "a-1" })
    #expect(pod.way == .withMachine && pod.grace == nil)
    let action = try #require(
      plan.actions.first { plan.snapshot.name(of: $0.action.machine) == "fleet/night-1" })
    let kinds = action.dependsOn.map { plan.observed[$0].reference.kind }
    #expect(kinds.contains(.pod) && kinds.contains(.scheduledMachine) && kinds.contains(.machine))
  }

  @Test func `actions depend on the states of all that they were decided on`() throws {
    let plan = try plan()
    let eviction = try #require(plan.actions.first { $0.pod != nil })
    let seen = eviction.dependsOn.map { plan.observed[$0] }
    #expect(
      seen.map { "\($0.reference.text)@\($0.version.resourceVersion)" } == [
        "Cluster fleet/batch@20", "Machine fleet/night-2@200", "ScheduledMachine fleet/night-2@100",
        "Node n2 in fleet/batch@300", "Pod work/b-1 in fleet/batch@400",
      ])
    #expect(plan.observed == plan.observed.sorted())
  }

  @Test func `the bill is what comes less what goes`() throws {
    let table = try prices(
      """
      apiVersion: fivespot/v0
      currency: USD
      machines:
        - {hosts: [10.0.0.1], perHour: "0.30"}
        - {clusters: [batch], perHour: "1.234567890123"}
      """)
    let plan = try plan(prices: table)
    #expect(plan.blastRadius.machinesCreated == 1 && plan.blastRadius.machinesDeleted == 1)
    // day-1 is made on 10.0.0.1, night-2 goes.
    #expect(plan.cost.perHour == Money(picounits: 300_000_000_000 - 1_234_567_890_123))
    #expect(plan.cost.currency?.code == "USD")
    #expect(plan.cost.unpriced.isEmpty)
  }

  @Test func `what has no price is said`() throws {
    #expect(try plan().cost.perHour == nil)
    #expect(try plan().cost.unpriced == ["fleet/day-1", "fleet/night-2"])
    let table = try prices(
      "{\"apiVersion\": \"fivespot/v0\", \"currency\": \"EUR\", "
        + "\"machines\": [{\"clusters\": [\"trading\"], \"perHour\": \"2\"}]}")
    let plan = try plan(prices: table)
    #expect(plan.cost.perHour == Money(units: 2))
    #expect(plan.cost.unpriced == ["fleet/night-2"])
  }

  @Test(arguments: [
    ("currency: dollars\nmachines: [{perHour: \"1\"}]", "2:11"),
    ("currency: USD\nmachines: [{perHour: \"1e3\"}]", "3:22"),
    ("currency: USD\nmachines: [{perHour: \"-1\"}]", "3:22"),
    ("currency: USD\nmachines: []", "3:11"),
    ("currency: USD\nmachines: [{perHour: \"1\", region: x}]", "3:27"),
  ])
  func `a wrong price table says where`(text: String, place: String) {
    let error = #expect(throws: PriceTableError.self) {
      try prices("apiVersion: fivespot/v0\n" + text)
    }
    #expect(error?.diagnostics.first?.description.contains("prices.yaml:\(place)") ?? false)
  }

  @Test(arguments: [UInt64](1...20), ["regulated", "upstream-0.3"])
  func `the order of objects changes no digest`(seed: UInt64, name: String) throws {
    let profile: SchedulerProfile =
      name == "regulated" ? .regulated(RegulatedPolicy()) : .upstream03
    var random = SeededGenerator(seed: seed)
    var entries = SampleFleet.atNoon
    for index in entries.indices.dropFirst().reversed() {
      entries.swapAt(index, Int(random.below(UInt64(index + 1))))
    }
    let first = try plan(profile: profile).document().canonicalJSON()
    let second = try plan(entries, profile: profile).document().canonicalJSON()
    #expect(first == second, "seed \(seed)")
  }

  @Test func `the digest is one of everything else, and a change shows`() throws {
    let document = try plan().document()
    guard case .mapping(var members) = document,
      case .string(let digest)? = members.last?.value
    else {
      Issue.record("a plan is a mapping with a digest at its end")
      return
    }
    #expect(try AdvicePlan.digest(of: document) == digest)
    let at = try #require(members.firstIndex { $0.key == "at" })
    members[at].value = "2026-06-10T12:00:01Z"
    #expect(try AdvicePlan.digest(of: .mapping(members)) != digest)
    // Bytes that were printed and read again have the same digest.
    let read = try Document.parseJSON(try document.prettyJSON(), file: "plan.json")
    #expect(try AdvicePlan.digest(of: read.root.value) == digest)
  }

  @Test func `the regulated profile takes the machine home for its owner, by evictions`() throws {
    // The owner's window opens at noon, and the machine is still away.
    let plan = try plan(profile: .regulated(RegulatedPolicy()))
    let lines = plan.actions.map { advised in
      "\(advised.action.verb.name) \(plan.snapshot.name(of: advised.action.machine)) "
        + (advised.pod.map { plan.pods[$0].seen.reference.name } ?? "")
    }
    #expect(
      lines == [
        "announce-drain fleet/night-1 ", "cordon fleet/night-1 ", "evict fleet/night-1 a-1",
      ])
    #expect(plan.actions.allSatisfy { $0.node?.name == "n1" })
    #expect(plan.budgets.map(\.asked) == [1] && plan.blastRadius.podsPastBudget == 0)
    #expect(plan.blastRadius.machines == 1 && plan.decision.divergences.isEmpty)
    // 10.0.0.2 has no owner's object, so nobody is there to take it home for.
    #expect(!lines.contains { $0.contains("night-2") })
  }

  @Test func `nothing to do is nothing`() throws {
    let plan = try plan(
      [
        (.management, SampleFleet.cluster("trading")),
        (
          .management,
          SampleFleet.scheduledMachine(
            "day", cluster: "trading", status: SampleFleet.status("Inactive", "ScheduleInactive"))
        ),
      ].map { $0 })
    // Wednesday noon is in 9-17, so 5-Spot has something to do; with its window closed, nothing.
    #expect(!plan.isEmpty)
    let idle = try self.plan([
      (
        .management,
        SampleFleet.scheduledMachine(
          "day", cluster: "trading", hours: "0-3",
          status: SampleFleet.status("Inactive", "ScheduleInactive"))
      )
    ])
    #expect(idle.isEmpty)
    #expect(idle.page().first?.rows == [["nothing"]])
    #expect(idle.nextLookAt?.rfc3339 == "2026-06-11T00:00:00Z")
  }

  @Test func `the page says what the plan does`() throws {
    let lines = try plan().page().flatMap {
      [$0.heading] + $0.rows.map { $0.joined(separator: "|") }
    }
    #expect(
      lines.contains(
        "4|delete with 30s of grace|fleet/night-2|n2|work/b-2|MachineDeleted at 2026-06-10T12:00:00Z"
      ),
      "\(lines)")
    #expect(lines.contains("work/b-2|fleet/night-2|delete|30s|work/batch refuses it now (429)"))
    #expect(lines.contains("cost|unknown: no prices were given"))
  }
}
