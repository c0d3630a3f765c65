import ClusterAPI
import Documents
import FleetSimulation
import KubernetesModel
import SimulationKernel
import Units

/// Kinds of workloads, rules of the drain, versions, and what people do by hand.
extension Assembler {
  /// The kind of a checked workload; nil after reporting what is wrong.
  mutating func workloadKind(_ node: CheckedNode) -> WorkloadKind? {
    switch node.text("kind") {
    case "StatefulSet":
      var set = StatefulSetPlan(isParallel: node["podManagement"]?.text == "Parallel")
      if let volume = node["volume"] {
        guard let detach = law(volume.member("detach")) else { return nil }
        set.volume = VolumePlan(detach: detach)
      }
      return .statefulSet(set)
    case "DaemonSet": return .daemonSet
    case "Job":
      let job = node.member("job")
      guard let run = law(job.member("run")) else { return nil }
      return .job(
        JobPlan(
          parallelism: Int(job.integer("parallelism")),
          completions: Int(job.integer("completions")),
          backoffLimit: Int(job.integer("backoffLimit")),
          isIndexed: job.text("completionMode") == "Indexed", run: run,
          failuresPerThousand: UInt64(job.integer("failures")),
          ignoresDisruption: job.boolean("ignoresDisruption"),
          lifeAfterEnd: job["ttlAfterFinished"]?.span))
    default: return .replicaSet
    }
  }

  func drainRule(_ member: CheckedNode.Member) -> MachineDrainRule {
    let node = member.value
    let behavior: MachineDrainRule.Behavior =
      switch node.text("behavior") {
      case "Skip": .skip
      case "WaitCompleted": .waitCompleted
      default: .drain(order: Int32(truncatingIfNeeded: node["order"]?.integer ?? 0))
      }
    return MachineDrainRule(
      name: member.key, namespace: ControlPlanePlan.namespace, behavior: behavior,
      machines: selector(node["deployments"]).map { [.init(selector: $0)] } ?? [],
      pods: selector(node["workloads"]).map { [.init(selector: $0)] } ?? [])
  }

  /// Selects by the names in a list; nil for all.
  private func selector(_ names: CheckedNode?) -> LabelSelector? {
    names.map {
      LabelSelector(matchExpressions: [
        LabelRequirement(
          key: ControlPlaneAssembly.nameLabel, .isIn($0.elements.compactMap(\.text)))
      ])
    }
  }

  func versions(_ node: CheckedNode) -> ControlPlaneVersionPlan? {
    guard let version = node["version"]?.text.flatMap({ KubernetesVersion($0) }) else {
      return nil
    }
    let upgrades = node.member("upgrades").elements.compactMap { upgrade in
      KubernetesVersion(upgrade.text("version")).map {
        ControlPlaneVersionPlan.Upgrade(
          from: upgrade.instant("at"), until: upgrade.instant("at") + upgrade.span("duration"),
          to: $0)
      }
    }
    return ControlPlaneVersionPlan(
      version: version, upgrades: upgrades.sorted { $0.start < $1.start })
  }

  /// Adds what people do by hand.
  func addByHand(
    _ order: CheckedNode, _ described: ControlPlaneModel, to plan: inout ControlPlanePlan
  ) {
    for at in instants(of: order) {
      switch order.text("kind") {
      case "annotate":
        let word = order.text("annotation")
        let annotation = known(MachineAnnotation(scenarioWord: word), word)
        plan.annotations += deployments(of: order, described).map {
          AnnotationOrder(
            at: at, deployment: $0, rank: order["machine"]?.integer.map { Int($0) }, annotation,
            isPresent: !order.boolean("remove"))
        }
      case "out-of-service":
        plan.outOfService.append(.init(at: at, rank: Int(order.integer("node"))))
      case "delete-pod":
        let name = order.text("workload")
        guard let workload = described.workloads.firstIndex(of: name) else { continue }
        plan.forcedPodDeletions.append(
          ForcedPodDeletion(at: at, workload: workload, rank: Int(order.integer("pod"))))
      default: break
      }
    }
  }
}

extension ResourceVector {
  /// The resources of a checked `PodResources`.
  init(podResources node: CheckedNode) {
    self.init(
      cpu: MilliCPU(node.integer("cpu")), memory: Bytes(node.integer("memory")))
  }
}

extension MachineAnnotation {
  /// The annotation that a scenario calls so; nil for other words.
  fileprivate init?(scenarioWord word: String) {
    switch word {
    case "delete-machine": self = .deleteMachine
    case "exclude-node-draining": self = .excludeNodeDraining
    case "exclude-wait-for-node-volume-detach": self = .excludeVolumeWait
    case "pre-drain-hook": self = .preDrainHook
    case "pre-terminate-hook": self = .preTerminateHook
    case "paused": self = .paused
    default: return nil
    }
  }
}
