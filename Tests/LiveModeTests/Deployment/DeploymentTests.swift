import Documents
import FleetTestSupport
import Foundation
import LiveMode
import SpotScheduler
import Testing
import Units

@Suite("Deployment")
struct DeploymentTests {
  /// With FIVESPOT_WRITE_GENERATED=1 the tests write the files instead of comparing them.
  private static let writes =
    ProcessInfo.processInfo.environment["FIVESPOT_WRITE_GENERATED"] == "1"

  private static let targets: [(target: AccessManifests.Target, suffix: String)] = [
    (.management, ""), (.workload, "-workload"),
  ]

  @Test(arguments: LiveModeKind.allCases)
  func `the roles in the folder are those that rbac prints`(mode: LiveModeKind) throws {
    for (target, suffix) in Self.targets {
      let path = "docs/live/rbac-\(mode.rawValue)\(suffix).yaml"
      let heading =
        "# Generated: fivespot-live rbac --mode \(mode.rawValue) for a "
        + "\(target.rawValue) cluster.\n"
      let bytes = Array(heading.utf8) + (try AccessManifests(mode: mode, target: target).yaml())
      if Self.writes { try Fixture.write(bytes, to: path) }
      #expect(
        (try? Fixture.bytes(path)) == bytes,
        "\(path) is out of date; FIVESPOT_WRITE_GENERATED=1 scripts/test writes it")
    }
  }

  private func manifests() throws -> [String: DocumentNode] {
    let documents = try Document.parse(
      try Fixture.bytes("docs/live/deployment.yaml"), file: "deployment.yaml")
    return Dictionary(
      documents.map { ($0.root["kind"]?.string ?? "", $0.root) },
      uniquingKeysWith: { first, _ in
        first
      })
  }

  private func labels(_ node: DocumentNode?) -> [String: String] {
    Dictionary(
      (node?.members).map { $0.map { ($0.key, $0.value.string ?? "") } } ?? [],
      uniquingKeysWith: { first, _ in first })
  }

  @Test func `the pod meets the restricted standard`() throws {
    let manifests = try manifests()
    #expect(
      labels(manifests["Namespace"]?["metadata"]?["labels"])["pod-security.kubernetes.io/enforce"]
        == "restricted")
    let pod = try #require(manifests["StatefulSet"]?["spec"]?["template"]?["spec"])
    let context = try #require(pod["securityContext"])
    #expect(context["runAsNonRoot"]?.boolean == true)
    #expect(context["seccompProfile"]?["type"]?.string == "RuntimeDefault")
    #expect(pod["hostNetwork"] == nil && pod["hostPID"] == nil && pod["hostIPC"] == nil)
    for container in try #require(pod["containers"]).elements {
      let context = try #require(container["securityContext"])
      #expect(context["allowPrivilegeEscalation"]?.boolean == false)
      #expect(context["readOnlyRootFilesystem"]?.boolean == true)
      #expect(context["capabilities"]?["drop"]?.elements.map(\.string) == ["ALL"])
      #expect(context["capabilities"]?["add"] == nil && context["privileged"] == nil)
      #expect(container["resources"]?["requests"]?["cpu"] != nil)
      #expect(container["resources"]?["limits"]?["memory"] != nil)
      // A tag that moves would be fetched from wherever its name leads, or not at all.
      let image = container["image"]?.string ?? ""
      #expect(image.contains(":") && !image.hasSuffix(":latest"))
      #expect(container["imagePullPolicy"]?.string == "IfNotPresent")
    }
    if let volumes = pod["volumes"] {
      for volume in volumes.elements { #expect(volume["hostPath"] == nil) }
    }
  }

  @Test func `everything in it speaks of the same pods, ports and account`() throws {
    let manifests = try manifests()
    let deployment = try #require(manifests["StatefulSet"]?["spec"])
    let own = labels(deployment["template"]?["metadata"]?["labels"])
    #expect(labels(deployment["selector"]?["matchLabels"]) == own)
    #expect(
      labels(manifests["PodDisruptionBudget"]?["spec"]?["selector"]?["matchLabels"]) == own)
    #expect(labels(manifests["NetworkPolicy"]?["spec"]?["podSelector"]?["matchLabels"]) == own)
    #expect(labels(manifests["Service"]?["spec"]?["selector"]) == own)
    // A budget that lets nothing go blocks every drain of its node.
    let replicas = try #require(deployment["replicas"]?.integer)
    let least = try #require(manifests["PodDisruptionBudget"]?["spec"]?["minAvailable"]?.integer)
    #expect(least < replicas)
    let container = try #require(deployment["template"]?["spec"]?["containers"]?.elements.first)
    let ports = Dictionary(
      try #require(container["ports"]).elements.map {
        ($0["name"]?.string ?? "", $0["containerPort"]?.integer ?? 0)
      }, uniquingKeysWith: { first, _ in first })
    let ingress = try #require(manifests["NetworkPolicy"]?["spec"]?["ingress"]?.elements.first)
    #expect(ingress["ports"]?.elements.first?["port"]?.integer == ports["metrics"])
    for probe in ["livenessProbe", "readinessProbe"] {
      let name = try #require(container[probe]?["httpGet"]?["port"]?.string)
      #expect(ports[name] != nil)
    }
    let access = AccessManifests(mode: .advise)
    #expect(deployment["template"]?["spec"]?["serviceAccountName"]?.string == access.serviceAccount)
    for (kind, object) in manifests where kind != "Namespace" {
      #expect(object["metadata"]?["namespace"]?.string == access.namespace, "\(kind)")
    }
    let arguments = try #require(container["args"]).elements.compactMap(\.string)
    #expect(arguments.prefix(3) == ["controller", "--mode", LiveModeKind.advise.rawValue])
    // The audit log goes where something is mounted: the rest cannot be written to.
    let mount = try #require(container["volumeMounts"]?.elements.first)
    let audit = try #require(arguments.firstIndex(of: "--audit-log").map { arguments[$0 + 1] })
    #expect(audit.hasPrefix((mount["mountPath"]?.string ?? "?") + "/"))
    // What is mounted there outlives the pod, and each replica has its own.
    let claim = try #require(deployment["volumeClaimTemplates"]?.elements.first)
    #expect(claim["metadata"]?["name"]?.string == mount["name"]?.string)
    #expect(claim["spec"]?["accessModes"]?.elements.map(\.string) == ["ReadWriteOncePod"])
    #expect(deployment["serviceName"]?.string == manifests["Service"]?["metadata"]?["name"]?.string)
  }

  /// The names under which series are exported.
  private var exported: Set<String> {
    get throws {
      var metrics = LiveMetrics(version: "1")
      let fleet = try SampleFleet.fleet()
      metrics.isLeader = true
      metrics.note(
        AdvicePlan(for: fleet, profile: .upstream03, at: SampleFleet.noon), took: .seconds(1))
      metrics.note(ShadowReport(of: fleet, at: SampleFleet.noon))
      metrics.note(.management, readAt: SampleFleet.noon, serverTime: SampleFleet.noon)
      metrics.note(.management, isReachable: true)
      metrics.note(
        ForecastDrift([.init(cluster: "batch", quantity: .requested, wape: 0, coverage: 1)]))
      let text = Exposition.text(metrics.families(at: SampleFleet.noon), as: .openMetrics)
      return Set(try OpenMetricsReader.read(text).flatMap { $0.samples.map(\.name) })
    }
  }

  /// The metrics that an expression names.
  private func named(in expression: String) -> Set<String> {
    var names: Set<String> = []
    for word in expression.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" })
    where word.hasPrefix("fivespot_") { names.insert(String(word)) }
    return names
  }

  @Test func `alerts and panels are of what is exported, and all of it is shown`() throws {
    let exported = try exported
    let rules = try Document.parse(try Fixture.bytes("docs/live/alerts.yaml"), file: "alerts.yaml")
    let alerts = try #require(rules.first?.root["groups"]?.elements.first?["rules"]).elements
    #expect(alerts.count > 8)
    for alert in alerts {
      let name = alert["alert"]?.string ?? ""
      let metrics = named(in: alert["expr"]?.string ?? "")
      #expect(!metrics.isEmpty && metrics.isSubset(of: exported), "\(name)")
      #expect(alert["annotations"]?["summary"]?.string?.isEmpty == false, "\(name)")
      #expect(["warning", "critical"].contains(alert["labels"]?["severity"]?.string))
    }
    let dashboard = try Document.parseJSON(
      try Fixture.bytes("docs/live/dashboard.json"), file: "dashboard.json"
    ).root
    var shown: Set<String> = []
    for panel in try #require(dashboard["panels"]).elements {
      guard let targets = panel["targets"]?.elements else { continue }
      for target in targets { shown.formUnion(named(in: target["expr"]?.string ?? "")) }
    }
    #expect(shown.isSubset(of: exported))
    let missing = exported.subtracting(shown).filter {
      !$0.hasSuffix("_sum") && !$0.hasSuffix("_count") && $0 != "fivespot_build_info"
    }
    #expect(missing.isEmpty, "\(missing)")
    #expect(dashboard["uid"]?.string == "fivespot-live")
  }

  @Test func `findings and differences that alerts name exist`() throws {
    let text = try Fixture.text("docs/live/alerts.yaml")
    let names = Set(Finding.Name.allCases.map(\.rawValue))
    let line = try #require(text.split(separator: "\n").first { $0.contains("finding=~") })
    let listed = line.split(separator: "\"")[1].split(separator: "|").map(String.init)
    #expect(listed.count == 4 && listed.allSatisfy { names.contains($0) })
    #expect(text.contains("difference!=\"\(ShadowDifference.Name.phaseDue.rawValue)\""))
  }

  @Test func `the page for readers names every finding, difference and metric`() throws {
    let page = try Fixture.text("docs/live.md")
    for name in Finding.Name.allCases.map(\.rawValue)
      + ShadowDifference.Name.allCases.map(\.rawValue)
    {
      #expect(page.contains("| `\(name)` |"), "\(name)")
    }
    for name in try exported where !["_bucket", "_sum", "_count"].contains(where: name.hasSuffix) {
      #expect(page.contains("| `\(name)` |"), "\(name)")
    }
  }
}
