import Facts
import FleetSimulation
import KubernetesModel
import SpotScheduler
import TestSupport
import Testing
import Units

/// The promises as a journal's audit counts them where Cluster API moves the machines. The audit reads
/// what happened to Machines, Nodes and pods, and nothing that the scheduler believes.
@Suite struct LentJournalTests {
  static let seeds = SeedRange.from(1, debug: 6, release: 101)

  private final class Told {
    var stays: [PodStay] = []
  }

  private func named(_ world: LentWorld) -> NamedControlPlane {
    let hosts = world.plan.lending?.fleet.hosts ?? []
    var named = NamedControlPlane(
      plan: world.plan, deployments: ["own"],
      workloads: world.plan.workloads.indices.map { "workload-\($0)" })
    named.lentFleet = Fleet(
      clusters: (world.plan.lending?.fleet.clusters ?? []).map { Cluster(name: $0.name) },
      pools: [Pool(name: "metal")],
      nodes: hosts.map {
        Node(pool: PoolID(0), allocatable: ResourceVector(cpu: $0.cpu, memory: Bytes(0)))
      },
      nodeNames: hosts.map(\.name))
    return named
  }

  private func promises(
    _ world: LentWorld
  ) throws -> (promises: MemberPromises, totals: PodStayTotals, stays: [PodStay]) {
    let run = try ControlPlaneRun(named(world))
    let header = run.header(start: world.plan.start, end: world.plan.end)
    let terms = PromiseTerms(
      notice: world.policy.notice, tenure: world.policy.tenure, ownerLateTolerance: .zero,
      recallTolerance: .zero)
    var audit = PromiseAudit(
      terms: terms, header: header, fleet: run.fleet, workload: run.workload)
    let told = Told()
    var stays = ResidencyStays(
      tenure: terms.tenure, header: header, fleet: run.fleet, workload: run.workload,
      tell: { told.stays.append($0) })
    for fact in run.facts {
      audit.record(fact)
      stays.record(fact)
    }
    return (try audit.finish(), try stays.finish(), told.stays)
  }

  /// A borrower's own budget may hold until the deadline of the drain: what is left is deleted then, as
  /// declared, and counts.
  @Test(arguments: seeds, [1, 2])
  func `without faults no promise is broken`(seed: UInt64, borrowers: Int) throws {
    let world = try LentWorld(seed: seed, borrowers: borrowers)
    let found = try promises(world).promises
    let breaches = found.breaches.filter { breach in
      guard case .pod(_, let service) = breach.subject, breach.promise == .gracefulDrain else {
        if case .service(let service) = breach.subject {
          return world.plan.workloads[Int(service)].cluster == 0
        }
        return true
      }
      return world.plan.workloads[Int(service)].budgets.isEmpty
    }
    #expect(breaches.isEmpty, "seed \(seed): \(breaches.prefix(3)) of \(breaches.count)")
  }

  /// Whatever fails, the proof of residency and the audit count the same pods.
  @Test(arguments: seeds)
  func `stays come to the figures of the audit`(seed: UInt64) throws {
    let world = try LentWorld(seed: seed &+ 500, borrowers: 2, hasFaults: true)
    let (found, totals, stays) = try promises(world)
    #expect(totals.askedToLeave == found[.residency].opportunities, "seed \(seed)")
    #expect(totals.askedToLeave == found[.preemptionWindow].opportunities, "seed \(seed)")
    #expect(totals.short == found[.residency].breaches, "seed \(seed)")
    #expect(totals.worst == found[.residency].worst, "seed \(seed)")
    #expect(totals.stays == Int64(stays.count), "seed \(seed)")
    #expect(stays.allSatisfy { $0.from <= $0.to && $0.cluster > 0 }, "seed \(seed)")
    let killed = found.breaches.count { breach in
      guard case .pod = breach.subject else { return false }
      return breach.reason == .killed
    }
    #expect(totals[.killed] == Int64(killed), "seed \(seed)")
  }

  @Test func `pods are asked to leave, and machines are lent`() throws {
    var (askedToLeave, returns) = (Int64(0), Int64(0))
    // In some worlds nothing can be spared, so nobody has to come back.
    for seed in Self.seeds.prefix(4) {
      let (found, totals, _) = try promises(try LentWorld(seed: seed))
      askedToLeave += totals.askedToLeave
      returns += found[.ownerFirst].opportunities
    }
    #expect(askedToLeave > 20 && returns > 4, "\(askedToLeave) asked, \(returns) returns")
  }
}
