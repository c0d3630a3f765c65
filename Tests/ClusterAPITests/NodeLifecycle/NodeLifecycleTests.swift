import ClusterAPI
import KubernetesModel
import Testing
import Units

@Suite("The end of a node")
struct NodeLifecycleTests {
  @Test(
    "a zone is partly disrupted from three nodes and 55 % on",
    arguments: [
      (0, 0, ZoneDisruption.normal), (1, 2, .normal), (0, 2, .full), (3, 3, .normal),
      (2, 3, .partial), (46, 54, .normal), (45, 55, .partial),
    ])
  func zones(ready: Int, notReady: Int, expected: ZoneDisruption) {
    #expect(ZoneDisruption(ready: ready, notReady: notReady) == expected)
  }

  @Test("small zones are spared, large ones slowed down, and nothing is done when all are lost")
  func rates() {
    let rates = TaintRates.standard
    func interval(_ zone: ZoneDisruption, nodes: Int, everyZone: Bool = false) -> TimeSpan? {
      TaintRates.interval(rates.rate(in: zone, nodes: nodes, everyZoneIsDisrupted: everyZone))
    }
    #expect(interval(.normal, nodes: 5) == .seconds(10))
    #expect(interval(.partial, nodes: 50) == nil)
    #expect(interval(.partial, nodes: 51) == .seconds(100))
    #expect(interval(.full, nodes: 5) == .seconds(10))
    #expect(interval(.full, nodes: 5, everyZone: true) == nil)
  }

  @Test("a pod leaves after the shortest of the times that it bears, and at once without any")
  func departure() {
    let taints = [TaintEviction.notReady, TaintEviction.unreachable]
    func departure(_ tolerations: [Toleration]) -> TaintEviction.Departure {
      TaintEviction.departure(taints: taints, tolerations: tolerations)
    }
    let first = Toleration(key: TaintEviction.notReady.key, .exists, tolerationSeconds: 60)
    let second = Toleration(key: TaintEviction.unreachable.key, .exists, tolerationSeconds: 30)
    #expect(departure([]) == .after(.zero) && departure([first]) == .after(.zero))
    #expect(departure([first, second]) == .after(.seconds(30)))
    #expect(departure([Toleration(key: "", .exists)]) == .never)
    #expect(TaintEviction.departure(taints: [.unschedulable], tolerations: []) == .never)
    #expect(TaintEviction.departure(tolerationSeconds: [-5, nil]) == .after(.zero))
  }

  @Test("a pod is admitted with five minutes for each fault that it says nothing of")
  func admission() {
    let own = Toleration(
      key: TaintEviction.notReady.key, .exists, effect: .noExecute, tolerationSeconds: 10)
    let admitted = TaintEviction.admitted([own])
    #expect(admitted.count == 2 && admitted[0] == own)
    #expect(
      admitted[1].tolerationSeconds == 300 && admitted[1].tolerates(TaintEviction.unreachable))
    #expect(TaintEviction.admitted([Toleration(key: "", .exists)]).count == 1)
    #expect(TaintEviction.admitted([]).count == 2)
  }

  @Test("a silent node turns Unknown at the first look later than the grace")
  func silence() {
    let last = Instant(seconds: 0)
    func unknown(firstLook: Int64) -> Instant {
      NodeHealth.turnsUnknown(lastSign: last, firstLook: Instant(seconds: firstLook))
    }
    #expect(unknown(firstLook: 0) == Instant(seconds: 55))
    #expect(unknown(firstLook: 3) == Instant(seconds: 53))
    #expect(unknown(firstLook: 1) == Instant(seconds: 51))
    #expect(unknown(firstLook: 90) == Instant(seconds: 90))
  }

  @Test("a shutdown goes by priority, and a group that is done early makes way")
  func shutdown() {
    let shutdown = NodeShutdown(total: .seconds(30), critical: .seconds(10))
    #expect(shutdown.groups.map(\.grace) == [.seconds(20), .seconds(10)])
    #expect(shutdown.group(ofPriority: -5) == 0 && shutdown.group(ofPriority: 1_999_999_999) == 0)
    #expect(shutdown.group(ofPriority: 2_000_001_000) == 1)
    #expect(shutdown.starts(needs: [.seconds(99), .seconds(1)]) == [.zero, .seconds(20)])
    #expect(shutdown.starts(needs: [.seconds(5), .seconds(1)]) == [.zero, .seconds(5)])
    #expect(NodeShutdown(total: .zero, critical: .zero).group(ofPriority: 0) == nil)
    let sorted = NodeShutdown(
      groups: [.init(priority: 9, grace: .seconds(1)), .init(priority: 3, grace: .seconds(2))])
    #expect(sorted.groups.map(\.priority) == [3, 9] && sorted.group(ofPriority: 8) == 0)
  }

  @Test(
    "pods are made one, two, four at a time until one fails",
    arguments: [(0, 9, 0, 0), (20, 99, 20, 20), (20, 0, 1, 0), (20, 2, 3, 2), (20, 4, 7, 4)])
  func slowStart(count: Int, succeeding: Int, calls: Int, successes: Int) {
    let outcome = SlowStart.run(count) { $0 < succeeding }
    #expect(outcome.calls == calls && outcome.successes == successes)
    #expect(outcome.hasFailed == (succeeding < count))
  }
}
