import ClusterAPI
import Documents
import FleetSimulation
import KubernetesModel
import Scenario
import Testing
import Units

@Suite("Scenarios with a control plane")
struct ControlPlaneScenarioTests {
  /// Two deployments, with what is added to the control plane.
  private func text(_ more: String = "", providers: String = "cloud: {}") -> String {
    """
    apiVersion: fivespot/v0
    name: plane
    horizon: {start: 2026-01-01T00:00:00Z, duration: 2d}
    controlPlane:
      providers: {\(providers)}
      deployments:
        a: {replicas: 4, strategy: {type: RollingUpdate, maxSurge: 25%, maxUnavailable: 1}}
        b: {replicas: 2, drainTimeout: 10m, deletionOrder: Oldest, healthCheck: {maxUnhealthy: 40%}}
      workloads:
        pods: {replicas: 6, start: 5s, budgets: {one: {maxUnavailable: 1}, two: {minAvailable: 50%}}}
    \(more.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))

    """
  }

  private func plan(_ text: String, seed: UInt64 = 1) throws -> NamedControlPlane {
    let file = try ScenarioFile.parse(Array(text.utf8), path: "s.yaml")
    return try #require(try file.resolve(variant: nil).plan(seed: seed).controlPlane)
  }

  @Test("say what deployments and workloads are")
  func entries() throws {
    let named = try plan(text())
    #expect(named.deployments == ["a", "b"] && named.workloads == ["pods"])
    #expect(named.budgets == [["one", "two"]])
    let plan = named.plan
    #expect(plan.profile == .v113)
    #expect(
      plan.deployments[0].strategy
        == .rollingUpdate(maxSurge: .percent(25), maxUnavailable: .count(1)))
    #expect(plan.deployments[1].drainTimeout == .minutes(10))
    #expect(plan.deployments[1].order == .oldest)
    #expect(plan.deployments[1].healthCheck?.trigger == .atMost(.percent(40)))
    #expect(
      plan.workloads[0].budgets.map(\.limit) == [
        .maxUnavailable(.count(1)), .minAvailable(.percent(50)),
      ])
    #expect(plan.end - plan.start == .days(2))
  }

  @Test("what a release has holds where the scenario says nothing else")
  func profile() throws {
    let more = """
      profile: capi-1.12
      workers: {machine: 3}
      clients: {workload: {perSecond: 7, burst: 9}}
      """
    let profile = try plan(text(more)).plan.profile
    #expect(profile.workers.machine == 3)
    #expect(profile.workers.machineSet == ControllerProfile.v112.workers.machineSet)
    #expect(profile.workloadClient == ControllerProfile.ClientLimit(perSecond: 7, burst: 9))
    #expect(profile.client == ControllerProfile.v112.client)
  }

  @Test("orders recur up to the horizon, and go to all deployments unless they name some")
  func orders() throws {
    let more = """
      orders:
        - {kind: rollout, at: 2026-01-01T06:00:00Z, every: 12h, deployments: [b]}
        - {kind: scale, at: 2026-01-01T01:00:00Z, replicas: 3}
        - {kind: drain-limit, at: 2026-01-01T02:00:00Z, deployments: [b]}
      """
    let orders = try plan(text(more)).plan.orders
    #expect(orders.filter { $0.change == .newTemplate }.map(\.deployment) == [1, 1, 1, 1])
    #expect(orders.filter { $0.change == .replicas(3) }.map(\.deployment) == [0, 1])
    #expect(orders.last?.change == .drainTimeout(nil))
  }

  @Test("deaths come from the seed alone, whatever else a variant changes")
  func deaths() throws {
    let deaths = "faults: {nodeDeaths: {between: {distribution: exponential, mean: 3h}}}"
    let one = try plan(text(deaths)).plan
    let other = try plan(text(deaths + "\nprofile: capi-1.12\nlatency: 1s")).plan
    #expect(one.deaths.count > 5)
    #expect(one.deaths == other.deaths)
    #expect(try plan(text(deaths), seed: 2).plan.deaths != one.deaths)
    for (death, next) in zip(one.deaths, one.deaths.dropFirst()) { #expect(death.at < next.at) }
  }

  @Test("faults come in spans, by status and kind, and again and again")
  func faults() throws {
    let more = """
      faults:
        handOvers: [{at: 2026-01-01T01:00:00Z, every: 1d}]
        failedCalls:
          - {failure: timeout, after: 5s, applied: true, at: 2026-01-01T02:00:00Z, duration: 1m}
          - failure: conflict
            share: 10%
            controller: machine-set
            of: machines
            at: 2026-01-01T03:00:00Z
            duration: 2m
        wrongWatches: [{of: nodes, effect: loses, share: 5%, at: 2026-01-01T04:00:00Z, duration: 3m}]
      """
    let api = try plan(text(more)).plan.api
    #expect(api.handOvers.count == 2)
    #expect(
      api.failures.map(\.failure) == [.timeout(after: .seconds(5), isApplied: true), .conflict])
    #expect(api.failures.map(\.perThousand) == [1_000, 100])
    #expect(api.failures[1].controller == .machineSet && api.failures[1].kind == .machines)
    #expect(api.watchFaults.map(\.effect) == [.loses(perThousand: 50)])
    #expect(api.watchFaults[0].end - api.watchFaults[0].start == .minutes(3))
  }

  /// What is wrong, and the line that says so.
  static let wrong: [(more: String, providers: String, report: String)] = [
    (
      "orders: [{kind: rollout, at: 2026-01-01T06:00:00Z, deployments: [c]}]", "cloud: {}",
      "controlPlane.orders[0].deployments[0]: there is no deployment \"c\" in "
        + "controlPlane.deployments; did you mean \"a\"?"
    ),
    (
      "orders: [{kind: roll, at: 2026-01-01T06:00:00Z}]", "cloud: {}",
      "controlPlane.orders[0].kind: \"roll\" is not one of rollout, scale, drain-limit"
    ),
    (
      "orders: [{kind: rollout, at: 2026-01-01T06:00:00Z, replicas: 3}]", "cloud: {}",
      "controlPlane.orders[0].replicas: unknown key \"replicas\" of \"rollout\""
    ),
    (
      "", "cloud: {}, metal: {}",
      "controlPlane.deployments.a: which provider its Machines come from is open; give provider: one of "
        + "cloud, metal"
    ),
    (
      "", "cloud: {concurrency: 0}",
      "controlPlane.providers.cloud.concurrency: 0 is not a whole number from 1 to 1000000"
    ),
    (
      "latancy: 5ms", "cloud: {}",
      "controlPlane.latancy: unknown key \"latancy\"; did you mean \"latency\"?"
    ),
    (
      "faults: {failedWrites: {share: 0.02}}", "cloud: {}",
      "controlPlane.faults.failedWrites.share: 0.02 is not a percentage from 0% to 100%: it has no sign; write 2%"
    ),
    (
      "faults: {stalledWatches: [{of: pods, at: 2026-01-01T06:00:00Z, duration: 1m}]}", "cloud: {}",
      "controlPlane.faults.stalledWatches[0].of: \"pods\" is not one of"
    ),
  ]

  @Test("are told what is wrong, and where", arguments: wrong)
  func areToldWhatIsWrong(more: String, providers: String, report: String) {
    let found = problems(of: text(more, providers: providers))
    #expect(found.contains { $0.contains("error: " + report) }, "\(found)")
  }

  @Test("have no machines and jobs beside it, nor what belongs to these")
  func fleets() {
    let nodes = problems(of: text() + "nodes: {own: {machine: {cpu: 1, memory: 1Gi}}}\n")
    #expect(
      nodes.contains {
        $0.contains("nodes means nothing in a scenario with a controlPlane that lends nothing")
      }, "\(nodes)")
    let services = problems(
      of: text() + "services: {web: {usage: 3, pod: {cpu: 1, memory: 1Gi}}}\n")
    #expect(
      services.contains { $0.contains("services means nothing in a scenario with a controlPlane") },
      "\(services)")
    let neither = problems(
      of: "apiVersion: fivespot/v0\nname: x\nhorizon: {start: 2026-01-01T00:00:00Z, duration: 1d}\n"
    )
    #expect(
      neither.contains { $0.contains("one of workload, controlPlane is missing") }, "\(neither)")
    let workload = problems(
      of: "apiVersion: fivespot/v0\nname: x\nhorizon: {start: 2026-01-01T00:00:00Z, duration: 1d}\n"
        + "workload: {jobs: {trace: {format: opendc-tasks, file: jobs.csv}}}\n")
    #expect(workload.contains { $0.contains("there are no nodes") }, "\(workload)")
  }

  @Test("warn of what happens outside the horizon")
  func outside() {
    let more = """
      orders: [{kind: rollout, at: 2026-02-01T06:00:00Z}]
      faults: {restarts: [{at: 2025-01-01T06:00:00Z}]}
      """
    let found = problems(of: text(more)).filter { !$0.contains("budgets cover the pods") }
    #expect(found.count == 2 && found.allSatisfy { $0.contains("warning") }, "\(found)")
  }
}
