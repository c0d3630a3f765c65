import SpotScheduler
import Units

/// A fleet of one object for the upstream profiles, which know of no hosts.
enum UpstreamFleet {
  /// Its window is open from 09:00 to 18:00 on weekdays. It is Ready with two pods and an exempt one,
  /// out of order, or has no Machine; the borrower's object of the same host is never on.
  static func snapshot(isReady: Bool = true) -> FleetSnapshot {
    let weekly = WeeklySchedule(
      days: .range(from: .monday, through: .friday), hours: .range(from: 9, through: 17),
      zone: .utc)
    var snapshot = FleetSnapshot(
      clusters: [ClusterSnapshot(name: "trading")],
      hosts: [
        HostSnapshot(
          name: "host-0", cpu: MilliCPU(8_000), owner: ScheduledMachineID(0),
          borrowers: [ScheduledMachineID(1)])
      ],
      scheduledMachines: [
        ScheduledMachine(
          name: "trading/host-0", cluster: ClusterReference(0), host: HostID(0), role: .owner,
          schedule: LendingSchedule(weekly)),
        ScheduledMachine(
          name: "batch/host-0", cluster: ClusterReference(0), host: HostID(0), role: .borrower,
          schedule: .never),
      ])
    guard isReady else { return snapshot }
    snapshot.observations[0] = MachineObservation(stage: .ready)
    snapshot.pods[0] = [
      PodObservation(id: PodID(7), boundAt: .epoch, terminationGrace: .seconds(600)),
      PodObservation(
        id: PodID(5), boundAt: .epoch, terminationGrace: .zero, isExemptFromDrain: true),
      PodObservation(
        id: PodID(3), boundAt: .epoch, terminationGrace: .seconds(5), terminatingSince: .epoch),
    ]
    return snapshot
  }
}
