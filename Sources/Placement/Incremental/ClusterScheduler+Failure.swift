import KubernetesModel

/// A set of filters.
package struct PluginSet: Hashable, Sendable, BitwiseCopyable {
  let bits: UInt8

  /// The filters, in the order in which they are asked; their number is their bit.
  private static let filters: [PlacementPlugin] = [
    .nodeUnschedulable, .taintToleration, .nodeAffinity, .nodePorts, .nodeResourcesFit,
    .podTopologySpread, .interPodAffinity,
  ]

  init(bits: UInt8) { self.bits = bits }

  /// The set of one filter.
  package init(_ plugin: PlacementPlugin) {
    guard let number = Self.filters.firstIndex(of: plugin) else {
      preconditionFailure("\(plugin.rawValue) refuses no node")
    }
    bits = 1 << UInt8(number)
  }

  /// No filter.
  package static let none = PluginSet(bits: 0)

  /// The filters of either.
  package func union(_ other: PluginSet) -> PluginSet { PluginSet(bits: bits | other.bits) }

  /// Its members, in the order in which filters are asked.
  package var plugins: [PlacementPlugin] {
    Self.filters.indices.filter { bits & 1 << UInt8($0) != 0 }.map { Self.filters[$0] }
  }
}

/// Pods that no node takes: which filters say so, and until when that holds.
extension ClusterScheduler {
  /// Whether a pod of a kind was tried in vain and nothing has changed since.
  ///
  /// A backlog of equal pods so costs one search, and not one for each of them.
  mutating func isKnownToFail(_ kind: Int) -> Bool {
    guard let known = kinds[kind].knownFailure, known.until == logStart + log.count,
      nominatedOnNode.isEmpty, budgets.isEmpty
    else { return false }
    return true
  }

  /// Notes that no node takes a pod of a kind now, and nobody's going would help.
  mutating func noteFailure(of kind: Int) {
    // What other pods are and where room is kept is in no log; and a search among named nodes moves
    // where the next one begins.
    guard !kinds[kind].looksAtOthers, kinds[kind].requiredNames == nil, nominatedOnNode.isEmpty,
      budgets.isEmpty
    else { return }
    kinds[kind].knownFailure = (logStart + log.count, refusingFilters(of: kind))
  }

  /// The filters that keep a pod without a node off all of them, each the first on some node.
  ///
  /// - Complexity: O(1) right after a pod of the same kind was tried in vain, else O(nodes).
  package mutating func refusingPlugins(for pod: PodID) -> PluginSet {
    let kind = Int(pods.kind[Int(pod.index)])
    keepUp(kind)
    if isKnownToFail(kind), let known = kinds[kind].knownFailure { return known.refusedBy }
    guard kinds[kind].looksAtOthers || !nominatedOnNode.isEmpty else {
      return refusingFilters(of: kind)
    }
    return verdicts(for: pod).reduce(.none) { set, verdict in
      verdict.refusedBy.map { set.union(PluginSet($0)) } ?? set
    }
  }

  private func refusingFilters(of kind: Int) -> PluginSet {
    var bits: UInt8 = 0
    let fit = PluginSet(.nodeResourcesFit).bits
    let ports = PluginSet(.nodePorts).bits
    for node in nodes.order {
      let refusal = kinds[kind].refusals[Int(node)]
      if refusal != 0 {
        bits |= refusal
      } else if kinds[kind].scores[Int(node)] < 0 {
        bits |= kinds[kind].demand.portsRefuse(Int(node), nodes) ? ports : fit
      }
    }
    return PluginSet(bits: bits)
  }
}
