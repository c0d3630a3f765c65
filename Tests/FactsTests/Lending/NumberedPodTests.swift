import Facts
import Testing
import Units

/// Pods that a number names, as a control plane has them: the promises count them as pods of jobs.
@Suite("Promises to pods with numbers")
struct NumberedPodTests {
  typealias Run = LendingRun

  /// Pod 7 of the first service, whose grace is 60 s, is on m-0 from 120 s on; its drain may begin at
  /// 6,300 s.
  static let bound: [Fact] =
    PromiseAuditTests.lent.filter { $0.kind != .jobStarted } + [
      Run.fact(120, .podBound, 7, 0, 0),
      PromiseAuditTests.announced(5_400, lead: 900),
    ]

  static func asked(_ seconds: Int64, grace: Int64 = 60) -> Fact {
    Run.fact(seconds, .podAskedToLeave, 7, 0, grace.s)
  }
  static func cut(_ seconds: Int64, missing: Int64) -> Fact {
    Run.fact(seconds, .podCutShort, 7, 0, missing.s)
  }
  static func released(_ seconds: Int64, _ cause: Int64) -> Fact {
    Run.fact(seconds, .podReleased, 7, 0, cause)
  }

  @Test(
    "Drains of pods with numbers",
    arguments: [
      ([asked(6_300), released(6_320, 1)], "1/0/0", "1/0/0", "1/0/0"),
      // A second early, and twice: the same pod.
      (
        [asked(6_299), asked(6_310), released(6_320, 1)], "1/1/1 short-notice@6299+1", "1/0/0",
        "1/0/0"
      ),
      // With ten of its sixty seconds.
      (
        [asked(6_300, grace: 10), released(6_310, 1)], "1/0/0", "1/0/0",
        "1/1/50 short-grace@6310+50"
      ),
      // Killed with forty to go.
      (
        [asked(6_300), cut(6_320, missing: 40), released(6_320, 2)], "1/0/0", "1/0/0",
        "1/1/40 killed@6320+40"
      ),
      // Killed unasked, within its tenure and before anything was announced.
      (
        [cut(1_000, missing: 60), released(1_000, 2)], "1/1/900 unannounced@1000+900",
        "1/1/920 short-tenure@1000+920", "1/1/60 killed@1000+60"
      ),
      // Past its budget: the breach is counted, and the pod once.
      (
        [
          Run.fact(6_300, .serviceBudgetBroken, 0, 0, 1), asked(6_300), released(6_330, 1),
        ], "1/0/0", "1/0/0", "1/1/0 budget-broken@6300+0"
      ),
      // And without any grace: one breach, whose worst case is the grace.
      (
        [
          Run.fact(6_300, .serviceBudgetBroken, 0, 0, 1), asked(6_300, grace: 0),
          released(6_300, 1),
        ], "1/0/0", "1/0/0", "1/1/60 budget-broken@6300+0"
      ),
      ([released(200, 0)], "0/0/0", "0/0/0", "0/0/0"),
      // Its machine died: nobody asked it.
      ([released(200, 2)], "0/0/0", "0/0/0", "0/0/0"),
    ])
  func drains(_ facts: [Fact], window: String, residency: String, drain: String) throws {
    let known = Self.bound.filter { bound in facts.allSatisfy { bound.at <= $0.at } }
    let promises = try PromiseAuditTests.audit(known + facts + PromiseAuditTests.back(6_400))
    #expect(PromiseAuditTests.text(promises, .preemptionWindow) == window)
    #expect(PromiseAuditTests.text(promises, .residency) == residency)
    #expect(PromiseAuditTests.text(promises, .gracefulDrain) == drain)
  }

  @Test(
    "Numbers that nobody bears are refused",
    arguments: [
      Run.fact(130, .podAskedToLeave, 8, 0, 0), Run.fact(130, .podReleased, 9, 0, 1),
      Run.fact(130, .podBound, 1, 0, 2), Run.fact(130, .podBound, 1, 0, -1),
    ])
  func unknown(_ fact: Fact) {
    #expect(throws: ReplayError.self) {
      try PromiseAuditTests.audit(Self.bound.filter { $0.at <= fact.at } + [fact])
    }
  }

  @Test("A breach names the pod by its workload and its number") func names() throws {
    let promises = try PromiseAuditTests.audit(
      Self.bound + [Self.asked(6_200), Self.released(6_210, 1)] + PromiseAuditTests.back(6_400))
    let breach = try #require(promises.breaches.first)
    #expect(Run.header.name(of: breach.subject) == "quotes/7")
  }
}
