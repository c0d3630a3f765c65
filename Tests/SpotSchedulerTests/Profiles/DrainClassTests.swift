import KubernetesModel
import SpotScheduler
import Testing
import Units

/// Drain classes: who leaves when, with how much grace, and what is done at the deadline.
@Suite struct DrainClassTests {
  private static let settlement = DrainClass(
    name: "settlement", namespaces: ["settlement"], order: 20, evictionDeadline: .minutes(20),
    escalation: .wait)
  private static let batch = DrainClass(
    name: "batch", podSelector: LabelSelector(matchLabels: ["tier": "batch"]), order: 0,
    graceCap: .seconds(30), evictionDeadline: .minutes(2), escalation: .delete)
  private static let cache = DrainClass(
    name: "cache", priorities: Int32.min ... -1, order: -10, evictionDeadline: .minutes(1))
  private static let policy = RegulatedPolicy(
    notice: .minutes(15), tenure: .minutes(30), drainDeadline: .minutes(5),
    evictionRetry: .seconds(20), returnTime: .minutes(10), returnSession: .minutes(6),
    providerConcurrency: 1, spareHosts: 0, drainClasses: [settlement, batch, cache])

  /// A night with pods 1 of settlement, 2 of batch, 3 of the caches and 4 of no class on the lent
  /// node.
  private func world(_ policy: RegulatedPolicy = policy) throws -> SmallWorld {
    var snapshot = SmallFleet.snapshot(hosts: 1, schedule: try SmallFleet.nights())
    snapshot.podTraits = [
      PodTraits(namespace: "settlement", labels: ["tier": "batch"], priority: -1),
      PodTraits(namespace: "research", labels: ["tier": "batch"]),
      PodTraits(namespace: "research", priority: -1),
    ]
    var world = SmallWorld(
      snapshot, profile: .regulated(policy), seed: 7,
      from: try Instant(rfc3339: "2026-06-10T12:00:00Z"),
      to: try Instant(rfc3339: "2026-06-11T12:00:00Z"),
      latencies: SmallWorld.Latencies(
        provision: .minutes(4), join: .minutes(1), deprovision: .minutes(2)))
    world.schedule(
      .change { snapshot in
        snapshot.pods[1] = (1...4).map { number in
          PodObservation(
            id: PodID(number), boundAt: .epoch, terminationGrace: .minutes(10),
            drainOrder: 5, traits: number < 4 ? PodTraitsID(UInt32(number - 1)) : nil)
        }
        return [ScheduledMachineID(1)]
      }, at: try Instant(rfc3339: "2026-06-11T01:00:00Z"))
    return world
  }

  /// What is done to pods, one line each, without repetitions of an eviction.
  private func story(_ world: SmallWorld) -> [String] {
    var lines: [String] = []
    for (at, action) in world.actions where action.reason.rule != .evictionRetried {
      let time = at.rfc3339.split(separator: "T")[1].prefix(8)
      switch action.verb {
      case .evict(let pod, let grace):
        lines.append("\(time) evict \(pod.index) \(grace?.text ?? "")")
      case .deletePod(let pod, let grace): lines.append("\(time) delete \(pod.index) \(grace.text)")
      default: break
      }
    }
    return lines
  }

  @Test func `each class has its turn, its grace, its deadline and its escalation`() throws {
    var world = try world()
    world.refusalsPerThousand = 1_000
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    // The longest class has 20 minutes, and the return 10: the drain begins at 06:30. Each pod is
    // asked when those before it are gone or at their deadlines.
    #expect(
      story(world).prefix(8) == [
        "06:30:00 evict 3 ", "06:31:00 delete 3 0s", "06:31:00 evict 2 30s",
        "06:32:00 delete 2 30s", "06:32:00 evict 4 ", "06:35:00 delete 4 0s",
        "06:35:00 evict 1 ",
      ])
    // Settlement is never deleted: the host waits for it past the owner's window.
    #expect(world.snapshot.pods[1].map(\.id) == [PodID(1)])
    let last = try #require(world.actions.last)
    #expect(last.at > world.end - .minutes(1))
  }

  @Test func `pods that go when they are asked are never deleted, and the host is in time`() throws
  {
    var world = try world()
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    #expect(
      story(world) == [
        "06:30:00 evict 3 ", "06:31:00 delete 3 0s", "06:31:00 evict 2 30s", "06:31:30 evict 4 ",
        "06:35:00 delete 4 0s", "06:35:00 evict 1 ",
      ])
    #expect(world.snapshot.observations[0].stage == .ready)
  }

  @Test func `a kill switch and an emergency go past every class`() throws {
    for isKilled in [true, false] {
      var world = try world()
      world.refusalsPerThousand = 1_000
      let at = try Instant(rfc3339: "2026-06-11T02:00:00Z")
      if isKilled {
        world.schedule(
          .change { snapshot in
            snapshot.scheduledMachines[1].killSwitch = true
            snapshot.scheduledMachines[1].generation += 1
            return [ScheduledMachineID(1)]
          }, at: at)
      } else {
        world.schedule(.reclaim(HostID(0)), at: at)
      }
      world.run()
      #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
      #expect(
        story(world).filter { $0.contains("delete") }
          == (1...4).map { "02:0\(isKilled ? 0 : 1):00 delete \($0) 0s" })
    }
  }

  @Test func `the plan counts the longest class, with the grace that follows its deadline`() throws
  {
    let world = try world()
    let edge = try Instant(rfc3339: "2026-06-11T07:00:00Z")
    func plan(_ classes: [DrainClass]) throws -> PreemptionPlan.Return {
      var policy = Self.policy
      policy.drainClasses = classes
      let plan = PreemptionPlan(world.snapshot, from: world.now, through: edge, policy: policy)
      return try #require(plan.returns.first)
    }
    let table: [([DrainClass], Int64)] = [
      ([], 5), ([Self.cache], 5), ([Self.settlement, Self.cache], 20),
      ([DrainClass(name: "a", evictionDeadline: .minutes(7), escalation: .force)], 7),
      (
        [
          DrainClass(
            name: "a", graceCap: .minutes(3), evictionDeadline: .minutes(7), escalation: .delete)
        ], 10
      ),
      ([DrainClass(name: "a", graceCap: .minutes(3), evictionDeadline: .minutes(7))], 7),
      ([DrainClass(name: "a", graceCap: .minutes(1), escalation: .delete)], 6),
    ]
    for (classes, minutes) in table {
      let planned = try plan(classes)
      #expect(planned.drainStart == edge - .minutes(10 + minutes), "\(classes.map(\.name))")
      #expect(planned.deadline == edge - .minutes(10), "\(classes.map(\.name))")
    }
  }

  @Test func `the owner's own pods leave in the order of the classes, and nothing else`() throws {
    var snapshot = SmallFleet.snapshot(hosts: 1, schedule: try SmallFleet.nights())
    snapshot.podTraits = [PodTraits(labels: ["tier": "batch"]), PodTraits(priority: -1)]
    snapshot.pods[0] = (0...1).map {
      PodObservation(
        id: PodID($0), boundAt: .epoch, terminationGrace: .minutes(10),
        traits: PodTraitsID(UInt32($0)))
    }
    var world = SmallWorld(
      snapshot, profile: .regulated(Self.policy), seed: 7,
      from: try Instant(rfc3339: "2026-06-10T12:00:00Z"),
      to: try Instant(rfc3339: "2026-06-11T05:00:00Z"),
      latencies: SmallWorld.Latencies(
        provision: .minutes(4), join: .minutes(1), deprovision: .minutes(2)))
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    #expect(story(world) == ["18:00:00 evict 1 ", "18:10:00 evict 0 "])
  }

  @Test func `an explanation names the class of each pod and what is declared`() throws {
    var world = try world()
    world.refusalsPerThousand = 1_000
    var found: [String] = []
    world.schedule(
      .check { world in
        let explanation = Scheduler.explain(
          world.snapshot, machine: ScheduledMachineID(1), at: world.now, profile: world.profile)
        guard let drain = explanation.inputs.drain else { return }
        found = zip(drain.pods, drain.classes).map { pod, drainClass in
          let clock = drainClass?.deadline.map { String($0.rfc3339.dropFirst(11)) } ?? "none"
          return "\(pod.id.index) \(drainClass?.name ?? "none") \(drainClass?.order ?? 0) \(clock) "
            + (drainClass?.deletionGrace?.text ?? "none")
        }
        found.append(drain.escalation.map { String($0.rfc3339.dropFirst(11)) } ?? "none")
      }, at: try Instant(rfc3339: "2026-06-11T06:30:30Z"))
    world.run()
    #expect(
      found == [
        "1 settlement 20 06:50:00Z none", "2 batch 0 06:32:00Z 30s", "3 cache -10 06:31:00Z 0s",
        "4 none 0 none none", "06:31:00Z",
      ])
  }
}
