import KubernetesModel

/// How kinds of pods stand to each other: who is counted by whom, who wants to be near or apart.
extension ClusterScheduler {
  /// Finds out how a new kind stands to those that there are, and they to it.
  mutating func relate(_ kind: Int) {
    // Those that count already and those that speak about it already.
    for counter in counters.indices { relate(kind, to: counter) }
    let pod = kinds[kind].pod
    let cluster = ClusterState(namespaces: namespaces, workloads: workloads)
    kinds[kind].binding = rules(
      PodTopologySpread.constraints(of: pod, .doNotSchedule, in: cluster), pod, isBinding: true)
    kinds[kind].soft = rules(
      PodTopologySpread.constraints(of: pod, .scheduleAnyway, in: cluster), pod, isBinding: false)
    let affinity = pod.podAffinity.required
    kinds[kind].near = affinity.map {
      counter($0.topologyKey, .selected(by: affinity, from: pod.namespace))
    }
    kinds[kind].isNearItself = affinity.allSatisfy { selects($0, kind, from: pod.namespace) }
    kinds[kind].apart = pod.podAntiAffinity.required.map {
      counter($0.topologyKey, .selected(by: [$0], from: pod.namespace))
    }
    for (sign, wishes) in [
      (Int64(1), pod.podAffinity.preferred), (-1, pod.podAntiAffinity.preferred),
    ] {
      for wish in wishes {
        let counter = counter(
          wish.term.topologyKey, .selected(by: [wish.term], from: pod.namespace))
        kinds[kind].wishes.append(.init(counter: counter, weight: sign * wish.weight))
        _ = self.counter(
          wish.term.topologyKey,
          .having(wish.term, role: .preference(sign * wish.weight), from: pod.namespace))
      }
    }
    for term in affinity where profile.hardPodAffinityWeight > 0 {
      _ = counter(
        term.topologyKey, .having(term, role: .requiredAffinity, from: pod.namespace))
    }
    for term in pod.podAntiAffinity.required {
      _ = counter(
        term.topologyKey, .having(term, role: .requiredAntiAffinity, from: pod.namespace))
    }
  }

  private mutating func rules(
    _ constraints: [SpreadConstraint], _ pod: Pod, isBinding: Bool
  ) -> [PodKind.SpreadRule] {
    // The constraints of the default profile do without the labels that a node lacks.
    let needsAllKeys = isBinding || !pod.topologySpreadConstraints.isEmpty
    let keys = needsAllKeys ? constraints.map(\.topologyKey) : []
    return constraints.map { constraint in
      let sort = PodCounter.SpreadSort(
        namespace: pod.namespace, selector: constraint.selector, neededKeys: keys,
        nodeSelector: constraint.honorsAffinity ? pod.nodeSelector : nil,
        nodeAffinity: constraint.honorsAffinity ? pod.requiredNodeAffinity : nil,
        tolerations: constraint.honorsTaints ? pod.tolerations : nil)
      let isByNode = !isBinding && constraint.topologyKey == SpreadConstraint.hostname
      // Of single nodes all pods count, whether or not the pod could go there.
      let ofNodes = PodCounter.SpreadSort(
        namespace: pod.namespace, selector: constraint.selector, neededKeys: [],
        nodeSelector: nil, nodeAffinity: nil, tolerations: nil)
      return PodKind.SpreadRule(
        maxSkew: constraint.maxSkew, minDomains: constraint.minDomains,
        counter: isByNode
          ? counter(TopologyTable.node, .spread(ofNodes))
          : counter(constraint.topologyKey, .spread(sort)),
        key: topology.key(constraint.topologyKey, of: nodes.objects), isByNode: isByNode,
        countsItself: constraint.matchesItself(pod.labels))
    }
  }

  // MARK: Counters

  private mutating func counter(_ key: String, _ sort: PodCounter.Sort) -> Int {
    counter(topology.key(key, of: nodes.objects), sort)
  }

  /// The counter over the domains of `key`, which is made and filled if there is none.
  private mutating func counter(_ key: Int, _ sort: PodCounter.Sort) -> Int {
    let name = CounterName(key: key, sort: sort)
    if let counter = counterOfSort[name] { return counter }
    let counter = counters.count
    counterOfSort[name] = counter
    counters.append(PodCounter(key: key, sort: sort))
    included.append([])
    for node in nodes.objects.indices where nodes.isThere[node] { include(node, in: counter) }
    for kind in kinds.indices { relate(kind, to: counter) }
    for node in nodes.objects.indices {
      var sum: Int32 = 0
      pods.forEach(on: node) { pod in sum += timesCounted(pod, by: counter) }
      if sum != 0 { count(counter, node, step: sum) }
    }
    return counter
  }

  /// Finds out how often a counter counts pods of a kind, and whether the terms that it stands for
  /// speak about them.
  private mutating func relate(_ kind: Int, to counter: Int) {
    let pod = kinds[kind].pod
    switch counters[counter].sort {
    case .spread(let sort):
      guard sort.namespace == pod.namespace, let selector = sort.selector, !selector.isEmpty,
        selector.matches(pod.labels)
      else { return }
      kinds[kind].counted.append(.init(counter: counter, isSpread: true))
    case .selected(let terms, let namespace):
      guard terms.allSatisfy({ selects($0, kind, from: namespace) }) else { return }
      kinds[kind].counted.append(.init(counter: counter, isSpread: false))
    case .having(let term, let role, let namespace):
      if namespace == pod.namespace {
        let times = pod.terms(in: role).count { $0 == term }
        for _ in 0..<times {
          kinds[kind].counted.append(.init(counter: counter, isSpread: false))
        }
      }
      guard selects(term, kind, from: namespace) else { return }
      switch role {
      case .requiredAntiAffinity: kinds[kind].resisting.append(counter)
      case .requiredAffinity:
        kinds[kind].wishes.append(
          .init(counter: counter, weight: profile.hardPodAffinityWeight))
      case .preference(let weight):
        kinds[kind].wishes.append(.init(counter: counter, weight: weight))
      }
    }
  }

  /// Whether a term of a pod in `owner` means pods of a kind.
  private func selects(_ term: PodAffinityTerm, _ kind: Int, from owner: String) -> Bool {
    let pod = kinds[kind].pod
    return term.selects(
      pod.labels, in: pod.namespace, namespaceLabels: namespaces[pod.namespace] ?? [:],
      from: owner)
  }
}

extension Pod {
  /// Its terms that have a role.
  fileprivate func terms(in role: PodCounter.TermRole) -> [PodAffinityTerm] {
    switch role {
    case .requiredAffinity: podAffinity.required
    case .requiredAntiAffinity: podAntiAffinity.required
    case .preference(let weight):
      podAffinity.preferred.filter { $0.weight == weight }.map(\.term)
        + podAntiAffinity.preferred.filter { -$0.weight == weight }.map(\.term)
    }
  }
}
