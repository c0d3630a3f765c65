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

  @Test("a zone keeps its turn while it has nodes, and a node that moves comes last")
  func zonesThatChange() {
    func node(_ name: String, _ zone: String) -> Node {
      Node(
        name: name, labels: ["topology.kubernetes.io/zone": zone],
        allocatable: ResourceList(cpu: MilliCPU(1_000), memory: .mebibytes(1_000), pods: 1))
    }
    var profile = PlacementProfile()
    profile.ties = .listOrder
    /// The names of nodes in the order in which pods of a size that fills one are put on them.
    func turns(_ change: (inout ClusterScheduler) -> Void) -> [String] {
      let nodes = [("a1", "a"), ("b1", "b"), ("a2", "a"), ("b2", "b"), ("c1", "c")]
      var scheduler = ClusterScheduler(
        ClusterState(nodes: nodes.map { NodeInfo(node($0.0, $0.1)) }), profile: profile)
      change(&scheduler)
      var pod = Pod(namespace: "default", name: "p")
      pod.containers = [ResourceList(cpu: MilliCPU(500))]
      let kind = scheduler.kind(of: pod)
      var names: [String] = []
      while case .placed(let node) = scheduler.schedule(scheduler.makePod(kind)) {
        names.append(scheduler.node(node).name)
      }
      return names
    }
    // Each search begins where the last one ended, so these are the places of the list in turn.
    let untouched = turns { _ in }
    #expect(untouched.sorted() == ["a1", "a2", "b1", "b2", "c1"])
    func index(_ name: String, _ scheduler: borrowing ClusterScheduler) -> Int? {
      for node in 0..<scheduler.nodeCount where scheduler.node(node).name == name { return node }
      return nil
    }
    // The first node of zone a goes and comes back: the zone's turn is first still, the node's is not.
    let back = turns { scheduler in
      guard let one = index("a1", scheduler) else { return }
      scheduler.removeNode(one)
      scheduler.restoreNode(one, to: node("a1", "a"))
    }
    #expect(back.first == "a2" && back.firstIndex(of: "a1") ?? 0 > 2, "\(back)")
    // Zone a has no node for a moment: its turn is last.
    let empty = turns { scheduler in
      for name in ["a1", "a2"] {
        guard let one = index(name, scheduler) else { return }
        scheduler.removeNode(one)
      }
      guard let one = (0..<scheduler.nodeCount).first(where: { !scheduler.isThere($0) }) else {
        return
      }
      scheduler.restoreNode(one, to: node("a1", "a"))
    }
    #expect(empty.prefix(3) == ["b1", "c1", "a1"], "\(empty)")
    // c1 moves to b, which it comes into last.
    let moved = turns { scheduler in
      guard let one = index("c1", scheduler) else { return }
      scheduler.update(one, to: node("c1", "b"))
    }
    #expect(moved.last == "c1", "\(moved)")
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
