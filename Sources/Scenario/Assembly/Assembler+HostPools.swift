import ClusterAPI
import Documents
import FleetSimulation
import SimulationKernel
import Units

/// The providers of a control plane, and the hosts that some of them have.
extension Assembler {
  /// A provider of a scenario.
  struct NamedProvider {
    var name: String
    var plan: ProviderPlan
    /// Its hosts, by place in the plan's `hostPools`.
    var hostPool: Int?
  }

  /// The providers that are sound, and the hosts that they have.
  mutating func providers(
    of controlPlane: CheckedNode
  ) -> (providers: [NamedProvider], hostPools: [HostPoolPlan]) {
    var providers: [NamedProvider] = []
    var pools: [HostPoolPlan] = []
    for member in controlPlane.member("providers").members {
      guard let plan = provider(member.value) else { continue }
      var made = NamedProvider(name: member.key, plan: plan)
      if let hosts = member.value["hosts"] {
        guard let pool = hostPool(hosts, plan) else { continue }
        made.hostPool = pools.count
        pools.append(pool)
      }
      providers.append(made)
    }
    return (providers, pools)
  }

  private mutating func provider(_ node: CheckedNode) -> ProviderPlan? {
    guard let bootstrap = law(node.member("bootstrap")),
      let provision = law(node.member("provision")), let join = law(node.member("join")),
      let ready = law(node.member("ready")), let deprovision = law(node.member("deprovision"))
    else { return nil }
    return ProviderPlan(
      bootstrap: bootstrap, provisioning: provision, deletion: deprovision, join: join,
      ready: ready, mostAtOnce: node["concurrency"]?.integer.map { Int($0) })
  }

  private mutating func hostPool(_ node: CheckedNode, _ provider: ProviderPlan) -> HostPoolPlan? {
    let count = Int(node.integer("count"))
    guard node.text("type") == "metal3" else {
      guard let repair = law(node.member("repair")) else { return nil }
      var law = RemoteHostLaw(
        setUp: provider.provisioning, cleanUp: provider.deletion,
        workers: provider.mostAtOnce ?? ControllerConstants.remoteMachineWorkers)
      law.failedSetUpsPerThousand = UInt64(node.integer("failedSetUps"))
      law.failedCleanUpsPerThousand = UInt64(node.integer("failedCleanUps"))
      law.repair = repair
      return HostPoolPlan(count: count, provider: .remoteMachine(law))
    }
    var made = BareMetalLaw(
      provisioning: provider.provisioning, deprovisioning: provider.deletion,
      limit: provider.mostAtOnce ?? ControllerConstants.hostProvisioningLimit)
    made.staysOn = node.boolean("staysOn")
    made.failedStepsPerThousand = UInt64(node.integer("failedSteps"))
    if let entry = node["powerOn"] {
      guard let powerOn = law(entry) else { return nil }
      made.powerOn = powerOn
    }
    if let entry = node["inspection"] {
      guard let inspection = law(entry) else { return nil }
      made.inspection = inspection
    }
    return HostPoolPlan(count: count, provider: .metal3(made))
  }
}
