import SpotScheduler
import Units

/// Decisions: what a quiet fleet costs, and what an edge costs at which everything moves at once.
let schedulerBenchmarks: [Benchmark] = [
  Benchmark(name: "scheduler.decide-unchanged", unit: "objects/CPU-s") {
    // 1,000 hosts of which nothing changed, all of them asked about.
    var snapshot = try fleet(hosts: 1_000)
    let now = opening + .hours(1)
    settle(&snapshot, at: now)
    let everything = ChangeSet(machines: ChangeSet.all(of: snapshot).machines)
    return rate(of: 100 * snapshot.scheduledMachines.count) {
      for _ in 0..<100 {
        keep(Scheduler.decide(snapshot, changed: everything, at: now, profile: regulated).actions)
      }
    }
  },
  Benchmark(name: "scheduler.decide-unchanged.upstream", unit: "objects/CPU-s") {
    // The same under 5-Spot v0.3, each object on its own.
    var snapshot = try fleet(hosts: 1_000)
    let now = opening + .hours(1)
    settle(&snapshot, at: now, profile: .upstream03)
    let everything = ChangeSet(machines: ChangeSet.all(of: snapshot).machines)
    return rate(of: 100 * snapshot.scheduledMachines.count) {
      for _ in 0..<100 {
        keep(
          Scheduler.decide(snapshot, changed: everything, at: now, profile: .upstream03).actions)
      }
    }
  },
  Benchmark(name: "scheduler.decide-one", unit: "decisions/CPU-s") {
    // One object of 1,000 hosts at a time, as when a pod of its node changes.
    var snapshot = try fleet(hosts: 1_000)
    let now = opening + .hours(1)
    settle(&snapshot, at: now)
    let ids = ChangeSet.all(of: snapshot).machines
    return rate(of: 100 * ids.count) {
      for _ in 0..<100 {
        for id in ids {
          keep(
            Scheduler.decide(
              snapshot, changed: ChangeSet(machines: [id]), at: now, profile: regulated
            ).actions)
        }
      }
    }
  },
  Benchmark(name: "scheduler.common-edge.100000-machines", unit: "CPU-s") {
    // 50,000 hosts, each with an object on either side, at the opening of the window of all.
    var snapshot = try fleet(hosts: 50_000)
    settle(&snapshot, at: opening - .hours(1))
    let everything = ChangeSet.all(of: snapshot)
    let each = try rate(of: 3) {
      for _ in 0..<3 {
        let decision = Scheduler.decide(
          snapshot, changed: everything, at: opening, profile: regulated)
        guard decision.actions.count >= 49_000 else {
          throw BenchmarkError(description: "\(decision.actions.count) actions at the opening")
        }
      }
    }
    return 1 / each
  },
]

private let regulated = SchedulerProfile.regulated(RegulatedPolicy(providerConcurrency: 100_000))

/// 2026-06-10T19:00:00Z, a Wednesday.
private let opening = Instant(seconds: 1_781_118_000)

/// Hosts of 32 CPU at home, on offer in the nights of working days.
private func fleet(hosts count: Int) throws -> FleetSnapshot {
  guard let opens = WeekTime(text: "wed 19:00"), let closes = WeekTime(text: "thu 06:00") else {
    throw BenchmarkError(description: "a time of the week does not read")
  }
  let nights = LendingSchedule([.weekly(WeeklyWindow(from: opens, to: closes, in: .utc))])
  var machines: [ScheduledMachine] = []
  var hosts: [HostSnapshot] = []
  for index in 0..<UInt32(count) {
    let host = HostID(index)
    machines.append(
      ScheduledMachine(
        name: "trading/host-\(index)", cluster: ClusterReference(0), host: host, role: .owner,
        schedule: nights.complement))
    machines.append(
      ScheduledMachine(
        name: "batch/host-\(index)", cluster: ClusterReference(1), host: host, role: .borrower,
        schedule: nights))
    hosts.append(
      HostSnapshot(
        name: "host-\(index)", cpu: MilliCPU(32_000), owner: ScheduledMachineID(2 * index),
        borrowers: [ScheduledMachineID(2 * index + 1)]))
  }
  var snapshot = FleetSnapshot(
    clusters: [
      ClusterSnapshot(
        name: "trading", lendableAllocatable: MilliCPU(32_000 * Int64(count)),
        requested: MilliCPU(320_000)), ClusterSnapshot(name: "batch"),
    ], hosts: hosts, scheduledMachines: machines)
  for index in stride(from: 0, to: machines.count, by: 2) {
    snapshot.observations[index] = MachineObservation(stage: .ready)
  }
  return snapshot
}

/// Decides until nothing more is said, and remembers it, without anything being done.
private func settle(
  _ snapshot: inout FleetSnapshot, at now: Instant, profile: SchedulerProfile = regulated
) {
  for _ in 0..<3 {
    let decision = Scheduler.decide(
      snapshot, changed: .all(of: snapshot), at: now, profile: profile)
    for change in decision.statusChanges {
      snapshot.statuses[Int(change.machine.index)] = change.status
    }
  }
}
