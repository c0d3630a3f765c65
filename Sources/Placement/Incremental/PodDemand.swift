import KubernetesModel
import Units

/// What the pods of a kind ask of a node, and what a node gets for it by itself.
struct PodDemand {
  /// What they ask for, of resources that they ask anything of, in the order of the filter.
  let requests: [Amount]
  /// What they ask of the resources that are scored.
  let scored: [ScoredAmount]
  let nonZeroCPU: Int64
  let nonZeroMemory: Int64
  /// Whether they ask for any resource of which the balance is scored.
  let isBalanced: Bool
  let hostPorts: [HostPort]

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

  /// The score of a node without room for now.
  static let full: Int32 = -1
  /// The score of a node where taking pods away would change nothing.
  static let hopeless: Int32 = -2

  /// Finds the places of what `pod` asks for.
  init(of pod: Pod, in nodes: inout NodeTable, _ profile: PlacementProfile) {
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
  }

  /// What a node gets by itself that does not refuse them for what it is.
  @inline(__always)
  func score(
    _ node: Int, _ nodes: borrowing NodeTable, _ profile: PlacementProfile, locality: Int64
  ) -> Int32 {
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
    var sum = fitScore(node, row, nodes, profile) + locality
    if isBalanced { sum += balance(row, nodes, profile) }
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
