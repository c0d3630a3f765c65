import Facts
import FleetSimulation
import KubernetesModel
import SimulationKernel
import SpotScheduler
import Testing
import Units

/// Confidential workloads, and hosts that change their tenant clean.
@Suite struct ConfidentialStoryTests {
  private static let start = BorrowerPlan.start

  private static func plan(
    age: TimeSpan = .hours(6), sanitisation: Double? = 20, technology: TrustedExecution.Technology?
  ) -> BorrowerPlan {
    var plan = BorrowerPlan(jobs: [(0, 600, 2), (0, 600, 1)])
    plan.change = { lending in
      lending.offers[0].trustedExecution = technology.map {
        TrustedExecution(technology: $0, keys: 8)
      }
      lending.borrowers[1].confidential = ConfidentialTerms(
        runtimeHandlers: ["kata-qemu-snp"], keys: 2, maximumAttestationAge: age)
      lending.attestation = known(try? .constant(10))
      lending.sanitisation = sanitisation.map { known(try? .constant($0)) }
    }
    return plan
  }

  private static func known(_ law: Distribution?) -> Distribution { law ?? .zero }

  private static func promises(_ plan: BorrowerPlan) throws -> (
    facts: [Fact], kept: MemberPromises
  ) {
    let made = try plan.plan()
    var sink = CollectingSink()
    _ = try FleetSimulation.run(made, into: &sink, checking: true)
    let header = JournalHeader(
      start: made.start, end: made.end, fleet: made.fleet, workload: made.workload)
    var audit = PromiseAudit(
      terms: PromiseTerms(
        notice: .zero, tenure: .zero, ownerLateTolerance: .zero, recallTolerance: .zero),
      header: header, fleet: made.fleet, workload: made.workload)
    for fact in sink.facts { audit.record(fact) }
    return (sink.facts, try audit.finish())
  }

  /// An answer takes ten seconds; the first request is made at the start.
  @Test(arguments: [
    // From, until, and when the host is proved, in seconds from the start.
    (11 as Int64, 500 as Int64, 10 as Int64), (5, 500, 510), (0, 1, 11), (9, 10, 20),
  ])
  func `a host is proved when the service is back`(
    from: Int64, until: Int64, proved: Int64
  ) throws {
    var plan = Self.plan(technology: .sevSNP)
    let change = plan.change
    plan.change = { lending in
      change(&lending)
      lending.attestationService = AttestationService(outages: [
        .init(from: Self.start + .seconds(from), until: Self.start + .seconds(until))
      ])
    }
    let (facts, kept) = try Self.promises(plan)
    let fact = try #require(facts.first { $0.kind == .hostAttested })
    #expect(fact.at == Self.start + .seconds(proved))
    #expect(kept[.confidentiality].breaches == 0)
  }

  @Test func `a host goes when it is proved, and is sanitised on both ways`() throws {
    let (facts, kept) = try Self.promises(Self.plan(technology: .sevSNP))
    let proved = try #require(facts.first { $0.kind == .hostAttested })
    #expect(proved.at == Self.start + .seconds(10) && proved.value == 1)
    let clean = facts.filter { $0.kind == .hostSanitised }
    #expect(Set(clean.map(\.object)) == [0, 1, 2], "of the owner's, and of both borrowers' traces")
    #expect(facts.loans(to: 1) == 1 && facts.loans(to: 2) == 1)
    // Gone from the owner, cleaned, sanitised, set up, joined.
    let job = try #require(facts.first { $0.kind == .jobStarted && $0.subject == 0 })
    #expect(job.at == proved.at + .seconds(60 + 20 + 60 + 30))
    #expect(kept[.confidentiality].breaches == 0)
    // One confidential job, and two hosts that left and came back.
    #expect(kept[.confidentiality].opportunities == 5)
  }

  @Test func `without the hardware no host goes there, whoever waits`() throws {
    for technology in [nil, TrustedExecution.Technology.tdx] {
      let (facts, kept) = try Self.promises(Self.plan(technology: technology))
      #expect(facts.loans(to: 2) == 0 && facts.loans(to: 1) == 1)
      #expect(kept[.confidentiality].breaches == 0)
    }
  }

  @Test func `where sanitisation is no step of its own, the provider's clean-up counts as it`()
    throws
  {
    let (facts, kept) = try Self.promises(Self.plan(sanitisation: nil, technology: .sevSNP))
    #expect(facts.contains { $0.kind == .hostSanitised })
    #expect(kept[.confidentiality].opportunities == 5 && kept[.confidentiality].breaches == 0)
  }

  @Test func `a scheduler that knows no terms breaks them, and each time is counted`() throws {
    var plan = Self.plan(technology: .tdx)
    plan.profile = .upstream03
    plan.borrowers = [LendingBorrower(ClusterID(2)), LendingBorrower(ClusterID(1))]
    let terms = plan.change
    plan.change = { lending in
      terms(&lending)
      lending.borrowers[0].confidential = lending.borrowers[1].confidential
      lending.borrowers[1].confidential = nil
      lending.borrowers[0].hostSelector = LabelSelector(matchLabels: ["desk": "risk"])
    }
    let (facts, kept) = try Self.promises(plan)
    #expect(facts.loans(to: 2) > 0)
    let reasons = Set(kept.breaches.map(\.reason))
    #expect(reasons.isSuperset(of: [.unproved, .unsanitised, .outside]))
    #expect(kept[.jurisdiction].opportunities == 1 && kept[.jurisdiction].breaches == 1)
  }

  @Test func `promises that a plan declares nothing for are not shown`() throws {
    let (_, kept) = try Self.promises(BorrowerPlan(jobs: [(0, 600, 1)]))
    #expect(
      kept.outcomes.map(\.promise) == [
        .preemptionWindow, .residency, .gracefulDrain, .ownerFirst, .recall,
      ])
  }
}
