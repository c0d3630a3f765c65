import SpotScheduler
import Testing
import Units

/// Calls that the API server refuses: what released 5-Spot does about them, and how long it waits.
@Suite struct UpstreamRefusalTests {
  typealias Phase = ScheduledMachineStatus.Phase

  /// One object that is decided on again and again, and whose calls are refused or not.
  private struct Object {
    var snapshot = UpstreamFleet.snapshot()
    var profile = SchedulerProfile.upstream03
    var now: Instant
    /// The verbs of the last decision, without the drain.
    var verbs: [String] = []
    var notes: [String] = []

    var status: ScheduledMachineStatus { snapshot.statuses[0] }

    mutating func decide() {
      let decision = Scheduler.decide(
        snapshot, changed: .all(of: snapshot), at: now, profile: profile)
      for change in decision.statusChanges {
        snapshot.statuses[Int(change.machine.index)] = change.status
      }
      verbs = decision.actions.compactMap { action in
        guard action.machine.index == 0 else { return nil }
        switch action.verb {
        case .deleteMachine: return "delete"
        case .createMachine: return "create"
        case .disableObject: return "disable"
        case .clearReclaimRequest: return "clear"
        default: return nil
        }
      }
      notes = decision.divergences.map {
        "\($0.divergence.rawValue)" + ($0.amount.map { " \($0)" } ?? "")
      }
    }

    mutating func refuse(_ call: FailedCall.Call, after delay: TimeSpan = .seconds(1)) {
      now = now + delay
      snapshot.failedCalls.append(FailedCall(call, of: ScheduledMachineID(0), at: now))
      decide()
    }

    mutating func edit(_ body: (inout ScheduledMachine) -> Void) {
      body(&snapshot.scheduledMachines[0])
      snapshot.scheduledMachines[0].generation += 1
      decide()
    }
  }

  private func object(
    _ phase: Phase, _ rule: Reason.Rule = .machineCreated, hour: Int64 = 12, age: Int64 = 60
  ) throws -> Object {
    var object = Object(now: try Instant(rfc3339: "2026-06-10T00:00:00Z") + .hours(hour))
    object.snapshot.statuses[0] = ScheduledMachineStatus(
      phase: phase, reason: Reason(rule), since: object.now - .seconds(age),
      observedGeneration: 1, isScheduleActive: (9..<18).contains(hour),
      nextEdgeAt: try Instant(rfc3339: "2026-06-10T18:00:00Z") + .hours(hour < 18 ? 0 : 15),
      standing: phase == .active ? .ready : .absent)
    return object
  }

  @Test(arguments: [SchedulerProfile.upstream01, .upstream03], [Phase.active, .shuttingDown])
  func `a refused kill switch waits 60, 120, 240 and then 300 s`(
    profile: SchedulerProfile, phase: Phase
  ) throws {
    let rule: Reason.Rule = phase == .active ? .machineCreated : .gracePeriodActive
    var object = try object(phase, rule)
    object.profile = profile
    let before = object.status
    object.edit { $0.killSwitch = true }
    for wait in [60, 120, 240, 300, 300, 300] as [Int64] {
      #expect(object.verbs == ["delete"] && object.status.phase == .terminated)
      object.refuse(.delete)
      #expect(object.verbs.isEmpty)
      #expect(object.notes == ["refused-kill-switch-backs-off \(wait)"])
      #expect(object.status.phase == phase && object.status.reason == before.reason)
      #expect(object.status.since == before.since)
      #expect(object.status.nextLookAt == object.now + .seconds(wait))
      let refused = object.now
      object.now = refused + .seconds(wait - 1)
      object.decide()
      #expect(object.verbs.isEmpty && object.notes.isEmpty)
      object.now = refused + .seconds(wait)
      object.decide()
    }
    // It succeeds in the end, which ends the count.
    object.snapshot.observations[0] = MachineObservation(stage: .deleting, since: object.now)
    object.now = object.now + .seconds(5)
    object.decide()
    #expect(object.status.phase == .terminated && object.status.failures == 0)
    #expect(object.status.retryAt == nil)
  }

  @Test func `an edit does not wait, and a kill switch that is off again leaves the phase`() throws
  {
    var object = try object(.shuttingDown, .gracePeriodActive, hour: 18, age: 100)
    object.edit { $0.killSwitch = true }
    object.refuse(.delete)
    object.edit { $0.priority = 7 }
    #expect(object.verbs == ["delete"] && object.status.phase == .terminated)
    object.refuse(.delete)
    #expect(object.notes == ["refused-kill-switch-backs-off 120"])
    object.edit { $0.killSwitch = false }
    #expect(object.verbs.isEmpty && object.status.phase == .shuttingDown)
    #expect(object.status.failures == 0 && object.status.retryAt == nil)
    // The grace period is that of before: 300 s from the close, seen at a whole minute of it.
    object.now = object.status.since + .seconds(300)
    object.decide()
    #expect(object.verbs == ["delete"] && object.status.phase == .inactive)
  }

  @Test func `a node that is not found keeps the shutdown where it is`() throws {
    var object = try object(.shuttingDown, .gracePeriodActive, hour: 18, age: 300)
    object.decide()
    #expect(object.status.phase == .inactive)
    for wait in [60, 120] as [Int64] {
      object.refuse(.findNode)
      #expect(object.status.phase == .shuttingDown && object.notes == ["retries-back-off \(wait)"])
      object.now = object.now + .seconds(wait)
      object.decide()
      #expect(object.verbs == ["delete"] && object.status.phase == .inactive)
    }
    // A refused deletion is a phase, and not an error.
    object.refuse(.delete)
    #expect(object.status.phase == .error && object.status.retryAt == nil)
    #expect(object.status.failures == 0)
  }

  @Test(arguments: [true, false])
  func `a refused reclaim is carried out again, or brings the machine back`(
    isStillAsked: Bool
  ) throws {
    var object = try object(.active)
    object.snapshot.observations[0].reclaimRequestedAt = object.now
    object.decide()
    #expect(object.verbs == ["delete", "disable", "clear"])
    object.refuse(.delete)
    #expect(object.status.phase == .emergencyRemove && object.notes == ["retries-back-off 60"])
    if !isStillAsked { object.snapshot.observations[0].reclaimRequestedAt = nil }
    object.decide()
    #expect(object.verbs.isEmpty)
    object.now = object.now + .seconds(60)
    object.decide()
    #expect(object.verbs == (isStillAsked ? ["delete", "disable", "clear"] : ["create"]))
    #expect(object.status.phase == (isStillAsked ? .disabled : .active))
  }

  @Test func `the regulated profile asks again at its own cadence, however often it is refused`()
    throws
  {
    var snapshot = SmallFleet.snapshot(hosts: 1, schedule: try SmallFleet.nights())
    snapshot.observations[0] = MachineObservation()
    snapshot.observations[1] = MachineObservation(stage: .ready, isCordoned: true)
    snapshot.scheduledMachines[1].killSwitch = true
    let start = try Instant(rfc3339: "2026-06-11T00:00:00Z")
    var asked: [Int64] = []
    for second in 0..<3_600 as Range<Int64> {
      let now = start + .seconds(second)
      let decision = Scheduler.decide(
        snapshot, changed: .all(of: snapshot), at: now,
        profile: .regulated(RegulatedPolicy(evictionRetry: .seconds(20))))
      for change in decision.statusChanges {
        snapshot.statuses[Int(change.machine.index)] = change.status
      }
      guard decision.actions.contains(where: { $0.verb == .deleteMachine }) else { continue }
      asked.append(second)
      snapshot.failedCalls.append(FailedCall(.delete, of: ScheduledMachineID(1), at: now))
      #expect(decision.divergences.isEmpty)
    }
    #expect(asked == Array(stride(from: 0, to: 3_600, by: 20)))
  }
}
