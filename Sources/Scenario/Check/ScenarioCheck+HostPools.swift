import Documents
import KubernetesModel
import Units

/// Whether the hosts of a control plane are enough for its Machines.
extension ScenarioCheck {
  mutating func checkHosts(_ plane: CheckedNode) {
    let providers = plane["providers"]?.members ?? []
    let deployments = plane["deployments"]?.members ?? []
    for provider in providers {
      guard let hosts = provider.value["hosts"] else { continue }
      for key in ["powerOn", "inspection", "repair"] {
        if let law = hosts[key], law.isSound { checkLaw(law) }
      }
      guard let entry = hosts["count"], let count = entry.integer else { continue }
      let users = deployments.filter {
        $0.value["provider"]?.text.map { $0 == provider.key } ?? (providers.count == 1)
      }
      checkHosts(entry, count, provider.key, of: users.map(\.value))
    }
  }

  private mutating func checkHosts(
    _ entry: CheckedNode, _ count: Int64, _ provider: String, of deployments: [CheckedNode]
  ) {
    var wanted: Int64 = 0
    for deployment in deployments { wanted += deployment["replicas"]?.integer ?? 0 }
    guard wanted <= count else {
      report(
        as: .warning, at: entry,
        "\(wanted) Machines are wanted of \(provider), which has \(count) hosts; some never get one",
        remedy: "give count: \(wanted) or more, or fewer replicas")
      return
    }
    guard wanted == count else { return }
    for deployment in deployments {
      // What is left out is a RollingUpdate that keeps all available.
      let strategy = deployment["strategy"]
      let most = strategy?["maxUnavailable"].map { IntOrPercent($0) } ?? .count(0)
      guard strategy?["type"]?.text != "OnDelete",
        most == .count(0) || most == .percent(0)
      else { continue }
      report(
        as: .warning, at: deployment,
        "every host of \(provider) has a Machine, so a rollout never gets a host for its first new one",
        remedy:
          "give strategy: {type: RollingUpdate, maxSurge: 0, maxUnavailable: 1}, or one host more")
    }
  }
}
