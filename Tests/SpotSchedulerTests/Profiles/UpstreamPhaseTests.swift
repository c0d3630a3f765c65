import SpotScheduler
import Testing
import Units

/// The phase machine of released 5-Spot, row by row, as `decide` walks it.
@Suite struct UpstreamPhaseTests {
  typealias Phase = ScheduledMachineStatus.Phase

  /// A Wednesday; the window is open from 09:00 to 18:00.
  private static let open = "2026-06-10T12:00:00Z"
  private static let closed = "2026-06-10T20:00:00Z"

  struct Row: Sendable, CustomTestStringConvertible {
    var phase: Phase
    var rule = Reason.Rule.machineCreated
    var isOpen = true
    var isEnabled = true
    var isKilled = false
    /// Seconds since the status changed.
    var age: Int64 = 1_000
    var next: Phase
    var nextRule: Reason.Rule
    var work: [String] = []

    var testDescription: String {
      "\(phase) \(isOpen ? "open" : "closed") \(isEnabled ? "" : "off") "
        + "\(isKilled ? "killed" : "") \(age) s -> \(next)"
    }
  }

  private static func row(
    _ phase: Phase, _ next: Phase, _ nextRule: Reason.Rule, _ work: [String] = []
  ) -> Row { Row(phase: phase, next: next, nextRule: nextRule, work: work) }

  private static func off(_ row: Row) -> Row {
    var row = row
    row.isEnabled = false
    return row
  }

  private static func closed(_ row: Row) -> Row {
    var row = row
    row.isOpen = false
    return row
  }

  private static func killed(_ row: Row) -> Row {
    var row = row
    row.isKilled = true
    return row
  }

  private static func grace(_ age: Int64, _ row: Row) -> Row {
    var row = row
    row.rule = .gracePeriodActive
    row.age = age
    return row
  }

  static let rows: [Row] = [
    off(row(.pending, .disabled, .scheduleDisabled)),
    closed(row(.pending, .inactive, .scheduleInactive)),
    row(.pending, .active, .machineCreated, ["create"]),
    // Disabling gives no grace, and the shutdown ends in Inactive.
    off(row(.active, .inactive, .machineDeleted, ["cordon", "pod", "pod", "delete"])),
    closed(row(.active, .shuttingDown, .gracePeriodActive)),
    row(.active, .active, .machineCreated),
    closed(grace(299, row(.shuttingDown, .shuttingDown, .gracePeriodActive))),
    closed(
      grace(
        300, row(.shuttingDown, .inactive, .machineDeleted, ["cordon", "pod", "pod", "delete"]))),
    // Reopening does not cancel; the machine is taken down and made again at once.
    grace(60, row(.shuttingDown, .shuttingDown, .gracePeriodActive)),
    grace(
      300,
      row(.shuttingDown, .active, .machineCreated, ["cordon", "pod", "pod", "delete", "create"])),
    // A clock that went back ends the grace period.
    closed(
      grace(
        -5, row(.shuttingDown, .inactive, .machineDeleted, ["cordon", "pod", "pod", "delete"]))),
    off(row(.inactive, .inactive, .machineCreated)),
    closed(row(.inactive, .inactive, .machineCreated)),
    row(.inactive, .active, .machineCreated, ["create"]),
    closed(row(.disabled, .inactive, .scheduleInactive)),
    off(row(.disabled, .disabled, .machineCreated)),
    row(.disabled, .active, .machineCreated, ["create"]),
    row(.terminated, .terminated, .machineCreated),
    row(.error, .error, .machineCreated),
    closed(off(row(.error, .error, .machineCreated))),
    off(row(.emergencyRemove, .disabled, .scheduleDisabled)),
    killed(row(.active, .terminated, .killSwitchActivated, ["delete"])),
    killed(grace(10, row(.shuttingDown, .terminated, .killSwitchActivated, ["delete"]))),
    // In any other phase the kill switch deletes nothing.
    killed(row(.pending, .terminated, .killSwitchActivated)),
    killed(row(.inactive, .terminated, .killSwitchActivated)),
    killed(row(.disabled, .terminated, .killSwitchActivated)),
    killed(row(.error, .terminated, .killSwitchActivated)),
    killed(row(.terminated, .terminated, .machineCreated)),
  ]

  @Test(arguments: rows)
  func `each row of the table is walked`(row: Row) throws {
    let now = try Instant(rfc3339: row.isOpen ? Self.open : Self.closed)
    var snapshot = UpstreamFleet.snapshot()
    snapshot.scheduledMachines[0].isEnabled = row.isEnabled
    snapshot.scheduledMachines[0].killSwitch = row.isKilled
    snapshot.statuses[0] = ScheduledMachineStatus(
      phase: row.phase, reason: Reason(row.rule), since: now - .seconds(row.age))
    let decision = Scheduler.decide(
      snapshot, changed: .all(of: snapshot), at: now, profile: .upstream03)
    let status =
      decision.statusChanges.first { $0.machine.index == 0 }?.status ?? snapshot.statuses[0]
    let expected = row.next == row.phase ? row.rule : row.nextRule
    #expect(status.phase == row.next)
    #expect(status.reason.rule == expected)
    #expect(decision.actions.map(Self.name) == row.work)
  }

  @Test func `pods are deleted in order with half a minute, past budgets and exempt ones`() throws {
    var snapshot = UpstreamFleet.snapshot()
    snapshot.statuses[0] = ScheduledMachineStatus(phase: .active, reason: Reason(.machineCreated))
    snapshot.scheduledMachines[0].isEnabled = false
    let now = try Instant(rfc3339: Self.open)
    let decision = Scheduler.decide(
      snapshot, changed: .all(of: snapshot), at: now, profile: .upstream03)
    #expect(
      decision.actions.map(\.verb) == [
        .cordon, .deletePod(PodID(3), grace: .seconds(30)),
        .deletePod(PodID(7), grace: .seconds(30)), .deleteMachine,
      ])
  }

  @Test func `a drain without time deletes no pod, and a Machine without a node has none`() throws {
    var snapshot = UpstreamFleet.snapshot()
    snapshot.statuses[0] = ScheduledMachineStatus(phase: .active, reason: Reason(.machineCreated))
    snapshot.scheduledMachines[0].isEnabled = false
    snapshot.scheduledMachines[0].nodeDrainTimeout = .zero
    let now = try Instant(rfc3339: Self.open)
    var decision = Scheduler.decide(
      snapshot, changed: .all(of: snapshot), at: now, profile: .upstream03)
    #expect(decision.actions.map(\.verb) == [.cordon, .deleteMachine])
    snapshot.observations[0].stage = .provisioning
    decision = Scheduler.decide(
      snapshot, changed: .all(of: snapshot), at: now, profile: .upstream03)
    #expect(decision.actions.map(\.verb) == [.deleteMachine])
  }

  @Test func `a lost Machine is not made again while Active`() throws {
    var snapshot = UpstreamFleet.snapshot()
    snapshot.statuses[0] = ScheduledMachineStatus(phase: .active, reason: Reason(.machineCreated))
    snapshot.observations[0] = MachineObservation()
    let decision = Scheduler.decide(
      snapshot, changed: .all(of: snapshot), at: try Instant(rfc3339: Self.open),
      profile: .upstream03)
    #expect(decision.actions.isEmpty)
  }

  @Test(arguments: [
    (0, 0), (1, 60), (60, 60), (61, 120), (300, 300), (301, 360), (86_400, 86_400),
  ])
  func `the end of a grace period is seen at a requeue`(timeout: Int64, seen: Int64) throws {
    var snapshot = UpstreamFleet.snapshot()
    snapshot.scheduledMachines[0].gracefulShutdownTimeout = .seconds(timeout)
    let close = try Instant(rfc3339: "2026-06-10T18:00:00Z")
    var world = SmallWorld(
      snapshot, profile: .upstream03, seed: 0, from: close - .hours(1), to: close + .days(1),
      latencies: SmallWorld.Latencies(
        provision: .seconds(60), join: .seconds(10), deprovision: .seconds(60)))
    world.snapshot.statuses[0] = ScheduledMachineStatus(
      phase: .active, reason: Reason(.machineCreated))
    world.run()
    let deletion = world.actions.first { $0.action.verb == .deleteMachine }
    #expect(deletion?.at == (seen < 86_400 ? close + .seconds(seen) : nil))
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
  }

  @Test func `a day runs from window to window`() throws {
    let start = try Instant(rfc3339: "2026-06-10T00:00:00Z")
    var world = SmallWorld(
      UpstreamFleet.snapshot(isReady: false), profile: .upstream03, seed: 1, from: start,
      to: start + .days(2),
      latencies: SmallWorld.Latencies(
        provision: .seconds(60), join: .seconds(10), deprovision: .seconds(60)))
    world.minutesBetweenPods = 30
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    let moves = world.actions.filter {
      $0.action.verb == .createMachine || $0.action.verb == .deleteMachine
    }
    #expect(
      moves.map { "\($0.at.rfc3339) \(Self.name($0.action))" } == [
        "2026-06-10T09:00:00Z create", "2026-06-10T18:05:00Z delete",
        "2026-06-11T09:00:00Z create", "2026-06-11T18:05:00Z delete",
      ])
  }

  private static func name(_ action: Action) -> String {
    switch action.verb {
    case .createMachine: "create"
    case .deleteMachine: "delete"
    case .cordon: "cordon"
    case .uncordon: "uncordon"
    case .announceDrain: "announce"
    case .evict: "evict"
    case .deletePod: "pod"
    case .sanitise: "sanitise"
    case .attest: "attest"
    case .disableObject: "disable"
    case .clearReclaimRequest: "clear"
    }
  }
}
