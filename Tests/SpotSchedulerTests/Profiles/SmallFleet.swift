import SpotScheduler
import TestSupport
import Testing
import Units

/// Fleets for tests: hosts of one owner, lent by one schedule.
enum SmallFleet {
  static let owner = ClusterReference(0)
  static let borrower = ClusterReference(1)

  /// So many hosts of 8 CPU, all at home, on offer to so many borrowers: the owner's object of host
  /// `i` is `(borrowers + 1) × i`, and those of the borrowers follow it.
  static func snapshot(
    hosts: Int, schedule: LendingSchedule, requested: MilliCPU = MilliCPU(0),
    headroom: MilliCPU = MilliCPU(0), borrowers: Int = 1
  ) -> FleetSnapshot {
    let names = ["batch", "research", "risk"]
    var machines: [ScheduledMachine] = []
    var all: [HostSnapshot] = []
    for index in 0..<UInt32(hosts) {
      machines.append(
        ScheduledMachine(
          name: "trading/host-\(index)", cluster: owner, host: HostID(index), role: .owner,
          schedule: schedule.complement))
      let owner = UInt32(machines.count - 1)
      for borrower in 0..<borrowers {
        machines.append(
          ScheduledMachine(
            name: "\(names[borrower])/host-\(index)",
            cluster: ClusterReference(UInt32(borrower + 1)), host: HostID(index), role: .borrower,
            schedule: schedule))
      }
      all.append(
        HostSnapshot(
          name: "host-\(index)", cpu: MilliCPU(8_000), owner: ScheduledMachineID(owner),
          borrowers: (1...UInt32(borrowers)).map { ScheduledMachineID(owner + $0) }))
    }
    var snapshot = FleetSnapshot(
      clusters: [
        ClusterSnapshot(
          name: "trading", lendableAllocatable: MilliCPU(8_000 * Int64(hosts)),
          requested: requested, headroom: headroom)
      ] + names.prefix(borrowers).map { ClusterSnapshot(name: $0) },
      hosts: all, scheduledMachines: machines)
    for index in stride(from: 0, to: machines.count, by: borrowers + 1) {
      snapshot.observations[index] = MachineObservation(stage: .ready)
    }
    return snapshot
  }

  /// Weekday nights from 18:00 to 07:00, or such times, and the weekend, on the clock of a zone.
  static func nights(
    in zone: String = "UTC", from opens: String = "18:00", to closes: String = "07:00"
  ) throws -> LendingSchedule {
    let zone = try #require(ZoneRulesSet.pinned[zone])
    return LendingSchedule(
      try [("mon", "tue"), ("tue", "wed"), ("wed", "thu"), ("thu", "fri"), ("fri", "mon")].map {
        .weekly(
          WeeklyWindow(
            from: try #require(WeekTime(text: "\($0.0) \(opens)")),
            to: try #require(WeekTime(text: "\($0.1) \(closes)")), in: zone))
      })
  }

  /// Gives hosts nights of their own that begin up to an hour and end up to two hours later, some
  /// within minutes of one another.
  static func stagger(
    _ snapshot: inout FleetSnapshot, _ zone: String, _ random: inout SeededGenerator
  ) throws {
    let widest = UInt64(2 + random.below(118))
    let nights = try (0..<(2 + random.below(3))).map { _ in
      let (opens, closes) = (random.below(60), random.below(widest))
      return try SmallFleet.nights(
        in: zone, from: "18:\(opens / 10)\(opens % 10)",
        to: "0\(7 + closes / 60):\(closes % 60 / 10)\(closes % 10)")
    }
    for host in snapshot.hosts {
      let schedule = nights[Int(random.below(UInt64(nights.count)))]
      snapshot.scheduledMachines[Int(host.owner.index)].schedule = schedule.complement
      for borrower in host.borrowers {
        snapshot.scheduledMachines[Int(borrower.index)].schedule = schedule
      }
    }
  }

  /// Gives some of the hosts to another owner, whose cluster is the last.
  static func addOwner(to snapshot: inout FleetSnapshot, _ random: inout SeededGenerator) {
    let rates = ClusterReference(UInt32(snapshot.clusters.count))
    snapshot.clusters.append(ClusterSnapshot(name: "rates"))
    for host in snapshot.hosts where random.below(2) == 0 {
      snapshot.scheduledMachines[Int(host.owner.index)].cluster = rates
      snapshot.clusters[Int(owner.index)].lendableAllocatable.value -= host.cpu.value
      snapshot.clusters[Int(rates.index)].lendableAllocatable.value += host.cpu.value
    }
  }
}
