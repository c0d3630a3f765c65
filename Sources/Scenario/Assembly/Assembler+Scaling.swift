import ClusterAPI
import Documents
import FleetSimulation
import SimulationKernel
import Units

/// What makes a control plane larger and smaller, its zones and its spot machines.
extension Assembler {
  /// Adds what a deployment says of its sizes, zone and machines; false after reporting what is wrong.
  mutating func addScaling(
    to deployment: inout DeploymentPlan, _ node: CheckedNode, zones: [String]
  ) -> Bool {
    deployment.nodeGroup = node["nodeGroup"].map { NodeGroupPlan($0) }
    deployment.zone = node["zone"]?.text.flatMap { zones.firstIndex(of: $0) }
    guard let spot = node["spot"] else { return true }
    guard let made = spotMachines(spot) else { return false }
    deployment.spot = made
    return true
  }

  private mutating func spotMachines(_ node: CheckedNode) -> SpotMachinePlan? {
    guard let life = law(node.member("life")) else { return nil }
    let cloud = node.text("cloud")
    let usual = cloud == "aws" ? 120.0 : 30.0
    var notice = try? Distribution.constant(usual)
    if let own = node["notice"] { notice = law(own) }
    guard let notice else { return nil }
    var plan = SpotMachinePlan(life: life, notice: notice)
    plan.isInterruptible = cloud == "aws"
    plan.missedPerThousand = UInt64(node.integer("missed"))
    plan.rebalancePerThousand = UInt64(node.integer("rebalance"))
    plan.rebalanceLead = node.span("rebalanceLead")
    plan.handler = TerminationHandler(node)
    plan.deletesMachines = node.boolean("deletesMachines")
    plan.shutdown = node["shutdown"].map {
      NodeShutdown(total: $0.span("total"), critical: $0.span("critical"))
    }
    return plan
  }

  /// Adds the autoscaler, loads over time, outages of zones and reclaims to a plan.
  func addScaling(
    to plan: inout ControlPlanePlan, _ node: CheckedNode, _ described: ControlPlaneModel
  ) {
    plan.autoscaler = node["autoscaler"].map { AutoscalerSettings($0) }
    for (index, workload) in node.member("workloads").members.enumerated() {
      plan.workloadOrders += (workload.value["scales"]?.elements ?? []).flatMap { scale in
        instants(of: scale).map {
          WorkloadOrder(at: $0, workload: index, replicas: Int(scale.integer("replicas")))
        }
      }
      plan.workloads[index].isSafeToEvict = workload.value["safeToEvict"]?.boolean ?? true
    }
    let faults = node.member("faults")
    plan.zoneOutages = (faults["zoneOutages"]?.elements ?? []).flatMap { outage in
      described.zones.firstIndex(of: outage.text("zone")).map { zone in
        instants(of: outage).map {
          ZoneOutage(zone: zone, from: $0, until: $0 + outage.span("duration"))
        }
      } ?? []
    }
    plan.spotReclaims = (faults["spotReclaims"]?.elements ?? []).flatMap { reclaim in
      described.deployments.firstIndex(of: reclaim.text("deployment")).map { deployment in
        instants(of: reclaim).map {
          SpotReclaim(
            at: $0, deployment: deployment, perThousand: UInt64(reclaim.integer("share")))
        }
      } ?? []
    }
  }
}
