import ClusterAPI
import FleetSimulation
import KubernetesModel
import SimulationKernel
import Units

/// The control plane over fleets that never rest. All of these run Cluster API's controllers in virtual
/// time (`ControlPlaneSimulation`), not the engine of jobs and services.
let controlPlaneBenchmarks: [Benchmark] =
  [
    // 1,000 nodes of which all are replaced five times, and 120,000 starts of pods.
    Benchmark(name: "fleet.month-1000", unit: "CPU-s") {
      let plan = try fleet(nodes: 1_000, podsPerNode: 20, days: 30, daysBetweenRollouts: 7)
      return 1 / (try rate(of: 1) { try finish(plan) })
    },
    // 10,000 Machines, each replaced every day: 300,000 replacements.
    Benchmark(name: "fleet.churn-10000", unit: "CPU-s") {
      let plan = try fleet(nodes: 10_000, podsPerNode: 0, days: 30, daysBetweenRollouts: 1)
      return 1 / (try rate(of: 1) { try finish(plan) })
    },
  ]
  + [100, 1_000, 10_000].map { nodes in
    // 200 starts of pods a node, at a load that grows with the nodes.
    Benchmark(name: "fleet.pods.nodes-\(nodes)", unit: "pods/CPU-s") {
      let plan = try fleet(nodes: nodes, podsPerNode: 20, days: 9, daysBetweenRollouts: 1)
      return try rate(of: nodes * 200) { try finish(plan) }
    }
  }

/// Runs a plan and gives its facts away.
private func finish(_ plan: ControlPlanePlan) throws {
  let outcome = ControlPlaneSimulation.run(plan) { keep($0.count) }
  guard outcome.isComplete.allSatisfy({ $0 }) else {
    throw BenchmarkError(description: "a rollout did not end")
  }
}

/// MachineDeployments of a hundred Machines with health checks, rolled out one after another over the
/// day, a tenth at a time; and workloads of two hundred pods, a fifth of which may be missing.
private func fleet(
  nodes: Int, podsPerNode: Int, days: Int64, daysBetweenRollouts: Int64
) throws -> ControlPlanePlan {
  let provider = try ProviderPlan(
    bootstrap: .uniform(low: 1, high: 3), provisioning: .lognormal(mu: 4, sigma: 0.3),
    deletion: .uniform(low: 5, high: 30), join: .uniform(low: 20, high: 60),
    ready: .uniform(low: 5, high: 20))
  let check = MachineHealthCheck(
    checks: HealthChecks(nodeConditions: [
      UnhealthyCondition(type: 0, status: .unknown, timeout: .seconds(300))
    ]))
  let deployments = nodes / 100
  var plan = ControlPlanePlan(
    start: .epoch, end: .epoch + .days(days), seed: 1,
    deployments: (0..<deployments).map { _ in
      DeploymentPlan(
        replicas: 100,
        strategy: .rollingUpdate(maxSurge: .percent(10), maxUnavailable: .count(0)),
        provider: provider, healthCheck: check)
    })
  for deployment in 0..<deployments {
    let offset = TimeSpan.seconds(3_600 + Int64(deployment * 79_000 / deployments))
    for day in stride(from: daysBetweenRollouts > 1 ? 1 : 0, to: days, by: Int(daysBetweenRollouts))
    {
      plan.orders.append(
        .init(at: .epoch + .days(day) + offset, deployment: deployment, change: .newTemplate))
    }
  }
  guard podsPerNode > 0 else { return plan }
  for _ in 0..<(nodes / 10) {
    plan.workloads.append(
      try WorkloadPlan(
        replicas: podsPerNode * 10, start: .uniform(low: 2, high: 20),
        termination: .uniform(low: 1, high: 30),
        budgets: [PodDisruptionBudgetSpec(selector: nil, limit: .maxUnavailable(.percent(20)))],
        begins: .epoch + .minutes(30)))
  }
  return plan
}
