package import Units

/// The experiment of "Beware of Fragmentation": pods submitted one by one to an empty cluster, past what
/// it can hold, and what a policy makes of it.
///
/// A pod is placed or fails at once; one that fails is not tried again, and counts as arrived. Nothing
/// leaves. Source: Weng et al., USENIX ATC 23, section 6; github.com/hkust-adsl/
/// kubernetes-scheduler-simulator at 8f3d641.
package struct PackingExperiment: Sendable {
  /// The nodes, in the order of their list.
  package let nodes: [PackingNode]
  /// The pods, in the order of their list.
  package let pods: [PackingPod]
  /// What the fragment is measured against: the most frequent 95 percent of the pods.
  package let typical: TypicalPods
  /// What shares of CPU and GPU are measured against.
  package var scale = PackingScale.standard

  /// Makes an experiment on a cluster and a workload.
  package init(nodes: [PackingNode], pods: [PackingPod]) {
    self.nodes = nodes
    self.pods = pods
    typical = TypicalPods(of: pods)
  }

  /// Submits the pods of a sequence under a policy.
  ///
  /// - Parameters:
  ///   - sequence: rows of `pods` in order, and ranks of `nodes`.
  ///   - policy: how nodes are chosen.
  ///   - seed: of the draws of the policy `gpu-random`.
  package func run(
    _ sequence: PackingSequence, policy: PackingPolicy, seed: UInt64 = 0
  ) -> PackingRun {
    precondition(sequence.nodeRanks.count == nodes.count, "every node has a rank")
    var rowOfRank = Array(repeating: 0, count: nodes.count)
    for (row, rank) in sequence.nodeRanks.enumerated() { rowOfRank[rank] = row }
    var scheduler = PackingScheduler(
      nodes: rowOfRank.map { nodes[$0] }, policy: policy, typical: typical, scale: scale,
      seed: seed)
    let kinds = pods.map { scheduler.kind(of: $0) }
    let weight = typical.weight
    let capacity = scheduler.fleet.gpuCapacity
    var measures = PackingMeasures(capacity: capacity)
    var placements: [DevicePlacement?] = []
    placements.reserveCapacity(sequence.pods.count)
    var used = ResourceVector.zero
    var arrived: Int64 = 0
    for row in sequence.pods {
      let pod = pods[row]
      let gpu = pod.devices.total
      arrived += gpu.value
      var placement = scheduler.schedule(kinds[row], memory: pod.memory)
      if let found = placement {
        placement?.node = rowOfRank[found.node]
        used = used + ResourceVector(cpu: pod.cpu, memory: pod.memory, gpu: gpu)
      }
      placements.append(placement)
      measures.record(
        arrived: arrived, used: used.gpu.value, fragment: scheduler.fragment, weight: weight)
    }
    return PackingRun(
      placements: placements, columns: measures.columns, used: used,
      devicesTouched: scheduler.fleet.devicesTouched, idle: MilliGPU(capacity - used.gpu.value),
      fragment: scheduler.fragmentClasses, weight: weight)
  }
}

/// What came of a run of the experiment.
package struct PackingRun: Hashable, Sendable {
  /// For each pod in order of submission the node, by its row in the list, and its devices; nil when it
  /// failed.
  package var placements: [DevicePlacement?]
  /// What was measured at each percent of load.
  package var columns: [PackingMeasures.Column?]
  /// What the placed pods ask for together.
  package var used: ResourceVector
  /// How many devices are not wholly free.
  package var devicesTouched: Int
  /// GPU that is not allocated.
  package var idle: MilliGPU
  /// The idle GPU by why it cannot be used.
  package var fragment: FragmentClasses
  /// What the amounts of `fragment` are to be divided by: the weight of the typical pods.
  package var weight: Int64

  /// How many pods failed.
  package var failed: Int { placements.count { $0 == nil } }
}

extension DeviceFleet {
  /// How many devices are not wholly free.
  package var devicesTouched: Int { deviceLeft.count - devicesFree.reduce(0, +) }
}

extension PackingScheduler {
  /// The idle GPU of the fleet by why typical pods cannot use it.
  package var fragmentClasses: FragmentClasses {
    var classes = FragmentClasses()
    for node in 0..<fleet.count { classes.add(node, of: fleet, for: typical) }
    return classes
  }
}
