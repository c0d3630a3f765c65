import ClusterAPI
import Documents
import FleetSimulation
import KubernetesModel
import Scenario
import Testing
import Units

@Suite("Scenarios whose control plane changes its size")
struct ScalingScenarioTests {
  private func text(
    _ more: String = "", group: String = "{min: 1, max: 9, price: 0.25}",
    spot: String = "{life: 5h}"
  ) -> String {
    """
    apiVersion: fivespot/v0
    name: sizes
    horizon: {start: 2026-01-01T00:00:00Z, duration: 2d}
    controlPlane:
      providers: {cloud: {}}
      deployments:
        a: {replicas: 4, nodeGroup: \(group), zone: west}
        b: {replicas: 2, spot: \(spot), zone: east}
      workloads:
        web:
          replicas: 6
          scales:
            - {at: 2026-01-01T08:00:00Z, every: 1d, replicas: 40}
            - {at: 2026-01-01T20:00:00Z, every: 1d, replicas: 6}
    \(more.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))

    """
  }

  private func plan(_ text: String) throws -> ControlPlanePlan {
    let file = try ScenarioFile.parse(Array(text.utf8), path: "s.yaml")
    return try #require(try file.resolve(variant: nil).plan(seed: 1).controlPlane).plan
  }

  @Test("say groups, zones, loads and machines that are taken back")
  func entries() throws {
    let plan = try plan(text())
    #expect(plan.autoscaler == nil)
    #expect(plan.deployments[0].nodeGroup == NodeGroupPlan(minimum: 1, maximum: 9, price: 250_000))
    #expect(plan.deployments.map(\.zone) == [0, 1])
    #expect(plan.workloadOrders.map(\.replicas) == [40, 40, 6, 6])
    #expect(plan.workloads[0].isSafeToEvict)
    let spot = try #require(plan.deployments[1].spot)
    #expect(spot.isInterruptible && spot.handler == nil && spot.missedPerThousand == 0)
  }

  @Test("say how an autoscaler and a consolidation decide")
  func settings() throws {
    let group =
      "{min: 1, max: 9, consolidation: {policy: balanced, after: 5m, budget: 2}}"
    let more = """
      autoscaler:
        expander: priority
        scaleDown: {utilisation: 60%, unneeded: 5m}
      """
    let plan = try plan(
      text(
        more, group: group,
        spot: "{life: 5h, cloud: gcp, handler: queue, shutdown: {total: 30s, critical: 15s}}"))
    #expect(plan.autoscaler?.expander == .priority)
    #expect(plan.autoscaler?.scaleDown?.utilisationPermille == 600)
    #expect(plan.autoscaler?.scaleDown?.unneededTime == .minutes(5))
    #expect(plan.autoscaler?.provisionTime == AutoscalerSettings().provisionTime)
    #expect(
      plan.deployments[0].nodeGroup?.consolidation
        == ConsolidationPolicy(.balanced, after: .minutes(5), budget: .count(2)))
    let spot = try #require(plan.deployments[1].spot)
    #expect(!spot.isInterruptible && spot.handler?.mode == .queue)
    #expect(spot.shutdown?.groups.map(\.grace) == [.seconds(15), .seconds(15)])
  }

  /// An autoscaler that is told nothing is the planner's own.
  @Test func `what is left out is as it comes`() throws {
    #expect(try plan(text("autoscaler: {}")).autoscaler == AutoscalerSettings())
    let never = try plan(text("autoscaler: {scaleDown: {enabled: false}}"))
    #expect(never.autoscaler?.scaleDown == nil)
  }

  @Test("zones are cut off and machines taken back, again and again")
  func faults() throws {
    let more = """
      faults:
        zoneOutages: [{zone: east, at: 2026-01-01T06:00:00Z, duration: 20m, every: 1d}]
        spotReclaims: [{deployment: b, share: 30%, at: 2026-01-01T07:00:00Z}]
      """
    let plan = try plan(text(more))
    #expect(plan.zoneOutages.map(\.zone) == [1, 1])
    #expect(plan.spotReclaims.map(\.perThousand) == [300])
  }

  static let wrong: [(more: String, group: String, spot: String, report: String)] = [
    ("", "{min: 5, max: 4}", "{life: 5h}", "nodeGroup.max: max (4) is below min (5)"),
    (
      "", "{min: 5, max: 9}", "{life: 5h}",
      "controlPlane.deployments.a.replicas: 4 is not from min (5) to max (9) of its nodeGroup"
    ),
    (
      "faults: {zoneOutages: [{zone: est, at: 2026-01-01T06:00:00Z, duration: 20m}]}",
      "{min: 1, max: 9}", "{life: 5h}",
      "there is no zone \"est\" in controlPlane.deployments"
    ),
    (
      "faults: {spotReclaims: [{deployment: a, at: 2026-01-01T06:00:00Z}]}", "{min: 1, max: 9}",
      "{life: 5h}", "the machines of a are not taken back"
    ),
    (
      "", "{min: 1, max: 9}", "{life: 5h, shutdown: {total: 30s, critical: 40s}}",
      "critical (40s) is more than total (30s)"
    ),
    (
      "", "{min: 1, max: 9, consolidation: {policy: sometimes}}", "{life: 5h}",
      "\"sometimes\" is not one of whenEmpty, whenUnderutilized, balanced"
    ),
  ]

  @Test(arguments: wrong)
  func `what does not fit is reported where it stands`(
    more: String, group: String, spot: String, report: String
  ) throws {
    let error = #expect(throws: (any Error).self) {
      try plan(text(more, group: group, spot: spot))
    }
    let words = try #require(error.map { "\($0)" })
    #expect(words.contains(report), "\(words)")
  }
}
