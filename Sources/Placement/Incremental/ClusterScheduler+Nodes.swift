package import KubernetesModel

extension ClusterScheduler {
  /// Adds a node behind those that there are, and says its number.
  @discardableResult
  package mutating func addNode(_ node: Node, images: [ImageLocality.Image] = []) -> Int {
    let index = nodes.objects.count
    let stride = nodes.stride
    nodes.set(index, node, images: images)
    topology.set(index, node.labels)
    pods.first.append(-1)
    pods.last.append(-1)
    if nodes.stride != stride || !images.isEmpty { imagesVersion += 1 }
    for counter in counters.indices { include(index, in: counter) }
    // What is kept by node has no row for it yet.
    for kind in kinds.indices { kinds[kind].imagesSeen = -1 }
    note(index, isObject: true)
    return index
  }

  /// Takes over what changed about a node: labels, taints, a cordon, what it has to give.
  package mutating func update(_ index: Int, to node: Node) {
    let hasMoved =
      node.labels != nodes.objects[index].labels || node.taints != nodes.objects[index].taints
    if hasMoved { detach(index) }
    let stride = nodes.stride
    nodes.set(index, node, images: nodes.images[index])
    if nodes.stride != stride { imagesVersion += 1 }
    if hasMoved {
      topology.set(index, node.labels)
      attach(index)
    }
    note(index, isObject: true)
  }

  /// Brings a node back under the number that it had before it was taken away, behind those that
  /// there are.
  package mutating func restoreNode(_ index: Int, to node: Node) {
    precondition(!nodes.isThere[index], "node \(node.name) is there")
    let stride = nodes.stride
    nodes.set(index, node, images: nodes.images[index])
    if nodes.stride != stride || !nodes.images[index].isEmpty { imagesVersion += 1 }
    topology.set(index, node.labels)
    attach(index)
    note(index, isObject: true)
  }

  /// Takes a node away, and whatever is on it.
  package mutating func removeNode(_ index: Int) {
    var gone: [Int] = []
    pods.forEach(on: index) { gone.append($0) }
    for pod in gone { remove(PodID(index: UInt32(pod))) }
    for pod in nominatedOnNode[index] ?? [] { withdraw(pod) }
    detach(index)
    nodes.remove(index)
    if !nodes.images[index].isEmpty { imagesVersion += 1 }
    note(index, isObject: true)
  }

  /// Takes a node and the pods on it out of every counter, before its labels or taints change.
  private mutating func detach(_ node: Int) {
    for counter in counters.indices {
      let domain = topology.domain(of: node, by: counters[counter].key)
      guard domain != TopologyTable.none else { continue }
      var sum: Int32 = 0
      pods.forEach(on: node) { pod in sum += timesCounted(pod, by: counter) }
      let isIncluded = included[counter].isEmpty || included[counter][node]
      if isIncluded && sum != 0 { counters[counter].add(-sum, to: domain) }
      if !included[counter].isEmpty && isIncluded {
        counters[counter].include(domain, false)
        included[counter][node] = false
      }
    }
  }

  /// Brings a node and the pods on it back into every counter.
  private mutating func attach(_ node: Int) {
    for counter in counters.indices {
      include(node, in: counter)
      let domain = topology.domain(of: node, by: counters[counter].key)
      guard domain != TopologyTable.none else { continue }
      var sum: Int32 = 0
      pods.forEach(on: node) { pod in sum += timesCounted(pod, by: counter) }
      let isIncluded = included[counter].isEmpty || included[counter][node]
      if isIncluded && sum != 0 { counters[counter].add(sum, to: domain) }
    }
  }

  /// How often a pod counts.
  func timesCounted(_ pod: Int, by counter: Int) -> Int32 {
    let isTerminating = pods.flags[pod] & PodTable.isTerminating != 0
    var times: Int32 = 0
    for counted in kinds[Int(pods.kind[pod])].counted where counted.counter == counter {
      if !(counted.isSpread && isTerminating) { times += 1 }
    }
    return times
  }

  /// Finds out whether pods on `node` count for a counter that leaves nodes out.
  mutating func include(_ node: Int, in counter: Int) {
    guard case .spread(let sort) = counters[counter].sort else { return }
    while included[counter].count <= node { included[counter].append(false) }
    let domain = topology.domain(of: node, by: counters[counter].key)
    guard domain != TopologyTable.none, sort.includes(nodes.objects[node]) else { return }
    included[counter][node] = true
    counters[counter].include(domain, true)
  }
}

extension PodCounter.SpreadSort {
  /// Whether pods on `node` count.
  func includes(_ node: Node) -> Bool {
    guard neededKeys.allSatisfy({ node.labels[$0] != nil }) else { return false }
    if let nodeSelector, !node.labels.contains(nodeSelector) { return false }
    if let nodeAffinity, !nodeAffinity.matches(name: node.name, labels: node.labels) {
      return false
    }
    if let tolerations, TaintToleration.reason(against: tolerations, taints: node.taints) != nil {
      return false
    }
    return true
  }
}
