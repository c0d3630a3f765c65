import KubernetesModel
import Placement
import Testing
import Units

@Suite("Scheduling queue")
struct SchedulingQueueTests {
  static func pod(_ name: String, priority: Int32 = 0) -> Pod {
    var pod = Pod(namespace: "n", name: name)
    pod.priority = priority
    pod.containers = [ResourceList(cpu: MilliCPU(1_000))]
    return pod
  }

  static let node = Node(
    name: "a", allocatable: ResourceList(cpu: MilliCPU(4_000), pods: 110))

  private func second(_ count: Int64) -> Instant { .epoch + .seconds(count) }

  @Test("the more important goes first, of equals the one that came first")
  func order() {
    var queue = SchedulingQueue<Int>()
    queue.add(1, Self.pod("a"), at: second(1))
    queue.add(2, Self.pod("b"), at: second(1))
    queue.add(3, Self.pod("c", priority: 5), at: second(2))
    #expect(
      (0..<4).map { _ in queue.pop(at: second(3)) } == [3, 1, 2, nil] as [Int?])
  }

  @Test("a pod that failed waits for what may help it, and for its wait to be over")
  func backoff() {
    var queue = SchedulingQueue<Int>()
    var now = second(0)
    queue.add(1, Self.pod("a"), at: now)
    for wait in [1, 2, 4, 8, 10, 10] as [Int64] {
      #expect(queue.pop(at: now) == 1)
      queue.putBack(1, refusedBy: [.nodeResourcesFit], at: now)
      // Another pod that comes to a node helps nobody; one that leaves may.
      queue.note(.podAssigned(Self.pod("b")), at: now)
      #expect(queue.pop(at: now + .seconds(20)) == nil)
      queue.note(.podRemoved(Self.pod("b")), at: now)
      let due = now + .seconds(wait)
      #expect(queue.nextDue(after: now) == due)
      #expect(queue.pop(at: due - TimeSpan(nanoseconds: 1)) == nil)
      now = due
    }
    #expect(queue.failures(of: 1) == 6)
  }

  @Test("after five minutes a pod is tried again whatever happened")
  func longestWait() {
    var queue = SchedulingQueue<Int>()
    queue.add(1, Self.pod("a"), at: second(0))
    #expect(queue.pop(at: second(0)) == 1)
    queue.putBack(1, refusedBy: [.nodeAffinity], at: second(0))
    #expect(queue.pop(at: second(290)) == nil)
    #expect(queue.pop(at: second(330)) == 1)
  }

  @Test("a gated pod is let in when its last gate goes, a removed one never comes up")
  func gates() {
    var queue = SchedulingQueue<Int>()
    var gated = Self.pod("a")
    gated.hasSchedulingGates = true
    queue.add(1, gated, at: second(0))
    queue.add(2, Self.pod("b"), at: second(0))
    queue.remove(2)
    #expect(queue.isGated(1) && queue.pop(at: second(1)) == nil)
    gated.hasSchedulingGates = false
    queue.update(1, to: gated, at: second(2))
    #expect(queue.pop(at: second(2)) == 1)
    #expect(queue.count == 1)
  }

  @Test("what may help whom")
  func hints() {
    let pod = Self.pod("a")
    var small = Self.node
    small.allocatable.cpu = MilliCPU(500)
    var tainted = Self.node
    tainted.taints = [Taint(key: "k", effect: .noSchedule)]
    var cordoned = Self.node
    cordoned.isUnschedulable = true
    let table: [(QueueingEvent, PlacementPlugin, Bool)] = [
      (.nodeAdded(Self.node), .nodeResourcesFit, true),
      (.nodeAdded(small), .nodeResourcesFit, false),
      (.nodeChanged(from: small, to: Self.node), .nodeResourcesFit, true),
      (.nodeChanged(from: Self.node, to: tainted), .nodeResourcesFit, false),
      (.nodeChanged(from: tainted, to: Self.node), .taintToleration, true),
      (.nodeChanged(from: Self.node, to: tainted), .taintToleration, false),
      (.nodeChanged(from: cordoned, to: Self.node), .nodeUnschedulable, true),
      (.nodeChanged(from: cordoned, to: cordoned), .nodeUnschedulable, false),
      (.nodeAdded(Self.node), .nodePorts, true),
      (.podRemoved(pod), .nodeResourcesFit, true),
      (.podRemoved(pod), .nodeAffinity, false),
      (.podAssigned(pod), .nodeResourcesFit, false),
      (.nodeRemoved(Self.node), .nodeResourcesFit, false),
    ]
    for (index, (event, plugin, isHelped)) in table.enumerated() {
      #expect(event.mayHelp(pod, refusedBy: plugin) == isHelped, "row \(index)")
    }
  }

  @Test("a pod apart from others is helped when one of them goes, one near others when one comes")
  func affinityHints() {
    let term = PodAffinityTerm(
      labelSelector: LabelSelector(matchLabels: ["app": "a"]), topologyKey: "zone")
    let other = Pod(namespace: "n", name: "o", labels: ["app": "a"])
    var apart = Self.pod("a")
    apart.podAntiAffinity.required = [term]
    #expect(QueueingEvent.podRemoved(other).mayHelp(apart, refusedBy: .interPodAffinity))
    #expect(!QueueingEvent.podAssigned(other).mayHelp(apart, refusedBy: .interPodAffinity))
    var near = Self.pod("a")
    near.podAffinity.required = [term]
    #expect(QueueingEvent.podAssigned(other).mayHelp(near, refusedBy: .interPodAffinity))
    // The other one's wish to be apart counts too.
    var shy = other
    shy.podAntiAffinity.required = [
      PodAffinityTerm(labelSelector: LabelSelector(), topologyKey: "zone")
    ]
    #expect(QueueingEvent.podRemoved(shy).mayHelp(near, refusedBy: .interPodAffinity))
  }
}

@Suite("Order and ties")
struct OrderTests {
  @Test("nodes of each zone in turn, in the order in which the zones and their nodes came")
  func tree() {
    let zones = ["a", "a", "b", "", "a", "b"]
    let labels = zones.map { zone -> Labels in
      zone.isEmpty ? [:] : ["topology.kubernetes.io/zone": zone]
    }
    #expect(NodeTree.order(of: labels) == [0, 2, 3, 1, 5, 4])
    #expect(NodeTree.order(of: []) == [])
  }

  /// What Go's container/heap gives after heap.Init for these lists, worked out by hand.
  @Test("of equals the heap gives the first on the way down, left before right")
  func heap() {
    let table: [([Int64], Int)] = [
      ([5], 0), ([5, 5, 5], 0), ([1, 5, 5], 1), ([1, 2, 5, 5], 3), ([1, 2, 5, 5, 5], 3),
      ([1, 2, 5, 4, 4, 5], 2), ([1, 2, 3, 4, 4, 5, 5], 5), ([1, 1, 1, 1, 1, 1, 1, 9], 7),
    ]
    for (scores, place) in table {
      #expect(TieBreaking.heap.pick(scores.span, draw: 0) == place, "\(scores)")
    }
  }

  @Test("drawn ties are all alike, and the same for the same draw")
  func random() {
    var counts = [0, 0, 0]
    let scores: [Int64] = [7, 3, 7, 7]
    for draw in 0..<3_000 as Range<UInt64> {
      let place = TieBreaking.drawn(seed: 1).pick(scores.span, draw: draw)
      #expect(place == TieBreaking.drawn(seed: 1).pick(scores.span, draw: draw))
      counts[place == 0 ? 0 : place - 1] += 1
    }
    #expect(counts.allSatisfy { (900...1_100).contains($0) }, "\(counts)")
  }

  @Test("list order takes the first of the best")
  func list() {
    let scores: [Int64] = [1, 2, 5, 5]
    #expect(TieBreaking.listOrder.pick(scores.span, draw: 0) == 2)
  }
}
