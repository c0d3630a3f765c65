package import Documents

/// The least rights of a mode as manifests: roles, their bindings, and the account that has them.
package struct AccessManifests: Sendable {
  /// A Secret with the kubeconfig of a workload cluster.
  package struct KubeconfigSecret: Hashable, Comparable, Sendable {
    /// Its namespace.
    package var namespace: String
    /// Its name.
    package var name: String

    /// Makes one.
    package init(namespace: String, name: String) {
      self.namespace = namespace
      self.name = name
    }

    /// By namespace and name.
    package static func < (left: Self, right: Self) -> Bool {
      ObjectReference.precedes([left.namespace, left.name], [right.namespace, right.name])
    }
  }

  /// A kind of objects that Machines are made with, such as `remotemachines`.
  package struct ProviderResource: Hashable, Comparable, Sendable {
    /// The group of its API.
    package var group: String
    /// Its name in paths.
    package var resource: String

    /// Makes one.
    package init(group: String, resource: String) {
      self.group = group
      self.resource = resource
    }

    /// By group and resource.
    package static func < (left: Self, right: Self) -> Bool {
      ObjectReference.precedes([left.group, left.resource], [right.group, right.resource])
    }
  }

  /// Which clusters the manifests are for.
  package enum Target: String, CaseIterable, Hashable, Sendable {
    /// The management cluster.
    case management
    /// A workload cluster.
    case workload
    /// One cluster that is both.
    case both
  }

  /// The mode.
  package var mode: LiveModeKind
  /// For which cluster.
  package var target: Target
  /// The namespace that fivespot runs in.
  package var namespace: String
  /// Its service account.
  package var serviceAccount: String
  /// The Secrets that it may read.
  package var kubeconfigSecrets: [KubeconfigSecret]
  /// What bootstrap and infrastructure objects it may make and delete, in mode `apply`.
  package var providers: [ProviderResource]

  /// Makes manifests.
  package init(
    mode: LiveModeKind, target: Target = .management, namespace: String = "fivespot-system",
    serviceAccount: String = "fivespot-live", kubeconfigSecrets: [KubeconfigSecret] = [],
    providers: [ProviderResource] = []
  ) {
    self.mode = mode
    self.target = target
    self.namespace = namespace
    self.serviceAccount = serviceAccount
    self.kubeconfigSecrets = kubeconfigSecrets
    self.providers = providers
  }

  private var name: String { "fivespot-live-\(mode.rawValue)" }

  /// The objects, in the order in which they are to be applied.
  package var objects: [DocumentValue] {
    var objects: [DocumentValue] = [
      object("v1", "ServiceAccount", serviceAccount, namespace: namespace)
    ]
    var rules = AccessTable.rules(of: mode).filter {
      switch ($0.place, target) {
      case (.management, .management), (.workload, .workload): true
      case (.management, .both), (.workload, .both): true
      default: false
      }
    }
    if mode == .apply, target != .workload {
      rules += Set(providers).sorted().map {
        AccessRule(
          mode: .apply, place: .management, group: $0.group, resource: $0.resource,
          verbs: ["create", "delete"], purpose: "")
      }
    }
    let suffix = target == .workload ? "-workload" : ""
    objects += role("ClusterRole", name + suffix, namespace: nil, Self.merged(rules))
    guard target != .workload else { return objects }
    let own = AccessTable.rules(of: mode).filter { $0.place == .ownNamespace }
    if !own.isEmpty { objects += role("Role", name, namespace: namespace, Self.merged(own)) }
    let secrets = Dictionary(grouping: Set(kubeconfigSecrets)) { $0.namespace }
    for namespace in secrets.keys.sorted() {
      let names = (secrets[namespace] ?? []).sorted().map(\.name)
      let rule = AccessRule(
        mode: mode, place: .management, group: "", resource: "secrets", verbs: ["get"],
        names: names, purpose: "")
      objects += role("Role", "\(name)-kubeconfigs", namespace: namespace, [rule])
    }
    return objects
  }

  /// The objects as YAML, one document each.
  package func yaml() throws(DocumentWriteError) -> [UInt8] {
    var bytes: [UInt8] = []
    for object in objects {
      if !bytes.isEmpty { bytes += "---\n".utf8 }
      bytes += try object.yaml()
    }
    return bytes
  }

  /// Rules of one resource and the same names as one, with all their verbs.
  private static func merged(_ rules: [AccessRule]) -> [AccessRule] {
    var merged: [AccessRule] = []
    for rule in rules {
      let place = merged.firstIndex {
        $0.group == rule.group && $0.resource == rule.resource && $0.names == rule.names
      }
      if let place {
        merged[place].verbs += rule.verbs.filter { !merged[place].verbs.contains($0) }
      } else {
        merged.append(rule)
      }
    }
    return merged
  }

  private func role(
    _ kind: String, _ name: String, namespace: String?, _ rules: [AccessRule]
  ) -> [DocumentValue] {
    let role = object(
      "rbac.authorization.k8s.io/v1", kind, name, namespace: namespace,
      [("rules", .sequence(rules.map(\.document)))])
    let binding = object(
      "rbac.authorization.k8s.io/v1", "\(kind)Binding", name, namespace: namespace,
      [
        (
          "roleRef",
          [
            "apiGroup": "rbac.authorization.k8s.io", "kind": .string(kind), "name": .string(name),
          ]
        ),
        (
          "subjects",
          [
            [
              "kind": "ServiceAccount", "name": .string(serviceAccount),
              "namespace": .string(self.namespace),
            ]
          ]
        ),
      ])
    return [role, binding]
  }

  private func object(
    _ apiVersion: String, _ kind: String, _ name: String, namespace: String?,
    _ more: [(key: String, value: DocumentValue)] = []
  ) -> DocumentValue {
    var metadata: [(key: String, value: DocumentValue)] = [("name", .string(name))]
    if let namespace { metadata.append(("namespace", .string(namespace))) }
    metadata.append(
      (
        "labels",
        ["app.kubernetes.io/name": "fivespot-live", "fivespot/mode": .string(mode.rawValue)]
      ))
    return .mapping(
      [
        ("apiVersion", .string(apiVersion)), ("kind", .string(kind)),
        ("metadata", .mapping(metadata)),
      ] + more)
  }
}

extension AccessRule {
  /// The rule as a role writes it.
  fileprivate var document: DocumentValue {
    var members: [(key: String, value: DocumentValue)] = [
      ("apiGroups", [.string(group)]), ("resources", [.string(resource)]),
    ]
    if !names.isEmpty { members.append(("resourceNames", .sequence(names.map { .string($0) }))) }
    members.append(("verbs", .sequence(verbs.map { .string($0) })))
    return .mapping(members)
  }
}
