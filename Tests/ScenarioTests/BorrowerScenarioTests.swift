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

  @Test func `drain classes, and what pods say for them, reach the scheduler's snapshot`() throws {
    let plan = try resolve([
      "lending.scheduler.evenOutDelay=5m",
      "lending.scheduler.drainClasses=[{name: risk, namespaces: [risk], podSelector:"
        + " {matchLabels: {tier: gold}}, minimumPriority: 10, order: 2, evictionDeadline: 8m,"
        + " graceCap: 2m, escalation: delete}]",
      "workload.batch.namespace=risk", "workload.batch.labels={tier: gold}",
      "workload.batch.priority=10",
    ]).plan(seed: 1)
    guard case .regulated(let policy)? = plan.lending?.profile else {
      Issue.record("not regulated")
      return
    }
    #expect(policy.evenOutDelay == .minutes(5))
    #expect(
      policy.drainClasses == [
        DrainClass(
          name: "risk", namespaces: ["risk"],
          podSelector: LabelSelector(matchLabels: ["tier": "gold"]), priorities: 10...Int32.max,
          order: 2, graceCap: .minutes(2), evictionDeadline: .minutes(8), escalation: .delete)
      ])
    let snapshot = try #require(FleetSimulation.initialSnapshot(of: plan))
    #expect(
      snapshot.podTraits == [PodTraits(namespace: "risk", labels: ["tier": "gold"], priority: 10)])
    #expect(policy.drainClasses[0].matches(snapshot.podTraits[0]))
  }

  @Test func `orders of the owner reach the plan, by time, and name machines on offer`() throws {
    let plan = try resolve([
      "lending.recalls=[{at: 2026-11-24T08:00:00Z, within: 5m, until: 2026-11-24T09:00:00Z,"
        + " machines: 2}]",
      "lending.reclaims=[{at: 2026-11-25T01:00:00Z, cause: kill-switch, machines: [floor/2],"
        + " until: 2026-11-25T02:00:00Z}, {at: 2026-11-24T01:00:00Z, cause: process-match,"
        + " pool: floor, count: 2, within: 90s}]",
    ]).plan(seed: 1)
    let lending = try #require(plan.lending)
    #expect(lending.recalls.map(\.count) == [2])
    let day = try Instant(rfc3339: "2026-11-24T01:00:00Z")
    #expect(
      lending.reclaims == [
        ReclaimOrder(
          at: day, cause: .processMatch, within: .seconds(90), nodes: [2, 3, 4], count: 2),
        ReclaimOrder(
          at: day + .days(1), cause: .killSwitch, within: .minutes(2),
          until: day + .days(1) + .hours(1), nodes: [4]),
      ])
    #expect(plan.fleet.placementRules?.hasReclaims == true)
    #expect(try resolve([]).plan(seed: 1).fleet.placementRules == nil)
  }

  @Test func `confidential terms reach the scheduler, and the way home counts the sanitisation`()
    throws
  {
    let plan = try resolve([
      "clusters.batch.confidential={runtimeHandlers: [kata-qemu-snp], keys: 2,"
        + " maximumAttestationAge: 6h}",
      "nodes.floor.trustedExecution={technology: sev-snp, keys: 8}",
      "lending.sanitisation=90s", "lending.scheduler.emergencyDeadline=45s",
      "lending.scheduler.reclaimHold=1h",
    ]).plan(seed: 1)
    let snapshot = try #require(FleetSimulation.initialSnapshot(of: plan))
    #expect(
      snapshot.clusters[0].confidential
        == ConfidentialTerms(
          runtimeHandlers: ["kata-qemu-snp"], keys: 2, maximumAttestationAge: .hours(6)))
    #expect(snapshot.hosts.allSatisfy { $0.trustedExecution?.keys == 8 })
    #expect(snapshot.hosts.allSatisfy { $0.lastTenant == ClusterReference(1) })
    #expect(plan.fleet.placementRules?.confidential[0]?.hasHardware == [false, true, false])
    let before = try resolve([]).plan(seed: 1)
    guard case .regulated(let policy)? = plan.lending?.profile,
      case .regulated(let usual)? = before.lending?.profile
    else {
      Issue.record("the scheduler is the regulated one")
      return
    }
    #expect(policy.returnTime == usual.returnTime + .seconds(90))
    #expect(policy.returnSession == usual.returnSession)
    #expect(policy.emergencyDeadline == .seconds(45) && policy.reclaimHold == .hours(1))
    #expect(usual.emergencyDeadline == .minutes(1) && usual.reclaimHold == .minutes(30))
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
    for key in [
      "borrowers", "labels", "weight", "priority", "split", "Selector", "reclaim", "emergency",
      "attestation", "sanitisation",
    ] {
      #expect(!canonical.contains(key), "\(key)")
    }
  }
}
