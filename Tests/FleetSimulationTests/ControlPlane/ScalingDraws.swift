import ClusterAPI
import FleetSimulation
import KubernetesModel
import SimulationKernel
import Units

/// Random autoscalers, consolidations and loads, which two of three worlds have.
enum ScalingDraws {
  static func add(to plan: inout ControlPlanePlan, _ generator: inout PropertyGenerator) throws {
    guard generator.below(3) > 0 else { return }
    var settings = AutoscalerSettings()
    settings.expander = Expander.allCases[Int(generator.below(3))]
    settings.podDelay = .seconds(generator.below(60))
    if generator.below(4) == 0 { settings.scaleDown = nil }
    if generator.below(8) > 0 { plan.autoscaler = settings }
    for index in plan.deployments.indices where generator.below(4) > 0 {
      // Orders give 1 to 6 Machines, and stay within.
      var group = NodeGroupPlan(
        minimum: Int(generator.below(2)), maximum: 6 + Int(generator.below(6)),
        priority: Int(generator.below(3)), price: generator.below(100) + 1)
      if generator.below(3) == 0 {
        let kinds = ConsolidationPolicy.Kind.allCases
        group.consolidation = ConsolidationPolicy(
          kinds[Int(generator.below(3))], after: .seconds(generator.below(600)),
          budget: .percent(Int(generator.below(100)) + 1))
      }
      plan.deployments[index].nodeGroup = group
    }
    for index in plan.workloads.indices {
      if generator.below(6) == 0 { plan.workloads[index].isSafeToEvict = false }
      for _ in 0..<generator.below(4) {
        plan.workloadOrders.append(
          WorkloadOrder(
            at: Instant(seconds: generator.below(7_200)), workload: index,
            replicas: Int(generator.below(90))))
      }
    }
  }
}
