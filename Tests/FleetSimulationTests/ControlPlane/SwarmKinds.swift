import ClusterAPI
import FleetSimulation
import KubernetesModel
import SimulationKernel
import Units

/// Draws what a world of the swarm has beside ReplicaSets: the other kinds of workloads, volumes, rules of
/// the drain, pauses, versions, limits, and what people do by hand.
enum SwarmKinds {
  private static let hours: Int64 = 7_200

  /// Adds to a plan that has its deployments, orders and faults.
  static func add(
    to plan: inout ControlPlanePlan, _ generator: inout PropertyGenerator
  ) throws {
    for _ in 0..<generator.below(4) { plan.workloads.append(try workload(&generator)) }
    for index in plan.workloads.indices {
      plan.workloads[index].labels["tier"] = String(generator.below(3))
    }
    addRules(to: &plan, &generator)
    addDeployments(to: &plan, &generator)
    addOrders(to: &plan, &generator)
  }

  private static func workload(_ generator: inout PropertyGenerator) throws -> WorkloadPlan {
    var kind = WorkloadKind.daemonSet
    switch generator.below(3) {
    case 0:
      let volume = generator.below(2) == 0
      kind = .statefulSet(
        StatefulSetPlan(
          isParallel: generator.below(2) == 0,
          volume: volume ? VolumePlan(detach: try .uniform(low: 1, high: 200)) : nil))
    case 1:
      kind = .job(
        try JobPlan(
          parallelism: Int(generator.below(4)) + 1, completions: Int(generator.below(12)) + 1,
          backoffLimit: Int(generator.below(6)), isIndexed: generator.below(2) == 0,
          run: .uniform(low: 10, high: 1_200),
          failuresPerThousand: UInt64(generator.below(2) * generator.below(400)),
          ignoresDisruption: generator.below(2) == 0,
          lifeAfterEnd: generator.below(2) == 0 ? nil : .seconds(generator.below(900))))
    default: break
    }
    var hasBudget = false
    if case .statefulSet = kind { hasBudget = generator.below(2) == 0 }
    return try WorkloadPlan(
      kind: kind, replicas: Int(generator.below(5)) + 1, start: .uniform(low: 2, high: 40),
      termination: .uniform(low: 1, high: 30),
      budgets: hasBudget
        ? [PodDisruptionBudgetSpec(selector: nil, limit: .maxUnavailable(.count(1)))] : [],
      begins: Instant(seconds: generator.below(hours)))
  }

  private static func addRules(
    to plan: inout ControlPlanePlan, _ generator: inout PropertyGenerator
  ) {
    for rule in 0..<generator.below(3) {
      let behaviors: [MachineDrainRule.Behavior] = [
        .drain(order: Int32(generator.below(5)) - 2), .skip, .waitCompleted,
      ]
      let tier = String(generator.below(3))
      plan.drainRules.append(
        MachineDrainRule(
          name: "rule-\(rule)", namespace: ControlPlanePlan.namespace,
          behavior: behaviors[Int(generator.below(3))],
          pods: [.init(selector: LabelSelector(matchLabels: ["tier": tier]))]))
    }
  }

  private static func addDeployments(
    to plan: inout ControlPlanePlan, _ generator: inout PropertyGenerator
  ) {
    for index in plan.deployments.indices {
      // Pods whose drain is given up keep their volumes: without a limit their Machines stay for ever.
      plan.deployments[index].volumeDetachTimeout = .minutes(generator.below(30) + 1)
      plan.deployments[index].nodeDeletionTimeout = .seconds(generator.below(20) + 1)
      plan.deployments[index].mostInFlight =
        generator.below(2) == 0 ? nil : .count(Int(generator.below(2)) + 1)
      plan.deployments[index].version = KubernetesVersion("v1.34.\(generator.below(3))")
    }
    guard generator.below(2) == 0, let from = KubernetesVersion("v1.34.2"),
      let to = KubernetesVersion("v1.35.0")
    else { return }
    let start = Instant(seconds: generator.below(hours))
    plan.controlPlane = ControlPlaneVersionPlan(
      version: from,
      upgrades: [.init(from: start, until: start + .seconds(generator.below(1_800)), to: to)])
  }

  /// What is paused goes on in the end.
  private static func addOrders(
    to plan: inout ControlPlanePlan, _ generator: inout PropertyGenerator
  ) {
    for _ in 0..<generator.below(3) {
      let deployment = Int(generator.below(Int64(plan.deployments.count)))
      plan.orders += [
        .init(
          at: Instant(seconds: generator.below(hours)), deployment: deployment,
          change: .paused(true)),
        .init(at: Instant(seconds: hours), deployment: deployment, change: .paused(false)),
      ]
    }
    for _ in 0..<generator.below(3) {
      plan.orders.append(
        .init(
          at: Instant(seconds: generator.below(hours)),
          deployment: Int(generator.below(Int64(plan.deployments.count))),
          change: .deleteMachine(rank: Int(generator.below(10)))))
    }
    for _ in 0..<generator.below(3) {
      plan.outOfService.append(
        .init(at: Instant(seconds: generator.below(hours)), rank: Int(generator.below(10))))
    }
    guard !plan.workloads.isEmpty else { return }
    for _ in 0..<generator.below(4) {
      plan.forcedPodDeletions.append(
        ForcedPodDeletion(
          at: Instant(seconds: generator.below(hours)),
          workload: Int(generator.below(Int64(plan.workloads.count))),
          rank: Int(generator.below(10))))
    }
  }
}
