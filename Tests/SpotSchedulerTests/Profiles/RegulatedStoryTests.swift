import SpotScheduler
import Testing
import Units

/// Single nights of the regulated profile, told to the second.
@Suite struct RegulatedStoryTests {
  /// Latencies of exactly these lengths need no chance.
  private static let policy = RegulatedPolicy(
    notice: .minutes(15), tenure: .minutes(30), drainDeadline: .minutes(5),
    evictionRetry: .seconds(20), returnTime: .minutes(10), returnSession: .minutes(6),
    providerConcurrency: 1, spareHosts: 0)

  private func world(
    hosts: Int, policy: RegulatedPolicy = policy, requested: Int64 = 0,
    from start: String = "2026-06-10T12:00:00Z", to end: String = "2026-06-11T12:00:00Z",
    prepare: (inout FleetSnapshot) -> Void = { _ in }
  ) throws -> SmallWorld {
    var snapshot = SmallFleet.snapshot(
      hosts: hosts, schedule: try SmallFleet.nights(), requested: MilliCPU(requested))
    prepare(&snapshot)
    return SmallWorld(
      snapshot, profile: .regulated(policy), seed: 7, from: try Instant(rfc3339: start),
      to: try Instant(rfc3339: end),
      latencies: SmallWorld.Latencies(
        provision: .minutes(4), join: .minutes(1), deprovision: .minutes(2)))
  }

  private func story(_ world: SmallWorld) -> [String] {
    world.actions.map { at, action in
      let time = at.rfc3339.split(separator: "T")[1].prefix(8)
      return "\(time) \(action.machine.index) \(Self.name(action.verb)) \(action.reason.rule)"
    }
  }

  private static func name(_ verb: Action.Verb) -> String {
    switch verb {
    case .createMachine: "create"
    case .deleteMachine: "delete"
    case .cordon: "cordon"
    case .uncordon: "uncordon"
    case .announceDrain(let at): "announce \(at.rfc3339.split(separator: "T")[1].prefix(8))"
    case .evict(let pod, let grace):
      "evict \(pod.index)" + (grace.map { " \($0.text)" } ?? "")
    case .deletePod(let pod, let grace): "delete-pod \(pod.index) \(grace.text)"
    case .sanitise: "sanitise"
    case .attest: "attest"
    case .disableObject: "disable-object"
    case .clearReclaimRequest: "clear-reclaim-request"
    }
  }

  @Test func `a quiet host goes at the opening and is back before the close`() throws {
    var world = try world(hosts: 1)
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    let story = story(world)
    #expect(
      story.filter { !$0.contains("create") } == [
        "18:00:00 0 cordon hostLent", "18:00:00 0 delete drained",
        // The window closes at 07:00: 15 minutes before it the drain, 30 before that the tenure.
        "06:15:00 1 announce 06:45:00 ownerFirst", "06:15:00 1 cordon ownerFirst",
        "06:45:00 1 delete drained",
      ])
    #expect(
      story.filter { $0.contains("create") }.map { $0.dropFirst(9) } == [
        "1 create hostFree", "0 create hostFree",
      ])
  }

  @Test func `a pod is evicted, asked again, and at the deadline deleted`() throws {
    var world = try world(hosts: 1)
    world.refusalsPerThousand = 1_000
    world.schedule(
      .change { snapshot in
        snapshot.pods[1] = [
          PodObservation(id: PodID(4), boundAt: .epoch, terminationGrace: .minutes(1)),
          PodObservation(
            id: PodID(2), boundAt: .epoch, terminationGrace: .minutes(20),
            terminatingSince: .epoch),
          PodObservation(
            id: PodID(3), boundAt: .epoch, terminationGrace: .zero, isExemptFromDrain: true),
        ]
        return [ScheduledMachineID(1)]
      }, at: try Instant(rfc3339: "2026-06-11T01:00:00Z"))
    world.run()
    let drain = story(world).filter { $0.hasPrefix("06:4") || $0.hasPrefix("06:5") }
    #expect(
      drain.prefix(2) == ["06:45:00 1 evict 4 ownerFirst", "06:45:20 1 evict 4 evictionRetried"])
    #expect(drain.filter { $0.contains("evict 4") }.count == 15)
    #expect(
      drain.filter { $0.contains("delete") } == [
        "06:50:00 1 delete-pod 2 0s drainDeadline", "06:50:00 1 delete-pod 4 0s drainDeadline",
        "06:50:00 1 delete drained",
      ])
  }

  @Test func `pods of a higher order are evicted when the lower ones are gone`() throws {
    var world = try world(hosts: 1)
    world.schedule(
      .change { snapshot in
        snapshot.pods[1] = [
          PodObservation(
            id: PodID(1), boundAt: .epoch, terminationGrace: .seconds(30), drainOrder: 10),
          PodObservation(
            id: PodID(2), boundAt: .epoch, terminationGrace: .seconds(40), drainOrder: -5),
          PodObservation(id: PodID(3), boundAt: .epoch, terminationGrace: .seconds(50)),
          PodObservation(
            id: PodID(4), boundAt: .epoch, terminationGrace: .seconds(10), drainOrder: -5),
        ]
        return [ScheduledMachineID(1)]
      }, at: try Instant(rfc3339: "2026-06-11T01:00:00Z"))
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    let evictions = story(world).filter { $0.contains("evict") }
    #expect(
      evictions == [
        "06:45:00 1 evict 2 ownerFirst", "06:45:00 1 evict 4 ownerFirst",
        "06:45:40 1 evict 3 ownerFirst", "06:46:30 1 evict 1 ownerFirst",
      ])
  }

  @Test func `later hosts in order drain earlier, one session of the provider apart`() throws {
    var world = try world(hosts: 4) { snapshot in
      snapshot.scheduledMachines[5].priority = 200
      snapshot.scheduledMachines[1].priority = 10
    }
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    // Object 5 has the highest priority and keeps its host the longest, object 1 the shortest.
    let announced = story(world).filter { $0.contains("announce") }
    #expect(
      announced == [
        "05:57:00 1 announce 06:27:00 ownerFirst", "06:03:00 7 announce 06:33:00 ownerFirst",
        "06:09:00 3 announce 06:39:00 ownerFirst", "06:15:00 5 announce 06:45:00 ownerFirst",
      ])
  }

  @Test func `a recall takes all hosts at once, in order, and lends again afterwards`() throws {
    var policy = Self.policy
    policy.providerConcurrency = 3
    var world = try world(hosts: 3, policy: policy) { $0.scheduledMachines[3].priority = 99 }
    world.concurrency = 3
    let at = try Instant(rfc3339: "2026-06-11T00:00:00Z")
    let recall = Recall(
      cluster: SmallFleet.owner, at: at, within: .minutes(10), until: at + .hours(2))
    world.schedule(.recall(recall), at: at)
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    let story = story(world)
    #expect(
      story.filter { $0.hasPrefix("00:00:00") && $0.contains("announce") } == [
        "00:00:00 3 announce 00:00:00 recalled", "00:00:00 1 announce 00:00:00 recalled",
        "00:00:00 5 announce 00:00:00 recalled",
      ])
    #expect(story.filter { $0.hasPrefix("00:00:00") && $0.contains("delete drained") }.count == 3)
    #expect(story.filter { $0.hasPrefix("02:00:00") && $0.contains("cordon hostLent") }.count == 3)
  }

  @Test func `a recall overtakes a return that is only announced`() throws {
    var world = try world(hosts: 1)
    let at = try Instant(rfc3339: "2026-06-11T06:20:00Z")
    world.schedule(
      .recall(
        Recall(cluster: SmallFleet.owner, at: at, within: .minutes(10), until: at + .hours(2))),
      at: at)
    world.run()
    #expect(
      story(world).filter { $0.hasPrefix("06:") && !$0.contains("create") } == [
        "06:15:00 1 announce 06:45:00 ownerFirst", "06:15:00 1 cordon ownerFirst",
        "06:20:00 1 announce 06:20:00 recalled", "06:20:00 1 delete drained",
      ])
  }

  @Test func `a kill switch empties the node at once, and is released again`() throws {
    var world = try world(hosts: 1)
    world.schedule(
      .change { snapshot in
        snapshot.pods[1] = [
          PodObservation(id: PodID(9), boundAt: .epoch, terminationGrace: .minutes(20))
        ]
        snapshot.scheduledMachines[1].killSwitch = true
        snapshot.scheduledMachines[1].generation += 1
        return [ScheduledMachineID(1)]
      }, at: try Instant(rfc3339: "2026-06-11T01:00:00Z"))
    var phases: [ScheduledMachineStatus.Phase] = []
    world.schedule(
      .check { phases.append($0.snapshot.statuses[1].phase) },
      at: try Instant(rfc3339: "2026-06-11T02:00:00Z"))
    world.schedule(
      .change { snapshot in
        snapshot.scheduledMachines[1].killSwitch = false
        snapshot.scheduledMachines[1].generation += 1
        return [ScheduledMachineID(1)]
      }, at: try Instant(rfc3339: "2026-06-11T03:00:00Z"))
    world.schedule(
      .check { phases.append($0.snapshot.statuses[1].phase) },
      at: try Instant(rfc3339: "2026-06-11T04:00:00Z"))
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    #expect(phases == [.terminated, .active])
    #expect(
      story(world).filter { $0.hasPrefix("01:00:00") } == [
        "01:00:00 1 announce 01:00:00 killSwitchActivated",
        "01:00:00 1 cordon killSwitchActivated",
        "01:00:00 1 delete-pod 9 0s killSwitchActivated", "01:00:00 1 delete drained",
      ])
  }

  @Test func `the broker lends what is spare, and calls one back with due warning`() throws {
    var policy = Self.policy
    policy.spareHosts = 1
    policy.providerConcurrency = 4
    // 32 cores, 8 requested: 24 may be away, two hosts and one spare.
    var world = try world(hosts: 4, policy: policy, requested: 8_000)
    world.concurrency = 4
    let loads: [(String, Int64, Int)] = [
      ("20:00", 14_000, 2), ("21:00", 16_001, 1), ("22:00", 10_000, 1), ("23:00", 8_000, 2),
    ]
    var lent: [Int] = []
    for (time, load, _) in loads {
      let at = try Instant(rfc3339: "2026-06-10T\(time):00Z")
      world.schedule(
        .change { snapshot in
          snapshot.clusters[0].requested = MilliCPU(load)
          return []
        }, at: at)
      world.schedule(
        .check { world in
          lent.append(
            [1, 3, 5, 7].filter { world.snapshot.observations[$0].stage == .ready }.count)
        }, at: at + .minutes(55))
    }
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    // 14 still leaves 18 away: the spare host is used up, nothing moves. 16.001 calls one back; it
    // goes again only when a host more than that is spare.
    #expect(lent == loads.map(\.2))
    #expect(
      story(world).filter { $0.contains("ownerNeedsCapacity") } == [
        "21:00:00 3 announce 21:30:00 ownerNeedsCapacity", "21:00:00 3 cordon ownerNeedsCapacity",
      ])
  }

  @Test func `a loan that the owner calls off leaves no cordon`() throws {
    var world = try world(hosts: 1)
    world.refusalsPerThousand = 1_000
    world.snapshot.pods[0] = [
      PodObservation(id: PodID(1), boundAt: .epoch, terminationGrace: .minutes(1))
    ]
    world.schedule(
      .change { snapshot in
        snapshot.clusters[0].requested = MilliCPU(1)
        return []
      }, at: try Instant(rfc3339: "2026-06-10T18:02:00Z"))
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    let story = story(world)
    #expect(story.first == "18:00:00 0 cordon hostLent")
    #expect(story.last == "18:02:00 0 uncordon ownerNeedsCapacity")
    #expect(!story.contains { $0.contains("delete") })
  }

  @Test func `a loan whose owner's pods do not leave in time is called off, past no budget`() throws
  {
    var world = try world(hosts: 1)
    world.refusalsPerThousand = 1_000
    world.snapshot.pods[0] = [
      PodObservation(id: PodID(1), boundAt: .epoch, terminationGrace: .minutes(1))
    ]
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    let story = story(world)
    // Its return would be announced at 06:15; notice, tenure and the move have to fit before.
    #expect(story.last == "05:24:00 0 uncordon windowTooShort")
    #expect(story.filter { $0.contains("evict 1") }.count == 2_052)
    #expect(!story.contains { $0.contains("delete") })
  }

  @Test func `no more machines set out at a time than allowed`() throws {
    var policy = Self.policy
    policy.simultaneousStarts = 2
    policy.providerConcurrency = 5
    var world = try world(hosts: 5, policy: policy)
    world.concurrency = 5
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    let cordons = story(world).filter { $0.contains("cordon hostLent") }.map { $0.prefix(5) }
    #expect(cordons.prefix(2) == ["18:00", "18:00"] && cordons[2] > "18:03")
    #expect(cordons.count == 5)
  }

  @Test func `a window that is too short for a loan is left alone`() throws {
    // At 05:00 the loan would have to end before it is worth the move.
    var world = try world(hosts: 1, from: "2026-06-11T05:30:00Z")
    world.run()
    #expect(world.actions.isEmpty)
    #expect(world.snapshot.statuses[1].reason.rule == .scheduleInactive)
  }

  @Test func `what others cordoned stays cordoned and is not lent`() throws {
    var world = try world(hosts: 1) {
      $0.observations[0].isCordoned = true
      $0.observations[0].isCordonedByOthers = true
    }
    world.run()
    #expect(world.actions.isEmpty && world.broken.isEmpty)
  }
}
