/// How kube-scheduler is set up: which release, and the settings of its profile.
package struct PlacementProfile: Hashable, Sendable {
  /// The release whose rules hold.
  package var release: Release = .kube136
  /// How many of the nodes are looked at for feasible ones, in hundredths; 0 depends on their number.
  package var percentageOfNodesToScore: Int = 0
  /// How nodes are scored by what is left on them.
  package var fitStrategy: FitStrategy = .leastAllocated
  /// The resources that count for the fit and for the balance.
  package var resources: [ResourceWeight] = ResourceWeight.standard
  /// What the required affinity of a pod that is there counts for.
  package var hardPodAffinityWeight: Int64 = 1
  /// Which of the nodes with the highest score is taken.
  package var ties: TieBreaking = .heap
  /// The feature gate `TaintTolerationComparisonOperators`.
  package var comparesTaints: Bool = false

  /// A release, as far as its rules differ.
  package enum Release: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    /// 1.35: balance is scored by what it is with the pod.
    case kube135 = "kube-1.35"
    /// 1.36: balance is scored by what the pod changes about it.
    case kube136 = "kube-1.36"
  }

  /// How `NodeResourcesFit` scores nodes.
  package enum FitStrategy: Hashable, Sendable {
    /// The emptier the better; the default.
    case leastAllocated
    /// The fuller the better.
    case mostAllocated
    /// By a broken line over how full.
    case requestedToCapacityRatio(RequestedToCapacityRatio)
  }

  /// The default profile of 1.36.
  package init() {}

  /// How many feasible nodes are enough for a pod in a cluster of `nodes`.
  ///
  /// Source: kubernetes v1.36 `pkg/scheduler/schedule_one.go`, `numFeasibleNodesToFind`.
  package func feasibleNodesToFind(of nodes: Int) -> Int {
    guard nodes >= 100 else { return nodes }
    let percentage =
      percentageOfNodesToScore > 0 ? percentageOfNodesToScore : max(50 - nodes / 125, 5)
    return max(nodes * percentage / 100, 100)
  }

  /// The score of `NodeResourcesFit` for a node with `pod` on it.
  func fitScore(of node: NodeAllocation, with pod: PodRequest) -> Int64 {
    switch fitStrategy {
    case .leastAllocated: LeastAllocated.score(node, with: pod, over: resources)
    case .mostAllocated: MostAllocated.score(node, with: pod, over: resources)
    case .requestedToCapacityRatio(let line): line.score(node, with: pod, over: resources)
    }
  }
}

/// A plugin of kube-scheduler that refuses or scores nodes.
package enum PlacementPlugin: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  /// Keeps pods off cordoned nodes.
  case nodeUnschedulable = "NodeUnschedulable"
  /// Heeds taints.
  case taintToleration = "TaintToleration"
  /// Heeds node selectors and node affinity.
  case nodeAffinity = "NodeAffinity"
  /// Keeps host ports apart.
  case nodePorts = "NodePorts"
  /// Heeds requests.
  case nodeResourcesFit = "NodeResourcesFit"
  /// Spreads pods over domains.
  case podTopologySpread = "PodTopologySpread"
  /// Heeds affinity between pods.
  case interPodAffinity = "InterPodAffinity"
  /// Keeps the shares of resources alike.
  case balancedAllocation = "NodeResourcesBalancedAllocation"
  /// Prefers nodes that have the images.
  case imageLocality = "ImageLocality"

  /// What its score is multiplied by in the default profile.
  ///
  /// Source: kubernetes v1.36 `pkg/scheduler/apis/config/v1/default_plugins.go`.
  package var weight: Int64 {
    switch self {
    case .taintToleration: 3
    case .nodeAffinity, .podTopologySpread, .interPodAffinity: 2
    default: 1
    }
  }
}
