import ClusterAPI
import Documents
import FleetSimulation
import KubernetesModel
import Scenario
import SimulationKernel
import Testing
import Units

@Suite("Scenarios with all kinds of workloads")
struct ControlPlaneKindScenarioTests {
  private func text(
    workloads: String = "pods: {replicas: 6}", deployment: String = "", _ more: String = ""
  ) -> String {
    """
    apiVersion: fivespot/v0
    name: plane
    horizon: {start: 2026-01-01T00:00:00Z, duration: 2d}
    controlPlane:
      providers: {cloud: {}}
      deployments:
        a: {replicas: 4\(deployment)}
        b: {replicas: 2\(deployment)}
      workloads:
    \(workloads.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
    \(more.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))

    """
  }

  private func plan(_ text: String) throws -> ControlPlanePlan {
    let file = try ScenarioFile.parse(Array(text.utf8), path: "s.yaml")
    return try #require(try file.resolve(variant: nil).plan(seed: 1).controlPlane).plan
  }

  @Test("say what keeps pods up")
  func kinds() throws {
    let plan = try plan(
      text(
        workloads: """
          agents: {kind: DaemonSet}
          data: {kind: StatefulSet, replicas: 3, podManagement: Parallel, volume: {detach: 7s}}
          nightly: {kind: Job, job: {parallelism: 4, completions: 9, completionMode: Indexed, run: 1h,
            failures: 2.5%, ignoresDisruption: true, ttlAfterFinished: 10m}}
          web: {replicas: 6}
          """))
    guard case .daemonSet = plan.workloads[0].kind, case .replicaSet = plan.workloads[3].kind,
      case .statefulSet(let set) = plan.workloads[1].kind,
      case .job(let job) = plan.workloads[2].kind
    else {
      Issue.record("\(plan.workloads.map(\.kind))")
      return
    }
    #expect(set.isParallel && set.volume != nil && plan.workloads[1].replicas == 3)
    #expect(job.parallelism == 4 && job.completions == 9 && job.backoffLimit == 6)
    #expect(job.isIndexed && job.ignoresDisruption && job.failuresPerThousand == 25)
    #expect(job.lifeAfterEnd == .minutes(10))
  }

  @Test("say what Nodes have and pods ask for, and how long deletions wait")
  func deployments() throws {
    let plan = try plan(
      text(
        workloads: """
          web: {replicas: 6, request: {cpu: 500m, memory: 1Gi}}
          zoo: {replicas: 2, request: {cpu: 1, memory: 1Gi}, overhead: {cpu: 250m, memory: 1Gi}}
          """,
        deployment: """
          , allocatable: {cpu: 4, memory: 16Gi}, volumeDetachTimeout: 5m, nodeDeletionTimeout: 0s, \
          maxInFlight: 10%, version: v1.34.2, healthCheck: {unhealthyRange: "[1-3]"}
          """,
        """
        version: v1.34.2
        upgrades: [{at: 2026-01-01T06:00:00Z, duration: 1h, version: v1.35.0}]
        """))
    let deployment = plan.deployments[0]
    #expect(
      deployment.allocatable
        == ResourceVector(cpu: MilliCPU(4_000), memory: Bytes(16 << 30)))
    #expect(
      plan.workloads[0].request == ResourceVector(cpu: MilliCPU(500), memory: Bytes(1 << 30)))
    #expect(
      plan.workloads[1].request == ResourceVector(cpu: MilliCPU(1_250), memory: Bytes(2 << 30)))
    #expect(deployment.volumeDetachTimeout == .minutes(5))
    #expect(deployment.nodeDeletionTimeout == .zero)
    #expect(deployment.mostInFlight == .percent(10))
    #expect(deployment.healthCheck?.trigger == .within(least: 1, most: 3))
    #expect(plan.controlPlane?.version.text == "v1.34.2")
    #expect(plan.controlPlane?.upgrades.first?.version.text == "v1.35.0")
  }

  @Test("have pods in machines beside their Nodes")
  func peerPods() throws {
    let workloads = """
      secret: {replicas: 2, request: {cpu: 8, memory: 32Gi}, peerPods: {launch: 50s, attestation: 20s,
        brokerOutages: [{at: 2026-01-01T03:00:00Z, duration: 10m, every: 1d}]}}
      sized: {replicas: 1, overhead: {cpu: 1, memory: 1Gi}, peerPods: {}}
      web: {replicas: 6, request: {cpu: 1, memory: 1Gi}}
      """
    let plan = try plan(
      text(
        workloads: workloads,
        deployment: ", allocatable: {cpu: 4, memory: 16Gi}, peerPodsPerNode: 3"))
    #expect(plan.deployments.map(\.peerPodsPerNode) == [3, 3])
    // What they ask for is the size of their machines.
    #expect(
      plan.workloads.map(\.request) == [
        ResourceVector(cpu: MilliCPU(250), memory: .mebibytes(120)),
        ResourceVector(cpu: MilliCPU(1_000), memory: .mebibytes(1_024)),
        ResourceVector(cpu: MilliCPU(1_000), memory: .mebibytes(1_024)),
      ])
    let peers = try #require(plan.workloads[0].peers)
    #expect(try peers.launch == .constant(50) && peers.attestation == .constant(20))
    #expect(peers.broker.outages.count == 2)
    #expect(plan.workloads[1].peers?.attestation == nil && plan.workloads[2].peers == nil)
    let counted = try self.plan(text(workloads: "w: {replicas: 1, peerPods: {}}"))
    #expect(counted.workloads[0].request == nil && counted.deployments[0].peerPodsPerNode == 10)
  }

  /// What a scenario without any of this means is what it meant before.
  @Test("have no rules and limits of their own")
  func defaults() throws {
    let plan = try plan(text())
    #expect(plan.drainRules.isEmpty && plan.annotations.isEmpty && plan.controlPlane == nil)
    #expect(plan.deployments[0].nodeDeletionTimeout == .seconds(10))
    #expect(plan.deployments[0].allocatable == nil && plan.workloads[0].request == nil)
  }

  @Test("have rules of drains by the names of workloads and deployments")
  func rules() throws {
    let plan = try plan(
      text(
        workloads: """
          batch: {kind: Job, job: {run: 10m}}
          web: {replicas: 6}
          """,
        """
        drainRules:
          a-jobs: {behavior: WaitCompleted, workloads: [batch], deployments: [a]}
          late: {behavior: Drain, order: -5}
        """))
    let jobs = plan.drainRules[0]
    #expect(jobs.behavior == .waitCompleted)
    #expect(plan.drainRules[1].behavior == .drain(order: -5))
    for (place, deployment) in plan.deployments.enumerated() {
      #expect(jobs.applies(toMachine: deployment.labels, inCluster: [:]) == (place == 0))
    }
    for (place, workload) in plan.workloads.enumerated() {
      #expect(jobs.applies(toPod: workload.labels, inNamespace: [:]) == (place == 0))
      #expect(plan.drainRules[1].applies(toPod: workload.labels, inNamespace: [:]))
    }
  }

  @Test("have orders that people give by hand")
  func orders() throws {
    let plan = try plan(
      text(
        """
        orders:
          - {kind: pause, at: 2026-01-01T01:00:00Z, deployments: [b]}
          - {kind: resume, at: 2026-01-01T02:00:00Z, deployments: [b]}
          - {kind: annotate, annotation: paused, at: 2026-01-01T03:00:00Z, deployments: [b], machine: 1}
          - {kind: annotate, annotation: paused, at: 2026-01-01T04:00:00Z, deployments: [b], remove: true}
          - {kind: delete-machine, at: 2026-01-01T05:00:00Z, deployments: [a], machine: 2, every: 12h}
          - {kind: out-of-service, at: 2026-01-01T06:00:00Z, node: 3}
          - {kind: delete-pod, at: 2026-01-01T07:00:00Z, workload: pods, pod: 4}
        """))
    #expect(
      plan.orders.map(\.change) == [
        .paused(true), .paused(false), .deleteMachine(rank: 2), .deleteMachine(rank: 2),
        .deleteMachine(rank: 2), .deleteMachine(rank: 2),
      ])
    #expect(plan.annotations.map(\.rank) == [1, nil])
    #expect(plan.annotations.map(\.isPresent) == [true, false])
    #expect(plan.annotations.allSatisfy { $0.annotation == .paused && $0.deployment == 1 })
    #expect(plan.outOfService.map(\.rank) == [3])
    #expect(plan.forcedPodDeletions.map(\.rank) == [4])
  }

  /// What is wrong, and the line that says so.
  static let wrong: [(workloads: String, deployment: String, more: String, report: String)] = [
    ("w: {}", "", "", "controlPlane.workloads.w: a ReplicaSet without replicas"),
    ("w: {kind: Job}", "", "", "controlPlane.workloads.w: a Job without job; give job"),
    (
      "w: {kind: DaemonSet, replicas: 3}", "", "",
      "controlPlane.workloads.w.replicas: replicas means nothing for a DaemonSet; only ReplicaSet and "
        + "StatefulSet has it; leave it out"
    ),
    (
      "w: {kind: DaemonSet, budgets: {one: {maxUnavailable: 1}}}", "", "",
      "controlPlane.workloads.w.budgets: budgets means nothing for a DaemonSet"
    ),
    (
      "w: {replicas: 1, volume: {}}", "", "",
      "controlPlane.workloads.w.volume: volume means nothing for a ReplicaSet"
    ),
    (
      "w: {kind: Cron, replicas: 1}", "", "",
      "controlPlane.workloads.w.kind: \"Cron\" is not one of ReplicaSet, StatefulSet, DaemonSet, Job"
    ),
    (
      "w: {kind: DaemonSet, peerPods: {}}", "", "",
      "controlPlane.workloads.w.peerPods: peerPods means nothing for a DaemonSet"
    ),
    (
      "w: {replicas: 1, overhead: {cpu: 1, memory: 1Gi}, peerPods: {}}", "", "",
      "controlPlane.workloads.w.overhead: what a pod asks for means nothing on Nodes of deployment"
    ),
    (
      "w: {replicas: 1, overhead: {cpu: 1, memory: 1Gi}}", "", "",
      "controlPlane.workloads.w.overhead: an overhead is added to a request, and there is none"
    ),
    (
      "w: {replicas: 1, request: {cpu: 1, memory: 1Gi}}", "", "",
      "controlPlane.workloads.w.request: what a pod asks for means nothing on Nodes of deployment \"a\""
    ),
    (
      "w: {replicas: 1}", "", "drainRules: {r: {behavior: Skip, workloads: [v]}}",
      "controlPlane.drainRules.r.workloads[0]: there is no workload \"v\""
    ),
    (
      "w: {replicas: 1}", "", "drainRules: {r: {behavior: Skip, order: 3}}",
      "controlPlane.drainRules.r.order: order means nothing under Skip"
    ),
    (
      "w: {replicas: 1}", "", "version: latest",
      "controlPlane.version: \"latest\" is not a version of Kubernetes"
    ),
    (
      "w: {replicas: 1}", "",
      "upgrades: [{at: 2026-01-01T06:00:00Z, duration: 1h, version: v1.35.0}]",
      "controlPlane.upgrades[0]: an upgrade from no version"
    ),
    (
      "w: {replicas: 1}", ", healthCheck: {unhealthyRange: \"3-1\"}", "",
      "controlPlane.deployments.a.healthCheck.unhealthyRange: \"3-1\" is not a range"
    ),
    (
      "w: {replicas: 1}", "", "orders: [{kind: delete-pod, at: 2026-01-01T06:00:00Z, workload: v}]",
      "controlPlane.orders[0].workload: there is no workload \"v\""
    ),
  ]

  @Test("are told what is wrong, and where", arguments: wrong)
  func areToldWhatIsWrong(workloads: String, deployment: String, more: String, report: String) {
    let found = problems(of: text(workloads: workloads, deployment: deployment, more))
    #expect(found.contains { $0.contains("error: " + report) }, "\(found)")
  }

  @Test("warn of a version that nothing is held against")
  func version() {
    let found = problems(of: text(deployment: ", version: v1.34.2"))
    #expect(
      found.count == 2 && found.allSatisfy { $0.contains("warning") && $0.contains("version") },
      "\(found)")
  }
}
