import KubernetesModel
import Placement
import Units

/// Pods that find their nodes. The real scheduler takes about 1.7 ms of CPU for a pod at 1,000 nodes,
/// binding calls included: 590 pods/CPU-s.
let placementBenchmarks: [Benchmark] = [
  Benchmark(name: "placement.basic-1000", unit: "pods/CPU-s") {
    try equalPods(nodes: 1_000, pods: 50_000)
  },
  Benchmark(name: "placement.basic-5000", unit: "pods/CPU-s") {
    try equalPods(nodes: 5_000, pods: 50_000)
  },
  Benchmark(name: "placement.mixed-5000", unit: "pods/CPU-s") {
    // 200 kinds in turn, of which every fifth spreads and every tenth is bound to others.
    var scheduler = cluster(of: 5_000)
    let kinds = (0..<200).map { scheduler.kind(of: mixedPod($0)) }
    return try rate(of: 50_000) {
      for index in 0..<50_000 {
        let pod = scheduler.makePod(kinds[(index * 73) % 200])
        guard case .placed = scheduler.schedule(pod) else {
          throw BenchmarkError(description: "pod \(index) found no node")
        }
      }
    }
  },
  Benchmark(name: "placement.preempt-5000", unit: "pods/CPU-s") {
    // Full nodes, and important pods that each take the room of others.
    var scheduler = cluster(of: 5_000)
    var low = pod(cpu: 4_000)
    let less = [Int32(10), 20, 30].map { priority in
      low.priority = priority
      return scheduler.kind(of: low)
    }
    for node in 0..<5_000 {
      for place in 0..<8 {
        scheduler.add(
          less[(node + place) % 3], on: node, startTime: Instant(seconds: Int64(node * 8 + place)))
      }
    }
    var high = pod(cpu: 6_000)
    high.priority = 1_000
    let kind = scheduler.kind(of: high)
    return try rate(of: 5_000) {
      for index in 0..<5_000 {
        let pod = scheduler.makePod(kind)
        guard case .pending(let nomination?) = scheduler.schedule(pod) else {
          throw BenchmarkError(description: "pod \(index) takes nobody's room")
        }
        for victim in nomination.victims { scheduler.remove(victim) }
        guard case .placed(nomination.node) = scheduler.schedule(pod) else {
          throw BenchmarkError(description: "pod \(index) does not get its room")
        }
      }
    }
  },
]

private func equalPods(nodes: Int, pods: Int) throws -> Double {
  var scheduler = cluster(of: nodes)
  let kind = scheduler.kind(of: pod(cpu: 100))
  return try rate(of: pods) {
    for index in 0..<pods {
      guard case .placed = scheduler.schedule(scheduler.makePod(kind)) else {
        throw BenchmarkError(description: "pod \(index) found no node")
      }
    }
  }
}

/// Nodes of 32 CPU in ten zones, with room for 110 pods each.
func cluster(of count: Int) -> ClusterScheduler {
  let nodes = (0..<count).map { index in
    NodeInfo(
      Node(
        name: "node-\(index)",
        labels: [
          "kubernetes.io/hostname": "node-\(index)",
          "topology.kubernetes.io/zone": "zone-\(index % 10)",
        ],
        allocatable: ResourceList(
          cpu: MilliCPU(32_000), memory: .mebibytes(262_144), pods: 110)))
  }
  return ClusterScheduler(ClusterState(nodes: nodes))
}

func pod(cpu: Int64) -> Pod {
  var pod = Pod(namespace: "bench", name: "")
  pod.containers = [ResourceList(cpu: MilliCPU(cpu), memory: .mebibytes(128))]
  pod.images = ["registry.example/app:1"]
  return pod
}

private func mixedPod(_ number: Int) -> Pod {
  var pod = pod(cpu: Int64(100 + number % 20 * 50))
  let own = LabelSelector(matchLabels: ["app": "app-\(number)"])
  pod.labels = ["app": "app-\(number)", "tier": "tier-\(number % 7)"]
  if number % 5 == 0 {
    pod.topologySpreadConstraints = [
      TopologySpreadConstraint(
        maxSkew: 5, topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: number % 2 == 0 ? .doNotSchedule : .scheduleAnyway, labelSelector: own),
      TopologySpreadConstraint(
        maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: .scheduleAnyway,
        labelSelector: own),
    ]
  }
  if number % 10 == 1 {
    pod.podAntiAffinity.preferred = [
      PreferredPodTerm(
        weight: 100, PodAffinityTerm(labelSelector: own, topologyKey: "kubernetes.io/hostname"))
    ]
  }
  if number % 20 == 3 {
    pod.podAntiAffinity.required = [
      PodAffinityTerm(labelSelector: own, topologyKey: "kubernetes.io/hostname")
    ]
  }
  return pod
}
