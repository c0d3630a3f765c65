import KubernetesModel
import SpotScheduler
import Testing
import Units

/// Hosts that go from one borrower to the next, and shares that are evened out.
@Suite struct DirectHandoverTests {
  private static let policy = RegulatedPolicy(
    notice: .minutes(15), tenure: .minutes(30), drainDeadline: .minutes(5),
    evictionRetry: .seconds(20), returnTime: .minutes(10), returnSession: .minutes(6),
    providerConcurrency: 4, spareHosts: 0, idleDelay: .minutes(10))

  /// One host that goes to the first borrower at 18:00, stands idle there, and for which the second
  /// one waits from 20:00 on.
  private func world(
    policy: RegulatedPolicy = policy, from start: String = "2026-06-10T17:00:00Z",
    _ prepare: (inout FleetSnapshot) -> Void = { _ in }
  ) throws -> SmallWorld {
    var snapshot = SmallFleet.snapshot(
      hosts: 1, schedule: try SmallFleet.nights(), borrowers: 2)
    snapshot.clusters[1].pending = MilliCPU(1_000)
    prepare(&snapshot)
    var world = SmallWorld(
      snapshot, profile: .regulated(policy), seed: 7, from: try Instant(rfc3339: start),
      to: try Instant(rfc3339: "2026-06-11T12:00:00Z"),
      latencies: SmallWorld.Latencies(
        provision: .minutes(4), join: .minutes(1), deprovision: .minutes(2)))
    world.sanitisation = .minutes(1)
    let at = try Instant(rfc3339: "2026-06-10T18:30:00Z")
    world.schedule(.change(demand(0, 0)), at: at)
    world.schedule(.change(demand(0, 5_000)), at: try Instant(rfc3339: "2026-06-10T18:45:00Z"))
    return world
  }

  private func demand(
    _ first: Int64, _ second: Int64
  ) -> (inout FleetSnapshot) -> [ScheduledMachineID] {
    {
      $0.clusters[1].pending = MilliCPU(first)
      $0.clusters[2].pending = MilliCPU(second)
      return []
    }
  }

  /// The Machines that were made and deleted, and the cleaning, as `object verb`.
  private func story(_ world: SmallWorld) -> [String] {
    world.actions.compactMap { _, action in
      switch action.verb {
      case .createMachine: "\(action.machine.index) create"
      case .deleteMachine: "\(action.machine.index) delete"
      case .sanitise: "\(action.machine.index) sanitise"
      default: nil
      }
    }.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  @Test func `a host goes on to the next borrower, cleaned, without going home`() throws {
    var world = try world()
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    #expect(
      story(world) == [
        "0 delete", "1 create", "1 delete", "2 sanitise", "2 create", "2 delete",
        "0 sanitise", "0 create",
      ])
    #expect(world.snapshot.observations[0].stage == .ready)
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var name: String
    /// What happens at 18:50, when the idle host is announced and not gone yet.
    var change: @Sendable (inout FleetSnapshot, Instant) -> [ScheduledMachineID]
    var testDescription: String { name }
  }

  static let refusals = [
    Refusal(name: "the owner needs it") { snapshot, _ in
      snapshot.clusters[0].requested = MilliCPU(1)
      return []
    },
    Refusal(name: "a recall") { snapshot, now in
      snapshot.recalls = [
        Recall(cluster: ClusterReference(0), at: now, within: .minutes(10), until: now + .hours(9))
      ]
      return []
    },
    Refusal(name: "the owner asks for the host at once") { snapshot, now in
      snapshot.observations[1].reclaimRequestedAt = now
      return [ScheduledMachineID(1)]
    },
    Refusal(name: "the owner's kill switch") { snapshot, _ in
      snapshot.scheduledMachines[0].killSwitch = true
      snapshot.scheduledMachines[0].generation += 1
      return [ScheduledMachineID(0)]
    },
    Refusal(name: "a jurisdiction") { snapshot, _ in
      snapshot.clusters[2].hostSelector = LabelSelector(matchLabels: ["region": "eu"])
      return []
    },
    Refusal(name: "nobody waits any more") { snapshot, _ in
      snapshot.clusters[2].pending = MilliCPU(0)
      return []
    },
  ]

  @Test(arguments: refusals)
  func `it goes home when anything speaks for that`(refusal: Refusal) throws {
    var policy = Self.policy
    policy.reclaimHold = .hours(9)
    var world = try world(policy: policy)
    let at = try Instant(rfc3339: "2026-06-10T18:50:00Z")
    world.schedule(.change { refusal.change(&$0, at) }, at: at)
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    // The second one may have it later, from home.
    #expect(!story(world).prefix { $0 != "0 create" }.contains("2 create"))
  }

  @Test func `it goes home when what is left of the window is too short`() throws {
    // Idle from 04:40 on, it leaves at 05:20: too late for another loan before 07:00.
    var world = try world(from: "2026-06-11T04:00:00Z") {
      $0.observations[0] = MachineObservation()
      $0.observations[1] = MachineObservation(stage: .ready)
      $0.clusters[0].lendableAllocatable = MilliCPU(0)
      $0.pods[1] = [PodObservation(id: PodID(1), boundAt: .epoch, terminationGrace: .zero)]
    }
    world.schedule(
      .change {
        $0.pods[1] = []
        $0.clusters[1].pending = MilliCPU(0)
        $0.clusters[2].pending = MilliCPU(5_000)
        return [ScheduledMachineID(1)]
      }, at: try Instant(rfc3339: "2026-06-11T04:40:00Z"))
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    #expect(!story(world).contains("2 create"))
    #expect(story(world).last == "0 create")
  }

  @Test func `a host that its owner asked for stays at home for every borrower`() throws {
    var world = try world {
      $0.clusters[2].pending = MilliCPU(1_000)
    }
    let at = try Instant(rfc3339: "2026-06-10T18:20:00Z")
    world.schedule(.reclaim(HostID(0)), at: at)
    world.schedule(.change(demand(1_000, 1_000)), at: at)
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    let next = world.actions.first {
      $0.at > at && $0.action.verb == .createMachine && $0.action.machine.index != 0
    }
    #expect(try #require(next).at >= at + .minutes(30))
  }

  // MARK: Shares

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var expected: Int
    var change: @Sendable (inout FleetSnapshot) -> Void = { _ in }
    var policy: @Sendable (inout RegulatedPolicy) -> Void = { _ in }
    var testDescription: String { name }
  }

  /// The first borrower has all six hosts of 8 CPU, idle for an hour, and the second one waits for 48.
  static let cases = [
    Case(name: "half of them by equal weights", expected: 3),
    Case(name: "four by a weight of two", expected: 4) { $0.clusters[2].weight = 2 },
    Case(name: "none by a weight of seven against one", expected: 0) { $0.clusters[1].weight = 7 },
    Case(name: "as many as wait", expected: 2) { $0.clusters[2].pending = MilliCPU(8_001) },
    Case(name: "none when nobody waits", expected: 0) { $0.clusters[2].pending = MilliCPU(0) },
    Case(name: "none when the first one waits too", expected: 0) {
      $0.clusters[1].pending = MilliCPU(1)
    },
    Case(name: "none below a floor", expected: 1) { $0.clusters[1].floor = MilliCPU(40_000) },
    Case(name: "none of a higher priority", expected: 0) { snapshot in
      for host in 0..<6 { snapshot.scheduledMachines[3 * host + 1].priority = 90 }
    },
    Case(name: "none that a term keeps away", expected: 0) {
      $0.clusters[2].hostSelector = LabelSelector(matchLabels: ["region": "eu"])
    },
    Case(name: "none that has a pod", expected: 2) { snapshot in
      for host in 2..<6 {
        snapshot.pods[3 * host + 1] = [
          PodObservation(id: PodID(UInt64(host)), boundAt: .epoch, terminationGrace: .zero)
        ]
        snapshot.statuses[3 * host + 1].idleSince = nil
      }
    },
    Case(name: "none before its tenure", expected: 0, policy: { $0.tenure = .minutes(61) }),
    Case(name: "none before its delay", expected: 0, policy: { $0.evenOutDelay = .minutes(61) }),
    Case(name: "none unless declared", expected: 0, policy: { $0.evenOutDelay = nil }),
    Case(name: "a wave at a time", expected: 2, policy: { $0.simultaneousDrains = 2 }),
    Case(
      name: "none shortly before the window", expected: 0,
      change: { snapshot in
        for host in 0..<6 { snapshot.statuses[3 * host + 1].idleSince = .epoch }
      }),
  ]

  @Test(arguments: cases)
  func `idle machines go to those below their share, and no more`(row: Case) throws {
    var policy = Self.policy
    policy.idleDelay = nil
    policy.evenOutDelay = .minutes(20)
    row.policy(&policy)
    var snapshot = SmallFleet.snapshot(
      hosts: 6, schedule: try SmallFleet.nights(), borrowers: 2)
    let hour = row.name.contains("shortly") ? "05" : "00"
    let now = try Instant(rfc3339: "2026-06-11T\(hour):00:00Z")
    snapshot.clusters[0].lendableAllocatable = MilliCPU(0)
    snapshot.clusters[2].pending = MilliCPU(48_000)
    for host in 0..<6 {
      snapshot.observations[3 * host] = MachineObservation()
      snapshot.observations[3 * host + 1] = MachineObservation(
        stage: .ready, since: now - .hours(1))
      snapshot.statuses[3 * host + 1] = ScheduledMachineStatus(
        phase: .active, reason: Reason(.machineCreated), idleSince: now - .hours(1))
    }
    row.change(&snapshot)
    func decide() -> [Action] {
      let decision = Scheduler.decide(
        snapshot, changed: .all(of: snapshot), at: now, profile: .regulated(policy))
      for change in decision.statusChanges {
        snapshot.statuses[Int(change.machine.index)] = change.status
      }
      return decision.actions.filter { $0.verb == .announceDrain(at: now + .minutes(30)) }
    }
    let announced = decide()
    #expect(announced.count == row.expected)
    #expect(announced.allSatisfy { $0.reason.rule == .shareExceeded })
    // What is on its way counts: nothing more goes, and nothing comes back.
    #expect(decide().isEmpty)
  }
}
