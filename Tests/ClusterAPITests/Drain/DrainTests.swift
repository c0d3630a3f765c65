import ClusterAPI
import KubernetesModel
import Testing
import Units

@Suite("Drain of a node")
struct DrainTests {
  static let now = Instant(seconds: 10_000)

  static func pod(_ name: String, controlledBy kind: String? = "ReplicaSet") -> Pod {
    var pod = Pod(namespace: "trading", name: name, labels: ["app": name])
    pod.controller = kind.map { ControllerReference(kind: $0, name: "owner") }
    return pod
  }

  static func filter(_ rules: [MachineDrainRule] = []) -> DrainFilter {
    DrainFilter(
      rules: rules, namespaces: ["trading": ["team": "equities"]],
      daemonSets: [.init(namespace: "trading", name: "owner")])
  }

  @Test("what the pod itself says beats every rule")
  func filtersBeforeRules() throws {
    let evictAll = MachineDrainRule(
      name: "all", namespace: "fleet", behavior: .drain(order: -7))
    let filter = Self.filter([evictAll])
    #expect(
      try filter.decision(on: Self.pod("a"), at: Self.now)
        == PodDrainDecision(.drain(order: -7)))
    #expect(
      try filter.decision(on: Self.pod("a", controlledBy: "DaemonSet"), at: Self.now)
        == PodDrainDecision(.skip, warnings: [.daemonSetPodStays]))
    var mirror = Self.pod("b", controlledBy: nil)
    mirror.annotations = [DrainFilter.mirrorAnnotation: ""]
    #expect(try filter.decision(on: mirror, at: Self.now) == PodDrainDecision(.skip))
    var kept = Self.pod("c")
    kept.labels[DrainFilter.drainLabel] = "SKIP"
    #expect(try filter.decision(on: kept, at: Self.now).behavior == .skip)
    kept.labels[DrainFilter.drainLabel] = "Wait-Completed"
    #expect(try filter.decision(on: kept, at: Self.now).behavior == .waitCompleted)
    kept.labels[DrainFilter.drainLabel] = "no"
    #expect(try filter.decision(on: kept, at: Self.now).behavior == .drain(order: -7))
  }

  @Test("warnings add up on the way out, and a finished pod needs none")
  func warnings() throws {
    var pod = Self.pod("a", controlledBy: "DaemonSet")
    pod.controller?.name = "gone"
    pod.usesEmptyDir = true
    #expect(
      try Self.filter().decision(on: pod, at: Self.now).warnings
        == [.orphanedDaemonSetPod, .localStorageIsLost])
    pod.phase = .failed
    pod.controller = nil
    #expect(try Self.filter().decision(on: pod, at: Self.now).warnings.isEmpty)
    pod.phase = .running
    #expect(
      try Self.filter().decision(on: pod, at: Self.now).warnings
        == [.localStorageIsLost, .hasNoController])
  }

  @Test("of the rules of a Machine the first by name that knows the pod counts")
  func rules() throws {
    let rules = [
      MachineDrainRule(
        name: "b", namespace: "fleet", behavior: .drain(order: 5),
        pods: [.init(namespaceSelector: LabelSelector(matchLabels: ["team": "equities"]))]),
      MachineDrainRule(
        name: "a", namespace: "fleet", behavior: .skip,
        pods: [.init(selector: LabelSelector(matchLabels: ["app": "gateway"]))]),
      MachineDrainRule(name: "0", namespace: "elsewhere", behavior: .waitCompleted),
      MachineDrainRule(
        name: "1", namespace: "fleet", behavior: .waitCompleted,
        machines: [.init(clusterSelector: LabelSelector(matchLabels: ["stage": "test"]))]),
    ]
    let own = MachineDrainRule.rules(
      rules, forMachineIn: "fleet", labels: [:], clusterLabels: ["stage": "production"])
    #expect(own.map(\.name) == ["a", "b"])
    let filter = Self.filter(own)
    #expect(try filter.decision(on: Self.pod("gateway"), at: Self.now).behavior == .skip)
    #expect(try filter.decision(on: Self.pod("risk"), at: Self.now).behavior == .drain(order: 5))
  }

  @Test("what cannot be decided is an error that says why")
  func errors() {
    let odd = Self.filter([
      MachineDrainRule(name: "odd", namespace: "fleet", behavior: .unknown("Kill"))
    ])
    #expect(throws: DrainError.unknownBehavior(rule: "odd", behavior: "Kill")) {
      try odd.decision(on: Self.pod("a"), at: Self.now)
    }
    var lost = Self.pod("a")
    lost.namespace = "gone"
    #expect(throws: DrainError.missingNamespace(pod: "a", namespace: "gone")) {
      try Self.filter().decision(on: lost, at: Self.now)
    }
  }

  @Test(
    "a pod of a node that does not answer is waited for, for a second and the rest of the next",
    arguments: [(0, false), (1_000, false), (1_999, false), (2_000, true), (60_000, true)])
  func unreachableNode(age: Int64, isSkipped: Bool) throws {
    var filter = Self.filter()
    filter.skipsPodsLeavingFor = ControllerConstants.unreachableNodeGrace
    var pod = Self.pod("a")
    pod.deletionTimestamp = Self.now - .milliseconds(age)
    let decision = try filter.decision(on: pod, at: Self.now)
    #expect((decision.behavior == .skip) == isSkipped)
    filter.skipsPodsLeavingFor = nil
    #expect(try filter.decision(on: pod, at: Self.now).behavior == .drain(order: 0))
  }
}

@Suite("Pass of evictions")
struct EvictionPassTests {
  static func candidate(
    _ name: String, _ behavior: PodDrainDecision.Behavior, leaving: Bool = false
  ) -> EvictionPass.Candidate {
    .init(namespace: "n", name: name, behavior: behavior, isTerminating: leaving)
  }

  @Test("a pod on its way out holds back those of a higher order")
  func orders() {
    let pods = [
      Self.candidate("z", .drain(order: 1)), Self.candidate("c", .drain(order: 0), leaving: true),
      Self.candidate("b", .drain(order: 0)), Self.candidate("a", .drain(order: 0)),
      Self.candidate("d", .skip), Self.candidate("e", .waitCompleted),
    ]
    let pass = EvictionPass(of: pods)
    #expect(pass.evictNow == [3, 2])
    #expect(pass.leaving == [1])
    #expect(pass.evictLater == [0])
    #expect(pass.waitCompletedNow == [5])
    #expect(pass.ignored == [4])
    let later = EvictionPass(of: Array(pods[..<2]))
    #expect(later.evictNow.isEmpty && later.evictLater == [0])
  }

  @Test("only pods that stay, or were gone, complete a drain")
  func completion() {
    var pass = EvictionPass(of: [Self.candidate("a", .skip), Self.candidate("b", .drain(order: 0))])
    #expect(!pass.isDrainCompleted)
    pass.record(.notFound, for: 1)
    #expect(pass.isDrainCompleted)
    #expect(EvictionPass(of: []).isDrainCompleted)
    #expect(!EvictionPass(of: [Self.candidate("a", .waitCompleted)]).isDrainCompleted)
    var slow = EvictionPass(of: [Self.candidate("a", .drain(order: 0))])
    slow.end()
    #expect(slow.failed == [0] && slow.evictNow.isEmpty && !slow.isDrainCompleted)
  }

  @Test("every pod is in one list, in the order of names", arguments: 0..<100 as Range<UInt64>)
  func partition(seed: UInt64) {
    var generator = PropertyGenerator(seed: seed)
    let pods = (0..<generator.below(30)).map { _ in
      let behavior: PodDrainDecision.Behavior =
        switch generator.below(6) {
        case 0: .skip
        case 1: .waitCompleted
        default: .drain(order: Int32(generator.below(5)) - 2)
        }
      return EvictionPass.Candidate(
        namespace: "n\(generator.below(3))", name: "p\(generator.below(20))", behavior: behavior,
        isTerminating: generator.below(4) == 0)
    }
    let pass = EvictionPass(of: pods)
    let lists = [
      pass.ignored, pass.leaving, pass.evictNow, pass.evictLater, pass.waitCompletedNow,
      pass.waitCompletedLater,
    ]
    #expect(lists.flatMap(\.self).sorted() == Array(pods.indices), "seed \(seed)")
    let lowest = pods.compactMap(\.behavior.order).min()
    #expect(pass.evictNow.allSatisfy { pods[$0].behavior.order == lowest }, "seed \(seed)")
    for list in lists {
      let keys = list.map { pods[$0].namespace + "/" + pods[$0].name }
      #expect(keys == keys.sorted(), "seed \(seed)")
    }
  }
}

@Suite("Beat of a drain")
struct NodeDrainTests {
  @Test(
    "a drain looks every 20 seconds and no sooner",
    arguments: [(0, 0), (1, 20), (20, 20), (21, 40), (109, 120), (-5, 0)])
  func looks(elapsed: Int64, look: Int64) {
    let start = Instant(seconds: 500)
    #expect(
      NodeDrain.firstLook(notBefore: start + .seconds(elapsed), drainStartedAt: start)
        == start + .seconds(look))
  }

  @Test("a timeout of nothing never ends, another at its second")
  func timeouts() {
    let start = Instant(seconds: 0)
    let later = start + .seconds(60)
    #expect(NodeDrain.isTimeoutExceeded(.seconds(60), startedAt: start, at: later))
    #expect(!NodeDrain.isTimeoutExceeded(.seconds(61), startedAt: start, at: later))
    #expect(!NodeDrain.isTimeoutExceeded(.zero, startedAt: start, at: later))
    #expect(!NodeDrain.isTimeoutExceeded(nil, startedAt: start, at: later))
    #expect(!NodeDrain.isTimeoutExceeded(.seconds(1), startedAt: nil, at: later))
    #expect(NodeDrain.grace(ofPodWith: .seconds(90), nodeIsUnreachable: false) == .seconds(90))
    #expect(NodeDrain.grace(ofPodWith: .seconds(90), nodeIsUnreachable: true) == .seconds(1))
  }
}
