import KubernetesModel
import SpotScheduler
import TestSupport
import Units

/// A random fleet as a snapshot may hold it: owners and borrowers, hosts of several sizes, schedules of
/// every kind, loads, terms, orders, and some of it switched off.
struct RandomFleet {
  /// Wednesday 10 June 2026, 22:40 UTC.
  static let now = Instant(seconds: 1_781_131_200)

  var snapshot: FleetSnapshot

  /// - Parameter atRest: Whether one owner has all machines at home, Ready for hours, with nothing
  ///   switched off, and one borrower for each host.
  init(seed: UInt64, atRest: Bool = false) throws {
    var generator = SeededGenerator(seed: seed)
    let region = "topology.kubernetes.io/region"
    var clusters = [ClusterSnapshot(name: "trading"), ClusterSnapshot(name: "batch")]
    if !atRest, generator.below(2) == 0 { clusters.append(ClusterSnapshot(name: "risk")) }
    if !atRest, generator.below(4) == 0 { clusters.append(ClusterSnapshot(name: "other")) }
    let sizes = [MilliCPU(8_000), MilliCPU(32_000), MilliCPU(7_910)]
    var hosts: [HostSnapshot] = []
    var machines: [ScheduledMachine] = []
    let count = 1 + Int(generator.below(9))
    // At rest hosts that are alike stand together: groups keep their order then.
    let alike = generator.below(3)
    let night = try Self.schedule(&generator, onlyWeekly: atRest)
    for number in 0..<count {
      let owner = !atRest && generator.below(8) == 0 ? clusters.count - 1 : 0
      var host = HostSnapshot(
        name: "host-\(number)", cpu: sizes[atRest ? number * 3 / count : Int(generator.below(3))],
        owner: ScheduledMachineID(UInt32(machines.count)), borrowers: [])
      if atRest ? alike == 0 : generator.below(2) == 0 {
        host.labels = [region: "eu-west-\(atRest ? 1 : generator.below(2))"]
      }
      if atRest ? alike == 1 : generator.below(5) == 0 {
        host.trustedExecution = TrustedExecution(
          technology: .tdx, keys: 4, attestation: .verified, verifiedAt: Self.now)
      }
      var own = ScheduledMachine(
        name: "c\(owner)/host-\(number)", cluster: ClusterReference(UInt32(owner)),
        host: HostID(UInt32(number)), role: .owner, schedule: night.complement)
      if !atRest { own.isEnabled = generator.below(10) != 0 }
      machines.append(own)
      for cluster in clusters.indices
      where cluster != owner && (atRest || generator.below(3) != 0) {
        host.borrowers.append(ScheduledMachineID(UInt32(machines.count)))
        var machine = ScheduledMachine(
          name: "c\(cluster)/host-\(number)", cluster: ClusterReference(UInt32(cluster)),
          host: HostID(UInt32(number)), role: .borrower,
          schedule: atRest || generator.below(3) != 0
            ? night : try Self.schedule(&generator, onlyWeekly: false))
        if !atRest {
          machine.isEnabled = generator.below(10) != 0
          machine.killSwitch = generator.below(12) == 0
          machine.priority = 50 + UInt8(generator.below(3))
        }
        machines.append(machine)
      }
      hosts.append(host)
    }
    snapshot = FleetSnapshot(clusters: clusters, hosts: hosts, scheduledMachines: machines)
    addLoads(&generator, atRest: atRest)
    addObservations(&generator, atRest: atRest)
    guard !atRest, generator.below(3) == 0 else { return }
    snapshot.recalls = [
      Recall(
        cluster: ClusterReference(0), at: Self.now - .minutes(generator.below(30)),
        within: .minutes(10), until: Self.now + .hours(3), count: 1)
    ]
  }

  private mutating func addLoads(_ generator: inout SeededGenerator, atRest: Bool) {
    let all = snapshot.hosts.filter {
      snapshot.scheduledMachines[Int($0.owner.index)].cluster.index == 0
    }
    .reduce(0) { $0 + $1.cpu.value }
    snapshot.clusters[0].lendableAllocatable = MilliCPU(all)
    snapshot.clusters[0].requested = MilliCPU(all * generator.below(8) / 10)
    snapshot.clusters[0].headroom = MilliCPU(generator.below(3) * 1_500)
    snapshot.clusters[0].reserved = MilliCPU(generator.below(2) * 2_000)
    snapshot.clusters[0].floor = MilliCPU(generator.below(2) * 9_000)
    for index in snapshot.clusters.indices.dropFirst() {
      snapshot.clusters[index].pending = MilliCPU(generator.below(5) * 40_500)
      snapshot.clusters[index].weight = 1 + Int(generator.below(3))
    }
    if generator.below(3) == 0 {
      snapshot.clusters[0].used = MilliCPU(snapshot.clusters[0].requested.value / 2)
    }
  }

  private mutating func addObservations(_ generator: inout SeededGenerator, atRest: Bool) {
    for index in snapshot.scheduledMachines.indices {
      let isOwner = snapshot.scheduledMachines[index].role == .owner
      let isReady = atRest ? isOwner : generator.below(2) == 0
      guard isReady else { continue }
      snapshot.observations[index] = MachineObservation(
        stage: .ready, since: Self.now - .hours(6))
      for pod in 0..<generator.below(4) {
        snapshot.pods[index].append(
          PodObservation(
            id: PodID(UInt64(index * 10) + UInt64(pod)), boundAt: Self.now - .hours(2),
            terminationGrace: .seconds(30 + 15 * generator.below(3)),
            isExemptFromDrain: generator.below(4) == 0))
      }
    }
  }

  /// A schedule; `onlyWeekly` leaves out what a scenario has no words for.
  private static func schedule(
    _ generator: inout SeededGenerator, onlyWeekly: Bool
  ) throws -> LendingSchedule {
    let zones = ["Europe/London", "America/New_York", "UTC"]
    let zone = ZoneRulesSet.pinned[zones[Int(generator.below(3))]] ?? .utc
    let days = WeeklySchedule(
      days: .range(from: .monday, through: .friday),
      hours: .range(from: 17 + Int(generator.below(5)), through: Int(generator.below(8))),
      zone: zone)
    if generator.below(2) == 0 { return LendingSchedule(days) }
    var windows: [LendingWindow] = []
    for day in Weekday.allCases {
      let opens = WeekTime(day, hour: 18, minute: Int(generator.below(60)))
      guard let opens, let closes = WeekTime(day.next, hour: 6) else { continue }
      windows.append(.weekly(WeeklyWindow(from: opens, to: closes, in: zone)))
    }
    let weekly = LendingSchedule(windows)
    guard !onlyWeekly else { return weekly }
    switch generator.below(4) {
    case 0:
      let calendar = ExchangeCalendar(
        zone: zone,
        holidays: [CivilDate(daysSinceEpoch: 20_614 + Int(generator.below(20)))])
      return LendingSchedule(windows + [.holidays(calendar)])
    case 1: return weekly.intersection(LendingSchedule(days).complement)
    case 2: return LendingSchedule(windows, except: [.daysAndHours(days)])
    default: return weekly
    }
  }
}
