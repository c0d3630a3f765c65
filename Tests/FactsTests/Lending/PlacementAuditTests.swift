import Facts
import Testing
import Units

/// Emergency reclaims, jurisdictions and confidentiality, counted from facts alone.
@Suite struct PlacementAuditTests {
  typealias Run = LendingRun

  /// Runs an audit in which batch is bound to the isolated pool's place, and confidential.
  private static func audit(
    _ facts: [Fact], _ rules: PlacementRules?
  ) throws(ReplayError) -> MemberPromises {
    var fleet = Run.fleet
    fleet.placementRules = rules
    let audit = PromiseAudit(
      terms: PromiseTerms(
        notice: .zero, tenure: .zero, ownerLateTolerance: .zero, recallTolerance: .zero),
      header: Run.header, fleet: fleet, workload: Run.workload)
    return try Run.play(facts, into: audit).finish()
  }

  private static func reclaims(_ facts: [Fact]) throws -> String {
    let kept = try audit(facts, PlacementRules(clusters: 2, hasReclaims: true))
    let outcome = kept[.emergencyReclaim]
    let reasons = kept.breaches.filter { $0.promise == .emergencyReclaim }
      .map { "\($0.reason.rawValue)+\($0.span.nanoseconds / 1_000_000_000)" }
    return (["\(outcome.opportunities)/\(outcome.breaches)"] + reasons).joined(separator: " ")
  }

  /// Lent from 100 s on, with a job from 110 s on.
  private static let lent = [
    Run.stage(100, 0, Run.batch, .provisioning), Run.stage(105, 0, Run.batch, .ready),
    Run.fact(110, .jobStarted, 0, 0, 1),
  ]
  private static let order = Run.fact(1_000, .reclaimOrdered, 0, Run.batch, Int64(60).s)
  private static let taken = Run.fact(1_000, .machineReclaimed, 0, Run.batch)

  private static func gone(_ at: Int64) -> [Fact] {
    [Run.fact(at, .jobInterrupted, 0, 0, 0), Run.stage(at, 0, Run.batch, .deleting)]
  }

  @Test(arguments: [
    (lent + [order, taken] + gone(1_030), "1/0"),
    // At the limit is within it.
    (lent + [order, taken] + gone(1_060), "1/0"),
    (lent + [order, taken] + gone(1_061), "1/1 late+1"),
    // Being deleted is not enough while a pod is left, and an empty machine not while it is kept.
    (
      lent + [
        order, taken, Run.stage(1_030, 0, Run.batch, .deleting),
        Run.fact(1_090, .jobInterrupted, 0, 0, 0),
      ], "1/1 late+30"
    ),
    (
      lent + [
        order, Run.fact(1_030, .jobInterrupted, 0, 0, 0), Run.stage(1_100, 0, Run.batch, .deleting),
      ], "1/1 late+40"
    ),
    (lent + [order], "1/1 not-back+13340"),
    // Nobody asked for it a second time.
    (
      lent + [order, taken] + gone(1_030) + [
        Run.stage(2_000, 0, Run.batch, .provisioning), Run.stage(2_010, 0, Run.batch, .ready),
        Run.fact(2_500, .machineReclaimed, 0, Run.batch),
      ], "1/1 repeated+0"
    ),
    // Somebody did.
    (
      lent + [order, taken] + gone(1_030) + [
        Run.stage(2_000, 0, Run.batch, .provisioning), Run.stage(2_010, 0, Run.batch, .ready),
        Run.fact(2_500, .reclaimOrdered, 0, Run.batch, Int64(60).s),
        Run.fact(2_500, .machineReclaimed, 0, Run.batch), Run.stage(2_510, 0, Run.batch, .deleting),
      ], "2/0"
    ),
    ([], "0/0"),
  ])
  func `a reclaim is bounded, and answered once`(facts: [Fact], expected: String) throws {
    #expect(try Self.reclaims(facts) == expected)
  }

  private static func placements(
    _ facts: [Fact], within: Bool = true, hardware: Bool = true
  ) throws -> [String] {
    let kept = try audit(
      facts,
      PlacementRules(
        clusters: 2, jurisdictions: [nil, [within, true, true]],
        confidential: [
          nil,
          PlacementRules.Confidential(
            maximumProofAge: .seconds(600), hasHardware: [hardware, false, false]),
        ]))
    return kept.breaches.filter {
      $0.promise == .jurisdiction || $0.promise == .confidentiality
    }.map(\.reason.rawValue) + [
      "\(kept[.jurisdiction].opportunities) \(kept[.confidentiality].opportunities)"
    ]
  }

  private static func proved(_ at: Int64, _ value: Int64 = 1) -> Fact {
    Run.fact(at, .hostAttested, 0, Run.trading, value)
  }

  private static let clean = Run.fact(50, .hostSanitised, 0, Run.trading)

  @Test func `a confidential job needs hardware and a proof that is not too old`() throws {
    #expect(try Self.placements([Self.clean, Self.proved(60)] + Self.lent) == ["1 2"])
    #expect(try Self.placements([Self.clean] + Self.lent) == ["unproved", "1 2"])
    #expect(
      try Self.placements([Self.clean, Self.proved(60), Self.proved(70, 0)] + Self.lent)
        == ["unproved", "1 2"])
    #expect(
      try Self.placements([Self.clean, Self.proved(60)] + Self.lent, hardware: false)
        == ["unproved", "1 2"])
    let late = [
      Run.stage(100, 0, Run.batch, .provisioning), Run.stage(105, 0, Run.batch, .ready),
      Run.fact(660, .jobStarted, 0, 0, 1),
    ]
    #expect(try Self.placements([Self.clean, Self.proved(60)] + late) == ["unproved", "1 2"])
    #expect(try Self.placements([Self.clean, Self.proved(61)] + late) == ["1 2"])
  }

  @Test func `a machine changes its tenant clean, in either direction`() throws {
    #expect(try Self.placements([Self.proved(60)] + Self.lent) == ["unsanitised", "1 2"])
    let home = [
      Run.fact(1_000, .jobFinished, 0, 0, 1), Run.stage(1_000, 0, Run.batch, .deleting),
      Run.stage(1_010, 0, Run.trading, .provisioning),
    ]
    #expect(
      try Self.placements([Self.clean, Self.proved(60)] + Self.lent + home)
        == ["unsanitised", "1 3"])
    // Set up again for the same cluster it may be as it was left.
    let again = [
      Run.fact(1_000, .jobFinished, 0, 0, 1), Run.stage(1_000, 0, Run.batch, .deleting),
      Run.stage(1_010, 0, Run.batch, .provisioning),
    ]
    #expect(try Self.placements([Self.clean, Self.proved(60)] + Self.lent + again) == ["1 2"])
  }

  @Test func `a machine outside the jurisdiction is a breach for each job`() throws {
    #expect(
      try Self.placements([Self.clean, Self.proved(60)] + Self.lent, within: false)
        == ["outside", "1 2"])
  }

  @Test func `what is not declared is not shown`() throws {
    let kept = try Self.audit(Self.lent + [Self.order], nil)
    #expect(kept.outcomes.count == 5 && kept[.emergencyReclaim].opportunities == 0)
    #expect(throws: ReplayError.self) {
      try Self.audit(
        Self.lent + [Run.fact(1_000, .reclaimOrdered, 0, Run.batch, -1)], nil)
    }
  }
}
