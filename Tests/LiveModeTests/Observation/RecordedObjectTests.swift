import Documents
import FleetTestSupport
import Foundation
import KubernetesModel
import LiveMode
import SpotScheduler
import Testing
import Units

/// Objects as a real API server 1.36.2 gave them, `Tests/Vectors/kube-api`.
@Suite("Objects of a real API server")
struct RecordedObjectTests {
  /// The answer of a recording.
  private static func answer(_ path: String) throws -> DocumentNode {
    let document = try Document.parseJSON(
      try Fixture.bytes("Tests/Vectors/kube-api/\(path)"), file: path)
    return try #require(document.root["response"])
  }

  /// The objects of an answer: its body, or what its events are about.
  private static func objects(_ answer: DocumentNode) -> [DocumentNode] {
    if let body = answer["body"]?["json"], body.kind == .mapping { return [body] }
    // A bookmark's object has a version and nothing else.
    return answer["events"]?.elements.compactMap { $0["event"] }
      .filter { $0["type"]?.string != "BOOKMARK" }.compactMap { $0["object"] } ?? []
  }

  private static let recordings = [
    "crd", "capi", "node", "pod", "eviction", "watch", "list", "update", "patch", "apply", "vap",
    "delete", "get",
  ].flatMap { folder in
    ((try? Fixture.names("Tests/Vectors/kube-api/\(folder)")) ?? []).map { "\(folder)/\($0)" }
  }

  @Test func `every object of a kind that is read can be read, in every state`() throws {
    var read: [ObjectKind: Int] = [:]
    #expect(Self.recordings.count > 150)
    for path in Self.recordings where path.hasSuffix(".json") {
      for object in Self.objects(try Self.answer(path)) {
        guard let kind = (object["kind"]?.string).flatMap({ ObjectKind(rawValue: $0) }) else {
          continue
        }
        let reference = ClusterObjects.reference(kind, object, .management)
        let seen = ObservedObject(
          object, reference, apiVersion: object["apiVersion"]?.string ?? "")
        if case .refused(let finding) = seen {
          // What was created as a dry run has no version yet.
          #expect(
            finding.message == "metadata.resourceVersion is missing", "\(path): \(finding.text)")
          continue
        }
        read[kind, default: 0] += 1
      }
    }
    for kind in [
      ObjectKind.scheduledMachine, .machine, .machineDeployment, .node, .pod, .podDisruptionBudget,
    ] { #expect(read[kind] ?? 0 > 0, "\(kind)") }
  }

  @Test func `a ScheduledMachine is a host by its address, with its window`() throws {
    var objects = ClusterObjects()
    objects.add(
      try #require(Self.objects(try Self.answer("crd/201-scheduledmachine.json")).first),
      from: .management)
    let fleet = objects.fleet(FleetTerms())
    let machine = try #require(fleet.snapshot.scheduledMachines.first)
    #expect(machine.name == "fx/sm-a" && machine.role == .owner)
    #expect(fleet.snapshot.hosts.map(\.name) == ["192.0.2.7"])
    #expect(fleet.snapshot.clusters.map(\.name) == ["c1"])
    #expect(machine.schedule.isActive(at: SampleFleet.noon), "Wednesday noon is in mon-fri, 9-17")
    #expect(
      fleet.objects[0].scheduledMachine.version
        == ObservedVersion(uid: "7e1d83d3-0330-439b-baf6-34984ef399f3", resourceVersion: "921"))
  }

  @Test func `a Machine of v1beta2 names its Node without a kind`() throws {
    let node = try #require(Self.objects(try Self.answer("capi/machine-status.json")).first)
    let reference = ClusterObjects.reference(.machine, node, .management)
    let object = ObservedObject(node, reference, apiVersion: "cluster.x-k8s.io/v1beta2")
    guard case .machine(let machine) = object else {
      Issue.record("\(object)")
      return
    }
    #expect(machine.nodeName == "fx-n1" && machine.clusterName == "c1" && !machine.hasFailed)
  }

  @Test func `a Node is Ready since then, and cordoned or not`() throws {
    func node(_ path: String) throws -> ObservedNode? {
      let node = try #require(Self.objects(try Self.answer(path)).first)
      let object = ObservedObject(
        node, ClusterObjects.reference(.node, node, .management), apiVersion: "v1")
      if case .node(let node) = object { return node }
      return nil
    }
    let ready = try #require(try node("node/ready.json"))
    #expect(ready.readySince?.rfc3339 == "2026-01-01T00:00:00Z" && !ready.isUnschedulable)
    #expect(ready.cpu == MilliCPU(4_000))
    #expect(try node("node/cordoned.json")?.isUnschedulable == true)
  }

  @Test func `a spent budget refuses, as the server did`() throws {
    let node = try #require(Self.objects(try Self.answer("eviction/pdb-status.json")).first)
    let object = ObservedObject(
      node, ClusterObjects.reference(.podDisruptionBudget, node, .management),
      apiVersion: "policy/v1")
    guard case .budget(let budget) = object else {
      Issue.record("\(object)")
      return
    }
    #expect(budget.disruptionsAllowed == 0 && budget.desiredHealthy == 3 && budget.isObserved)
    #expect(budget.spec.covers(["app": "ev"]) && !budget.spec.covers(["app": "other"]))
  }
}
