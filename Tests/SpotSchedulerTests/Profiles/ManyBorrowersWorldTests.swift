import KubernetesModel
import SpotScheduler
import TestSupport
import Testing
import Units

/// The regulated profile with several borrowers and everything that may go wrong at once.
@Suite struct ManyBorrowersWorldTests {
  static let seeds = SeedRange.from(debug: 8, release: 5_000)

  /// Jurisdictions, confidential workloads, sanitisation, floors, weights, demand, measured use,
  /// reclaims, recalls of some machines, set-ups that fail, and requests that are lost, late or
  /// repeated: what is never relaxed holds at each decision, and in the end all hosts are at home.
  @Test(arguments: seeds)
  func `terms are never relaxed and nothing is lost or doubled`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 2_000_000)
    var world = try Self.world(&random, seed: seed, waits: true)
    for _ in 0..<random.below(4) {
      let at = world.now + .minutes(random.below(3 * 1_440))
      let recall = Recall(
        cluster: SmallFleet.owner, at: at, within: .minutes(10),
        until: at + .minutes(1 + random.below(600)),
        count: random.below(3) == 0 ? nil : Int(random.below(5)))
      world.schedule(.recall(recall), at: at)
    }
    for _ in 0..<random.below(12) {
      let host = HostID(UInt32(random.below(UInt64(world.snapshot.hosts.count))))
      world.schedule(.reclaim(host), at: world.now + .minutes(random.below(4 * 1_440)))
    }
    try RegulatedWorldTests.checkRest(&world, seed: seed)
    world.run()
    RegulatedWorldTests.check(world, seed: seed)
  }

  /// The same without faults, and with the way back planned for everything that it takes.
  @Test(arguments: seeds)
  func `owners have their hosts back from whichever borrower`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 3_000_000)
    var world = try Self.world(&random, seed: seed)
    world.failuresPerThousand = 0
    world.faultsPerThousand = 0
    try RegulatedWorldTests.checkOwnerFirst(&world, seed: seed)
    try RegulatedWorldTests.checkRest(&world, seed: seed)
    world.run()
    RegulatedWorldTests.check(world, seed: seed)
    // A proof that runs out takes a machine away at once, as declared.
    let hasConfidential = world.snapshot.clusters.contains { $0.confidential != nil }
    #expect(
      world.shortStays.isEmpty || hasConfidential, "seed \(seed): \(world.shortStays.first as Any)")
  }

  private static func world(
    _ random: inout SeededGenerator, seed: UInt64, waits: Bool = false
  ) throws -> SmallWorld {
    let borrowers = Int(2 + random.below(2))
    var world = try RegulatedWorldTests.world(
      &random, seed: seed, borrowers: borrowers, waits: waits
    ) { policy, random in
      if random.below(2) == 0 { policy.idleDelay = .minutes(random.below(60)) }
      if random.below(2) == 0 { policy.evenOutDelay = .minutes(random.below(30)) }
      if random.below(2) == 0 {
        let lend = Int(100 + random.below(600))
        policy.usage = UsageThresholds(
          lendBelowPermille: lend, recallAbovePermille: lend + Int(random.below(300)))
      }
      if random.below(2) == 0 { policy.simultaneousDrains = Int(1 + random.below(3)) }
      policy.emergencyDeadline = .seconds(random.below(120))
      policy.reclaimHold = .minutes(1 + random.below(120))
      policy.returnTime = policy.returnTime + .minutes(2)
      policy.returnSession = policy.returnSession
    }
    world.faultsPerThousand = UInt64(random.below(200))
    world.refusalsPerThousand = UInt64(random.below(400))
    world.failuresPerThousand = UInt64(random.below(200))
    world.refusedProofsPerThousand = UInt64(random.below(200))
    if random.below(2) == 0 { world.sanitisation = .seconds(1 + random.below(60)) }
    for cluster in world.snapshot.clusters.indices.dropFirst() {
      world.snapshot.clusters[cluster].weight = Int(1 + random.below(4))
      if random.below(3) == 0 {
        world.snapshot.clusters[cluster].floor = MilliCPU(8_000 * random.below(4))
      }
      if random.below(3) == 0 {
        world.snapshot.clusters[cluster].hostSelector = LabelSelector(
          matchLabels: ["topology.kubernetes.io/region": "region-\(random.below(2))"])
      }
      if random.below(3) == 0 {
        world.snapshot.clusters[cluster].confidential = ConfidentialTerms(
          runtimeHandlers: ["kata-qemu-snp"], keys: Int(random.below(4)),
          maximumAttestationAge: .minutes(10 + random.below(600)))
      }
    }
    for host in world.snapshot.hosts.indices {
      world.snapshot.hosts[host].labels = [
        "topology.kubernetes.io/region": "region-\(random.below(2))"
      ]
      if random.below(2) == 0 {
        world.snapshot.hosts[host].trustedExecution = TrustedExecution(
          technology: random.below(4) == 0 ? .tdx : .sevSNP, keys: Int(random.below(6)))
      }
    }
    return world
  }
}
