import SpotScheduler
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

  /// Weekday nights from 18:00 to 07:00 and the weekend, on the clock of a zone.
  static func nights(in zone: String = "UTC") throws -> LendingSchedule {
    let zone = try #require(ZoneRulesSet.pinned[zone])
    return LendingSchedule(
      try [("mon", "tue"), ("tue", "wed"), ("wed", "thu"), ("thu", "fri"), ("fri", "mon")].map {
        .weekly(
          WeeklyWindow(
            from: try #require(WeekTime(text: "\($0.0) 18:00")),
            to: try #require(WeekTime(text: "\($0.1) 07:00")), in: zone))
      })
  }
}
