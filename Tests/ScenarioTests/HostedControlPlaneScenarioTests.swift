import Documents
import FleetSimulation
import Scenario
import Testing
import Units

@Suite("Scenarios whose control planes run as pods")
struct HostedControlPlaneScenarioTests {
  private func text(_ hosted: String, workload: String = "batch") -> String {
    """
    apiVersion: fivespot/v0
    name: hosted
    horizon: {start: 2026-01-01T00:00:00Z, duration: 2d}
    controlPlane:
      providers: {cloud: {}}
      deployments:
        a: {replicas: 4}
        b: {replicas: 2, cluster: batch}
      workloads: {web: {replicas: 6}, jobs: {replicas: 3, cluster: \(workload)}}
      hostedControlPlanes: {\(hosted)}

    """
  }

  private func plane(_ text: String) throws -> NamedControlPlane {
    let file = try ScenarioFile.parse(Array(text.utf8), path: "s.yaml")
    return try #require(try file.resolve(variant: nil).plan(seed: 1).controlPlane)
  }

  @Test("say clusters, and what their control planes are made of")
  func entries() throws {
    let named = try plane(text("batch: {in: workload, replicas: 2, volumeDetach: 5s}"))
    #expect(named.plan.deployments.map(\.cluster) == [0, 1])
    #expect(named.plan.workloads.map(\.cluster) == [1, 0, 0, 0])
    #expect(named.workloads == ["jobs", "web", "batch-controllers", "batch-etcd"])
    #expect(named.budgets.count == 4)
    #expect(named.plan.workloads.map(\.replicas) == [3, 6, 2, 3])
    let hosted = try #require(named.plan.hostedControlPlanes.first)
    #expect(hosted.cluster == 1 && hosted.controllers == 2 && hosted.etcd == 3)
    let elsewhere = try plane(text("batch: {in: workload, storage: database}"))
    #expect(elsewhere.plan.hostedControlPlanes.first?.etcd == nil)
    #expect(elsewhere.workloads.last == "batch-controllers")
  }

  static let wrong: [(hosted: String, workload: String, report: String)] = [
    ("", "bach", "no deployment has Nodes in the cluster bach"),
    ("bach: {in: workload}", "batch", "there is no cluster \"bach\""),
    ("batch: {in: work}", "batch", "there is no cluster \"work\""),
    ("batch: {in: batch}", "batch", "the control plane of batch would need itself to start"),
    (
      "batch: {in: workload}, workload: {in: batch}", "batch",
      "the control plane of batch would need itself to start, by way of workload"
    ),
  ]

  @Test(arguments: wrong)
  func `what cannot start is reported where it stands`(
    hosted: String, workload: String, report: String
  ) throws {
    let error = #expect(throws: (any Error).self) { try plane(text(hosted, workload: workload)) }
    let words = try #require(error.map { "\($0)" })
    #expect(words.contains(report), "\(words)")
  }
}
