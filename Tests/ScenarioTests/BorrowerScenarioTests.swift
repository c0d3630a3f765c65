import Facts
import FleetSimulation
import KubernetesModel
import Scenario
import SpotScheduler
import Testing
import Units

/// Scenarios in which several clusters have jobs and borrow.
@Suite struct BorrowerScenarioTests {
  private static let region = "topology.kubernetes.io/region"

  private static let settings = [
    "clusters.risk={priority: 60, weight: 3, floor: 16, labels: {\(region): us-east-1},"
      + " hostSelector: {matchLabels: {\(region): us-east-1}}}",
    "clusters.trading.borrowerSelector={matchExpressions:"
      + " [{key: \(region), operator: NotIn, values: [eu-west-1]}]}",
    "nodes.floor.labels={\(region): us-east-1}",
    "nodes.risk-cloud={cluster: risk, capacityType: on-demand, machine: {cpu: 16, memory: 104G}}",
    "autoscaling.pools.risk-cloud={}",
    "workload.batch.split={parts: 2, take: [1]}",
    "workload.risk={cluster: risk, usage: 90%, split: {parts: 2, take: [2]},"
      + " trace: {format: opendc-tasks, file: jobs.csv}}",
    "lending.borrowers=[risk, batch]",
  ]

  let bench: LendingBench

  init() throws { bench = try LendingBench() }

  private func resolve(_ settings: [String]) throws -> ResolvedScenario {
    let overrides = try settings.map { try #require(ScenarioOverride($0)) }
    return try bench.scenario().resolve(variant: nil, overrides: overrides)
  }

  @Test func `terms of borrowers reach the scheduler's snapshot`() throws {
    let plan = try resolve(Self.settings).plan(seed: 1)
    let clusters = plan.fleet.clusters.map(\.name)
    #expect(clusters == ["batch", "risk", "trading"])
    let lending = try #require(plan.lending)
    #expect(lending.borrowers.map(\.cluster) == [ClusterID(1), ClusterID(0)])
    let snapshot = try #require(FleetSimulation.initialSnapshot(of: plan))
    let risk = snapshot.clusters[1]
    #expect(risk.weight == 3 && risk.floor == MilliCPU(16_000))
    #expect(risk.labels == [Self.region: "us-east-1"])
    #expect(risk.hostSelector == LabelSelector(matchLabels: [Self.region: "us-east-1"]))
    #expect(!snapshot.clusters[2].borrowerSelector.isEmpty)
    #expect(snapshot.hosts.allSatisfy { $0.labels == [Self.region: "us-east-1"] })
    for host in snapshot.hosts {
      let borrowers = host.borrowers.map { snapshot.scheduledMachines[Int($0.index)] }
      #expect(borrowers.map(\.cluster.index) == [1, 0] && borrowers.map(\.priority) == [60, 50])
      #expect(snapshot.scheduledMachines[Int(host.owner.index)].role == .owner)
    }
  }

  @Test func `two sources share a trace, each with its part, its cluster and its names`() throws {
    let whole = try resolve([]).plan(seed: 1).workload
    let workload = try resolve(Self.settings).plan(seed: 1).workload
    #expect(whole.jobNames == ["batch/1", "batch/2"])
    #expect(workload.jobNames == ["batch/1", "risk/2"])
    #expect(workload.jobs.map(\.cluster) == [ClusterID(0), ClusterID(1)])
    #expect(workload.jobs.map(\.submittedAt) == whole.jobs.map(\.submittedAt))
    #expect(workload.jobClusters == [ClusterID(0), ClusterID(1)])
  }

  @Test func `the short form says the same as a list of one, and its canonical form is as before`()
    throws
  {
    let short = try resolve([])
    let long = try resolve(["lending.borrowers=[batch]"])
    #expect(try short.plan(seed: 1).lending?.borrowers == long.plan(seed: 1).lending?.borrowers)
    let canonical = String(decoding: short.canonical, as: UTF8.self)
    for key in ["borrowers", "labels", "weight", "priority", "split", "Selector"] {
      #expect(!canonical.contains(key), "\(key)")
    }
  }
}
