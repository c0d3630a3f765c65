import KubernetesModel
import SpotScheduler
import TestSupport
import Testing
import Units

/// What upstream decisions say of themselves.
@Suite struct DivergenceTests {
  typealias Phase = ScheduledMachineStatus.Phase

  @Test(arguments: Divergence.allCases)
  func `each difference says all there is to say`(divergence: Divergence) {
    let record = divergence.record
    for text in [record.meaning, record.upstream, record.regulated] {
      #expect(text.hasSuffix(".") && text.count > 20, "\(text)")
    }
    #expect(Set(Divergence.allCases.map(\.record.meaning)).count == Divergence.allCases.count)
    #expect(!record.releases.isEmpty)
    #expect(
      ["4", "5", "5.1", "6", "7", "8", "9", "10", "11", "15", "18", "23"].contains(record.section))
    #expect(
      divergence.rawValue.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 >= 0x61 && $0 <= 0x7A })
    if divergence.unit != nil { #expect(divergence.isNoted) }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var profiles: [SchedulerProfile] = [.upstream01, .upstream03]
    var phase: Phase
    var rule = Reason.Rule.machineCreated
    var hour: Int64 = 12
    /// Seconds since the last change of phase.
    var age: Int64 = 3_600
    var isSeenBefore = true
    var change: @Sendable (inout FleetSnapshot) -> Void = { _ in }
    var notes: [String]

    var testDescription: String { "\(name), \(notes)" }
  }

  /// Open from 09:00 to 18:00; the object is Active with two pods on a Ready node unless a row says
  /// otherwise.
  static let rows: [Row] = [
    Row(name: "all is well", phase: .active, notes: []),
    Row(
      name: "switched off", profiles: [.upstream03], phase: .active, isSeenBefore: false,
      change: { $0.scheduledMachines[0].isEnabled = false },
      notes: ["budgets-bypassed 2", "drain-does-not-wait 2", "no-grace-on-disable"]),
    Row(
      name: "switched off", profiles: [.upstream01], phase: .active, isSeenBefore: false,
      change: { $0.scheduledMachines[0].isEnabled = false },
      notes: ["no-grace-on-disable", "wrong-machine-name 2"]),
    Row(
      name: "reopened", profiles: [.upstream03], phase: .shuttingDown, rule: .gracePeriodActive,
      age: 300,
      notes: [
        "already-exists-counts-as-created", "budgets-bypassed 2", "drain-does-not-wait 2",
        "reopening-does-not-cancel",
      ]),
    Row(
      name: "reopened", profiles: [.upstream01], phase: .shuttingDown, rule: .gracePeriodActive,
      age: 300,
      notes: [
        "already-exists-is-an-error", "error-without-exit", "reopening-does-not-cancel",
        "wrong-machine-name 2",
      ]),
    Row(
      name: "grace of 301 s", profiles: [.upstream03], phase: .shuttingDown,
      rule: .gracePeriodActive, hour: 20, age: 360,
      change: { $0.scheduledMachines[0].gracefulShutdownTimeout = .seconds(301) },
      notes: ["budgets-bypassed 2", "drain-does-not-wait 2", "grace-end-polled 59"]),
    Row(
      name: "a drain without time", profiles: [.upstream03], phase: .shuttingDown,
      rule: .gracePeriodActive, hour: 20, age: 300,
      change: { $0.scheduledMachines[0].nodeDrainTimeout = .zero },
      notes: ["drain-failure-ignored 2"]),
    Row(
      name: "nothing to drain", phase: .shuttingDown, rule: .gracePeriodActive, hour: 20,
      age: 300, change: { $0.observations[0] = MachineObservation() }, notes: []),
    Row(
      name: "killed", phase: .active,
      change: { $0.scheduledMachines[0].killSwitch = true },
      notes: ["kill-switch-loop 16", "kill-switch-without-drain 2"]),
    Row(
      name: "killed while Pending", phase: .pending,
      change: { $0.scheduledMachines[0].killSwitch = true },
      notes: ["kill-switch-leaves-machine", "kill-switch-loop 16"]),
    Row(
      name: "killed long ago", phase: .terminated, rule: .killSwitchActivated,
      change: { $0.scheduledMachines[0].killSwitch = true }, notes: []),
    Row(
      name: "no longer killed", phase: .terminated, rule: .killSwitchActivated,
      isSeenBefore: false, notes: ["terminated-is-terminal"]),
    Row(name: "found in Error", phase: .error, isSeenBefore: false, notes: ["error-without-exit"]),
    Row(name: "still in Error", phase: .error, notes: []),
    Row(
      name: "lost", phase: .active, change: { $0.observations[0] = MachineObservation() },
      notes: ["lost-machine-not-recreated"]),
    Row(
      name: "not made yet", phase: .active,
      change: {
        $0.observations[0] = MachineObservation()
        $0.statuses[0].standing = .absent
      }, notes: []),
    Row(
      name: "an interrupted reclaim", phase: .emergencyRemove, hour: 20,
      notes: ["interrupted-reclaim-returns"]),
    Row(
      name: "a refused creation", phase: .active, change: { $0.failedCalls = refused(.create, $0) },
      notes: ["error-without-exit"]),
    Row(
      name: "a refused deletion", phase: .inactive, rule: .machineDeleted, hour: 20,
      change: { $0.failedCalls = refused(.delete, $0) }, notes: ["error-without-exit"]),
    Row(
      name: "a refused kill switch", phase: .terminated, rule: .killSwitchActivated,
      change: {
        $0.scheduledMachines[0].killSwitch = true
        $0.failedCalls = refused(.delete, $0, at: 3_590)
      }, notes: ["refused-kill-switch-backs-off 60"]),
    Row(
      name: "a node that is not found", phase: .inactive, rule: .machineDeleted, hour: 20,
      change: { $0.failedCalls = refused(.findNode, $0, at: 3_590) },
      notes: ["retries-back-off 60"]),
    Row(
      name: "an old refusal", phase: .inactive, rule: .machineDeleted, hour: 20,
      change: { $0.failedCalls = [FailedCall(.delete, of: ScheduledMachineID(0), at: .epoch)] },
      notes: []),
  ]

  /// A call that was refused so many seconds after the last change of phase.
  private static func refused(
    _ call: FailedCall.Call, _ snapshot: FleetSnapshot, at seconds: Int64 = 0
  ) -> [FailedCall] {
    [
      FailedCall(
        call, of: ScheduledMachineID(0), at: snapshot.statuses[0].since + .seconds(seconds))
    ]
  }

  @Test(arguments: rows)
  func `a rule that decides is noted once`(row: Row) throws {
    let now = try Instant(rfc3339: "2026-06-10T00:00:00Z") + .hours(row.hour)
    for profile in row.profiles {
      var snapshot = UpstreamFleet.snapshot()
      snapshot.statuses[0] = ScheduledMachineStatus(
        phase: row.phase, reason: Reason(row.rule), since: now - .seconds(row.age),
        observedGeneration: row.isSeenBefore ? 1 : 0,
        isScheduleActive: (9..<18).contains(row.hour),
        nextEdgeAt: try Instant(rfc3339: "2026-06-11T09:00:00Z"),
        standing: row.phase == .active ? .ready : .absent)
      row.change(&snapshot)
      let decision = Scheduler.decide(
        snapshot, changed: .all(of: snapshot), at: now, profile: profile)
      #expect(decision.divergences.map(Self.text) == row.notes, "\(profile.name)")
      for change in decision.statusChanges {
        snapshot.statuses[Int(change.machine.index)] = change.status
      }
      let again = Scheduler.decide(
        snapshot, changed: .all(of: snapshot), at: now, profile: profile)
      #expect(again.divergences.isEmpty && again.actions.isEmpty, "\(profile.name)")
    }
  }

  private static func text(_ note: DivergenceNote) -> String {
    note.divergence.rawValue + (note.amount.map { " \($0)" } ?? "")
  }

  @Test func `a Machine that the regulated profile would not make is noted`() throws {
    let nights = try SmallFleet.nights()
    let now = try Instant(rfc3339: "2026-06-10T22:00:00Z")
    let proved = TrustedExecution(
      technology: .sevSNP, keys: 2, attestation: .verified, verifiedAt: now - .minutes(1))
    let terms = ConfidentialTerms(
      runtimeHandlers: ["kata-qemu-snp"], keys: 2, maximumAttestationAge: .hours(1))
    let table: [(notes: [Divergence], change: (inout FleetSnapshot) -> Void)] = [
      ([], { _ in }),
      ([.jurisdictionsUnknown], { $0.clusters[1].hostSelector.matchLabels = ["region": "eu"] }),
      ([.jurisdictionsUnknown], { $0.clusters[0].borrowerSelector.matchLabels = ["desk": "fx"] }),
      ([.confidentialityUnproved], { $0.clusters[1].confidential = terms }),
      (
        [],
        {
          $0.clusters[1].confidential = terms
          $0.hosts[0].trustedExecution = proved
        }
      ),
      (
        [.confidentialityUnproved],
        {
          $0.clusters[1].confidential = terms
          $0.hosts[0].trustedExecution = proved
          $0.hosts[0].trustedExecution?.verifiedAt = now - .hours(2)
        }
      ),
      ([.tenantsNotSeparated], { $0.hosts[0].lastTenant = SmallFleet.owner }),
      ([], { $0.hosts[0].lastTenant = SmallFleet.borrower }),
    ]
    for (place, row) in table.enumerated() {
      for profile in [SchedulerProfile.upstream01, .upstream03] {
        var snapshot = SmallFleet.snapshot(hosts: 1, schedule: nights)
        snapshot.observations[0] = MachineObservation()
        snapshot.statuses[0] = ScheduledMachineStatus(
          phase: .inactive, reason: Reason(.scheduleInactive), observedGeneration: 1,
          nextEdgeAt: now + .hours(9))
        row.change(&snapshot)
        let decision = Scheduler.decide(
          snapshot, changed: .all(of: snapshot), at: now, profile: profile)
        #expect(decision.actions.map(\.verb) == [.createMachine], "row \(place)")
        #expect(decision.divergences.map(\.divergence) == row.notes, "row \(place)")
      }
    }
  }

  // MARK: Edges

  @Test func `v0.1 sees an edge at its next poll, v0.3 of half-hour zones at the next whole hour`()
    throws
  {
    let zone = try #require(ZoneRulesSet.pinned["Asia/Kolkata"])
    // 09:00 to 18:00 there is 03:30 to 12:30 UTC.
    let weekly = WeeklySchedule(
      days: .all, hours: .range(from: 9, through: 17), zone: zone)
    let start = try Instant(rfc3339: "2026-06-10T00:00:20Z")
    for (profile, expected, notes) in [
      (
        SchedulerProfile.upstream01, ["03:30:20 create", "12:35:20 delete"],
        ["edges-seen-by-polling 20", "edges-seen-by-polling 20"]
      ),
      (
        .upstream03, ["04:00:00 create", "13:05:00 delete"],
        ["edges-sampled-by-the-hour 1800", "edges-sampled-by-the-hour 1800"]
      ),
    ] {
      var snapshot = UpstreamFleet.snapshot()
      snapshot.scheduledMachines[0].schedule = LendingSchedule(weekly)
      snapshot.observations[0] = MachineObservation()
      snapshot.pods[0] = []
      var world = SmallWorld(
        snapshot, profile: profile, seed: 3, from: start, to: start + .hours(23),
        latencies: SmallWorld.Latencies(
          provision: .seconds(60), join: .seconds(10), deprovision: .seconds(60)))
      world.run()
      let moves = world.actions.filter {
        $0.action.verb == .createMachine || $0.action.verb == .deleteMachine
      }
      #expect(
        moves.map {
          "\($0.at.rfc3339.dropFirst(11).prefix(8)) "
            + ($0.action.verb == .createMachine ? "create" : "delete")
        } == expected)
      let seen = world.divergences.filter { $0.divergence.unit == .seconds }
      #expect(seen.map(Self.text) == notes)
      #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    }
  }

  // MARK: Reclaim

  @Test func `a reclaim drains, deletes and switches off, and once a minute while it stands`()
    throws
  {
    var snapshot = UpstreamFleet.snapshot()
    let now = try Instant(rfc3339: "2026-06-10T12:00:00Z")
    snapshot.statuses[0] = ScheduledMachineStatus(
      phase: .active, reason: Reason(.machineCreated), since: now - .hours(1))
    snapshot.observations[0].reclaimRequestedAt = now
    let decision = Scheduler.decide(
      snapshot, changed: .all(of: snapshot), at: now, profile: .upstream03)
    #expect(
      decision.actions.map(\.verb) == [
        .cordon, .deletePod(PodID(3), grace: .seconds(30)),
        .deletePod(PodID(7), grace: .seconds(30)), .deleteMachine, .disableObject,
        .clearReclaimRequest,
      ])
    #expect(decision.statusChanges.first?.status.phase == .disabled)
    #expect(decision.looks.first == Look(ScheduledMachineID(0), at: now + .seconds(60)))
    // v0.1 does not know the node.
    let old = Scheduler.decide(
      snapshot, changed: .all(of: snapshot), at: now, profile: .upstream01)
    #expect(old.actions.isEmpty)
    // Nothing was carried out.
    snapshot.scheduledMachines[0].isEnabled = false
    for change in decision.statusChanges {
      snapshot.statuses[Int(change.machine.index)] = change.status
    }
    for (seconds, actions) in [(Int64(0), 0), (59, 0), (60, 6)] {
      let later = Scheduler.decide(
        snapshot, changed: .all(of: snapshot), at: now + .seconds(seconds), profile: .upstream03)
      #expect(later.actions.count == actions, "\(seconds)")
    }
  }

  // MARK: The law

  #if DEBUG
    static let seeds: Range<UInt64> = 0..<100
  #else
    static let seeds: Range<UInt64> = 0..<400
  #endif

  @Test(arguments: seeds)
  func `what changed decides as everything does, whatever goes wrong`(seed: UInt64) throws {
    let profile = seed.isMultiple(of: 2) ? SchedulerProfile.upstream01 : .upstream03
    let zone = ["UTC", "Asia/Kathmandu", "Australia/Lord_Howe"][Int(seed % 3)]
    let schedule = try SmallFleet.nights(in: zone)
    let start = try Instant(rfc3339: "2026-04-03T11:59:37Z")
    var world = SmallWorld(
      SmallFleet.snapshot(hosts: 2, schedule: schedule), profile: profile, seed: seed, from: start,
      to: start + .days(4),
      latencies: SmallWorld.Latencies(
        provision: .minutes(8), join: .minutes(2), deprovision: .minutes(8)))
    world.faultsPerThousand = 100
    world.minutesBetweenPods = 40
    var random = SeededGenerator(seed: seed)
    for _ in 0..<12 {
      let id = ScheduledMachineID(UInt32(random.below(4)))
      let at = start + .minutes(random.below(4 * 1_440))
      let kind = random.below(6)
      world.schedule(.change { Self.disturb(&$0, id, kind, at) }, at: at)
    }
    world.run()
    #expect(world.broken.isEmpty, "seed \(seed): \(world.broken.first ?? "")")
    #expect(world.decisions > 10, "seed \(seed)")
  }

  private static func disturb(
    _ snapshot: inout FleetSnapshot, _ id: ScheduledMachineID, _ kind: Int64, _ now: Instant
  ) -> [ScheduledMachineID] {
    let index = Int(id.index)
    switch kind {
    case 0: snapshot.observations[index].reclaimRequestedAt = now
    case 1: snapshot.failedCalls.append(FailedCall(.create, of: id, at: now))
    case 2: snapshot.failedCalls.append(FailedCall(.delete, of: id, at: now))
    case 3: snapshot.failedCalls.append(FailedCall(.findNode, of: id, at: now))
    case 4:
      snapshot.scheduledMachines[index].isEnabled.toggle()
      snapshot.scheduledMachines[index].generation += 1
    default:
      snapshot.scheduledMachines[index].killSwitch.toggle()
      snapshot.scheduledMachines[index].generation += 1
    }
    return [id]
  }
}
