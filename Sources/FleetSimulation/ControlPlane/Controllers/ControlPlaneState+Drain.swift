import ClusterAPI
import KubernetesModel
import Units

/// What a Machine's deletion waits for on its Node.
extension ControlPlaneState {
  /// Cordons the Node and evicts what may go; the result is whether nothing is left to wait for.
  ///
  /// The pods are read from the API server itself, as Cluster API does, which keeps none in memory.
  func drain(_ key: Int, _ writes: inout [Write]) -> Bool {
    let node = nodes.seen[key]
    guard node.exists else { return true }
    if !node.isUnschedulable { writes.append(.cordon(key)) }
    var pods = workloads.podsOfNode[key]
    if workloads.hasKinds { pods += endedPods(on: key) }
    guard !pods.isEmpty else { return true }
    let isUnreachable = node.ready == .unknown
    let pass = EvictionPass(
      of: pods.map { pod in
        let state = workloads.pods[pod]
        let isLongLeaving = state.deletedAt.map {
          isUnreachable && now - $0 > ControllerConstants.unreachableNodeGrace
        }
        return EvictionPass.Candidate(
          namespace: "", name: String(state.number),
          behavior: isLongLeaving == true
            ? .skip : drainBehaviors[deploymentOfMachine[key]][state.workload],
          isTerminating: state.deletedAt != nil)
      })
    for place in pass.evictNow {
      let pod = pods[place]
      writes.append(
        .evict(PodReference(slot: UInt32(pod), number: workloads.pods[pod].number)))
    }
    return pass.isDrainCompleted
  }

  /// Whether volumes hold a Machine; not where its Node is gone, or does not answer.
  func volumesHold(_ key: Int) -> Bool {
    let node = nodes.seen[key]
    let attached = volumes.attached(to: key)
    guard node.exists, node.ready != .unknown, !attached.isEmpty else { return false }
    let names = attached.map { String($0) }
    var staying: Set<String> = []
    let deployment = deploymentOfMachine[key]
    for pod in workloads.podsOfNode[key] {
      let workload = workloads.pods[pod].workload
      if drainBehaviors[deployment][workload] == .skip, let volume = volume(of: pod) {
        staying.insert(String(volume))
      }
    }
    return AttachedVolumes(
      namesOnNode: [], attachments: names,
      persistentVolumes: names.map {
        AttachedVolumes.PersistentVolume(name: $0, uniqueName: nil, claim: $0)
      }, claimsOfStayingPods: staying
    ).holdMachine
  }
}

/// What drains do with pods, which follows from the plan.
enum DrainBehaviors {
  /// For each deployment what the drain of its Machines does with the pods of each workload.
  ///
  /// Pods that end are treated as before, since none of a DaemonSet does.
  static func table(_ plan: ControlPlanePlan) -> [[PodDrainDecision.Behavior]] {
    plan.machineLabels.map { labels in
      let filter = DrainFilter(
        rules: MachineDrainRule.rules(
          plan.drainRules, forMachineIn: ControlPlanePlan.namespace, labels: labels,
          clusterLabels: [:]), namespaces: [ControlPlanePlan.namespace: [:]],
        daemonSets: Set(plan.workloads.indices.map { name(of: $0) }))
      return plan.workloads.indices.map { workload in
        var pod = Pod(
          namespace: ControlPlanePlan.namespace, name: String(workload),
          labels: plan.workloads[workload].labels)
        pod.controller = ControllerReference(
          kind: plan.workloads[workload].kind.name, name: String(workload))
        do {
          return try filter.decision(on: pod, at: plan.start).behavior
        } catch {
          preconditionFailure("\(error)")
        }
      }
    }
  }

  private static func name(of workload: Int) -> DrainFilter.NamespacedName {
    DrainFilter.NamespacedName(namespace: ControlPlanePlan.namespace, name: String(workload))
  }
}
