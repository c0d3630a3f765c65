import ClusterAPI
import FleetSimulation
import KubernetesModel
import SimulationKernel
import Testing
import Units

/// Machines that are made of hosts which are there before them.
///
/// A secret is there 1.5 s after its object, a Node 30 s after its machine runs.
@Suite struct ControlPlaneHostPoolTests {
  private func metal(
    _ change: (inout BareMetalLaw) -> Void = { _ in }
  ) throws -> HostPoolPlan.Provider {
    var law = try BareMetalLaw(
      provisioning: .constant(180), deprovisioning: .constant(60), limit: 20)
    change(&law)
    return .metal3(law)
  }

  private func remote(
    workers: Int? = 5, _ change: (inout RemoteHostLaw) -> Void = { _ in }
  ) throws -> HostPoolPlan.Provider {
    var law = try RemoteHostLaw(setUp: .constant(60), cleanUp: .constant(20), workers: workers)
    change(&law)
    return .remoteMachine(law)
  }

  private func world(
    _ provider: HostPoolPlan.Provider, hosts: Int, replicas: Int,
    strategy: RolloutStrategy = .standard, hours: Int64 = 4,
    _ change: (inout ControlPlanePlan) -> Void = { _ in }
  ) throws -> ControlPlaneOutcome {
    var plan = try ControlPlaneWorld.plan(replicas: replicas, strategy: strategy, hours: hours)
    plan.hostPools = [HostPoolPlan(count: hosts, provider: provider)]
    plan.deployments[0].hostPool = 0
    change(&plan)
    let outcome = ControlPlaneSimulation.run(plan, checking: true)
    #expect(outcome.failure == nil)
    return outcome
  }

  /// When Nodes joined, in whole minutes of set-up after the first host was taken.
  private func joins(_ outcome: ControlPlaneOutcome, every span: Int64) throws -> [Int64] {
    let taken = try #require(outcome.first(.hostIsTaken))
    return outcome.facts(.nodeJoins).map {
      (($0.at - taken.at - .seconds(30)).nanoseconds + 500_000_000) / (span * 1_000_000_000)
    }
  }

  @Test func `the image service has so many places`() throws {
    let outcome = try world(metal { $0.limit = 2 }, hosts: 6, replicas: 5)
    #expect(try joins(outcome, every: 180) == [1, 1, 2, 2, 3])
    #expect(outcome.isComplete == [true])
  }

  @Test func `a host that is off is switched on first`() throws {
    func seconds(_ change: (inout BareMetalLaw) -> Void) throws -> Int64 {
      let outcome = try world(metal(change), hosts: 1, replicas: 1)
      return try joins(outcome, every: 1)[0]
    }
    let boot = try Distribution.constant(120)
    #expect(try seconds { $0.powerOn = boot } == 300)
    #expect(
      try seconds {
        $0.powerOn = boot
        $0.staysOn = true
      } == 180)
  }

  /// A host comes free when it is cleaned; a Machine that found none looks again every 30 s.
  @Test func `who finds no host looks again`() throws {
    let outcome = try world(metal(), hosts: 3, replicas: 3) {
      $0.orders = [
        .init(at: Instant(seconds: 1_000), deployment: 0, change: .replicas(4)),
        .init(at: Instant(seconds: 2_000), deployment: 0, change: .deleteMachine(rank: 0)),
      ]
    }
    #expect(outcome.count(.nodeJoins) == 4)
    let free = try #require(outcome.first(.hostIsFree))
    let taken = try #require(outcome.first(.hostIsTaken, from: free.at))
    #expect(free.at >= Instant(seconds: 2_060) && free.at < Instant(seconds: 2_062))
    #expect(taken.subject == free.subject && taken.at - free.at <= .seconds(30))
    #expect(outcome.isComplete == [false])
  }

  /// With as many hosts as Machines there is none for the one that a rollout makes first.
  @Test(arguments: [true, false])
  func `a rollout needs a free host or has to delete first`(deletesFirst: Bool) throws {
    for provider in [try metal(), try remote()] {
      let outcome = try world(
        provider, hosts: 3, replicas: 3,
        strategy: .rollingUpdate(
          maxSurge: .count(deletesFirst ? 0 : 1), maxUnavailable: .count(deletesFirst ? 1 : 0))
      ) {
        $0.orders = [.init(at: Instant(seconds: 1_000), deployment: 0, change: .newTemplate)]
      }
      #expect(outcome.isComplete == [deletesFirst])
      #expect(outcome.count(.hostIsFree) == (deletesFirst ? 3 : 0))
    }
  }

  /// A step that fails is tried again after one to two minutes, then two to four, and so on.
  @Test func `errors of a host double its delay`() throws {
    let outcome = try world(metal { $0.failedStepsPerThousand = 1_000 }, hosts: 1, replicas: 1)
    #expect(outcome.count(.nodeJoins) == 0)
    let fewer = try world(
      metal {
        $0.failedStepsPerThousand = 500
        $0.limit = 40
      }, hosts: 40, replicas: 40, hours: 40)
    var joined: [Int64] = []
    for node in fewer.facts(.nodeJoins) {
      let taken = try #require(
        fewer.facts.first { $0.kind == .hostIsTaken && $0.object == node.subject })
      joined.append((node.at - taken.at).nanoseconds / 1_000_000_000 - 30)
    }
    #expect(joined.count == 40 && joined[0] == 180)
    // Twice the image and one delay.
    #expect(joined.contains { $0 >= 420 && $0 <= 480 })
    #expect(!joined.contains { $0 > 180 && $0 < 420 }, "\(joined)")
  }

  @Test func `hardware is read before anything else`() throws {
    let inspection = try Distribution.constant(600)
    let outcome = try world(
      metal {
        $0.inspection = inspection
        $0.limit = 2
      }, hosts: 4, replicas: 1)
    let taken = try #require(outcome.first(.hostIsTaken))
    #expect(taken.at >= Instant(seconds: 600) && taken.at <= Instant(seconds: 630))
    // The last two are inspected meanwhile.
    let joined = try #require(outcome.first(.nodeJoins))
    #expect(joined.at == Instant(seconds: 1_200 + 180 + 30))
  }

  /// What is deleted while an image is written is cleaned at once, in the same place.
  @Test func `an image that nobody wants is given up`() throws {
    let outcome = try world(metal { $0.limit = 1 }, hosts: 2, replicas: 2) {
      $0.orders = [.init(at: Instant(seconds: 60), deployment: 0, change: .replicas(0))]
    }
    let free = outcome.facts(.hostIsFree)
    #expect(free.count == 2 && outcome.count(.nodeJoins) == 0)
    // One waited for its place and is free at once, the other is cleaned for a minute.
    #expect(free[0].at < Instant(seconds: 62))
    #expect(free[1].at >= Instant(seconds: 120) && free[1].at < Instant(seconds: 122))
    #expect(outcome.isComplete == [true])
  }

  @Test func `five workers hold a session each`() throws {
    let outcome = try world(remote(), hosts: 12, replicas: 12)
    #expect(try joins(outcome, every: 60) == [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3])
    let taken = outcome.facts(.hostIsTaken).map(\.subject)
    #expect(taken == Array(0..<12))
  }

  /// The first free host by name is taken again, dirty or not, and no set-up succeeds there until it is
  /// mended.
  @Test func `a dirty host is taken again`() throws {
    let repair = try Distribution.constant(3_000)
    let outcome = try world(
      remote {
        $0.failedCleanUpsPerThousand = 1_000
        $0.repair = repair
      }, hosts: 2, replicas: 1,
      strategy: .rollingUpdate(maxSurge: .count(0), maxUnavailable: .count(1))
    ) {
      $0.orders = [.init(at: Instant(seconds: 1_000), deployment: 0, change: .newTemplate)]
    }
    #expect(outcome.facts(.hostIsTaken).map(\.subject) == [0, 0])
    let second = try #require(outcome.facts(.nodeJoins).last)
    #expect(second.at > Instant(seconds: 4_000))
    #expect(outcome.isComplete == [true])
  }

  /// Deployments that name the same pool compete for its hosts.
  /// The host of a Machine that was replaced meanwhile was cleaned, and does not run when its zone is
  /// back.
  @Test(arguments: [true, false])
  func `a host that was given up in a zone cut off stays down`(isMetal: Bool) throws {
    let back = Instant(seconds: 7_200)
    let outcome = try world(isMetal ? metal() : remote(), hosts: 6, replicas: 1) { plan in
      plan.deployments[0].zone = 0
      plan.deployments[0].drainTimeout = .minutes(1)
      plan.deployments[0].healthCheck = ControlPlaneWorld.healthCheck
      var other = plan.deployments[0]
      other.zone = 1
      plan.deployments.append(other)
      plan.zoneOutages = [ZoneOutage(zone: 0, from: Instant(seconds: 3_600), until: back)]
    }
    let lost = try #require(outcome.facts(.nodeIsUnknown).first).subject
    #expect(outcome.facts(.machineIsGone).contains { $0.subject == lost && $0.at < back })
    #expect(!outcome.facts(.nodeIsReady).contains { $0.subject == lost && $0.at >= back })
    #expect(outcome.isComplete.allSatisfy { $0 })
  }

  @Test func `a pool is shared`() throws {
    let outcome = try world(remote(), hosts: 3, replicas: 2) {
      $0.deployments.append($0.deployments[0])
    }
    #expect(outcome.count(.nodeJoins) == 3)
    #expect(outcome.isComplete.count { $0 } == 1)
  }
}
