import ClusterAPI
import Documents
import FleetSimulation
import Scenario
import Testing
import Units

@Suite("Scenarios whose machines are made of hosts")
struct HostPoolScenarioTests {
  private func text(_ metal: String, _ remote: String, deployment: String = "") -> String {
    """
    apiVersion: fivespot/v0
    name: hosts
    horizon: {start: 2026-01-01T00:00:00Z, duration: 2d}
    controlPlane:
      providers:
        metal: {provision: 5m, deprovision: 3m, hosts: {type: metal3, \(metal)}}
        ssh: {concurrency: 3, hosts: {type: remote-machine, \(remote)}}
      deployments:
        a: {replicas: 4, provider: metal\(deployment)}
        b: {replicas: 2, provider: ssh}

    """
  }

  private func diagnostics(_ text: String) throws -> [String] {
    let file = try ScenarioFile.parse(Array(text.utf8), path: "s.yaml")
    return file.warnings.map(\.message)
  }

  @Test("say what hosts there are and how they fail")
  func entries() throws {
    let text = text(
      "count: 6, powerOn: 2m, staysOn: true, failedSteps: 5%",
      "count: 3, failedSetUps: 2%, failedCleanUps: 1%")
    let file = try ScenarioFile.parse(Array(text.utf8), path: "s.yaml")
    let plan = try #require(try file.resolve(variant: nil).plan(seed: 1).controlPlane).plan
    #expect(plan.deployments.map(\.hostPool) == [0, 1])
    #expect(plan.hostPools.map(\.count) == [6, 3])
    guard case .metal3(let metal) = plan.hostPools[0].provider,
      case .remoteMachine(let remote) = plan.hostPools[1].provider
    else {
      Issue.record("the types are \(plan.hostPools)")
      return
    }
    #expect(metal.limit == ControllerConstants.hostProvisioningLimit)
    #expect(metal.staysOn && metal.powerOn != nil && metal.inspection == nil)
    #expect(metal.failedStepsPerThousand == 50)
    #expect(remote.workers == 3 && remote.repair != nil)
    #expect(remote.failedSetUpsPerThousand == 20 && remote.failedCleanUpsPerThousand == 10)
  }

  @Test func `too few hosts are warned of`() throws {
    #expect(try diagnostics(text("count: 5", "count: 3")).isEmpty)
    #expect(
      try diagnostics(text("count: 3", "count: 3")) == [
        "4 Machines are wanted of metal, which has 3 hosts; some never get one"
      ])
    let full =
      "every host of metal has a Machine, so a rollout never gets a host for its first new one"
    #expect(try diagnostics(text("count: 4", "count: 3")) == [full])
    let strategy = ", strategy: {type: RollingUpdate, maxSurge: 0, maxUnavailable: 1}"
    #expect(try diagnostics(text("count: 4", "count: 3", deployment: strategy)).isEmpty)
  }
}
