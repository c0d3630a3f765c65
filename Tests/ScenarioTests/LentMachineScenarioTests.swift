import Documents
import Facts
import FleetSimulation
import Scenario
import SpotScheduler
import Testing
import Units

@Suite("Scenarios whose control plane has machines that are lent")
struct LentMachineScenarioTests {
  private func text(
    scheduler: String = "regulated", provider: String = "remote-machine", offer: String = "",
    nodes: String = "", plane: String = ""
  ) -> String {
    """
    apiVersion: fivespot/v0
    name: lent
    horizon: {start: 2026-06-01T00:00:00Z, duration: 3d}
    clusters:
      batch: {weight: 3}
      trading: {headroom: 10%}
    nodes:
      large: {machine: {cpu: 32, memory: 64Gi}, count: 3, cluster: trading, maxPods: 60}
      small: {machine: {cpu: 8, memory: 16Gi}, count: 2, cluster: trading}
    \(nodes)
    lending:
      owner: trading
      borrower: batch
      scheduler: \(scheduler)
      offers:
        large: {schedule: {timezone: UTC, windows: [{from: "mon 20:00", to: "tue 06:00"}]}\(offer)}
        small: {schedule: {timezone: UTC, windows: [{from: "mon 20:00", to: "tue 06:00"}]}}
      provider: \(provider)
      recalls: [{at: 2026-06-01T22:00:00Z, within: 20m, until: 2026-06-01T23:00:00Z}]
      reclaims:
        - {at: 2026-06-01T21:00:00Z, cause: kill-switch, machines: [small/1], until: 2026-06-01T21:30:00Z}
      attestationOutages: [{at: 2026-06-01T02:00:00Z, duration: 1h, every: 1d}]
    promises: {}
    controlPlane:
      providers: {cloud: {}}
      deployments: {own: {cluster: batch, replicas: 2, allocatable: {cpu: 8, memory: 8Gi}}}
      workloads:
        pricing: {cluster: trading, replicas: 4, request: {cpu: 2, memory: 1Gi}}
        risk: {cluster: batch, replicas: 9, request: {cpu: 2, memory: 1Gi}, terminationGrace: 90s}
    \(plane)

    """
  }

  private func plan(_ text: String) throws -> NamedControlPlane {
    let file = try ScenarioFile.parse(Array(text.utf8), path: "s.yaml")
    return try #require(try file.resolve(variant: nil).plan(seed: 1).controlPlane)
  }

  @Test("say who lends what, and on which terms") func entries() throws {
    let named = try plan(
      text(plane: "  faults: {lentHosts: {failedSetUps: 2%, failedCleanUps: 1%, repair: 1h}}"))
    let lending = try #require(named.plan.lending)
    // Deployments' clusters come first, and everybody means them by the same numbers.
    #expect(lending.fleet.clusters.map(\.name) == ["batch", "trading"])
    #expect(named.lentFleet?.clusters.map(\.name) == ["batch", "trading"])
    #expect(named.plan.workloads.map(\.cluster) == [1, 0])
    #expect(
      lending.fleet.hosts.map(\.name) == ["large/0", "large/1", "large/2", "small/0", "small/1"])
    #expect(lending.shapes.map(\.allocatable.cpu) == [MilliCPU(32_000), MilliCPU(8_000)])
    #expect(lending.shapes.map(\.podsPerNode) == [60, 110])
    #expect(lending.shapeOfHost == [0, 0, 0, 1, 1])
    // A tenth of the 112 cores.
    #expect(lending.fleet.clusters[1].headroom == MilliCPU(11_200))
    #expect(lending.fleet.clusters[0].weight == 3)
    #expect(named.plan.workloads[1].terminationGrace == .seconds(90))
    #expect(lending.failedSetUpsPerThousand == 20 && lending.failedCleanUpsPerThousand == 10)
    #expect(lending.repair != nil)
    #expect(lending.attestationService.outages.count == 3)
    let kinds = lending.orders.map { order in
      switch order.kind {
      case .recall: "recall"
      case .askForHosts(let reclaim): "ask for \(reclaim.nodes)"
      case .release(let of): "release \(of)"
      default: "other"
      }
    }
    #expect(kinds == ["recall", "ask for [4]", "release 1"])
  }

  @Test("keep the machines at home where nothing is lent") func nothingLent() throws {
    let named = try plan(text(scheduler: "none"))
    let lending = try #require(named.plan.lending)
    #expect(lending.fleet.scheduledMachines.map(\.role) == Array(repeating: .owner, count: 5))
    #expect(lending.orders.isEmpty)
    #expect(
      lending.fleet.scheduledMachines.allSatisfy { $0.schedule.isActive(at: named.plan.start) })
  }

  @Test("plan the way home with what Cluster API adds") func wayHome() throws {
    guard case .regulated(let policy)? = try plan(text()).plan.lending?.profile else {
      Issue.record("another scheduler")
      return
    }
    // Without a control plane the same laws are planned without it.
    #expect(policy.returnSession > LentFleetPlan.sessionOverhead)
    #expect(
      policy.returnTime - policy.returnSession > LentFleetPlan.returnOverhead)
  }

  private func problems(_ text: String) -> [String] {
    do {
      let file = try ScenarioFile.parse(Array(text.utf8), path: "s.yaml")
      return file.warnings.map(\.description)
    } catch {
      return error.diagnostics.map(\.description)
    }
  }

  @Test("are told what does not go together") func conflicts() {
    #expect(problems(text()).isEmpty, "\(problems(text()))")
    #expect(
      problems(text(provider: "metal3")).contains {
        $0.contains("lent machines are RemoteMachines, and the provider is metal3")
      })
    #expect(
      problems(text(offer: ", count: 2")).contains {
        $0.contains("lending.offers.large.count: beside a controlPlane all machines")
      })
    #expect(
      problems(text(nodes: "  idle: {machine: {cpu: 1, memory: 1Gi}, cluster: trading}")).contains {
        $0.contains("the pool idle is not on offer")
      })
    #expect(
      problems(text(plane: "    lost: {cluster: risk, replicas: 1}")).contains {
        $0.contains("no deployment has Nodes in the cluster risk, and nothing is lent to it")
      })
  }

  @Test("need something to run") func nothing() {
    let text = """
      apiVersion: fivespot/v0
      name: empty
      horizon: {start: 2026-06-01T00:00:00Z, duration: 3d}
      controlPlane: {}

      """
    #expect(
      problems(text) == [
        "s.yaml:4:15: error: controlPlane: nothing would run: there is no deployment and nothing is "
          + "lent; give controlPlane.deployments, or lending"
      ])
  }
}
