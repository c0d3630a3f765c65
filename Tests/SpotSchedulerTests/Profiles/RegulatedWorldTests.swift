import SpotScheduler
import TestSupport
import Testing
import Units

/// The regulated profile in small random worlds: its promises, and the laws of `decide`.
@Suite struct RegulatedWorldTests {
  static let seeds = SeedRange.from(debug: 30, release: 5_000)

  /// Latencies within the bounds that the policy counts on, nothing lost, no recall.
  @Test(arguments: seeds)
  func `owners have their hosts back, and pods keep their tenure`(seed: UInt64) throws {
    try Self.bringBack(seed: seed, staggers: true)
  }

  private static func bringBack(seed: UInt64, staggers: Bool) throws {
    var random = SeededGenerator(seed: seed)
    var world = try Self.world(&random, seed: seed, staggers: staggers)
    world.refusalsPerThousand = UInt64(random.below(500))
    try Self.checkOwnerFirst(&world, seed: seed)
    try Self.checkRest(&world, seed: seed)
    world.run()
    Self.check(world, seed: seed)
    #expect(world.shortStays.isEmpty, "seed \(seed): \(world.shortStays.first as Any)")
  }

  /// Worlds in which a drain that ends early lets its host take a worker of the provider that one
  /// behind it was to have.
  @Test(arguments: [12_212, 14_944, 15_710, 16_547] as [UInt64])
  func `a host that comes early makes no other late`(seed: UInt64) throws {
    try Self.bringBack(seed: seed, staggers: false)
  }

  /// Worlds in which an owner needs capacity just before windows of others close.
  @Test(arguments: [2_335, 2_434, 2_695, 3_978, 4_396] as [UInt64])
  func `a host that is called back makes no other late`(seed: UInt64) throws {
    try Self.bringBack(seed: seed, staggers: true)
  }

  /// Requests that are lost, late or repeated, and recalls.
  @Test(arguments: seeds)
  func `nothing is lost or doubled whatever happens to requests`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 1_000_000)
    var world = try Self.world(&random, seed: seed, waits: true)
    world.refusalsPerThousand = UInt64(random.below(500))
    world.faultsPerThousand = UInt64(random.below(300))
    var recalls: [Recall] = []
    for _ in 0..<random.below(3) {
      let at = world.now + .minutes(random.below(3 * 1_440))
      recalls.append(
        Recall(
          cluster: SmallFleet.owner, at: at, within: .minutes(10),
          until: at + .minutes(1 + random.below(600))))
    }
    for recall in recalls { world.schedule(.recall(recall), at: recall.at) }
    try Self.checkRest(&world, seed: seed)
    world.run()
    Self.check(world, seed: seed)
    guard case .regulated(let policy) = world.profile else { return }
    for stay in world.shortStays {
      let isRecalled = recalls.contains { $0.at <= stay.at && stay.at < $0.at + .minutes(30) }
      // A cordon that gets lost lets a pod start until it is asked for again.
      let isNearly = world.faultsPerThousand > 0 && stay.stay > policy.tenure - .minutes(5)
      #expect(isRecalled || isNearly, "seed \(seed): \(stay)")
    }
  }

  /// At every close of its window each host is Ready with its owner.
  static func checkOwnerFirst(_ world: inout SmallWorld, seed: UInt64) throws {
    for host in world.snapshot.hosts {
      for close in closes(of: host, in: world) {
        world.schedule(
          .check { world in
            let stage = world.snapshot.observations[Int(host.owner.index)].stage
            #expect(
              stage == .ready,
              "seed \(seed): \(host.name) is \(stage) at \(world.now.rfc3339), not back in time")
          }, at: close)
      }
    }
  }

  /// Hours after every close the world is at rest: each host has its owner's Machine and no other,
  /// no cordon is left, and the scheduler has nothing more to say.
  static func checkRest(_ world: inout SmallWorld, seed: UInt64) throws {
    for host in world.snapshot.hosts {
      for close in closes(of: host, in: world) {
        world.schedule(.check { checkIsHome(host, in: $0, seed: seed) }, at: close + .hours(4))
      }
    }
    for close in closes(of: world.snapshot.hosts[0], in: world) {
      world.schedule(
        .check { world in
          let decision = Scheduler.decide(
            world.snapshot, changed: .all(of: world.snapshot), at: world.now,
            profile: world.profile)
          #expect(decision.actions.isEmpty, "seed \(seed): \(decision.actions)")
        }, at: close + .hours(6))
    }
  }

  private static func checkIsHome(_ host: HostSnapshot, in world: SmallWorld, seed: UInt64) {
    let owner = world.snapshot.observations[Int(host.owner.index)]
    let borrowers = host.borrowers.map { world.snapshot.observations[Int($0.index)] }
    let isHome =
      owner.stage == .ready && !owner.isCordoned
      && borrowers.allSatisfy { $0.stage == .absent }
    #expect(
      isHome,
      "seed \(seed): \(host.name) has \(owner) and \(borrowers) at \(world.now.rfc3339)")
  }

  private static func closes(of host: HostSnapshot, in world: SmallWorld) -> [Instant] {
    let schedule = world.snapshot.scheduledMachines[Int(host.borrowers[0].index)].schedule
    var closes: [Instant] = []
    var instant = world.now
    while let edge = schedule.nextEdge(after: instant), edge.instant < world.end {
      instant = edge.instant
      if !edge.isActive { closes.append(instant) }
    }
    return closes
  }

  static func world(
    _ random: inout SeededGenerator, seed: UInt64, borrowers: Int = 1, waits: Bool = false,
    staggers: Bool = true,
    adjust: (inout RegulatedPolicy, inout SeededGenerator) -> Void = { _, _ in }
  ) throws -> SmallWorld {
    let zones = ["UTC", "America/New_York", "Europe/London"]
    let zone = zones[Int(random.below(3))]
    var snapshot = SmallFleet.snapshot(
      hosts: Int(2 + random.below(8)), schedule: try SmallFleet.nights(in: zone),
      borrowers: borrowers)
    for index in snapshot.scheduledMachines.indices where random.below(3) == 0 {
      snapshot.scheduledMachines[index].priority = UInt8(random.below(4))
    }
    let latencies = SmallWorld.Latencies(
      provision: .seconds(30 + random.below(240)), join: .seconds(10 + random.below(120)),
      deprovision: .seconds(30 + random.below(240)))
    let session = latencies.provision + latencies.deprovision
    let concurrency = Int(1 + random.below(3))
    var policy = RegulatedPolicy(
      notice: .minutes(random.below(30)), tenure: .minutes(random.below(60)),
      drainDeadline: .minutes(1 + random.below(10)), evictionRetry: .seconds(20),
      returnTime: session + latencies.join, returnSession: session,
      providerConcurrency: concurrency,
      simultaneousStarts: random.below(2) == 0 ? .max : Int(1 + random.below(3)),
      spareHosts: Int(random.below(3)))
    if random.below(2) == 0 {
      policy.drainClasses = SmallWorld.drainClasses(&random, waits: waits)
      snapshot.podTraits = SmallWorld.podTraits
    }
    adjust(&policy, &random)
    var others = SeededGenerator(seed: seed &+ 9_000_000)
    if staggers, others.below(2) == 0 { try SmallFleet.stagger(&snapshot, zone, &others) }
    if staggers, others.below(3) == 0 { SmallFleet.addOwner(to: &snapshot, &others) }
    // Around the changes of the clock in March 2026, at an instant of no meaning.
    let start = try Instant(rfc3339: "2026-03-05T11:07:13Z") + .minutes(random.below(30 * 1_440))
    var world = SmallWorld(
      snapshot, profile: .regulated(policy), seed: seed, from: start, to: start + .days(4),
      latencies: latencies)
    world.concurrency = concurrency
    world.minutesBetweenPods = UInt64(5 + random.below(60))
    for owner in Set(snapshot.hosts.map { snapshot.scheduledMachines[Int($0.owner.index)].cluster })
      .sorted(by: { $0.index < $1.index })
    {
      world.schedule(.loadChanges(owner), at: start)
    }
    return world
  }

  static func check(_ world: SmallWorld, seed: UInt64) {
    #expect(world.broken.isEmpty, "seed \(seed): \(world.broken.first ?? "")")
    for host in world.snapshot.hosts {
      let stages = ([host.owner] + host.borrowers).map {
        world.snapshot.observations[Int($0.index)].stage
      }
      #expect(
        stages.filter { $0 == .ready }.count <= 1, "seed \(seed): \(host.name) has \(stages)")
    }
  }
}
