import Documents
import FleetTestSupport
import KubernetesClient
import LiveMode
import SpotScheduler
import Testing
import Units

@Suite("Reconciling")
struct LiveReconcilerTests {
  private static let pods = FleetCollection.collections(
    of: SampleFleet.workload("batch"), serving: served
  ).collections.first { $0.kind == .pod }

  /// What an API server with Cluster API and both versions of 5-Spot serves.
  private static let served: [Discovery.Resource] =
    ObjectKind.allCases.flatMap { kind in
      FleetCollection.versions(of: kind).flatMap { version in
        let group = kind.group.isEmpty ? version : "\(kind.group)/\(version)"
        let list: DocumentValue = [
          "kind": "APIResourceList", "groupVersion": .string(group),
          "resources": [
            [
              "name": .string(kind.plural), "kind": .string(kind.rawValue),
              "namespaced": .boolean(kind != .node), "verbs": ["list", "watch"],
            ]
          ],
        ]
        let document = (try? list.canonicalJSON()).flatMap {
          try? Document.parseJSON($0, file: "resources")
        }
        return document.flatMap { try? Discovery.resources($0) } ?? []
      }
    }

  /// What an informer of a collection that holds those objects sees come.
  private func changes(
    _ objects: [DocumentValue], of collection: FleetCollection
  ) throws -> [Informer<ObservedObject>.Change] {
    var informer = collection.informer()
    _ = informer.next(at: SampleFleet.noon, unit: 0.5)
    let list = SampleFleet.list(collection.kind.rawValue, objects)
    let page = try ListPage(
      try Document.parseJSON(try list.canonicalJSON(), file: "list"))
    return informer.receive(page: page, at: SampleFleet.noon, unit: 0.5)
  }

  @Test func `each kind is read where it is, in the newest version that is served`() {
    let (management, missing) = FleetCollection.collections(of: .management, serving: Self.served)
    #expect(missing.isEmpty)
    #expect(
      management.map { $0.resource.description } == [
        "scheduledmachines.5spot.finos.org/v1beta1",
        "timebasedspotschedules.spotschedules.5spot.finos.org/v1alpha1",
        "capitalmarketsschedules.spotschedules.5spot.finos.org/v1alpha1",
        "clusters.cluster.x-k8s.io/v1beta2", "machines.cluster.x-k8s.io/v1beta2",
        "machinesets.cluster.x-k8s.io/v1beta2", "machinedeployments.cluster.x-k8s.io/v1beta2",
      ])
    let old = Self.served.filter { $0.type.version != "v1beta2" && $0.type.version != "v1beta1" }
    let (workload, none) = FleetCollection.collections(
      of: SampleFleet.workload("batch"), serving: old)
    #expect(workload.map(\.resource.plural) == ["nodes", "pods", "poddisruptionbudgets"])
    #expect(none.isEmpty)
    let (kinds, gone) = FleetCollection.collections(of: .management, serving: old, alone: true)
    #expect(gone == [.cluster, .machine, .machineSet, .machineDeployment])
    #expect(kinds.first?.resource.version == "v1alpha1" && kinds.contains { $0.kind == .pod })
  }

  @Test func `changes that come together are one decision, and none comes too soon`() throws {
    var reconciler = LiveReconciler(profile: .upstream03)
    let start = SampleFleet.noon
    #expect(reconciler.dueAt(start) == start + .milliseconds(500), "the first one settles too")
    _ = reconciler.reconcile(at: start)
    let collection = try #require(Self.pods)
    let pods = try changes([SampleFleet.pod("a", on: nil)], of: collection)
    #expect(pods.count == 1)
    reconciler.take(pods, of: collection, at: start + .seconds(1))
    reconciler.take(pods, of: collection, at: start + .seconds(2))
    #expect(reconciler.dueAt(start + .seconds(2)) == start + .seconds(5), "not before its time")
    _ = reconciler.reconcile(at: start + .seconds(5))
    reconciler.take(pods, of: collection, at: start + .seconds(20))
    reconciler.take(pods, of: collection, at: start + .seconds(21))
    #expect(reconciler.dueAt(start + .seconds(21)) == start + .milliseconds(20_500))
    _ = reconciler.reconcile(at: start + .seconds(21))
    let later = start + .seconds(22)
    #expect(reconciler.dueAt(later) == start + .seconds(21) + .minutes(5), "in the end anyway")
    reconciler.take([], of: collection, at: later)
    #expect(reconciler.dueAt(later) == start + .seconds(21) + .minutes(5), "nothing is nothing")
    #expect(reconciler.dueAt(start) == start, "a clock that was set back is not waited for")
    reconciler.terms = FleetTerms()
    #expect(reconciler.dueAt(start + .seconds(30)) == start + .milliseconds(30_500))
  }

  @Test func `it comes again when a window turns`() throws {
    var reconciler = LiveReconciler(
      profile: .upstream03, pace: .init(settle: .zero, least: .seconds(1), most: .hours(48)))
    let object = SampleFleet.scheduledMachine(
      "m", cluster: "batch", hours: "0-3",
      status: SampleFleet.status("Inactive", "ScheduleInactive"))
    let collection = FleetCollection(
      kind: .scheduledMachine, source: .management,
      resource: ResourceType(
        group: ObjectKind.scheduledMachine.group, version: "v1alpha1",
        plural: ObjectKind.scheduledMachine.plural))
    reconciler.take(
      try changes([object], of: collection), of: collection, at: SampleFleet.noon)
    let outcome = reconciler.reconcile(at: SampleFleet.noon)
    #expect(outcome.plan.isEmpty && outcome.shadow.agrees)
    #expect(reconciler.dueAt(SampleFleet.noon).rfc3339 == "2026-06-11T00:00:00Z")
  }

  @Test func `what no decision reads wakes nobody`() throws {
    var reconciler = LiveReconciler(try SampleFleet.objects(), profile: .upstream03)
    let start = SampleFleet.noon
    _ = reconciler.reconcile(at: start)
    let idle = reconciler.dueAt(start)
    let batch = SampleFleet.workload("batch")
    let nodes = FleetCollection(
      kind: .node, source: batch, resource: ResourceType(plural: "nodes"))
    let pods = FleetCollection(kind: .pod, source: batch, resource: ResourceType(plural: "pods"))
    func isWoken(
      by objects: [DocumentValue], of collection: FleetCollection
    ) throws -> Bool {
      var copy = reconciler
      copy.take(try changes(objects, of: collection), of: collection, at: start + .seconds(9))
      return copy.dueAt(start + .seconds(9)) != idle
    }
    #expect(try !isWoken(by: [SampleFleet.pod("x", on: "elsewhere")], of: pods))
    #expect(try isWoken(by: [SampleFleet.pod("x", on: "n2")], of: pods))
    #expect(try isWoken(by: [SampleFleet.pod("x", on: nil)], of: pods))
    #expect(try !isWoken(by: [SampleFleet.node("elsewhere")], of: nodes))
    #expect(try isWoken(by: [SampleFleet.node("n2")], of: nodes))

    // A heartbeat: the same Node in another state.
    var informer = nodes.informer()
    func list(_ node: DocumentValue) throws -> [Informer<ObservedObject>.Change] {
      let list = SampleFleet.list("Node", [node])
      return informer.receive(
        page: try ListPage(try Document.parseJSON(try list.canonicalJSON(), file: "list")),
        at: start, unit: 0.5)
    }
    func beat(_ version: String, cpu: String) -> DocumentValue {
      guard case .mapping(var members) = SampleFleet.node("n2", cpu: cpu),
        let place = members.firstIndex(where: { $0.key == "metadata" })
      else { return .null }
      members[place].value = SampleFleet.metadata("n2", namespace: nil, version: version)
      return .mapping(members)
    }
    _ = informer.next(at: start, unit: 0.5)
    _ = try list(beat("301", cpu: "16"))
    for (version, cpu, wakes) in [("302", "16", false), ("303", "8", true)] {
      var later = start + .hours(1)
      while case .wait(let until) = informer.next(at: later, unit: 0.5) { later = until }
      var copy = reconciler
      copy.take(try list(beat(version, cpu: cpu)), of: nodes, at: start + .seconds(9))
      #expect((copy.dueAt(start + .seconds(9)) != idle) == wakes, "\(version)")
    }
  }
}
