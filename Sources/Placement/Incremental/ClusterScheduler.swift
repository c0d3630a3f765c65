package import KubernetesModel
import Units

/// kube-scheduler over a cluster that it keeps: finds nodes for pods as `SchedulingCycle` does, and
/// works only out again what a pod or a node changed.
///
/// Pods that differ in their name alone are of one kind. For each kind it keeps what every node gets
/// by itself, brought up to date from a log of changes when a pod of that kind comes up; how pods are
/// spread, and near or apart, it counts as they come and go. So a pod costs as much as the nodes
/// that are looked at, in short loops over flat arrays, and a change costs the kinds that look again.
///
/// - Complexity: a pod costs O(nodes looked at + nodes changed since its kind came up last).
package struct ClusterScheduler: ~Copyable {
  /// How it is set up.
  package let profile: PlacementProfile
  var nodes = NodeTable()
  var topology = TopologyTable()
  var kinds: [PodKind] = []
  var kindOfPod: [Pod: Int] = [:]
  var counters: [PodCounter] = []
  var counterOfSort: [CounterName: Int] = [:]
  /// By counter, the nodes on which pods count; empty where they count on all.
  var included: [[Bool]] = []
  var pods = PodTable()
  let namespaces: [String: Labels]
  let workloads: WorkloadSelectors
  /// The budgets that preemption heeds.
  package var budgets: [PreemptionBudget]
  /// The names of pods that some budget knows to go already.
  var disruptedNames: [Int: String] = [:]
  /// Nodes that changed, oldest first: twice the number of the node, and one more when the node
  /// itself changed and not only what is on it.
  var log: [UInt32] = []
  /// How many changes were dropped from the front of the log.
  var logStart = 0
  /// Counts the changes to which nodes have which images.
  var imagesVersion = 0
  /// Where the search for the next pod begins, in the order of the nodes.
  var nextStart = 0
  var attempts: UInt64 = 0
  /// Pods that wait for the room that was made for them, by node; nodes without any are left out.
  var nominatedOnNode: [Int: [PodID]] = [:]
  var scratch = Scratch()

  /// A counter by what it counts and over which domains.
  struct CounterName: Hashable {
    var key: Int
    var sort: PodCounter.Sort
  }

  /// Buffers that are used again for each pod.
  struct Scratch {
    var feasible: [Int32] = []
    /// Nodes on which others' going might help.
    var candidates: [Int32] = []
    var totals: [Int64] = []
    var raw: [Int64] = []
    /// By domain, the last search that saw it.
    var seenIn: [UInt64] = []
    var search: UInt64 = 0
  }

  /// A pod by the order in which the scheduler heard of it; numbers of pods that are gone are used
  /// again.
  package struct PodID: Hashable, Sendable, BitwiseCopyable {
    /// The number.
    package let index: UInt32
  }

  /// Pods that differ in their name alone.
  package struct KindID: Hashable, Sendable, BitwiseCopyable {
    /// The number.
    package let index: Int
  }

  /// Takes over a cluster: its nodes in their order, and the pods on them.
  package init(_ cluster: ClusterState, profile: PlacementProfile = PlacementProfile()) {
    self.profile = profile
    namespaces = cluster.namespaces
    workloads = cluster.workloads
    budgets = cluster.budgets
    for node in cluster.nodes { addNode(node.node, images: node.images) }
    for (index, node) in cluster.nodes.enumerated() {
      for placed in node.pods {
        let pod = add(kind(of: placed.pod), on: index, startTime: placed.pod.startTime)
        if placed.pod.deletionTimestamp != nil || placed.isPreempted {
          markTerminating(pod, isPreempted: placed.isPreempted)
        }
        if budgets.contains(where: { $0.disruptedPods.contains(placed.pod.name) }) {
          disruptedNames[Int(pod.index)] = placed.pod.name
        }
      }
    }
    for waiting in cluster.nominated {
      let kind = kind(of: waiting.pod.pod)
      nominate(makePod(kind), on: waiting.node)
    }
  }

  /// Takes over nodes that are all away, numbered in their order, until `restoreNode` brings them.
  package init(
    away cluster: [Node], workloads: WorkloadSelectors, profile: PlacementProfile
  ) {
    self.init(
      ClusterState(namespaces: [:], workloads: workloads), profile: profile)
    for node in cluster { addNode(node) }
    nodes.removeAll()
  }

  /// How many nodes were ever added; those that were removed keep their number.
  package var nodeCount: Int { nodes.objects.count }

  /// The node of that number.
  package func node(_ index: Int) -> Node { nodes.objects[index] }

  /// The number of pods on a node.
  package func podCount(on node: Int) -> Int { Int(nodes.podCount[node]) }

  /// The node of a pod; nil while it has none.
  package func node(of pod: PodID) -> Int? {
    let node = pods.node[Int(pod.index)]
    return node >= 0 ? Int(node) : nil
  }

  /// The kind of a pod.
  package func kind(of pod: PodID) -> KindID { KindID(index: Int(pods.kind[Int(pod.index)])) }

  // MARK: Changes

  /// Notes that what is on `node` changed, or the node itself.
  @inline(__always)
  mutating func note(_ node: Int, isObject: Bool = false) {
    log.append(UInt32(node) << 1 | (isObject ? 1 : 0))
  }

  /// Forgets the older part of a log that has grown longer than looking at every node anew.
  mutating func trimLog() {
    let useful = max(2 * nodes.objects.count, 1_024)
    guard log.count > 4 * useful else { return }
    let dropped = log.count - useful
    log.removeFirst(dropped)
    logStart += dropped
  }

  /// Brings what is kept for a kind up to date.
  mutating func keepUp(_ kind: Int) {
    nodes.putInOrder()
    let end = logStart + log.count
    guard kinds[kind].seen < end || kinds[kind].imagesSeen != imagesVersion else { return }
    let isWhole =
      kinds[kind].seen < logStart || kinds[kind].imagesSeen != imagesVersion
      || end - kinds[kind].seen > 2 * nodes.objects.count
    let from = isWhole ? log.count : kinds[kind].seen - logStart
    kinds[kind].keepUp(nodes, changes: log, from: from, isWhole: isWhole, profile)
    kinds[kind].seen = end
    kinds[kind].imagesSeen = imagesVersion
    trimLog()
  }
}
