import SpotScheduler
import Testing
import Units

/// Explanations of the regulated profile, held against what is worked out by hand.
@Suite struct RegulatedExplanationTests {
  private static let policy = RegulatedPolicy(
    notice: .minutes(15), tenure: .minutes(30), drainDeadline: .minutes(5),
    returnTime: .minutes(10), returnSession: .minutes(6), providerConcurrency: 1, spareHosts: 0)

  /// A fleet after one decision, explained at another instant.
  private func explain(
    _ machine: UInt32, at now: String, hosts: Int = 3, requested: Int64 = 0,
    policy: RegulatedPolicy = policy, prepare: (inout FleetSnapshot) -> Void = { _ in }
  ) throws -> Explanation {
    var snapshot = SmallFleet.snapshot(
      hosts: hosts, schedule: try SmallFleet.nights(), requested: MilliCPU(requested))
    prepare(&snapshot)
    return Scheduler.explain(
      snapshot, machine: ScheduledMachineID(machine), at: try Instant(rfc3339: now),
      profile: .regulated(policy))
  }

  /// Makes hosts lent: Ready with their borrower, gone from their owner.
  private func lend(_ hosts: Range<Int>, in snapshot: inout FleetSnapshot) {
    for host in hosts {
      snapshot.observations[2 * host] = MachineObservation()
      snapshot.observations[2 * host + 1] = MachineObservation(stage: .ready)
      snapshot.statuses[2 * host] = ScheduledMachineStatus(
        phase: .inactive, reason: Reason(.hostLent))
      snapshot.statuses[2 * host + 1] = ScheduledMachineStatus(
        phase: .active, reason: Reason(.machineCreated))
      snapshot.clusters[0].lendableAllocatable.value -= 8_000
    }
  }

  private func amount(
    _ name: String, _ rejection: Explanation.Rejection?
  ) -> Explanation.Amount.Value? {
    rejection?.amounts.first { $0.name == name }?.value
  }

  @Test func `a host that is lent says who could spare it`() throws {
    let lent = try explain(1, at: "2026-06-10T18:00:00Z", requested: 15_000)
    #expect(lent.before.phase == .pending && lent.after.phase == .pending)
    #expect(lent.reasons.map(\.rule) == [.ownerCanSpare])
    let account = try #require(lent.inputs.account)
    // Three hosts of 8 cores, of which 15 are needed: 9 may be away, and one host is.
    #expect(account.limit == MilliCPU(9_000) && account.lent == MilliCPU(8_000))
    #expect(account.room == MilliCPU(1_000) && account.largestHost == MilliCPU(8_000))
    #expect(lent.inputs.place?.rank == 1 && lent.inputs.place?.count == 3)
    #expect(lent.inputs.window?.isOpen == true)
    #expect(lent.inputs.window?.edge == (try Instant(rfc3339: "2026-06-11T07:00:00Z")))
    #expect(lent.rejected.map(\.choice) == [.stayHome, .callBack, .callBack, .createMachine])

    let kept = try explain(3, at: "2026-06-10T18:00:00Z", requested: 15_000)
    #expect(kept.rejected.map(\.choice) == [.lend])
    #expect(kept.rejected.first?.reason.rule == .ownerNeedsCapacity)
    #expect(amount("missing", kept.rejected.first) == .cpu(MilliCPU(7_000)))

    let owner = try explain(0, at: "2026-06-10T18:00:00Z", requested: 15_000)
    #expect(owner.reasons.map(\.rule) == [.ownerCanSpare, .hostLent])
    #expect(owner.actions.map(\.verb) == [.cordon])
    #expect(owner.inputs.drain?.machine == ScheduledMachineID(0))
    #expect(owner.inputs.drain?.escalation == nil)
  }

  @Test func `what keeps a host at home is named with its figures`() throws {
    // 07:00 less 15 min for the return, 30 for the warning, 45 for notice and tenure, and the
    // journey of 5 + 6 min: 05:19.
    let short = try explain(1, at: "2026-06-11T05:30:00Z", hosts: 1)
    #expect(short.rejected.first?.reason.rule == .windowTooShort)
    #expect(
      amount("lastStart", short.rejected.first)
        == .instant(try Instant(rfc3339: "2026-06-11T05:19:00Z")))
    #expect(amount("journey", short.rejected.first) == .span(.minutes(11)))
    #expect(short.inputs.starts?.lastStart == (try Instant(rfc3339: "2026-06-11T05:19:00Z")))

    var limited = Self.policy
    limited.simultaneousStarts = 1
    let waiting = try explain(3, at: "2026-06-10T20:00:00Z", policy: limited)
    #expect(waiting.rejected.first?.reason.rule == .startsLimited)
    #expect(amount("underWay", waiting.rejected.first) == .count(1))
    #expect(amount("limit", waiting.rejected.first) == .count(1))
    #expect(waiting.inputs.starts?.limit == 1)

    let closed = try explain(1, at: "2026-06-10T12:00:00Z")
    #expect(closed.rejected.first?.reason.rule == .scheduleInactive)
    #expect(
      amount("opens", closed.rejected.first)
        == .instant(try Instant(rfc3339: "2026-06-10T18:00:00Z")))

    let away = try explain(1, at: "2026-06-10T20:00:00Z") {
      $0.observations[0].stage = .provisioning
    }
    #expect(away.rejected.first?.reason.rule == .ownerNotReady)
    #expect(amount("ownersMachine", away.rejected.first) == .text("provisioning"))
  }

  @Test func `an owner's need is told by how much is overdrawn`() throws {
    let back = try explain(5, at: "2026-06-10T22:00:00Z", requested: 20_000) {
      lend(0..<3, in: &$0)
    }
    #expect(back.before.phase == .active && back.after.phase == .shuttingDown)
    #expect(back.actions.map(\.reason.rule) == [.ownerNeedsCapacity, .ownerNeedsCapacity])
    let keep = try #require(back.rejected.first)
    #expect(keep.choice == .keepLent && keep.reason.rule == .ownerNeedsCapacity)
    // 24 cores less 20: 4 may be away, and 24 are.
    #expect(amount("overdraft", keep) == .cpu(MilliCPU(20_000)))
    #expect(amount("limit", keep) == .cpu(MilliCPU(4_000)))
    let account = try #require(back.inputs.account)
    #expect(account.notReady == MilliCPU(24_000) && account.lendableAllocatable == MilliCPU(0))
    #expect(account.overdraft == MilliCPU(20_000))
    #expect(back.rejected.map(\.choice) == [.keepLent, .drainSooner, .createMachine])
    #expect(amount("warning", back.rejected[1]) == .span(.minutes(30)))
  }

  @Test func `a return adds up, and its drain is neither early nor rough`() throws {
    // The third of three hosts: the work of two may be in its way.
    let back = try explain(5, at: "2026-06-11T06:10:00Z") { lend(0..<3, in: &$0) }
    let times = try #require(back.inputs.returning)
    #expect(times.rank == 2 && times.hosts == 3 && times.wait == .minutes(12))
    #expect(times.lead == times.drainDeadline + times.returnTime + times.wait)
    #expect(times.edge - times.lead == times.drainStart)
    #expect(times.drainStart == (try Instant(rfc3339: "2026-06-11T06:33:00Z")))
    #expect(back.reasons.map(\.rule) == [.ownerFirst])
    #expect(back.rejected.prefix(2).map(\.choice) == [.keepLent, .drainSooner])

    let begun = try Instant(rfc3339: "2026-06-11T06:33:00Z")
    let draining = try explain(5, at: "2026-06-11T06:35:00Z") { snapshot in
      lend(0..<3, in: &snapshot)
      snapshot.statuses[5] = ScheduledMachineStatus(
        phase: .shuttingDown, reason: Reason(.ownerFirst), announcedAt: begun - .minutes(30),
        drainStartsAt: begun, drainStartedAt: begun)
      snapshot.pods[5] = [
        PodObservation(id: PodID(9), boundAt: begun - .hours(2), terminationGrace: .minutes(1))
      ]
    }
    #expect(draining.rejected.map(\.choice) == [.cancelReturn, .deletePods, .createMachine])
    #expect(draining.rejected[1].reason == Reason(.drainDeadline, at: begun + .minutes(5)))
    #expect(draining.inputs.drain?.pods.map(\.id) == [PodID(9)])
    #expect(draining.actions.map(\.verb) == [.cordon, .evict(PodID(9), grace: nil)])
  }

  @Test func `a recall is an input with its end`() throws {
    let ordered = try Instant(rfc3339: "2026-06-10T23:00:00Z")
    let back = try explain(1, at: "2026-06-10T23:00:00Z") { snapshot in
      lend(0..<1, in: &snapshot)
      snapshot.recalls = [
        Recall(
          cluster: SmallFleet.owner, at: ordered, within: .minutes(10),
          until: ordered + .hours(6))
      ]
    }
    #expect(back.inputs.recall?.orderedAt == ordered)
    #expect(back.rejected.first?.reason == Reason(.recalled, at: ordered))
    #expect(amount("until", back.rejected.first) == .instant(ordered + .hours(6)))
  }

  @Test func `an object that does not exist is explained by nothing`() throws {
    let nobody = try explain(.max, at: "2026-06-10T12:00:00Z")
    #expect(nobody.actions.isEmpty && nobody.rejected.isEmpty && nobody.before == nobody.after)
    let astray = try explain(1, at: "2026-06-10T20:00:00Z") {
      $0.hosts[0].owner = ScheduledMachineID(77)
    }
    #expect(astray.actions.isEmpty && astray.inputs.account == nil)
  }
}
