import KubernetesModel
import Units

/// Pods that the scheduler cannot tell apart but by name, and what it keeps about the nodes for them.
struct PodKind {
  /// One of them, without what is its own.
  let pod: Pod
  /// What they ask of a node.
  let demand: PodDemand
  /// The only nodes that they may go to by name; nil for any.
  let requiredNames: [String]?

  // MARK: What is kept by node

  /// The filter that keeps them off whatever other pods do, as `refusal` numbers it; 0 where none does.
  private(set) var refusals: [UInt8] = []
  /// What plugins that look at one node alone give it, weighted; `PodDemand.full` or `hopeless` where
  /// they refuse it.
  private(set) var scores: [Int32] = []
  /// Taints that ask them to go elsewhere.
  private(set) var taints: [Int16] = []
  /// The weights of preferred terms that hold.
  private(set) var preferences: [Int32] = []
  /// How many nodes have any such taint.
  private(set) var tainted = 0
  private var locality: [Int16] = []
  /// What room costs that others have to make, where it was worked out; empty for pods that never
  /// took any.
  var knownCosts: [KnownCost?] = []
  /// Up to where of the log the above is right.
  var seen = 0
  /// The images of nodes when it was.
  var imagesSeen = -1
  /// The change up to which it is known that no node takes them, and which filters say so.
  var knownFailure: (until: Int, refusedBy: PluginSet)?

  /// What room on a node costs; nil where there is none to be had.
  struct KnownCost {
    var cost: PreemptionCost?
  }

  // MARK: How they stand to other pods

  /// Constraints that bind.
  var binding: [SpreadRule] = []
  /// Constraints to be kept where possible.
  var soft: [SpreadRule] = []
  /// Pods that they have to be near, a counter for each term.
  var near: [Int] = []
  /// Whether they are such pods themselves.
  var isNearItself = false
  /// Pods that they must not be near.
  var apart: [Int] = []
  /// Terms of others by which those must not be near them.
  var resisting: [Int] = []
  /// Terms of theirs and of others that speak for or against nodes.
  var wishes: [Wish] = []
  /// The counters that count them, as often as they count.
  var counted: [Counted] = []

  /// A spread constraint over the domains of a counter.
  struct SpreadRule: BitwiseCopyable {
    var maxSkew: Int64
    var minDomains: Int
    /// Counts the pods of the domains, or of single nodes for constraints over them that do not bind.
    var counter: Int
    /// The key of the constraint.
    var key: Int
    var isByNode: Bool
    var countsItself: Bool
  }

  struct Wish: BitwiseCopyable {
    var counter: Int
    var weight: Int64
  }

  struct Counted: BitwiseCopyable {
    var counter: Int
    /// Whether a pod on its way out does not count.
    var isSpread: Bool
  }

  /// Whether filters look at more than a node and what it has.
  var looksAtOthers: Bool {
    !binding.isEmpty || !near.isEmpty || !apart.isEmpty || !resisting.isEmpty
  }

  /// Finds the places of what `pod` asks for.
  init(_ pod: Pod, in nodes: inout NodeTable, _ profile: PlacementProfile) {
    self.pod = pod
    demand = PodDemand(of: pod, in: &nodes, profile)
    requiredNames = NodeAffinity.requiredNames(of: pod)
  }

  // MARK: Keeping up

  /// Works everything out that `changes` from a place on made stale; all of it when `isWhole`.
  mutating func keepUp(
    _ nodes: borrowing NodeTable, changes: borrowing [UInt32], from: Int, isWhole: Bool,
    _ profile: PlacementProfile
  ) {
    if isWhole {
      let count = nodes.objects.count
      refusals = Array(repeating: Self.isAway, count: count)
      scores = Array(repeating: PodDemand.hopeless, count: count)
      taints = Array(repeating: 0, count: count)
      preferences = Array(repeating: 0, count: count)
      tainted = 0
      if !knownCosts.isEmpty { knownCosts = Array(repeating: nil, count: count) }
      findLocality(nodes)
      for node in 0..<count where nodes.isThere[node] { readObject(node, nodes, profile) }
      scoreAgain(0..<count, nodes, profile) { $0 }
      return
    }
    for place in from..<changes.count where changes[place] & 1 == 1 {
      readObject(Int(changes[place] >> 1), nodes, profile)
    }
    if !knownCosts.isEmpty {
      for place in from..<changes.count { knownCosts[Int(changes[place] >> 1)] = nil }
    }
    scoreAgain(from..<changes.count, nodes, profile) { Int(changes[$0] >> 1) }
  }

  /// Works out anew what nodes get by themselves. What does not change meanwhile is taken out first:
  /// a call on the whole would copy the whole for each node.
  @inline(__always)
  private mutating func scoreAgain(
    _ places: Range<Int>, _ nodes: borrowing NodeTable, _ profile: PlacementProfile,
    _ nodeAt: (Int) -> Int
  ) {
    let demand = demand
    let refusals = refusals
    let locality = locality
    for place in places {
      let node = nodeAt(place)
      scores[node] =
        refusals[node] != 0
        ? PodDemand.hopeless
        : demand.score(
          node, nodes, profile, locality: locality.isEmpty ? 0 : Int64(locality[node]))
    }
  }

  /// Makes room for what others' room costs.
  mutating func prepareCosts() {
    if knownCosts.isEmpty { knownCosts = Array(repeating: nil, count: scores.count) }
  }

  /// Looks at what pods do not change about a node.
  private mutating func readObject(
    _ node: Int, _ nodes: borrowing NodeTable, _ profile: PlacementProfile
  ) {
    let object = nodes.objects[node]
    refusals[node] = nodes.isThere[node] ? refusal(by: object, profile) : Self.isAway
    let untolerated =
      object.taints.isEmpty
      ? 0
      : TaintToleration.untoleratedPreferences(
        against: pod.tolerations, taints: object.taints,
        comparisonOperators: profile.comparesTaints)
    tainted += (untolerated > 0 ? 1 : 0) - (taints[node] > 0 ? 1 : 0)
    taints[node] = Int16(clamping: untolerated)
    if !pod.preferredNodeAffinity.isEmpty {
      preferences[node] = Int32(
        clamping: NodeAffinity.preference(of: object, for: pod.preferredNodeAffinity))
    }
  }

  /// The first filter that keeps them off `object` whatever other pods do; 0 for none.
  private func refusal(by object: Node, _ profile: PlacementProfile) -> UInt8 {
    if let requiredNames, !requiredNames.contains(object.name) {
      return PluginSet(.nodeAffinity).bits
    }
    if NodeUnschedulable.reason(
      against: pod.tolerations, on: object, comparisonOperators: profile.comparesTaints) != nil
    {
      return PluginSet(.nodeUnschedulable).bits
    }
    if TaintToleration.reason(
      against: pod.tolerations, taints: object.taints,
      comparisonOperators: profile.comparesTaints) != nil
    {
      return PluginSet(.taintToleration).bits
    }
    return NodeAffinity.reason(against: pod, on: object) == nil ? 0 : PluginSet(.nodeAffinity).bits
  }

  /// Stands in `refusals` for a node that is not there.
  private static let isAway = UInt8.max

  /// The score of the images by node; empty when no node has any.
  private mutating func findLocality(_ nodes: borrowing NodeTable) {
    locality = []
    guard nodes.images.contains(where: { !$0.isEmpty }) else { return }
    let there = nodes.objects.indices.filter { nodes.isThere[$0] }
    let scores = ImageLocality.scores(of: there.map { nodes.images[$0] }, for: pod.images)
    locality = Array(repeating: 0, count: nodes.objects.count)
    for (node, score) in zip(there, scores) { locality[node] = Int16(score) }
  }

  /// What `node` gets by itself, worked out now.
  func score(
    _ node: Int, _ nodes: borrowing NodeTable, _ profile: PlacementProfile
  ) -> Int32 {
    refusals[node] != 0
      ? PodDemand.hopeless
      : demand.score(
        node, nodes, profile, locality: locality.isEmpty ? 0 : Int64(locality[node]))
  }
}
