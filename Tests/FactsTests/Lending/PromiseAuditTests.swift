import Facts
import Testing
import Units

/// Journals written by hand, and what the promises come to in them.
@Suite("How promises are kept")
struct PromiseAuditTests {
  typealias Run = LendingRun

  /// 15 min of notice, 30 min of tenure, a minute of tolerance for owners and 10 s for recalls.
  static let terms = PromiseTerms(
    notice: .minutes(15), tenure: .minutes(30), ownerLateTolerance: .minutes(1),
    recallTolerance: .seconds(10))

  static func audit(_ facts: [Fact]) throws(ReplayError) -> MemberPromises {
    let audit = PromiseAudit(
      terms: terms, header: Run.header, fleet: Run.fleet, workload: Run.workload)
    return try Run.play(facts, into: audit).finish()
  }

  /// One promise as `opportunities/breaches/worst seconds`, and the reasons of its breaches.
  static func text(_ promises: MemberPromises, _ promise: Promise) -> String {
    let outcome = promises[promise]
    let reasons = promises.breaches.filter { $0.promise == promise }.map { breach in
      " \(breach.reason.rawValue)@\((breach.at - Run.start).nanoseconds / 1_000_000_000)"
        + "+\(breach.span.nanoseconds / 1_000_000_000)"
    }
    return "\(outcome.opportunities)/\(outcome.breaches)/"
      + "\(outcome.worst.nanoseconds / 1_000_000_000)" + reasons.joined()
  }

  /// m-0 is lent from 60 s on, in a window that ends at 7,260 s.
  static let lent: [Fact] = [
    Run.stage(0, 0, Run.trading, .ready),
    Run.fact(60, .lendingWindowOpened, 0, Run.batch, Int64(7_200).s),
    Run.stage(60, 0, Run.trading, .deleting), Run.stage(90, 0, Run.trading, .absent),
    Run.stage(90, 0, Run.batch, .provisioning), Run.stage(120, 0, Run.batch, .ready),
    Run.fact(120, .nodeJoined, 0), Run.fact(120, .jobStarted, 0, 0, 1),
  ]

  static func back(_ seconds: Int64) -> [Fact] {
    [
      Run.stage(seconds, 0, Run.batch, .deleting), Run.stage(seconds, 0, Run.batch, .absent),
      Run.stage(seconds, 0, Run.trading, .ready),
    ]
  }

  static let closed = Run.fact(7_260, .lendingWindowClosed, 0, Run.trading)
  static func evicted(_ seconds: Int64) -> Fact {
    Run.fact(seconds, .podEvicted, 0, 0, Int64(30).s)
  }
  static func shortly(_ seconds: Int64) -> Fact {
    Run.fact(seconds, .podEvicted, 0, 0, Int64(10).s)
  }
  static func interrupted(_ seconds: Int64) -> Fact {
    Run.fact(seconds, .jobInterrupted, 0, 0, 0)
  }
  static func finished(_ seconds: Int64) -> Fact { Run.fact(seconds, .jobFinished, 0, 0, 1) }
  static func killed(_ seconds: Int64, missing: Int64) -> Fact {
    Run.fact(seconds, .podKilled, 0, 0, missing.s)
  }
  static func announced(_ seconds: Int64, lead: Int64) -> Fact {
    Run.fact(seconds, .preemptionAnnounced, 0, Run.batch, lead.s)
  }

  @Test("Nothing happens, nothing is broken") func nothing() throws {
    let promises = try Self.audit([])
    for promise in Promise.allCases { #expect(Self.text(promises, promise) == "0/0/0") }
  }

  @Test(
    "The preemption window",
    arguments: [
      // Told exactly the notice ahead, and drained exactly then.
      ([announced(5_400, lead: 900), evicted(6_300)], "1/0/0"),
      // A second before the notice is over.
      ([announced(5_400, lead: 900), evicted(6_299)], "1/1/1 short-notice@6299+1"),
      // Announced with a short lead, but carried out late enough.
      ([announced(5_400, lead: 10), evicted(6_300)], "1/0/0"),
      // Announced with a long lead and carried out before it: the whole notice is the most missing.
      ([announced(5_400, lead: 5_000), evicted(6_400)], "1/1/900 short-notice@6400+900"),
      // Never announced.
      ([evicted(6_300)], "1/1/900 unannounced@6300+900"),
      // A pod that is evicted and then killed is one pod.
      ([announced(5_400, lead: 900), evicted(6_300), killed(6_310, missing: 20)], "1/0/0"),
      // The drain is given up; what was said of it does not cover the next one.
      (
        [
          announced(5_400, lead: 900), Run.fact(6_400, .nodeUncordoned, 0, Run.batch),
          evicted(6_500),
        ], "1/1/900 unannounced@6500+900"
      ),
    ]) func preemptionWindow(facts: [Fact], expected: String) throws
  {
    #expect(Self.text(try Self.audit(Self.lent + facts), .preemptionWindow) == expected)
  }

  @Test("A lending without an end is taken back without being declared") func undeclared() throws {
    var facts = Self.lent
    facts[1].value = .max
    let drained = facts + [Self.announced(5_400, lead: 900), Self.evicted(6_300)]
    #expect(
      Self.text(try Self.audit(drained), .preemptionWindow) == "1/1/0 undeclared@6300+0")
    let recalled =
      facts + [
        Run.fact(5_000, .recallOrdered, 0, Run.trading, Int64(3_600).s),
        Self.announced(5_400, lead: 900), Self.evicted(6_300),
      ]
    #expect(Self.text(try Self.audit(recalled), .preemptionWindow) == "1/0/0")
  }

  @Test(
    "Residency: a second short of the tenure, and not",
    arguments: [
      (evicted(1_920), "1/0/0"), (evicted(1_919), "1/1/1 short-tenure@1919+1"),
      (killed(130, missing: 30), "1/1/1790 short-tenure@130+1790"),
    ]) func residency(fact: Fact, expected: String) throws
  {
    #expect(Self.text(try Self.audit(Self.lent + [fact]), .residency) == expected)
  }

  @Test("Pods on machines that are not lent have no residency") func cloudPods() throws {
    let promises = try Self.audit([
      Run.fact(0, .nodeJoined, Run.cloud, 2), Run.fact(10, .jobStarted, 0, Run.cloud, 1),
      Run.fact(20, .podKilled, 0, Run.cloud, Int64(30).s),
    ])
    for promise in Promise.allCases { #expect(Self.text(promises, promise) == "0/0/0") }
  }

  @Test(
    "Graceful drain",
    arguments: [
      ([evicted(3_000)], "1/0/0"),
      ([evicted(3_000), killed(3_020, missing: 10)], "1/1/10 killed@3020+10"),
      ([killed(3_000, missing: 30)], "1/1/30 killed@3000+30"),
      // With 10 s where its own are 30, as a drain class gives them: ended with them, or before.
      ([shortly(3_000), interrupted(3_010)], "1/1/20 short-grace@3010+20"),
      ([shortly(3_000), finished(3_009)], "1/0/0"),
      ([shortly(3_000), killed(3_004, missing: 6), interrupted(3_004)], "1/1/26 killed@3004+26"),
      // The grace was over to the second.
      ([evicted(3_000), killed(3_030, missing: 0)], "1/0/0"),
      ([Run.fact(3_000, .servicePodEvicted, 0, 1, Int64(60).s)], "1/0/0"),
      ([Run.fact(3_000, .servicePodEvicted, 0, 1, Int64(45).s)], "1/1/15 killed@3000+15"),
      // A pod past its budget is one breach, although its grace is missing as well.
      (
        [
          Run.fact(3_000, .serviceBudgetBroken, 0, 1, 2),
          Run.fact(3_000, .servicePodEvicted, 0, 1, 0),
        ], "1/1/60 budget-broken@3000+0"
      ),
      // A refusal keeps the promise.
      ([Run.fact(3_000, .serviceEvictionRefused, 0, 1, 1)], "0/0/0"),
    ]) func gracefulDrain(facts: [Fact], expected: String) throws
  {
    #expect(Self.text(try Self.audit(Self.lent + facts), .gracefulDrain) == expected)
  }

  @Test(
    "Owner first",
    arguments: [
      // Back before, exactly at, and at the edge of the tolerance.
      (back(7_000) + [closed], "1/0/0"),
      ([closed] + back(7_260), "1/0/0"),
      ([closed] + back(7_320), "1/0/60"),
      ([closed] + back(7_321), "1/1/61 late@7260+61"),
      // Not back at the horizon: late so far.
      ([closed], "1/1/7140 not-back@7260+7140"),
      // The owner's window is over before the machine is back.
      (
        [closed, Run.fact(9_060, .lendingWindowOpened, 0, Run.batch, Int64(600).s)],
        "1/1/1800 not-back@7260+1800"
      ),
      // Twice late, once for each window.
      (
        [
          closed, Run.fact(9_060, .lendingWindowOpened, 0, Run.batch, Int64(600).s),
          Run.fact(9_660, .lendingWindowClosed, 0, Run.trading),
        ] + back(9_760),
        "2/2/1800 not-back@7260+1800 late@9660+100"
      ),
      // The window does not close before the horizon.
      ([], "0/0/0"),
    ]) func ownerFirst(facts: [Fact], expected: String) throws
  {
    #expect(Self.text(try Self.audit(Self.lent + facts), .ownerFirst) == expected)
  }

  @Test("A window that closes at the horizon leaves no time to be late") func atTheHorizon() throws
  {
    let facts = [
      Run.stage(0, 0, Run.trading, .absent), Run.stage(0, 0, Run.batch, .ready),
      Run.fact(14_400, .lendingWindowClosed, 0, Run.trading),
    ]
    #expect(Self.text(try Self.audit(facts), .ownerFirst) == "1/0/0")
  }

  @Test("A window in which the machine stayed at home is no opportunity") func notLent() throws {
    let facts = [
      Run.stage(0, 0, Run.trading, .ready),
      Run.fact(60, .lendingWindowOpened, 0, Run.batch, 1), Self.closed,
    ]
    #expect(Self.text(try Self.audit(facts), .ownerFirst) == "0/0/0")
  }

  @Test(
    "Recall",
    arguments: [
      // 600 s from 3,600 on: due at 4,200, tolerated until 4,210.
      (back(4_000), "1/0/0"), (back(4_200), "1/0/0"), (back(4_210), "1/0/10"),
      (back(4_211), "1/1/11 late@4200+11"), ([], "1/1/10200 not-back@4200+10200"),
    ]) func recall(facts: [Fact], expected: String) throws
  {
    let recall = Run.fact(3_600, .recallOrdered, 0, Run.trading, Int64(600).s)
    let promises = try Self.audit(Self.lent + [recall] + facts)
    #expect(Self.text(promises, .recall) == expected)
  }

  @Test("A recall that is due after the horizon cannot be late") func recallBeyond() throws {
    let recall = Run.fact(14_000, .recallOrdered, 0, Run.trading, Int64(600).s)
    #expect(Self.text(try Self.audit(Self.lent + [recall]), .recall) == "1/0/0")
    let endless = Run.fact(14_000, .recallOrdered, 0, Run.trading, .max)
    #expect(Self.text(try Self.audit(Self.lent + [endless]), .recall) == "1/0/0")
  }

  @Test(
    "Values that cannot be",
    arguments: [
      Run.fact(130, .podKilled, 0, 0, -1), Run.fact(130, .recallOrdered, 0, 0, -1),
      Run.fact(130, .preemptionAnnounced, 0, Run.batch, -1),
      Run.fact(130, .machineStageChanged, 0, 0, 17),
    ]) func contradictions(fact: Fact) throws
  {
    let error = try #require(throws: ReplayError.self) { try Self.audit(Self.lent + [fact]) }
    #expect(error.index == Self.lent.count)
  }
}
