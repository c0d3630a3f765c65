import Documents
import FleetTestSupport
import KubernetesModel
import LiveMode
import SpotScheduler
import TestSupport
import Testing
import Units

@Suite("A fleet of Kubernetes objects")
struct FleetAssemblyTests {
  private func machine(_ name: String, in fleet: ObservedFleet) throws -> Int {
    Int(try #require(fleet.object(named: name)).index)
  }

  @Test func `objects, clusters and hosts are found by name, in both versions of 5-Spot`() throws {
    let fleet = try SampleFleet.fleet()
    let snapshot = fleet.snapshot
    #expect(
      snapshot.scheduledMachines.map(\.name)
        == ["fleet/day-1", "fleet/day-3", "fleet/night-1", "fleet/night-2"])
    #expect(snapshot.clusters.map(\.name) == ["batch", "trading"])
    #expect(snapshot.clusters[0].labels["topology.kubernetes.io/region"] == "eu-west-1")
    #expect(snapshot.clusters[0].labels["team"] == nil, "only where it is is kept")
    #expect(snapshot.hosts.map(\.name) == ["10.0.0.1", "10.0.0.2", "10.0.0.3"])
    #expect(snapshot.hosts[0].owner == fleet.object(named: "fleet/day-1"))
    #expect(snapshot.hosts[0].borrowers == [try #require(fleet.object(named: "fleet/night-1"))])
    // The only object of its host is its owner's.
    #expect(snapshot.hosts[2].owner == fleet.object(named: "fleet/day-3"))
    #expect(snapshot.hosts.map(\.cpu) == [MilliCPU(16_000), MilliCPU(16_000), MilliCPU(32_000)])
    let always = snapshot.scheduledMachines[try machine("fleet/day-3", in: fleet)].schedule
    #expect(
      always.isActive(at: SampleFleet.noon) && always.nextEdge(after: SampleFleet.noon) == nil)
    #expect(fleet.findings.isEmpty, "\(fleet.findings.map(\.text))")
  }

  @Test func `machines, nodes and pods are those of the object`() throws {
    let fleet = try SampleFleet.fleet()
    let snapshot = fleet.snapshot
    let going = try machine("fleet/night-2", in: fleet)
    #expect(snapshot.observations[going].stage == .ready)
    #expect(snapshot.observations[going].isCordoned)
    #expect(!snapshot.observations[going].isCordonedByOthers, "5-Spot is draining it")
    #expect(snapshot.observations[try machine("fleet/day-1", in: fleet)].stage == .absent)
    let pods = snapshot.pods[going]
    #expect(pods.count == 4, "one is done, and one is nowhere")
    let names = pods.map { fleet.pods[Int($0.id.index)].seen.reference.name }
    #expect(names == ["agent", "b-1", "b-2", "b-3"])
    #expect(pods.map(\.isExemptFromDrain) == [true, false, false, false])
    #expect(pods.allSatisfy { $0.terminationGrace == .seconds(45) })
    #expect(pods[1].boundAt == Instant(seconds: 1_781_082_000))
    #expect(fleet.pods[Int(pods[1].id.index)].budgets == [0])
    #expect(fleet.pods[Int(pods[3].id.index)].budgets.isEmpty)
    let traits = try #require(pods[1].traits)
    #expect(snapshot.podTraits[Int(traits.index)].priority == 7)
  }

  @Test func `load counts what is lendable, what its pods ask for and what waits`() throws {
    let clusters = try SampleFleet.fleet().snapshot.clusters
    #expect(clusters[1].lendableAllocatable == MilliCPU(32_000))
    #expect(clusters[1].requested == MilliCPU(4_500))
    #expect(clusters[0].lendableAllocatable == MilliCPU(0), "it owns no host")
    #expect(clusters[0].pending == MilliCPU(2_000))
  }

  @Test(arguments: [true, false])
  func `what waits in the management cluster is its own machines' business`(isThere: Bool) throws {
    let clusters = try SampleFleet.fleet([
      (.management, SampleFleet.scheduledMachine("m", cluster: "c")),
      (.management, SampleFleet.machine("m", cluster: "c", node: isThere ? "n1" : "elsewhere")),
      (.management, SampleFleet.list("Node", [SampleFleet.node("n1")])),
      (
        .management,
        SampleFleet.list("Pod", [SampleFleet.pod("waiting", on: nil, phase: "Pending")])
      ),
    ]).snapshot.clusters
    #expect(clusters[0].pending == MilliCPU(isThere ? 2_000 : 0))
    #expect(clusters[0].lendableAllocatable == MilliCPU(isThere ? 16_000 : 0))
  }

  @Test func `what 5-Spot wrote is remembered, unless the scheduler remembers better`() throws {
    var fleet = try SampleFleet.fleet()
    var status = fleet.snapshot.statuses[try machine("fleet/night-2", in: fleet)]
    #expect(status.phase == .shuttingDown)
    #expect(status.reason.rule == .gracePeriodActive)
    #expect(status.since == Instant(seconds: 1_781_089_200))
    status.phase = .inactive
    fleet = try SampleFleet.fleet(terms: FleetTerms(memory: ["fleet/night-2": status]))
    #expect(fleet.snapshot.statuses[try machine("fleet/night-2", in: fleet)].phase == .inactive)
  }

  @Test(arguments: [UInt64](1...40))
  func `the order of objects changes nothing`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let whole = try SampleFleet.fleet()
    // Lists are taken apart, and all objects shuffled.
    var entries: [(source: ObjectSource, object: DocumentValue)] = []
    for (source, object) in SampleFleet.atNoon {
      guard case .mapping(let members) = object,
        case .sequence(let items)? = members.first(where: { $0.key == "items" })?.value,
        case .string(let kind)? = members.first(where: { $0.key == "kind" })?.value,
        let version = members.first(where: { $0.key == "apiVersion" })?.value
      else {
        entries.append((source, object))
        continue
      }
      for item in items {
        guard case .mapping(let fields) = item else { continue }
        let typed: [(key: String, value: DocumentValue)] = [
          ("kind", .string(String(kind.dropLast(4)))), ("apiVersion", version),
        ]
        entries.append((source, .mapping(typed + fields)))
      }
    }
    for index in entries.indices.dropFirst().reversed() {
      entries.swapAt(index, Int(random.below(UInt64(index + 1))))
    }
    let shuffled = try SampleFleet.fleet(entries)
    let first = try SnapshotDocument.document(of: whole.snapshot).canonicalJSON()
    let second = try SnapshotDocument.document(of: shuffled.snapshot).canonicalJSON()
    #expect(first == second, "seed \(seed)")
    #expect(whole.objects == shuffled.objects && whole.pods == shuffled.pods, "seed \(seed)")
    #expect(whole.findings == shuffled.findings, "seed \(seed)")
  }

  @Test(arguments: ["regulated", "upstream-0.1", "upstream-0.3"])
  func `the snapshot is one that decide reads, and decides on alike`(name: String) throws {
    let profile: SchedulerProfile =
      name == "regulated"
      ? .regulated(RegulatedPolicy()) : name == "upstream-0.1" ? .upstream01 : .upstream03
    let fleet = try SampleFleet.fleet()
    let bytes = try SnapshotDocument.document(of: fleet.snapshot).prettyJSON()
    let read = try SnapshotDocument.read(bytes, path: "snapshot.json", zones: .pinned)
    func decision(_ snapshot: FleetSnapshot) throws -> [UInt8] {
      let decision = Scheduler.decide(
        snapshot, changed: .all(of: snapshot), at: SampleFleet.noon, profile: profile)
      return try DecisionDocument.document(
        of: decision, on: snapshot, at: SampleFleet.noon, profile: profile
      ).canonicalJSON()
    }
    #expect(try decision(fleet.snapshot) == decision(read))
  }

  @Test func `terms say what clusters and hosts are, and recalls hold`() throws {
    let base = """
      {"apiVersion": "fivespot/v0", "scheduledMachines": [],
       "clusters": [{"name": "trading", "headroom": 8, "weight": 2}],
       "hosts": [{"name": "10.0.0.2", "cpu": 64, "lastTenant": "trading"}],
       "recalls": [{"cluster": "trading", "at": "2026-06-10T11:00:00Z", "within": "30m",
                    "until": "2026-06-10T20:00:00Z"}]}
      """
    let terms = FleetTerms(
      base: try SnapshotDocument.read(Array(base.utf8), path: "terms.json", zones: .pinned))
    let snapshot = try SampleFleet.fleet(terms: terms).snapshot
    #expect(snapshot.clusters[1].headroom == MilliCPU(8_000))
    #expect(snapshot.clusters[1].lendableAllocatable == MilliCPU(32_000))
    #expect(snapshot.hosts[1].cpu == MilliCPU(64_000))
    #expect(snapshot.hosts[1].lastTenant == ClusterReference(1))
    #expect(snapshot.recalls.map(\.cluster) == [ClusterReference(1)])
  }
}
