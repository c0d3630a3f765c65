import SpotScheduler
import Testing
import Units

/// Fleets for tests: hosts of one owner, lent by one schedule.
enum SmallFleet {
  static let owner = ClusterReference(0)
  static let borrower = ClusterReference(1)

  /// So many hosts of 8 CPU, all at home; the owner's object of host `i` is `2i`, the borrower's
  /// `2i + 1`.
  static func snapshot(
    hosts: Int, schedule: LendingSchedule, requested: MilliCPU = MilliCPU(0),
    headroom: MilliCPU = MilliCPU(0)
  ) -> FleetSnapshot {
    var machines: [ScheduledMachine] = []
    var all: [HostSnapshot] = []
    for index in 0..<UInt32(hosts) {
      machines.append(
        ScheduledMachine(
          name: "trading/host-\(index)", cluster: owner, host: HostID(index), role: .owner,
          schedule: schedule.complement))
      machines.append(
        ScheduledMachine(
          name: "batch/host-\(index)", cluster: borrower, host: HostID(index), role: .borrower,
          schedule: schedule))
      all.append(
        HostSnapshot(
          name: "host-\(index)", cpu: MilliCPU(8_000), owner: ScheduledMachineID(2 * index),
          borrower: ScheduledMachineID(2 * index + 1)))
    }
    var snapshot = FleetSnapshot(
      clusters: [
        ClusterSnapshot(
          name: "trading", lendableAllocatable: MilliCPU(8_000 * Int64(hosts)),
          requested: requested, headroom: headroom),
        ClusterSnapshot(name: "batch"),
      ],
      hosts: all, scheduledMachines: machines)
    for index in stride(from: 0, to: machines.count, by: 2) {
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
