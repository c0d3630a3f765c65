import ClusterAPI
import KubernetesModel
import Testing
import Units

@Suite("A MachineHealthCheck")
struct MachineHealthCheckTests {
  static let now = Instant(seconds: 1_000_000)
  static let longAgo = now - TimeSpan.days(1)
  static let cluster = HealthChecks.ClusterState(
    controlPlaneInitializedSince: longAgo, infrastructureReadySince: longAgo)
  static let ready = 0
  static let checks = HealthChecks(
    nodeConditions: [
      .init(type: ready, status: .unknown, timeout: .seconds(300)),
      .init(type: ready, status: .isFalse, timeout: .seconds(300)),
    ],
    machineConditions: [.init(type: 1, status: .isFalse, timeout: .seconds(100))])

  static func target(_ status: ConditionStatus, for seconds: Int64) -> HealthCheckTarget {
    HealthCheckTarget(
      createdAt: longAgo,
      node: .present([.init(type: ready, status: status, since: now - TimeSpan.seconds(seconds))]))
  }

  static func verdict(_ target: HealthCheckTarget) -> HealthVerdict {
    checks.verdict(on: target, in: cluster, at: now)
  }

  @Test(
    "waits until a condition lasted longer than its time, and a second more to look again",
    arguments: [
      (ConditionStatus.unknown, Int64(0), HealthVerdict.pending(lookAgainAfter: .seconds(301))),
      (.unknown, 299, .pending(lookAgainAfter: .seconds(2))),
      (.unknown, 300, .pending(lookAgainAfter: .seconds(1))),
      (.unknown, 301, .unhealthy(.unhealthyNode)), (.isFalse, 301, .unhealthy(.unhealthyNode)),
      (.isTrue, 9_999, .healthy),
    ])
  func nodeConditions(status: ConditionStatus, seconds: Int64, expected: HealthVerdict) {
    #expect(Self.verdict(Self.target(status, for: seconds)) == expected)
  }

  @Test("a Machine's own condition outweighs its Node's, and the nearest time is the next look")
  func machineConditions() {
    var target = Self.target(.unknown, for: 301)
    target.conditions = [
      .init(type: 1, status: .isFalse, since: Self.now - TimeSpan.seconds(101))
    ]
    #expect(Self.verdict(target) == .unhealthy(.unhealthyMachine))
    target = Self.target(.unknown, for: 0)
    target.conditions = [.init(type: 1, status: .isFalse, since: Self.now)]
    #expect(Self.verdict(target) == .pending(lookAgainAfter: .seconds(101)))
  }

  @Test("Machines that are known to be healthy can be counted instead of looked at")
  func knownHealthy() {
    let ill = [Self.target(.unknown, for: 301), Self.target(.unknown, for: 10)]
    let well = (0..<3).map { _ in Self.target(.isTrue, for: 10) }
    for limit in 0...5 {
      let check = MachineHealthCheck(checks: Self.checks, trigger: .atMost(.count(limit)))
      let all = check.pass(over: ill + well, in: Self.cluster, at: Self.now)
      let some = check.pass(over: ill, knownHealthy: 3, in: Self.cluster, at: Self.now)
      #expect(some.healthy == all.healthy && some.isAllowed == all.isAllowed)
      #expect(some.remediationsLeft == all.remediationsLeft && some.remediate == all.remediate)
      #expect(some.lookAgainAfter == all.lookAgainAfter)
      #expect(some.verdicts == Array(all.verdicts.prefix(2)))
    }
  }

  @Test("the time to become a Node counts from the last thing that it waits for")
  func startup() {
    func verdict(infrastructure: Int64?, control: Int64 = 9_000) -> HealthVerdict {
      let target = HealthCheckTarget(
        createdAt: Self.now - TimeSpan.seconds(2_000),
        infrastructureReadySince: infrastructure.map { Self.now - TimeSpan.seconds($0) },
        node: .notSeen)
      let cluster = HealthChecks.ClusterState(
        controlPlaneInitializedSince: Self.now - TimeSpan.seconds(control),
        infrastructureReadySince: Self.longAgo)
      return Self.checks.verdict(on: target, in: cluster, at: Self.now)
    }
    #expect(verdict(infrastructure: nil) == .unhealthy(.nodeStartupTimeout))
    #expect(verdict(infrastructure: 600) == .pending(lookAgainAfter: .seconds(1)))
    #expect(
      verdict(infrastructure: 5_000, control: 100) == .pending(lookAgainAfter: .seconds(501)))
  }

  @Test("nobody is blamed before the cluster is there, but for control planes and on request")
  func beforeTheCluster() {
    var target = Self.target(.unknown, for: 9_000)
    func verdict(control: Bool, infrastructure: Bool) -> HealthVerdict {
      Self.checks.verdict(
        on: target,
        in: .init(
          controlPlaneInitializedSince: control ? Self.longAgo : nil,
          infrastructureReadySince: infrastructure ? Self.longAgo : nil), at: Self.now)
    }
    #expect(verdict(control: false, infrastructure: true) == .healthy)
    #expect(verdict(control: true, infrastructure: false) == .healthy)
    target.isControlPlane = true
    #expect(verdict(control: false, infrastructure: true) == .unhealthy(.unhealthyNode))
    target.hasRemediateAnnotation = true
    #expect(verdict(control: false, infrastructure: false) == .unhealthy(.hasRemediateAnnotation))
  }

  // MARK: Whole passes

  @Test("many Machines that start keep a dead one from being replaced")
  func shortCircuit() {
    let starting = HealthCheckTarget(createdAt: Self.now, node: .notSeen)
    let targets =
      [Self.target(.unknown, for: 400)] + Array(repeating: Self.target(.isTrue, for: 1), count: 7)
      + [starting, starting]
    func pass(_ trigger: RemediationTrigger) -> MachineHealthCheck.Pass {
      MachineHealthCheck(checks: Self.checks, trigger: trigger)
        .pass(over: targets, in: Self.cluster, at: Self.now)
    }
    let blocked = pass(.atMost(.percent(29)))
    #expect(blocked.healthy == 7 && !blocked.isAllowed && blocked.remediate.isEmpty)
    // It does not even look again by itself.
    #expect(blocked.lookAgainAfter == nil)
    let allowed = pass(.atMost(.percent(30)))
    #expect(allowed.isAllowed && allowed.remediate == [0] && allowed.remediationsLeft == 0)
    #expect(allowed.lookAgainAfter == .seconds(601))
    #expect(pass(.standard).remediationsLeft == 7)
  }

  @Test("a Machine that is being deleted is neither healthy nor replaced again")
  func deleting() {
    var leaving = Self.target(.isTrue, for: 1)
    leaving.isDeleting = true
    var dying = Self.target(.unknown, for: 400)
    dying.isDeleting = true
    let pass = MachineHealthCheck(checks: Self.checks)
      .pass(over: [leaving, dying], in: Self.cluster, at: Self.now)
    #expect(pass.verdicts == [.unjudged, .unhealthy(.unhealthyNode)])
    #expect(pass.healthy == 0 && pass.remediate.isEmpty)
  }

  @Test(
    "acts within a range, both ends included",
    arguments: [(0, false), (1, false), (2, true), (5, true), (6, false)])
  func range(unhealthy: Int, isAllowed: Bool) throws {
    let trigger = try #require(RemediationTrigger(range: "[2-5]"))
    #expect(trigger.allows(expected: 10, healthy: 10 - unhealthy).isAllowed == isAllowed)
  }

  @Test("what is no range is refused", arguments: ["", "[]", "[5-2]", "2-5", "[2-]", "[a-b]"])
  func ranges(text: String) { #expect(RemediationTrigger(range: text) == nil) }
}
