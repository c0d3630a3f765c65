import KubernetesModel
import SpotScheduler
import Testing
import Units

/// To whom hosts go, and what keeps them at home: single decisions in the middle of a night.
@Suite struct BrokerTests {
  private static let policy = RegulatedPolicy(
    notice: .minutes(15), tenure: .minutes(30), providerConcurrency: 100, spareHosts: 0)

  /// Six hosts of 8 CPU at home, on offer to two borrowers, at 22:00.
  private func decide(
    hosts: Int = 6, policy: RegulatedPolicy = policy,
    _ prepare: (inout FleetSnapshot) -> Void = { _ in }
  ) throws -> (decision: Decision, snapshot: FleetSnapshot) {
    var snapshot = SmallFleet.snapshot(
      hosts: hosts, schedule: try SmallFleet.nights(), borrowers: 2)
    prepare(&snapshot)
    let decision = Scheduler.decide(
      snapshot, changed: .all(of: snapshot), at: try Instant(rfc3339: "2026-06-10T22:00:00Z"),
      profile: .regulated(policy))
    return (decision, snapshot)
  }

  /// How many hosts go to each of the two borrowers.
  private func lent(_ outcome: (decision: Decision, snapshot: FleetSnapshot)) -> [Int] {
    [UInt32(1), 2].map { cluster in
      outcome.decision.statusChanges.count {
        let machine = outcome.snapshot.scheduledMachines[Int($0.machine.index)]
        return machine.cluster == ClusterReference(cluster) && machine.role == .borrower
          && [.pending, .active].contains($0.status.phase)
      }
    }
  }

  private func reason(
    _ outcome: (decision: Decision, snapshot: FleetSnapshot), of machine: UInt32
  ) -> Reason.Rule? {
    outcome.decision.statusChanges.first { $0.machine.index == machine }?.status.reason.rule
  }

  @Test(arguments: [
    ([1, 1], [3, 3]), ([1, 2], [2, 4]), ([2, 1], [4, 2]), ([1, 100], [0, 6]), ([5, 1], [5, 1]),
  ])
  func `hosts are shared out by weight`(weights: [Int], expected: [Int]) throws {
    let outcome = try decide {
      $0.clusters[1].weight = weights[0]
      $0.clusters[2].weight = weights[1]
    }
    #expect(lent(outcome) == expected)
    // Of a host that goes to one, the other is told so.
    #expect(outcome.decision.statusChanges.count { $0.status.reason.rule == .hostLent } >= 6)
  }

  @Test func `what a borrower has already counts`() throws {
    let outcome = try decide {
      for host in 0..<3 {
        $0.observations[3 * host] = MachineObservation()
        $0.observations[3 * host + 1] = MachineObservation(stage: .ready)
        $0.statuses[3 * host + 1] = ScheduledMachineStatus(
          phase: .active, reason: Reason(.machineCreated))
      }
      $0.clusters[0].lendableAllocatable = MilliCPU(24_000)
    }
    #expect(lent(outcome) == [3, 3])
  }

  @Test func `priority comes before weight, and a floor before both`() throws {
    func prefer(_ snapshot: inout FleetSnapshot) {
      for host in 0..<6 { snapshot.scheduledMachines[3 * host + 2].priority = 90 }
      snapshot.clusters[1].weight = 100
    }
    #expect(lent(try decide(prefer)) == [0, 6])
    #expect(
      lent(
        try decide {
          prefer(&$0)
          $0.clusters[1].floor = MilliCPU(16_000)
        }) == [2, 4])
  }

  @Test func `an owner keeps its floor whatever its load`() throws {
    let outcome = try decide { $0.clusters[0].floor = MilliCPU(40_000) }
    #expect(lent(outcome) == [1, 0])
    #expect(reason(outcome, of: 16) == .ownerNeedsCapacity)
  }

  @Test(arguments: [
    (0, 0, 0), (1, 0, 1), (8_000, 0, 1), (8_001, 0, 2), (9_000, 17_000, 5), (90_000, 0, 6),
  ])
  func `by demand, hosts go to those who wait`(
    first: Int64, second: Int64, expected: Int
  ) throws {
    var policy = Self.policy
    policy.idleDelay = .minutes(20)
    let outcome = try decide(policy: policy) {
      $0.clusters[1].pending = MilliCPU(first)
      $0.clusters[2].pending = MilliCPU(second)
    }
    #expect(lent(outcome).reduce(0, +) == expected)
    if first == 0 { #expect(reason(outcome, of: 1) == .noDemand) }
  }

  /// 48 CPU at home; what is left is to carry the peak at 50 %, and use now at 80 %.
  @Test(arguments: [
    (0, 0, 6), (4_000, 4_000, 5), (8_001, 8_001, 3), (4_000, 12_000, 3), (0, 24_000, 0),
  ])
  func `measured use keeps hosts at home`(used: Int64, peak: Int64, expected: Int) throws {
    var policy = Self.policy
    policy.usage = UsageThresholds(lendBelowPermille: 500, recallAbovePermille: 800)
    let outcome = try decide(policy: policy) {
      $0.clusters[0].used = MilliCPU(used)
      $0.clusters[0].usedPeak = MilliCPU(peak)
    }
    #expect(lent(outcome).reduce(0, +) == expected)
  }

  @Test func `a use between the thresholds moves nothing, and one above calls hosts back`() throws {
    var policy = Self.policy
    policy.usage = UsageThresholds(lendBelowPermille: 500, recallAbovePermille: 800)
    // 24 CPU are at home and 24 lent.
    func outcome(_ used: Int64) throws -> (decision: Decision, snapshot: FleetSnapshot) {
      try decide(policy: policy) {
        for host in 0..<3 {
          $0.observations[3 * host] = MachineObservation()
          $0.observations[3 * host + 1] = MachineObservation(stage: .ready)
          $0.statuses[3 * host + 1] = ScheduledMachineStatus(
            phase: .active, reason: Reason(.machineCreated))
        }
        $0.clusters[0].lendableAllocatable = MilliCPU(24_000)
        $0.clusters[0].used = MilliCPU(used)
        $0.clusters[0].usedPeak = MilliCPU(used)
      }
    }
    #expect(lent(try outcome(15_000)) == [3, 0])
    #expect(lent(try outcome(19_200)) == [3, 0])
    #expect(lent(try outcome(19_201)) == [2, 0])
    #expect(lent(try outcome(25_601)) == [1, 0])
  }

  @Test func `jurisdictions keep hosts and clusters apart, from either side`() throws {
    let region = "topology.kubernetes.io/region"
    let outcome = try decide {
      for host in 0..<6 { $0.hosts[host].labels = [region: host < 4 ? "ca" : "us"] }
      $0.clusters[1].hostSelector = LabelSelector(matchLabels: [region: "us"])
      $0.clusters[2].labels = ["team": "outside"]
      $0.clusters[0].borrowerSelector = LabelSelector(
        matchExpressions: [LabelRequirement(key: "team", .isNotIn(["outside"]))])
    }
    #expect(lent(outcome) == [2, 0])
    #expect(reason(outcome, of: 1) == .jurisdiction && reason(outcome, of: 2) == .jurisdiction)
  }

  @Test func `some machines are called back: those nobody uses, then the last in order`() throws {
    let at = try Instant(rfc3339: "2026-06-10T21:59:00Z")
    let outcome = try decide {
      for host in 0..<5 {
        $0.observations[3 * host] = MachineObservation()
        $0.observations[3 * host + 1] = MachineObservation(
          stage: host == 2 ? .provisioning : .ready)
        $0.statuses[3 * host + 1] = ScheduledMachineStatus(
          phase: .active, reason: Reason(.machineCreated))
      }
      $0.clusters[0].lendableAllocatable = MilliCPU(8_000)
      $0.recalls = [
        Recall(
          cluster: SmallFleet.owner, at: at, within: .minutes(10), until: at + .hours(1), count: 2)
      ]
    }
    #expect(
      outcome.decision.statusChanges.filter { $0.status.phase == .shuttingDown }
        .map(\.machine.index) == [7, 13])
    // Meanwhile the one at home does not go.
    #expect(reason(outcome, of: 16) == .recallHolds)
  }

  @Test func `no more hosts are drained at a time than may be`() throws {
    var policy = Self.policy
    policy.simultaneousDrains = 2
    let outcome = try decide(policy: policy)
    #expect(lent(outcome) == [1, 1] && reason(outcome, of: 16) == .startsLimited)
    #expect(outcome.decision.actions.map(\.verb) == [.cordon, .cordon])
  }
}
