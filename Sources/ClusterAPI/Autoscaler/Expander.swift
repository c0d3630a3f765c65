package import SimulationKernel

/// Which of the groups that could help grows.
///
/// Source: kubernetes/autoscaler 1.35 `cluster-autoscaler/expander`.
package enum Expander: String, CaseIterable, Hashable, Sendable {
  /// The one that leaves the smallest part of its new Nodes unused.
  case leastWaste = "least-waste"
  /// The one of the highest priority.
  case priority
  /// Any.
  case random

  /// The place of the option that is taken; nil without options. Those that are equally good are
  /// drawn among.
  package func choose(
    among options: [ScaleUpOption], of groups: [NodeGroup], _ stream: inout RandomStream
  ) -> Int? {
    var best: [Int] = []
    switch self {
    case .random: best = Array(options.indices)
    case .priority:
      let highest = options.map { groups[$0.group].priority }.max()
      best = options.indices.filter { groups[options[$0].group].priority == highest }
    case .leastWaste:
      let least = options.map(\.waste).min()
      best = options.indices.filter { options[$0].waste == least }
    }
    guard best.count > 1 else { return best.first }
    return best[Int(stream.uniform(below: UInt64(best.count)))]
  }
}

/// One way to give pods a place: so many new Nodes of a group.
package struct ScaleUpOption: Hashable, Sendable {
  /// The group.
  package var group: Int
  /// By how many Nodes it would grow.
  package var nodes: Int
  /// How many pods would get a place.
  package var pods: Int
  /// What part of the CPU and of the memory of the new Nodes would stay unused, added up.
  package var waste: Double
}
