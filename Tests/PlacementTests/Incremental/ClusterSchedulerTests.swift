import KubernetesModel
import Placement
import SimulationKernel
import Testing
import Units

/// The scheduler that keeps what does not change decides as the one that works everything out anew.
@Suite("Incremental scheduling")
struct ClusterSchedulerTests {
  #if DEBUG
    static let seeds: Range<UInt64> = 0..<300
  #else
    static let seeds: Range<UInt64> = 0..<10_000
  #endif

  @Test("random clusters come out as from scratch", arguments: [seeds])
  func agreement(seeds: Range<UInt64>) {
    var tally = TwoSchedulers.Tally()
    for seed in seeds {
      var world = TwoSchedulers(seed: seed)
      if let difference = world.run() {
        Issue.record("seed \(seed): \(difference)")
        return
      }
      tally.placed += world.tally.placed
      tally.pending += world.tally.pending
      tally.nominated += world.tally.nominated
      tally.victims += world.tally.victims
      tally.retried += world.tally.retried
    }
    // Worlds in which nothing happens would agree too.
    let worlds = seeds.count
    #expect(tally.placed > 5 * worlds && tally.pending > worlds, "\(tally)")
    #expect(tally.nominated > worlds / 4 && tally.victims >= tally.nominated, "\(tally)")
    #expect(tally.retried > worlds / 20, "\(tally)")
  }
}

/// The same cluster with both schedulers, and the same things happening to it.
struct TwoSchedulers: ~Copyable {
  private var random: RandomCluster
  private var anew: SchedulingCycle
  private var kept: ClusterScheduler
  /// Pods on nodes, and pods that wait for room, as both know them.
  private var placed: [(pod: Pod, id: ClusterScheduler.PodID)] = []
  private var waiting: [(pod: Pod, id: ClusterScheduler.PodID)] = []
  private var made = 0
  private(set) var tally = Tally()

  /// What happened.
  struct Tally {
    var placed = 0
    var pending = 0
    var nominated = 0
    var victims = 0
    var retried = 0
  }

  init(seed: UInt64) {
    random = RandomCluster(seed: seed)
    var profile = PlacementProfile()
    switch seed % 5 {
    case 1: profile.ties = .drawn(seed: seed)
    case 2: profile.ties = .listOrder
    case 3: profile.fitStrategy = .mostAllocated
    case 4: profile.release = .kube135
    default: break
    }
    let cluster = random.cluster()
    anew = SchedulingCycle(cluster, profile: profile)
    kept = ClusterScheduler(cluster, profile: profile)
  }

  /// The first difference, in words; nil when there is none.
  mutating func run() -> String? {
    for step in 0..<(20 + random.below(20)) {
      let difference: String?
      switch random.below(20) {
      case 0: difference = removePod()
      case 1: difference = markTerminating()
      case 2: difference = changeNode()
      case 3: difference = retry()
      default: difference = schedule()
      }
      if let difference { return "step \(step): \(difference)" }
      if let miscount = miscount() { return "step \(step): \(miscount)" }
    }
    return nil
  }

  private mutating func schedule() -> String? {
    let pod = random.pod("p\(made)")
    made += 1
    return tryPlace(pod, kept.makePod(kept.kind(of: pod), startTime: pod.startTime))
  }

  private mutating func tryPlace(_ pod: Pod, _ id: ClusterScheduler.PodID) -> String? {
    let mine = kept.schedule(id)
    switch (anew.schedule(pod), mine) {
    case (.placed(let node, _), .placed(let other)):
      guard node == other else {
        return "\(pod.name) goes to \(node) from scratch and to \(other) from what is kept"
      }
      placed.append((pod, id))
      tally.placed += 1
      return overCommitment(of: node, by: pod)
    case (.pending(_, let message, nil), .pending(nil)):
      let words = kept.pendingMessage(for: id)
      guard words == message else {
        return "\(pod.name) says \"\(message)\" from scratch and \"\(words)\""
      }
      kept.forget(id)
      tally.pending += 1
      return nil
    case (.pending(_, _, let candidate?), .pending(let nomination?)):
      return nominate(pod, id, candidate, nomination)
    case (let fromScratch, let kept):
      return "\(pod.name) comes out \(fromScratch) from scratch and \(kept) from what is kept"
    }
  }

  /// Lets the victims go at once, and the pod wait for its room.
  private mutating func nominate(
    _ pod: Pod, _ id: ClusterScheduler.PodID, _ candidate: Preemption.Candidate,
    _ nomination: ClusterScheduler.Nomination
  ) -> String? {
    guard candidate.node == nomination.node, candidate.cost == nomination.cost else {
      return "\(pod.name) takes \(candidate) from scratch and \(nomination) from what is kept"
    }
    let names = nomination.victims.map { victim in
      placed.first { $0.id == victim }?.pod.name ?? "nobody"
    }
    guard names == candidate.victims.map(\.name) else {
      return "\(pod.name) takes \(candidate.victims.map(\.name)) from scratch, not \(names)"
    }
    for victim in nomination.victims {
      guard let index = placed.firstIndex(where: { $0.id == victim }) else { continue }
      if placed[index].pod.priority >= pod.priority {
        return "\(placed[index].pod.name) is no less important than \(pod.name)"
      }
      remove(index)
    }
    tally.nominated += 1
    tally.victims += nomination.victims.count
    anew.cluster.nominated.removeAll {
      $0.node == candidate.node && $0.pod.pod.priority < pod.priority
    }
    waiting.removeAll { entry in
      let isLess = entry.pod.priority < pod.priority
      let isHere = entry.pod.nominatedNodeName == anew.cluster.nodes[candidate.node].node.name
      if isLess && isHere { kept.forget(entry.id) }
      return isLess && isHere
    }
    var nominated = pod
    nominated.nominatedNodeName = anew.cluster.nodes[candidate.node].node.name
    // A pod waits for room on one node at a time.
    anew.cluster.nominated.removeAll { $0.pod.pod.name == pod.name }
    anew.cluster.nominated.append(
      .init(NodeInfo.PlacedPod(nominated), node: candidate.node))
    waiting.append((nominated, id))
    return nil
  }

  private mutating func remove(_ index: Int) {
    let (pod, id) = placed.remove(at: index)
    if let node = kept.node(of: id),
      let place = anew.cluster.nodes[node].index(of: pod.namespace, pod.name)
    {
      anew.cluster.nodes[node].remove(at: place)
    }
    kept.remove(id)
  }

  private mutating func removePod() -> String? {
    guard !placed.isEmpty else { return nil }
    remove(random.below(placed.count))
    return nil
  }

  private mutating func retry() -> String? {
    guard !waiting.isEmpty else { return nil }
    let (pod, id) = waiting.remove(at: random.below(waiting.count))
    // A pod that is tried again and finds nothing is given up here.
    let isNominated = kept.nominatedNode(of: id) != nil
    guard isNominated else { return "\(pod.name) has lost its room" }
    tally.retried += 1
    let difference = tryPlace(pod, id)
    anew.cluster.nominated.removeAll { entry in
      entry.pod.pod.name == pod.name && !waiting.contains { $0.pod.name == pod.name }
    }
    return difference
  }

  private mutating func markTerminating() -> String? {
    guard !placed.isEmpty else { return nil }
    let index = random.below(placed.count)
    let (pod, id) = placed[index]
    guard let node = kept.node(of: id),
      let place = anew.cluster.nodes[node].index(of: pod.namespace, pod.name)
    else { return "\(pod.name) is on no node" }
    var leaving = anew.cluster.nodes[node].remove(at: place)
    leaving.pod.deletionTimestamp = .epoch
    anew.cluster.nodes[node].add(leaving, at: place)
    kept.markTerminating(id)
    return nil
  }

  private mutating func changeNode() -> String? {
    let index = random.below(anew.cluster.nodes.count)
    var node = anew.cluster.nodes[index].node
    let other = random.node(index)
    switch random.below(4) {
    case 0: node.isUnschedulable.toggle()
    case 1: node.taints = other.taints
    case 2: node.labels["disk"] = other.labels["disk"]
    default: node.allocatable.cpu = other.allocatable.cpu
    }
    anew.cluster.nodes[index].change(to: node)
    kept.update(index, to: node)
    return nil
  }

  /// What a node that just took a pod lacks for its pods, of what the pod asks for; nil when nothing.
  private func overCommitment(of node: Int, by pod: Pod) -> String? {
    let allocation = anew.cluster.nodes[node].allocation
    let asked = PodRequest(of: pod)
    for name in [ResourceName.cpu, .memory, .scalar("example.com/gpu")]
    where asked.amount(of: name, defaults: .asWritten) > 0 {
      let requested = allocation.requested.amount(of: name, defaults: .asWritten)
      if requested > allocation.allocatable(of: name) {
        return "node \(node) is asked for \(requested) of \(name.text)"
      }
    }
    return allocation.podCount > allocation.allocatable.pods ? "node \(node) is too full" : nil
  }

  /// A node of which both do not know the same number of pods.
  private func miscount() -> String? {
    for (index, node) in anew.cluster.nodes.enumerated()
    where node.pods.count != kept.podCount(on: index) {
      return "node \(index) has \(node.pods.count) pods, and \(kept.podCount(on: index)) kept"
    }
    return nil
  }
}
