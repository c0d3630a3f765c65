import Documents
import FleetTestSupport
import KubernetesClient
import LiveMode
import SpotScheduler
import TestSupport
import Testing
import Units

/// A cluster whose pods come, change and go, and what a watch of them brings.
private struct WatchedWorld {
  struct FixtureError: Error {}

  let collection = FleetCollection(
    kind: .pod, source: SampleFleet.workload("batch"), resource: ResourceType(plural: "pods"))
  /// The pods that there are, by name.
  private(set) var pods: [String: DocumentValue] = [:]
  private var version: Int64 = 1_000
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// The pods as a list.
  func list() throws -> DocumentValue {
    let list = SampleFleet.list("Pod", pods.sorted { $0.key < $1.key }.map(\.value))
    guard case .mapping(var members) = list,
      let place = members.firstIndex(where: { $0.key == "metadata" })
    else { throw FixtureError() }
    members[place].value = ["resourceVersion": .string(String(version))]
    return .mapping(members)
  }

  /// Something happens to a pod.
  private mutating func event() throws -> WatchEvent {
    version += 1
    let name = "pod-\(random.below(12))"
    guard case .mapping(var members) = SampleFleet.pod(name, on: random.below(4) == 0 ? nil : "n2"),
      let place = members.firstIndex(where: { $0.key == "metadata" })
    else { throw FixtureError() }
    members[place].value = SampleFleet.metadata(
      name, namespace: "work", version: String(version), labels: [("app", "batch")])
    let isNew = pods[name] == nil
    let isGone = !isNew && random.below(3) == 0
    if isGone { pods.removeValue(forKey: name) } else { pods[name] = .mapping(members) }
    let frame: DocumentValue = [
      "type": isGone ? "DELETED" : isNew ? "ADDED" : "MODIFIED", "object": .mapping(members),
    ]
    return try WatchEvent(try Document.parseJSON(try frame.canonicalJSON(), file: "event").root)
  }

  /// Forty events, of which some are lost, doubled, or come out of their order.
  mutating func faultyEvents() throws -> [WatchEvent] {
    var events: [WatchEvent] = []
    for _ in 0..<40 {
      let event = try event()
      switch random.below(5) {
      case 0: break
      case 1: events += [event, event]
      case 2: events.insert(event, at: Int(random.below(UInt64(events.count + 1))))
      default: events.append(event)
      }
    }
    return events
  }
}

@Suite("What a controller holds")
struct WatchedWorldTests {
  /// Lists the world as soon as the informer asks for it.
  private func list(
    _ world: WatchedWorld, _ informer: inout Informer<ObservedObject>,
    _ reconciler: inout LiveReconciler, _ now: inout Instant
  ) throws {
    for _ in 0..<10 {
      switch informer.next(at: now, unit: 0.5) {
      case .wait(let until): now = until
      case .watch: now = now + .hours(1)
      case .list:
        let page = try ListPage(
          try Document.parseJSON(try world.list().canonicalJSON(), file: "list"))
        reconciler.take(
          informer.receive(page: page, at: now, unit: 0.5), of: world.collection, at: now)
        #expect(informer.trouble == nil)
        return
      }
    }
    throw WatchedWorld.FixtureError()
  }

  @Test(arguments: [UInt64](1...30))
  func `after faults of a watch the fleet is that of a fresh list`(seed: UInt64) throws {
    let others = SampleFleet.atNoon.filter { entry in
      guard case .mapping(let members) = entry.object else { return true }
      return !members.contains { $0.key == "kind" && $0.value == "PodList" }
    }
    var world = WatchedWorld(seed: seed)
    var informer = world.collection.informer()
    var reconciler = LiveReconciler(try SampleFleet.objects(others), profile: .upstream03)
    var now = SampleFleet.noon
    try list(world, &informer, &reconciler, &now)
    for event in try world.faultyEvents() {
      _ = informer.next(at: now, unit: 0.5)
      reconciler.take(
        informer.receive(event: event, at: now, unit: 0.5), of: world.collection, at: now)
    }
    now = now + .hours(2)
    informer.receive(watchEnd: nil, at: now, unit: 0.5)
    try list(world, &informer, &reconciler, &now)

    let held = reconciler.reconcile(at: now)
    let fresh = try SampleFleet.fleet(others + [(world.collection.source, try world.list())])
    #expect(held.fleet.pods == fresh.pods && held.fleet.objects == fresh.objects, "seed \(seed)")
    #expect(
      try held.plan.document().canonicalJSON()
        == AdvicePlan(for: fresh, profile: .upstream03, at: now).document().canonicalJSON(),
      "seed \(seed)")
  }
}
