import ClusterAPI
import KubernetesModel
import Testing
import Units

/// A small generator for properties; its seed is printed with every failure.
struct PropertyGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func below(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }
}

func budget(_ limit: DisruptionLimit?) -> PodDisruptionBudgetSpec {
  PodDisruptionBudgetSpec(selector: LabelSelector(), limit: limit)
}

@Suite("Disruption budgets")
struct DisruptionBudgetTests {
  @Test(
    "what may go, of what is expected and ready",
    arguments: [
      (DisruptionLimit.maxUnavailable(.percent(30)), 7, 7, 4, 3),
      (.maxUnavailable(.count(20)), 10, 10, 0, 10),
      (.maxUnavailable(.count(0)), 10, 10, 10, 0),
      (.minAvailable(.percent(34)), 3, 3, 2, 1),
      (.minAvailable(.percent(34)), 3, 4, 2, 2),
      (.minAvailable(.count(3)), 4, 3, 3, 0),
      (.maxUnavailable(.count(1)), 0, 1, 0, 0),
    ])
  func status(limit: DisruptionLimit, expected: Int, healthy: Int, desired: Int, allowed: Int) {
    let status = DisruptionBudgetStatus(expected: expected, healthy: healthy, spec: budget(limit))
    #expect(status.desiredHealthy == desired)
    #expect(status.disruptionsAllowed == allowed)
  }

  @Test("a budget without a limit allows nothing, and one without a selector covers nothing")
  func absentParts() {
    let status = DisruptionBudgetStatus(expected: 5, healthy: 6, spec: budget(nil))
    #expect(status.disruptionsAllowed == 0)
    #expect(!PodDisruptionBudgetSpec(selector: nil, limit: nil).covers(["a": "b"]))
    #expect(budget(nil).covers(["a": "b"]))
  }

  @Test("percentages round up, so a budget of one is no budget of none", arguments: 1...99)
  func percentRounding(percent: Int) {
    for expected in 1...40 {
      let exact = Double(expected) * Double(percent) / 100
      let most = DisruptionBudgetStatus(
        expected: expected, healthy: expected, spec: budget(.maxUnavailable(.percent(percent))))
      #expect(most.disruptionsAllowed == Int(exact.rounded(.up)), "\(percent)% of \(expected)")
      let least = DisruptionBudgetStatus(
        expected: expected, healthy: expected, spec: budget(.minAvailable(.percent(percent))))
      #expect(least.desiredHealthy == Int(exact.rounded(.up)), "\(percent)% of \(expected)")
    }
  }

  @Test("an eviction counts until it is seen, or for two minutes")
  func unconfirmedEvictions() {
    let recorded = Instant(seconds: 1_000)
    let members = DisruptionBudgetMembers(
      pods: [
        .init(name: "going", controller: 0, isReady: true, isTerminating: true),
        .init(name: "told", controller: 0, isReady: true),
        .init(name: "stays", controller: 0, isReady: true),
      ],
      scales: [3, 50],
      disruptedPods: [
        .init(name: "going", recordedAt: recorded), .init(name: "told", recordedAt: recorded),
        .init(name: "gone", recordedAt: recorded),
      ])
    let spec = budget(.maxUnavailable(.count(1)))
    let soon = members.status(of: spec, at: recorded + .seconds(119))
    #expect(soon == DisruptionBudgetStatus(expected: 3, healthy: 1, spec: spec))
    #expect(members.unconfirmedEvictions(at: recorded).map(\.name) == ["told"])
    #expect(members.healthyPods(at: recorded + .seconds(120)) == 2)
    #expect(members.unconfirmedEvictions(at: recorded + .seconds(120)).count == 1)
    #expect(members.unconfirmedEvictions(at: recorded + .seconds(121)).isEmpty)
  }
}

@Suite("Evictions")
struct EvictionTests {
  /// A budget that lets one ready pod go.
  static let open = BudgetState(disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2)
  /// A budget that is spent.
  static let spent = BudgetState(disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2)
  /// A budget that is broken: fewer are ready than have to be.
  static let broken = BudgetState(disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 2)

  @Test(
    "what is let go, and what it spends",
    arguments: [
      // ready, phase, budgets, status, spends
      (true, PodPhase.running, [], 201, false),
      (true, .running, [open], 201, true),
      (true, .running, [spent], 429, false),
      (true, .running, [open, open], 500, false),
      (false, .running, [spent], 201, false),
      (false, .running, [broken], 429, false),
      (false, .pending, [broken, broken], 201, false),
      (false, .succeeded, [broken], 201, false),
      (false, .unknown, [broken], 429, false),
    ])
  func review(ready: Bool, phase: PodPhase, budgets: [BudgetState], status: Int, spends: Bool) {
    let review = Eviction.review(
      podIsReady: ready, isTerminating: false, phase: phase, budgets: budgets)
    #expect(review.statusCode == status)
    #expect((review == .allowed(consumesBudget: true)) == spends)
    let leaving = Eviction.review(
      podIsReady: ready, isTerminating: true, phase: phase, budgets: budgets)
    #expect(leaving == .allowed(consumesBudget: false))
  }

  @Test("says what is missing, in the words of the API server")
  func texts() {
    let refusal = EvictionReview.tooManyRequests(retryAfter: nil)
    #expect(
      refusal.message == "Cannot evict pod as it would violate the pod's disruption budget.")
    #expect(
      refusal.cause(budgetName: "ev", budget: Self.spent)
        == "The disruption budget ev needs 2 healthy pods and has 2 currently")
    var stale = Self.open
    stale.isObserved = false
    let early = Eviction.review(
      podIsReady: true, isTerminating: false, phase: .running, budgets: [stale])
    #expect(early == .tooManyRequests(retryAfter: .seconds(10)))
    #expect(
      early.cause(budgetName: "ev", budget: stale)
        == "The disruption budget ev is still being processed by the server.")
    #expect(
      EvictionReview.internalError.message
        == "This pod has more than one PodDisruptionBudget, which the eviction subresource does "
        + "not support.")
  }

  @Test("a budget whose status is unfit decides nothing")
  func unfitBudgets() {
    var flooded = Self.open
    flooded.unconfirmedEvictions = 2_001
    #expect(
      Eviction.review(podIsReady: true, isTerminating: false, phase: .running, budgets: [flooded])
        == .forbidden(.tooManyUnconfirmedEvictions))
    flooded.unconfirmedEvictions = 2_000
    #expect(
      Eviction.review(podIsReady: true, isTerminating: false, phase: .running, budgets: [flooded])
        == .allowed(consumesBudget: true))
    var negative = Self.open
    negative.disruptionsAllowed = -1
    #expect(
      Eviction.review(podIsReady: true, isTerminating: false, phase: .running, budgets: [negative])
        .statusCode == 403)
  }

  @Test(
    "evictions never leave fewer ready pods than have to stay", arguments: 0..<200 as Range<UInt64>)
  func budgetsHold(seed: UInt64) {
    var generator = PropertyGenerator(seed: seed)
    let expected = 1 + generator.below(30)
    let limit: DisruptionLimit =
      switch generator.below(4) {
      case 0: .minAvailable(.count(generator.below(expected + 2)))
      case 1: .minAvailable(.percent(generator.below(101)))
      case 2: .maxUnavailable(.count(generator.below(expected + 2)))
      default: .maxUnavailable(.percent(generator.below(101)))
      }
    var members = DisruptionBudgetMembers(
      pods: (0..<expected).map {
        .init(name: "\($0)", controller: 0, isReady: generator.below(5) > 0)
      },
      scales: [expected])
    let spec = budget(limit)
    var now = Instant(seconds: 0)
    var status = members.status(of: spec, at: now)
    let least = min(members.healthyPods(at: now), status.desiredHealthy)
    for _ in 0..<200 {
      let pod = generator.below(expected)
      let review = Eviction.review(
        podIsReady: members.pods[pod].isReady, isTerminating: members.pods[pod].isTerminating,
        phase: .running, budgets: [BudgetState(status)])
      if case .allowed(let consumes) = review {
        if consumes {
          status.consume()
          members.disruptedPods.append(.init(name: "\(pod)", recordedAt: now))
        }
        // The kubelet may take its time, and then the record alone stands for the pod.
        if generator.below(2) == 0 { members.pods[pod].isTerminating = true }
      }
      #expect(members.healthyPods(at: now) >= least, "seed \(seed)")
      // The controller counts when it comes to it.
      if generator.below(3) == 0 {
        now = now + .seconds(1)
        for record in members.unconfirmedEvictions(at: now) {
          let index = members.pods.firstIndex { $0.name == record.name }
          if let index, generator.below(2) == 0 { members.pods[index].isTerminating = true }
        }
        status = members.status(of: spec, at: now)
      }
    }
  }
}
