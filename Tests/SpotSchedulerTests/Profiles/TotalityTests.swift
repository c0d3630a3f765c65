import SpotScheduler
import TestSupport
import Testing
import Units

/// Whatever a snapshot, a policy or a change set holds, `decide` and `explain` answer.
@Suite struct TotalityTests {
  #if DEBUG
    static let seeds: Range<UInt64> = 0..<100
  #else
    static let seeds: Range<UInt64> = 0..<2_000
  #endif

  @Test(arguments: seeds)
  func `no input stops it`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var snapshot = SmallFleet.snapshot(hosts: 4, schedule: try SmallFleet.nights())
    for _ in 0..<12 { Self.spoil(&snapshot, &random) }
    let now = Self.instant(&random)
    let policy = RegulatedPolicy(
      notice: Self.span(&random), tenure: Self.span(&random), drainDeadline: Self.span(&random),
      evictionRetry: Self.span(&random), returnTime: Self.span(&random),
      returnSession: Self.span(&random), providerConcurrency: Int(random.below(3)) - 1,
      simultaneousStarts: Int(random.below(4)) - 1, spareHosts: Int(random.below(3)) - 1)
    for profile in [SchedulerProfile.upstream01, .upstream03, .regulated(policy)] {
      let everything = Scheduler.decide(
        snapshot, changed: .all(of: snapshot), at: now, profile: profile)
      #expect(
        everything.looks.allSatisfy { $0.at > now || now == .distantFuture }, "seed \(seed)")
      let odd = ChangeSet(
        machines: [ScheduledMachineID(.max), ScheduledMachineID(3), ScheduledMachineID(3)])
      let decision = Scheduler.decide(snapshot, changed: odd, at: now, profile: profile)
      #expect(
        Set(decision.statusChanges.map(\.machine)).count == decision.statusChanges.count,
        "seed \(seed)")
      for id in [UInt32](0..<9) + [.max] {
        let explanation = Scheduler.explain(
          snapshot, machine: ScheduledMachineID(id), at: now, profile: profile)
        let actions = everything.actions.filter { $0.machine == explanation.machine }
        #expect(explanation.actions == actions, "seed \(seed)")
        #expect(
          !ExplanationText(snapshot: snapshot, zone: .utc).lines(of: explanation).isEmpty,
          "seed \(seed)")
      }
    }
  }

  private static func instant(_ random: inout SeededGenerator) -> Instant {
    switch random.below(4) {
    case 0: .distantFuture
    case 1: .distantPast
    default: Instant(seconds: 1_781_000_000 + random.below(1_000_000))
    }
  }

  private static func span(_ random: inout SeededGenerator) -> TimeSpan {
    switch random.below(5) {
    case 0: .max
    case 1: TimeSpan(nanoseconds: .min)
    case 2: .zero
    default: .seconds(random.below(5_000))
    }
  }

  private static func spoil(_ snapshot: inout FleetSnapshot, _ random: inout SeededGenerator) {
    let machine = Int(random.below(UInt64(snapshot.scheduledMachines.count)))
    switch random.below(14) {
    case 0: snapshot.scheduledMachines[machine].host = HostID(UInt32(random.below(6)))
    case 1: snapshot.scheduledMachines[machine].cluster = ClusterReference(.max)
    case 2:
      snapshot.hosts[Int(random.below(4))].borrowers = [
        ScheduledMachineID(UInt32(random.below(12))), ScheduledMachineID(UInt32(random.below(12))),
      ]
    case 3: snapshot.hosts[Int(random.below(4))].cpu = MilliCPU(random.below(2) == 0 ? .max : .min)
    case 4: snapshot.observations.removeLast(min(1, snapshot.observations.count))
    case 5: snapshot.statuses.removeLast(min(1, snapshot.statuses.count))
    case 6: snapshot.pods.removeLast(min(1, snapshot.pods.count))
    case 7:
      snapshot.recalls.append(
        Recall(
          cluster: ClusterReference(UInt32(random.below(4))), at: instant(&random),
          within: span(&random), until: instant(&random)))
    case 8:
      snapshot.clusters[0].requested = MilliCPU(random.below(2) == 0 ? .max : .min)
      snapshot.clusters[0].lendableAllocatable = MilliCPU(random.below(2) == 0 ? .max : .min)
    case 9:
      snapshot.scheduledMachines[machine].gracefulShutdownTimeout = span(&random)
      snapshot.scheduledMachines[machine].killSwitch = random.below(2) == 0
      snapshot.scheduledMachines[machine].isEnabled = random.below(2) == 0
    case 10:
      guard machine < snapshot.observations.count else { return }
      snapshot.observations[machine].reclaimRequestedAt = instant(&random)
    case 11:
      snapshot.failedCalls.append(
        FailedCall(
          random.below(2) == 0 ? .create : .delete, of: ScheduledMachineID(UInt32(machine)),
          at: instant(&random)))
    default:
      guard machine < snapshot.statuses.count, machine < snapshot.observations.count else { return }
      let phases = ScheduledMachineStatus.Phase.allCases
      let stages = MachineObservation.Stage.allCases
      snapshot.statuses[machine] = ScheduledMachineStatus(
        phase: phases[Int(random.below(UInt64(phases.count)))],
        reason: Reason(Reason.Rule.allCases[Int(random.below(20))]), since: instant(&random),
        drainStartsAt: instant(&random), drainStartedAt: instant(&random),
        nextAttemptAt: instant(&random), nextPlanAt: instant(&random))
      snapshot.observations[machine].stage = stages[Int(random.below(UInt64(stages.count)))]
    }
  }
}
