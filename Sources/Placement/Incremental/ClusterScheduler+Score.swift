import KubernetesModel
import Units

extension ClusterScheduler {
  /// The weighted sums of the scores of the nodes found for a kind, in their order.
  mutating func score(_ kind: Int) {
    let count = scratch.feasible.count
    scratch.totals.removeAll(keepingCapacity: true)
    for node in scratch.feasible { scratch.totals.append(Int64(kinds[kind].scores[Int(node)])) }
    addTaints(kind)
    if !kinds[kind].pod.preferredNodeAffinity.isEmpty { addPreferences(kind) }
    if !kinds[kind].soft.isEmpty { addSpread(kind) }
    if kinds[kind].wishes.contains(where: { counters[$0.counter].total > 0 }) { addWishes(kind) }
    precondition(scratch.totals.count == count)
  }

  private mutating func addTaints(_ kind: Int) {
    let weight = PlacementPlugin.taintToleration.weight
    var most: Int64 = 0
    if kinds[kind].tainted > 0 {
      for node in scratch.feasible { most = max(most, Int64(kinds[kind].taints[Int(node)])) }
    }
    // What all nodes get alike decides nothing, but the sums are those that the original shows.
    for place in scratch.totals.indices {
      let taints =
        most == 0 ? 0 : Int64(kinds[kind].taints[Int(scratch.feasible[place])])
      scratch.totals[place] += weight * (most == 0 ? 100 : 100 - 100 * taints / most)
    }
  }

  private mutating func addPreferences(_ kind: Int) {
    var most: Int64 = 0
    for node in scratch.feasible { most = max(most, Int64(kinds[kind].preferences[Int(node)])) }
    guard most > 0 else { return }
    let weight = PlacementPlugin.nodeAffinity.weight
    for place in scratch.totals.indices {
      let sum = Int64(kinds[kind].preferences[Int(scratch.feasible[place])])
      scratch.totals[place] += weight * (100 * sum / most)
    }
  }

  // MARK: Spread

  private mutating func addSpread(_ kind: Int) {
    let needsAllKeys = !kinds[kind].pod.topologySpreadConstraints.isEmpty
    let rules = kinds[kind].soft
    scratch.raw.removeAll(keepingCapacity: true)
    var scored = 0
    // -1 marks a node that is not scored for want of a label.
    for node in scratch.feasible {
      let lacks =
        needsAllKeys
        && rules.contains { topology.domain(of: Int(node), by: $0.key) == TopologyTable.none }
      scratch.raw.append(lacks ? -1 : 0)
      if !lacks { scored += 1 }
    }
    let weights = rules.map { rule in
      PodTopologySpread.domainWeight(
        rule.isByNode ? scored : domainsSeen(by: rule.key))
    }
    var (least, most) = (Int64.max, Int64(0))
    for place in scratch.raw.indices where scratch.raw[place] >= 0 {
      let node = Int(scratch.feasible[place])
      var sum = 0.0
      for (index, rule) in rules.enumerated() {
        guard topology.domain(of: node, by: rule.key) != TopologyTable.none else { continue }
        let domain = topology.domain(of: node, by: counters[rule.counter].key)
        sum += PodTopologySpread.share(
          of: counters[rule.counter].count(domain), maxSkew: rule.maxSkew,
          weight: weights[index])
      }
      let score = Int64(sum.rounded(.toNearestOrAwayFromZero))
      scratch.raw[place] = score
      least = min(least, score)
      most = max(most, score)
    }
    let weight = PlacementPlugin.podTopologySpread.weight
    for place in scratch.raw.indices where scratch.raw[place] >= 0 {
      let score = most == 0 ? 100 : 100 * (most + least - scratch.raw[place]) / most
      scratch.totals[place] += weight * score
    }
  }

  /// How many domains of a key the scored nodes are in. Nodes without the label make up one of their
  /// own, where they are scored at all.
  private mutating func domainsSeen(by key: Int) -> Int {
    scratch.search += 1
    let domains = topology.domainCount(key) + 1
    while scratch.seenIn.count < domains { scratch.seenIn.append(0) }
    var count = 0
    for place in scratch.raw.indices where scratch.raw[place] >= 0 {
      let domain = Int(topology.domain(of: Int(scratch.feasible[place]), by: key)) + 1
      if scratch.seenIn[domain] != scratch.search {
        scratch.seenIn[domain] = scratch.search
        count += 1
      }
    }
    return count
  }

  // MARK: Affinity

  private mutating func addWishes(_ kind: Int) {
    scratch.raw.removeAll(keepingCapacity: true)
    var (least, most) = (Int64.max, Int64.min)
    for node in scratch.feasible {
      var sum: Int64 = 0
      for index in kinds[kind].wishes.indices {
        let wish = kinds[kind].wishes[index]
        let domain = topology.domain(of: Int(node), by: counters[wish.counter].key)
        if domain != TopologyTable.none {
          sum += wish.weight * counters[wish.counter].count(domain)
        }
      }
      scratch.raw.append(sum)
      least = min(least, sum)
      most = max(most, sum)
    }
    guard most > least else { return }
    let weight = PlacementPlugin.interPodAffinity.weight
    for place in scratch.raw.indices {
      let share = Double(scratch.raw[place] - least) / Double(most - least)
      scratch.totals[place] += weight * Int64(100 * share)
    }
  }
}
