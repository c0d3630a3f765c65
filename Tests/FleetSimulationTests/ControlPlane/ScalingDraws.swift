import ClusterAPI
import FleetSimulation
import KubernetesModel
import SimulationKernel
import Units

/// Random autoscalers, consolidations and loads, which two of three worlds have.
enum ScalingDraws {
  static func add(to plan: inout ControlPlanePlan, _ generator: inout PropertyGenerator) throws {
    if generator.below(2) == 0 { try addZonesAndSpot(to: &plan, &generator) }
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

  /// Zones that are cut off, and machines that are taken back, all in the first two hours.
  private static func addZonesAndSpot(
    to plan: inout ControlPlanePlan, _ generator: inout PropertyGenerator
  ) throws {
    for index in plan.deployments.indices {
      plan.deployments[index].zone = Int(generator.below(2))
      guard generator.below(2) == 0 else { continue }
      var spot = try SpotMachinePlan(life: .constant(1e6), notice: .uniform(low: 20, high: 150))
      spot.missedPerThousand = UInt64(generator.below(300))
      spot.isInterruptible = generator.below(2) == 0
      spot.deletesMachines = generator.below(3) == 0
      switch generator.below(3) {
      case 0: spot.handler = TerminationHandler(.metadata)
      case 1: spot.handler = TerminationHandler(.queue)
      default: break
      }
      if generator.below(2) == 0 {
        spot.shutdown = NodeShutdown(total: .seconds(30), critical: .seconds(10))
      }
      plan.deployments[index].spot = spot
      for _ in 0..<generator.below(3) {
        plan.spotReclaims.append(
          SpotReclaim(
            at: Instant(seconds: generator.below(7_200)), deployment: index,
            perThousand: UInt64(generator.below(1_001))))
      }
    }
    for _ in 0..<generator.below(3) {
      let start = Instant(seconds: generator.below(7_200))
      plan.zoneOutages.append(
        ZoneOutage(
          zone: Int(generator.below(2)), from: start,
          until: start + .seconds(generator.below(2_000))))
    }
  }
}
