import ClusterAPI
import FleetSimulation
import SimulationKernel
import Units

/// Random pools of hosts, which a third of the deployments have, with always a host left; and control
/// planes that run as pods.
enum HostPoolDraws {
  /// Of two deployments one may be a cluster of its own, whose control plane the other one hosts.
  static func addHostedControlPlane(
    to plan: inout ControlPlanePlan, _ generator: inout PropertyGenerator
  ) throws {
    guard plan.deployments.count > 1, generator.below(3) == 0 else { return }
    plan.deployments[1].cluster = 1
    // A Node that is left behind would hold a pod of a StatefulSet, and with it a control plane, for ever.
    for index in plan.deployments.indices { plan.deployments[index].nodeDeletionTimeout = .zero }
    // Its pods have no priority, so there has to be room for them, whatever else is ordered.
    plan.deployments[0].podsPerNode = 60
    // Consolidation alone takes the last Node of a group that may be empty, and nothing brings one back.
    if plan.autoscaler == nil { plan.deployments[0].nodeGroup?.minimum = 1 }
    let scaled = Set(plan.workloadOrders.map(\.workload))
    for index in plan.workloads.indices
    where generator.below(2) == 0 || scaled.contains(index) {
      plan.workloads[index].cluster = 1
    }
    var pods = try HostedControlPlanePods(
      replicas: Int(generator.below(3)) + 1, start: .uniform(low: 10, high: 60),
      termination: .uniform(low: 1, high: 30))
    pods.hasEtcd = generator.below(4) > 0
    if generator.below(2) == 0 {
      pods.volume = try VolumePlan(detach: .uniform(low: 2, high: 20))
    }
    plan.host(controlPlaneOf: 1, in: 0, pods)
    // So would a Node that nobody has seen when its Machine goes.
    plan.api.stalls.removeAll { $0.kind == .nodes }
    plan.api.watchFaults.removeAll { $0.kind == .nodes }
  }

  static func add(to plan: inout ControlPlanePlan, _ generator: inout PropertyGenerator) throws {
    for index in plan.deployments.indices where generator.below(3) == 0 {
      let failures = UInt64(generator.below(150))
      let provider: HostPoolPlan.Provider
      if generator.below(2) == 0 {
        var law = try BareMetalLaw(
          provisioning: .uniform(low: 100, high: 300), deprovisioning: .uniform(low: 20, high: 200),
          limit: Int(generator.below(20)) + 1)
        law.failedStepsPerThousand = failures
        law.staysOn = generator.below(2) == 0
        law.powerOn = try .uniform(low: 60, high: 240)
        if generator.below(3) == 0 { law.inspection = try .uniform(low: 60, high: 300) }
        provider = .metal3(law)
      } else {
        var law = try RemoteHostLaw(
          setUp: .uniform(low: 20, high: 100), cleanUp: .uniform(low: 5, high: 60),
          workers: Int(generator.below(5)) + 1)
        law.failedSetUpsPerThousand = failures
        law.failedCleanUpsPerThousand = UInt64(generator.below(300))
        law.repair = try .uniform(low: 60, high: 600)
        provider = .remoteMachine(law)
      }
      plan.deployments[index].hostPool = plan.hostPools.count
      plan.hostPools.append(HostPoolPlan(count: 24 + Int(generator.below(8)), provider: provider))
    }
  }
}
