import Documents
import FleetTestSupport
import LiveMode
import SpotScheduler
import Testing
import Units

@Suite("Rights")
struct AccessTests {
  private static let writing: Set<String> = [
    "create", "update", "patch", "delete", "deletecollection", "impersonate", "bind", "escalate",
  ]

  /// The rules of all roles among manifests: kind, namespace, group, resource, names, verbs.
  private struct Grant: Hashable {
    var kind: String
    var namespace: String
    var group: String
    var resource: String
    var names: [String]
    var verb: String
  }

  /// Reads the manifests back from their YAML, as kubectl would.
  private func grants(_ manifests: AccessManifests) throws -> Set<Grant> {
    var grants: Set<Grant> = []
    for document in try Document.parse(try manifests.yaml(), file: "rbac.yaml") {
      let root = document.root
      let kind = root["kind"]?.string ?? ""
      guard kind.hasSuffix("Role") else { continue }
      for rule in try #require(root["rules"]).elements {
        func texts(_ key: String) -> [String] {
          (rule[key]?.elements).map { $0.compactMap(\.string) } ?? []
        }
        for group in texts("apiGroups") {
          for resource in texts("resources") {
            for verb in texts("verbs") {
              grants.insert(
                Grant(
                  kind: kind, namespace: root["metadata"]?["namespace"]?.string ?? "", group: group,
                  resource: resource, names: texts("resourceNames"), verb: verb))
            }
          }
        }
      }
    }
    return grants
  }

  @Test(arguments: LiveModeKind.allCases)
  func `no mode has a wildcard, or a Secret that was not named`(mode: LiveModeKind) throws {
    for target in AccessManifests.Target.allCases {
      let grants = try grants(AccessManifests(mode: mode, target: target))
      #expect(!grants.isEmpty)
      for grant in grants {
        #expect(grant.resource != "secrets" && grant.resource != "*" && grant.group != "*")
        #expect(grant.verb != "*")
      }
    }
  }

  @Test func `secrets are read by name, where they are`() throws {
    let manifests = AccessManifests(
      mode: .snapshot,
      kubeconfigSecrets: [
        .init(namespace: "fleet", name: "batch-kubeconfig"),
        .init(namespace: "desk", name: "trading-kubeconfig"),
        .init(namespace: "fleet", name: "risk-kubeconfig"),
      ])
    let secrets = try grants(manifests).filter { $0.resource == "secrets" }
    #expect(
      secrets == [
        Grant(
          kind: "Role", namespace: "desk", group: "", resource: "secrets",
          names: ["trading-kubeconfig"], verb: "get"),
        Grant(
          kind: "Role", namespace: "fleet", group: "", resource: "secrets",
          names: ["batch-kubeconfig", "risk-kubeconfig"], verb: "get"),
      ])
  }

  @Test func `a mode that looks writes nothing but its lease and its events`() throws {
    for (mode, allowed) in [
      (LiveModeKind.snapshot, Set<String>()), (.observe, ["leases"]),
      (.advise, ["leases", "events"]),
    ] {
      for target in AccessManifests.Target.allCases {
        let written = try grants(AccessManifests(mode: mode, target: target))
          .filter { Self.writing.contains($0.verb) }
        #expect(Set(written.map(\.resource)).isSubset(of: allowed), "\(mode)")
      }
    }
    let snapshot = try grants(AccessManifests(mode: .snapshot, target: .both))
    #expect(Set(snapshot.map(\.verb)) == ["get", "list"])
  }

  @Test func `each mode may do what those before it may`() {
    for (less, more) in zip(LiveModeKind.allCases, LiveModeKind.allCases.dropFirst()) {
      #expect(Set(AccessTable.rules(of: less)).isStrictSubset(of: AccessTable.rules(of: more)))
    }
  }

  @Test func `every kind that is read may be read, and watched from observe on`() throws {
    for kind in ObjectKind.allCases {
      for (mode, verbs) in [
        (LiveModeKind.snapshot, ["get", "list"]), (.observe, ["get", "list", "watch"]),
      ] {
        let grants = try grants(AccessManifests(mode: mode, target: .both))
        let granted = grants.filter { $0.group == kind.group && $0.resource == kind.plural }
        #expect(granted.map(\.verb).sorted() == verbs, "\(kind) \(mode)")
      }
    }
  }

  /// Every verb of a decision.
  private static let verbs: [Action.Verb] = [
    .createMachine, .deleteMachine, .cordon, .uncordon, .announceDrain(at: SampleFleet.noon),
    .evict(PodID(1), grace: nil), .deletePod(PodID(1), grace: .zero), .sanitise, .attest,
    .disableObject, .clearReclaimRequest,
  ]

  @Test(arguments: verbs)
  func `what an action takes is granted to apply, and a change to nobody else`(
    verb: Action.Verb
  ) throws {
    guard let needed = AccessTable.needed(for: verb) else { return }
    func isGranted(_ mode: LiveModeKind) throws -> Bool {
      let target: AccessManifests.Target = needed.place == .workload ? .workload : .management
      return try grants(AccessManifests(mode: mode, target: target)).contains {
        $0.group == needed.group && $0.resource == needed.resource && $0.verb == needed.verb
      }
    }
    #expect(try isGranted(.apply))
    #expect(try isGranted(.advise) == (needed.resource == "events"))
  }

  @Test func `roles are bound to the account, in the order of kubectl apply`() throws {
    let manifests = AccessManifests(
      mode: .apply, namespace: "spot",
      providers: [.init(group: "infrastructure.cluster.x-k8s.io", resource: "remotemachines")])
    let documents = try Document.parse(try manifests.yaml(), file: "rbac.yaml").map(\.root)
    #expect(
      documents.map { $0["kind"]?.string } == [
        "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding",
      ])
    for binding in documents where binding["kind"]?.string?.hasSuffix("Binding") ?? false {
      #expect(binding["roleRef"]?["name"]?.string == binding["metadata"]?["name"]?.string)
      let subject = try #require(binding["subjects"]?.elements.first)
      #expect(subject["namespace"]?.string == "spot")
      #expect(subject["name"]?.string == "fivespot-live")
    }
    #expect(
      try grants(manifests).contains {
        $0.group == "infrastructure.cluster.x-k8s.io" && $0.resource == "remotemachines"
          && $0.verb == "delete"
      })
  }

  @Test func `the page for readers has the same table`() throws {
    let page = try Fixture.text("docs/live.md")
    let table = AccessTable.markdown.joined(separator: "\n")
    #expect(page.contains(table), "put this into docs/live.md:\n\(table)")
  }
}
