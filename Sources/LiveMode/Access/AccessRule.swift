package import SpotScheduler

/// A resource, the verbs that some mode uses on it, and what for.
package struct AccessRule: Hashable, Sendable {
  /// Which clusters it is used in.
  package enum Place: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    /// The management cluster, all namespaces.
    case management
    /// Workload clusters, all namespaces; also the management cluster where that runs machines.
    case workload
    /// The namespace that fivespot runs in.
    case ownNamespace = "own namespace"
  }

  /// The mode that needs it first.
  package var mode: LiveModeKind
  /// Where.
  package var place: Place
  /// The group of the API; empty for the core group.
  package var group: String
  /// The resource, with its subresource if need be: `pods/eviction`.
  package var resource: String
  /// The verbs.
  package var verbs: [String]
  /// The only objects that it is used on; empty for any.
  package var names: [String] = []
  /// What for.
  package var purpose: String
}

/// Everything that live modes ask of API servers: manifests and documentation follow from this table.
///
/// There is no wildcard in it, and no Secret: a kubeconfig is read by its name, which
/// `AccessManifests` is told.
package enum AccessTable {
  /// The name of the lease that the leader holds.
  package static let lease = "fivespot-live"

  /// The rules, reading before writing.
  package static let rules: [AccessRule] = reading + leading + telling + doing

  /// The kinds that are read, in the cluster where they are.
  private static let reading: [AccessRule] = ObjectKind.allCases.flatMap { kind in
    let place: AccessRule.Place =
      switch kind {
      case .node, .pod, .podDisruptionBudget: .workload
      default: .management
      }
    return [
      AccessRule(
        mode: .snapshot, place: place, group: kind.group, resource: kind.plural,
        verbs: ["get", "list"], purpose: kind.purpose),
      AccessRule(
        mode: .observe, place: place, group: kind.group, resource: kind.plural, verbs: ["watch"],
        purpose: "the same, as it changes"),
    ]
  }

  private static let leading: [AccessRule] = [
    // A name cannot restrict what does not exist yet.
    AccessRule(
      mode: .observe, place: .ownNamespace, group: "coordination.k8s.io", resource: "leases",
      verbs: ["create"], purpose: "one replica leads"),
    AccessRule(
      mode: .observe, place: .ownNamespace, group: "coordination.k8s.io", resource: "leases",
      verbs: ["get", "update"], names: [lease], purpose: "one replica leads"),
  ]

  private static let telling: [AccessRule] = [
    AccessRule(
      mode: .advise, place: .management, group: "events.k8s.io", resource: "events",
      verbs: ["create", "patch"], purpose: "advice beside the object that it is about")
  ]

  private static let doing: [AccessRule] = [
    AccessRule(
      mode: .apply, place: .management, group: ObjectKind.machine.group,
      resource: ObjectKind.machine.plural, verbs: ["create", "delete"],
      purpose: "make and delete Machines"),
    AccessRule(
      mode: .apply, place: .management, group: ObjectKind.scheduledMachine.group,
      resource: ObjectKind.scheduledMachine.plural, verbs: ["patch"],
      purpose: "switch an object off after an emergency reclaim"),
    AccessRule(
      mode: .apply, place: .workload, group: "", resource: ObjectKind.node.plural,
      verbs: ["patch"], purpose: "cordon, and clear a request for the machine"),
    AccessRule(
      mode: .apply, place: .workload, group: "", resource: "pods/eviction", verbs: ["create"],
      purpose: "drain by the eviction API"),
    AccessRule(
      mode: .apply, place: .workload, group: "", resource: ObjectKind.pod.plural,
      verbs: ["delete"], purpose: "delete what is left at a declared deadline"),
  ]

  /// The rules of a mode.
  package static func rules(of mode: LiveModeKind) -> [AccessRule] {
    rules.filter { $0.mode <= mode }
  }

  /// What carrying out an action takes: place, group, resource and verb. Hosts are sanitised and
  /// attested outside of Kubernetes, and a drain is announced as an event.
  package static func needed(
    for verb: Action.Verb
  ) -> (place: AccessRule.Place, group: String, resource: String, verb: String)? {
    let machine = ObjectKind.machine
    switch verb {
    case .createMachine: return (.management, machine.group, machine.plural, "create")
    case .deleteMachine: return (.management, machine.group, machine.plural, "delete")
    case .cordon, .uncordon, .clearReclaimRequest: return (.workload, "", "nodes", "patch")
    case .announceDrain: return (.management, "events.k8s.io", "events", "create")
    case .evict: return (.workload, "", "pods/eviction", "create")
    case .deletePod: return (.workload, "", "pods", "delete")
    case .disableObject:
      let object = ObjectKind.scheduledMachine
      return (.management, object.group, object.plural, "patch")
    case .sanitise, .attest: return nil
    }
  }

  /// The table for readers, in Markdown.
  package static var markdown: [String] {
    ["| mode | where | resource | verbs | what for |", "|---|---|---|---|---|"]
      + LiveModeKind.allCases.flatMap { mode in rules.filter { $0.mode == mode } }.map { rule in
        let resource = rule.group.isEmpty ? rule.resource : "\(rule.resource).\(rule.group)"
        let names = rule.names.isEmpty ? "" : ", only `\(rule.names.joined(separator: "`, `"))`"
        return "| \(rule.mode.rawValue) | \(rule.place.rawValue) | `\(resource)`\(names) "
          + "| \(rule.verbs.joined(separator: ", ")) | \(rule.purpose) |"
      }
  }
}

extension ObjectKind {
  /// What it is read for.
  fileprivate var purpose: String {
    switch self {
    case .scheduledMachine: "windows, switches, and what 5-Spot says"
    case .timeBasedSpotSchedule, .capitalMarketsSchedule: "windows of v1beta1"
    case .cluster: "which clusters there are, and which are paused"
    case .machine: "how far a Machine is"
    case .machineSet, .machineDeployment: "whose Machine it is"
    case .node: "what a machine gives, and whether it is Ready"
    case .pod: "what runs there, and what waits"
    case .podDisruptionBudget: "what an eviction would be answered"
    }
  }
}
