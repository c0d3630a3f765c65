import KubernetesModel
import Units

/// Pods that the scheduler cannot tell apart but by name, and what it keeps about the nodes for them.
struct PodKind {
  /// One of them, without what is its own.
  let pod: Pod
  /// What they ask for, of resources that they ask anything of, in the order of the filter.
  let requests: [Amount]
  /// What they ask of the resources that are scored.
  let scored: [ScoredAmount]
  let nonZeroCPU: Int64
  let nonZeroMemory: Int64
  /// Whether they ask for any resource of which the balance is scored.
  let isBalanced: Bool
  let hostPorts: [HostPort]
  /// The only nodes that they may go to by name; nil for any.
  let requiredNames: [String]?

  /// An amount of the resource at a place in a row of `NodeTable`.
  struct Amount: BitwiseCopyable {
    var place: Int
    var amount: Int64
  }

  /// What is asked of a resource that is scored, as written and with the defaults of scoring.
  struct ScoredAmount: BitwiseCopyable {
    var place: Int
    var weight: Int64
    var asWritten: Int64
    var nonZero: Int64
    /// Whether it counts only for pods that ask for it, and these do not.
    var isLeftOut: Bool
  }

  // MARK: What is kept by node

  /// What no other pod changes: 0 where they may go, 1 where they may not.
  private(set) var isRefused: [Bool] = []
  /// What plugins that look at one node alone give it, weighted; `full` or `hopeless` where they
  /// refuse it.
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

  /// What room on a node costs; nil where there is none to be had.
  struct KnownCost {
    var cost: PreemptionCost?
  }

  /// A node without room for now.
  static let full: Int32 = -1
  /// A node where taking pods away would change nothing.
  static let hopeless: Int32 = -2

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
    let request = PodRequest(of: pod)
    var requests: [Amount] = []
    let scalars = request.sum.scalars.map { ResourceName.scalar($0.name) }
    for name in [.cpu, .memory, .ephemeralStorage] + scalars {
      let amount = request.amount(of: name, defaults: .asWritten)
      if amount > 0 { requests.append(Amount(place: nodes.place(of: name), amount: amount)) }
    }
    self.requests = requests
    var scored: [ScoredAmount] = []
    for resource in profile.resources {
      let asWritten = request.amount(of: resource.name, defaults: .asWritten)
      var isScalar = false
      if case .scalar = resource.name { isScalar = true }
      scored.append(
        ScoredAmount(
          place: nodes.place(of: resource.name), weight: resource.weight, asWritten: asWritten,
          nonZero: request.amount(of: resource.name, defaults: .nonZero),
          isLeftOut: isScalar && asWritten == 0))
    }
    self.scored = scored
    isBalanced = scored.contains { $0.asWritten != 0 }
    nonZeroCPU = request.nonZeroCPU
    nonZeroMemory = request.nonZeroMemory
    hostPorts = pod.hostPorts
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
      isRefused = Array(repeating: true, count: count)
      scores = Array(repeating: Self.hopeless, count: count)
      taints = Array(repeating: 0, count: count)
      preferences = Array(repeating: 0, count: count)
      tainted = 0
      if !knownCosts.isEmpty { knownCosts = Array(repeating: nil, count: count) }
      findLocality(nodes)
      for node in 0..<count where nodes.isThere[node] {
        readObject(node, nodes, profile)
        scores[node] = score(node, nodes, profile)
      }
      return
    }
    for place in from..<changes.count {
      let change = changes[place]
      let node = Int(change >> 1)
      if change & 1 == 1 { readObject(node, nodes, profile) }
      scores[node] = score(node, nodes, profile)
      if !knownCosts.isEmpty { knownCosts[node] = nil }
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
    isRefused[node] =
      !nodes.isThere[node]
      || (requiredNames.map { !$0.contains(object.name) } ?? false)
      || NodeUnschedulable.reason(
        against: pod.tolerations, on: object, comparisonOperators: profile.comparesTaints) != nil
      || TaintToleration.reason(
        against: pod.tolerations, taints: object.taints,
        comparisonOperators: profile.comparesTaints) != nil
      || NodeAffinity.reason(against: pod, on: object) != nil
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

  /// The score of the images by node; empty when no node has any.
  private mutating func findLocality(_ nodes: borrowing NodeTable) {
    locality = []
    guard nodes.images.contains(where: { !$0.isEmpty }) else { return }
    let there = nodes.objects.indices.filter { nodes.isThere[$0] }
    let scores = ImageLocality.scores(of: there.map { nodes.images[$0] }, for: pod.images)
    locality = Array(repeating: 0, count: nodes.objects.count)
    for (node, score) in zip(there, scores) { locality[node] = Int16(score) }
  }

  /// What a node gets by itself.
  @inline(__always)
  func score(
    _ node: Int, _ nodes: borrowing NodeTable, _ profile: PlacementProfile
  ) -> Int32 {
    if isRefused[node] { return Self.hopeless }
    let row = node * nodes.stride
    var isFull = Int64(nodes.podCount[node]) + 1 > nodes.podLimit[node]
    for request in requests {
      let allocatable = nodes.allocatable[row + request.place]
      if request.amount > allocatable {
        return portsRefuse(node, nodes) ? Self.full : Self.hopeless
      }
      if request.amount > allocatable - nodes.requested[row + request.place] { isFull = true }
    }
    if isFull || portsRefuse(node, nodes) { return Self.full }
    var sum = fitScore(node, row, nodes, profile)
    if isBalanced { sum += balance(row, nodes, profile) }
    if !locality.isEmpty { sum += Int64(locality[node]) }
    return Int32(sum)
  }

  /// Whether a port is taken that they need. That filter comes before the resources, and what it
  /// refuses others could give way to.
  func portsRefuse(_ node: Int, _ nodes: borrowing NodeTable) -> Bool {
    guard !hostPorts.isEmpty else { return false }
    return nodes.ports[node].contains { taken in hostPorts.contains { $0.conflicts(with: taken) } }
  }

  private func fitScore(
    _ node: Int, _ row: Int, _ nodes: borrowing NodeTable, _ profile: PlacementProfile
  ) -> Int64 {
    var mean = WeightedMean()
    for resource in scored where !resource.isLeftOut {
      let allocatable = nodes.allocatable[row + resource.place]
      guard allocatable > 0 else { continue }
      let before =
        switch resource.place {
        case NodeTable.cpu: nodes.nonZeroCPU[node]
        case NodeTable.memory: nodes.nonZeroMemory[node]
        default: nodes.requested[row + resource.place]
        }
      let requested = before + resource.nonZero
      switch profile.fitStrategy {
      case .leastAllocated:
        mean.add(
          LeastAllocated.share(of: allocatable - requested, in: allocatable),
          weight: resource.weight)
      case .mostAllocated:
        mean.add(LeastAllocated.share(of: requested, in: allocatable), weight: resource.weight)
      case .requestedToCapacityRatio(let line):
        let score = line.value(at: LeastAllocated.share(of: requested, in: allocatable))
        if score > 0 { mean.add(score, weight: resource.weight) }
      }
    }
    if case .requestedToCapacityRatio = profile.fitStrategy { return mean.rounded }
    return mean.roundedDown
  }

  private func balance(
    _ row: Int, _ nodes: borrowing NodeTable, _ profile: PlacementProfile
  ) -> Int64 {
    var with = BalanceOfShares()
    var without = BalanceOfShares()
    for resource in scored where !resource.isLeftOut {
      let allocatable = nodes.allocatable[row + resource.place]
      guard allocatable > 0 else { continue }
      let before = nodes.requested[row + resource.place]
      with.add(before + resource.asWritten, of: allocatable)
      without.add(before, of: allocatable)
    }
    switch profile.release {
    case .kube135: return with.score
    case .kube136: return 50 + (50 + with.score - without.score) / 2
    }
  }
}
