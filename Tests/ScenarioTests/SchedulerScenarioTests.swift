import Documents
import Facts
import FleetSimulation
import KubernetesModel
import Placement
import Scenario
import Testing

@Suite("Scenarios that kube-scheduler places")
struct SchedulerScenarioTests {
  private func check(_ placement: String, source: String = "", pool: String = "") throws -> [String]
  {
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    return problems(of: text(placement, source: source, pool: pool), path: bench.folder + "/s.yaml")
  }

  /// A scenario of six lines, then `placement`, then the pool and the source with what is added to them.
  private func text(_ placement: String, source: String, pool: String) -> String {
    """
    apiVersion: fivespot/v0
    name: small
    horizon: {start: 2026-01-01T00:00:00Z, duration: 6h}
    placement:
    \(placement.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
    nodes:
      own: {machine: {cpu: 4, memory: 8Gi, gpus: 1}, count: 2\(pool)}
    workload:
      batch: {trace: {format: opendc-tasks, file: jobs.csv}\(source)}

    """
  }

  private func placement(_ placement: String) throws -> JobPlacement {
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    let file = try ScenarioFile.parse(
      Array(text(placement, source: "", pool: "").utf8), path: bench.folder + "/s.yaml")
    return try file.resolve(variant: nil).plan(seed: 1).placement
  }

  @Test("each policy is the profile of its name")
  func policies() throws {
    for policy in SchedulerPolicy.allCases {
      #expect(
        try placement("policy: \(policy.rawValue)") == .scheduler(policy, policy.profile()))
    }
    let kube135 = SchedulerPolicy.kube135.profile()
    #expect(kube135.release == .kube135 && SchedulerPolicy.kube.profile().release == .kube136)
  }

  @Test("the line, the resources and how many nodes are looked at are kube-scheduler's")
  func strategy() throws {
    let found = try placement(
      """
      policy: requested-to-capacity-ratio
      percentageOfNodesToScore: 30
      scoringStrategy:
        resources: [{name: cpu, weight: 2}, {name: nvidia.com/gpu}]
        requestedToCapacityRatio:
          shape: [{utilization: 0, score: 10}, {utilization: 50, score: 3}, {utilization: 100, score: 0}]
      """)
    var profile = PlacementProfile()
    profile.percentageOfNodesToScore = 30
    profile.resources = [
      ResourceWeight(.cpu, weight: 2), ResourceWeight(.scalar("nvidia.com/gpu")),
    ]
    profile.fitStrategy = .requestedToCapacityRatio(
      RequestedToCapacityRatio(points: [
        .init(utilization: 0, score: 100), .init(utilization: 50, score: 30),
        .init(utilization: 100, score: 0),
      ]))
    #expect(found == .scheduler(.requestedToCapacityRatio, profile))
  }

  @Test("jobs carry a priority and a selector, pools how many pods they take")
  func templates() throws {
    let bench = try Bench()
    try bench.write(jobsTrace, to: "jobs.csv")
    let file = try ScenarioFile.parse(
      Array(
        text(
          "policy: kube",
          source: ", priority: 100, preemptionPolicy: Never, nodeSelector: {disk: ssd}",
          pool: ", maxPods: 3, labels: {disk: ssd}"
        ).utf8), path: bench.folder + "/s.yaml")
    let plan = try file.resolve(variant: nil).plan(seed: 1)
    #expect(plan.workload.podTemplates.count == 1)
    #expect(plan.workload.podTemplates[0].priority == 100)
    #expect(!plan.workload.podTemplates[0].preempts)
    #expect(plan.workload.podTemplates[0].nodeSelector == ["disk": "ssd"])
    #expect(plan.fleet.pools[0].maxPods == 3)
  }

  @Test("what kube-scheduler would refuse, or nobody hears, is said with its place")
  func wrong() throws {
    let ratio = "policy: requested-to-capacity-ratio\nscoringStrategy: {requestedToCapacityRatio: "
    let table: [(placement: String, source: String, reports: [String])] = [
      (
        ratio + "{shape: [{utilization: 50, score: 1}, {utilization: 50, score: 2}]}}", "",
        [
          "6:99: error: placement.scoringStrategy.requestedToCapacityRatio.shape[1].utilization: "
            + "utilization 50 does not come after 50: it has to ascend; order the points by utilization, "
            + "each once"
        ]
      ),
      (
        ratio + "{shape: []}}", "",
        [
          "6:55: error: placement.scoringStrategy.requestedToCapacityRatio.shape: a list of 0, and at "
            + "least 1 point is needed"
        ]
      ),
      (
        ratio + "{shape: [{utilization: 0, score: 11}]}}", "",
        [
          "6:80: error: placement.scoringStrategy.requestedToCapacityRatio.shape[0].score: 11 is not a "
            + "whole number from 0 to 10"
        ]
      ),
      (
        "policy: kube\nscoringStrategy: {resources: [{name: cpus}]}", "",
        [
          "6:40: error: placement.scoringStrategy.resources[0].name: \"cpus\" is not one of cpu, memory, "
            + "nvidia.com/gpu; did you mean \"cpu\"?"
        ]
      ),
      (
        "policy: kube\nscoringStrategy: {resources: [{name: cpu}, {name: cpu}]}", "",
        [
          "6:53: error: placement.scoringStrategy.resources[1].name: cpu is named twice; give it one "
            + "weight"
        ]
      ),
      (
        "policy: best-fit\nscoringStrategy: {resources: [{name: cpu}]}", "",
        [
          "6:20: warning: placement.scoringStrategy: it changes nothing under placement.policy best-fit; "
            + "kube-scheduler's policies heed it: kube, kube-1.35, most-allocated, "
            + "requested-to-capacity-ratio"
        ]
      ),
      (
        "policy: first-fit", ", priority: 5",
        [
          "9:68: warning: workload.batch.priority: it changes nothing under placement.policy first-fit; "
            + "kube-scheduler's policies heed it: kube, kube-1.35, most-allocated, "
            + "requested-to-capacity-ratio"
        ]
      ),
      (
        "policy: fgd", ", nodeSelector: {disk: ssd}",
        [
          "9:72: error: workload.batch.nodeSelector: under placement.policy fgd jobs go to any node with "
            + "room; they cannot select nodes; take a policy of kube-scheduler, such as kube, or leave "
            + "nodeSelector out"
        ]
      ),
    ]
    for (placement, source, reports) in table {
      #expect(try check(placement, source: source) == reports, "\(placement)\(source)")
    }
    #expect(try check("policy: most-allocated", source: ", nodeSelector: {disk: ssd}") == [])
  }
}
