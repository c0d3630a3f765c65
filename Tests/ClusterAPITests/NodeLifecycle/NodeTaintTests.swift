import ClusterAPI
import KubernetesModel
import Testing
import Units

@Suite("Taints of nodes")
struct NodeTaintTests {
  static let start = Instant(seconds: 1_000)

  @Test("a node's conditions keep pods off at once, and what it says of Ready makes them leave")
  func conditions() {
    var taints = NodeTaints(ready: .isTrue)
    #expect(taints.keepingPodsOff.isEmpty && taints.expulsion == nil)
    taints.hasDiskPressure = true
    taints.isUnschedulable = true
    #expect(
      taints.keepingPodsOff.map(\.key) == [
        "node.kubernetes.io/disk-pressure", "node.kubernetes.io/unschedulable",
      ])
    taints = NodeTaints(ready: .unknown)
    #expect(taints.expulsion == TaintEviction.unreachable)
    #expect(
      taints.keepingPodsOff
        == [Taint(key: TaintEviction.unreachable.key, effect: .noSchedule)])
    #expect(NodeTaints(ready: .isFalse).expulsion == TaintEviction.notReady)
    #expect(NodeTaints(ready: nil).expulsion == nil)
  }

  @Test("a zone taints one node at once and then one in ten seconds")
  func rate() {
    var queue = ZoneTaintQueue()
    for node in [3, 1, 2, 3] { queue.add(node) }
    #expect(queue.take(at: Self.start) == 3)
    #expect(queue.take(at: Self.start + .seconds(9)) == nil)
    #expect(queue.next == Self.start + .seconds(10))
    queue.remove(1)
    #expect(queue.take(at: Self.start + .seconds(12)) == 2)
    #expect(queue.next == nil && queue.take(at: Self.start + .seconds(60)) == nil)
  }

  @Test("a change of rate starts a new wait, unless a turn was free")
  func changes() {
    var queue = ZoneTaintQueue()
    for node in 0..<4 { queue.add(node) }
    queue.changeRate(to: 0.01, at: Self.start)
    #expect(queue.take(at: Self.start) == 0)
    queue.changeRate(to: 0, at: Self.start + .seconds(5))
    #expect(queue.next == nil && queue.take(at: Self.start + .seconds(500)) == nil)
    queue.changeRate(to: 0.1, at: Self.start + .seconds(500))
    #expect(queue.next == Self.start + .seconds(510))
    #expect(queue.take(at: Self.start + .seconds(510)) == 1)
  }
}
