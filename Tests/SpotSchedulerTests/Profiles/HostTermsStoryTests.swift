import KubernetesModel
import SpotScheduler
import Testing
import Units

/// Nights in which a host is asked for at once, proved, sanitised, or fails: told to the second.
@Suite struct HostTermsStoryTests {
  private static let policy = RegulatedPolicy(
    notice: .minutes(15), tenure: .minutes(30), drainDeadline: .minutes(5),
    evictionRetry: .seconds(20), returnTime: .minutes(10), returnSession: .minutes(6),
    providerConcurrency: 1, spareHosts: 0, emergencyDeadline: .seconds(45),
    reclaimHold: .minutes(30))

  private func world(
    _ prepare: (inout FleetSnapshot) -> Void = { _ in }
  ) throws -> SmallWorld {
    var snapshot = SmallFleet.snapshot(hosts: 1, schedule: try SmallFleet.nights())
    prepare(&snapshot)
    return SmallWorld(
      snapshot, profile: .regulated(Self.policy), seed: 7,
      from: try Instant(rfc3339: "2026-06-10T12:00:00Z"),
      to: try Instant(rfc3339: "2026-06-11T12:00:00Z"),
      latencies: SmallWorld.Latencies(
        provision: .minutes(4), join: .minutes(1), deprovision: .minutes(2)))
  }

  private func times(_ world: SmallWorld, _ matches: (Action) -> Bool) -> [String] {
    world.actions.filter { matches($0.action) }
      .map { String($0.at.rfc3339.split(separator: "T")[1].prefix(8)) }
  }

  @Test func `an emergency reclaim is bounded, answered once, and holds the host at home`() throws {
    var world = try world()
    world.refusalsPerThousand = 1_000
    let first = try Instant(rfc3339: "2026-06-11T00:00:00Z")
    world.schedule(
      .change { snapshot in
        snapshot.pods[1] = [
          PodObservation(id: PodID(1), boundAt: .epoch, terminationGrace: .minutes(9))
        ]
        return [ScheduledMachineID(1)]
      }, at: first - .hours(1))
    world.schedule(.reclaim(HostID(0)), at: first)
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    let evictions = times(world) { if case .evict = $0.verb { true } else { false } }
    #expect(evictions == ["00:00:00", "00:00:20", "00:00:40"])
    #expect(
      times(world) { $0.verb == .deletePod(PodID(1), grace: .zero) } == ["00:00:45"])
    // Held for half an hour, it goes again, once.
    let loans = times(world) { $0.verb == .cordon && $0.reason.rule == .hostLent }
    #expect(loans == ["18:00:00", "00:30:00"])
    #expect(world.snapshot.statuses[1].reclaims == 1)
  }

  @Test func `each further request within a day holds the host for twice as long`() throws {
    var world = try world()
    for minutes in [0, 60, 180] {
      world.schedule(
        .reclaim(HostID(0)),
        at: try Instant(rfc3339: "2026-06-10T20:00:00Z") + .minutes(Int64(minutes)))
    }
    world.run()
    let loans = times(world) { $0.verb == .cordon && $0.reason.rule == .hostLent }
    // Until 20:30, 22:00 and 01:00: 30 minutes, one hour, two.
    #expect(loans == ["18:00:00", "20:30:00", "22:00:00", "01:00:00"])
  }

  @Test func `whoever puts the object back starts no loop`() throws {
    var world = try world()
    let at = try Instant(rfc3339: "2026-06-10T23:00:00Z")
    world.schedule(.reclaim(HostID(0)), at: at)
    for second in stride(from: 1, to: 1_700, by: 100) {
      world.schedule(
        .change { snapshot in
          // As GitOps does: the object is written again, as it was.
          snapshot.scheduledMachines[1].isEnabled = true
          snapshot.scheduledMachines[1].generation += 1
          return [ScheduledMachineID(1)]
        }, at: at + .seconds(Int64(second)))
    }
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    #expect(times(world) { $0.reason.rule == .hostLent && $0.verb == .cordon }.count == 2)
  }

  @Test func `a host is proved before it goes, again in time, and leaves when the proof is old`()
    throws
  {
    func confidential(_ snapshot: inout FleetSnapshot) {
      snapshot.hosts[0].trustedExecution = TrustedExecution(technology: .sevSNP, keys: 8)
      snapshot.clusters[1].confidential = ConfidentialTerms(
        runtimeHandlers: ["kata-qemu-tdx", "kata-qemu-snp-runtime-rs"], keys: 8,
        maximumAttestationAge: .hours(4))
    }
    var proved = try world(confidential)
    proved.run()
    #expect(proved.broken.isEmpty, "\(proved.broken.first ?? "")")
    let asked = times(proved) { $0.verb == .attest }
    #expect(asked.first == "18:00:00" && (4...9).contains(asked.count), "\(asked)")
    #expect(times(proved) { $0.verb == .deleteMachine }.count == 2)

    // Nobody answers any more: at the age of four hours the machine is drained at once.
    var silent = try world { snapshot in
      confidential(&snapshot)
      snapshot.hosts[0].trustedExecution?.attestation = .verified
      snapshot.hosts[0].trustedExecution?.verifiedAt = Instant(seconds: 1_781_121_600)
    }
    silent.isSilentOnProofs = true
    silent.run()
    // Verified at 20:00.
    let ends = times(silent) { $0.verb == .deleteMachine && $0.machine.index == 1 }
    #expect(ends == ["00:00:00"])
    #expect(
      times(silent) { $0.verb == .announceDrain(at: Instant(seconds: 1_781_136_000)) } == [
        "00:00:00"
      ])
  }

  @Test(arguments: [
    ("kata-qemu-snp", TrustedExecution.Technology.sevSNP), ("kata-qemu-tdx-runtime-rs", .tdx),
    ("kata-qemu-nvidia-gpu-tdx", .tdx), ("kata-qemu-se", .secureExecution), ("kata-clh", nil),
    ("kata-qemu", nil), ("kata-qemu-coco-dev", nil), ("kata-remote", nil), ("runc", nil), ("", nil),
  ])
  func `a runtime class is confidential by its handler`(
    handler: String, technology: TrustedExecution.Technology?
  ) {
    #expect(TrustedExecution.Technology(runtimeHandler: handler) == technology)
  }

  @Test func `a host is sanitised before it changes its tenant, both ways`() throws {
    var world = try world { $0.hosts[0].lastTenant = SmallFleet.owner }
    world.sanitisation = .minutes(1)
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    let sanitised = world.actions.filter { $0.action.verb == .sanitise }.map(\.action.machine.index)
    #expect(sanitised.first == 1 && sanitised.last == 0)
  }

  @Test func `a Machine that fails is made again, each time later, and an error is left`() throws {
    var world = try world()
    world.failuresPerThousand = 1_000
    let mended = try Instant(rfc3339: "2026-06-10T18:40:00Z")
    world.schedule(.mend, at: mended)
    world.run()
    #expect(world.broken.isEmpty, "\(world.broken.first ?? "")")
    let created = world.actions.filter {
      $0.action.verb == .createMachine && $0.action.machine.index == 1
    }
    #expect((3...7).contains(created.count), "\(created.count)")
    #expect(world.snapshot.statuses[1].failures == 0 && world.snapshot.statuses[1].retryAt == nil)
    #expect(world.snapshot.observations[0].stage == .ready)
  }
}
