package import Documents
import SpotScheduler

/// The objects of a management cluster and its workload clusters, as far as a decision reads them.
///
/// Takes objects one by one, as lists and watches bring them, in any order: what comes of it depends
/// on the objects alone. An object that cannot be read is left out, and a finding says so.
package struct ClusterObjects: Sendable {
  /// The objects that name the host and the role of a `ScheduledMachine`, which 5-Spot has no field
  /// for: annotations of the object.
  package enum Annotation {
    /// Names the physical machine.
    package static let host = "fivespot/host"
    /// `owner` or `borrower`.
    package static let role = "fivespot/role"
  }

  // Looked up and sorted, never iterated in their own order.
  private(set) var scheduledMachines: [ObjectReference: ObservedScheduledMachine] = [:]
  private(set) var schedules: [ObjectReference: ObservedSchedule] = [:]
  private(set) var clusters: [ObjectReference: ObservedCluster] = [:]
  private(set) var machines: [ObjectReference: ObservedMachine] = [:]
  private(set) var machineOwners: [ObjectReference: ObservedMachineOwner] = [:]
  private(set) var nodes: [ObjectReference: ObservedNode] = [:]
  private(set) var pods: [ObjectReference: ObservedPod] = [:]
  /// The pods that are not over by the Node that they are on, in no order; those that wait for one stand
  /// under a Node without a name. So a fleet costs what it has, and not what the clusters have.
  private(set) var podsOfNode: [ObjectReference: Set<ObjectReference>] = [:]
  private(set) var budgets: [ObjectReference: ObservedBudget] = [:]
  private var refusals: [ObjectReference: Finding] = [:]
  /// The clusters whose nodes, pods and budgets were read, be it that they have none.
  private(set) var sources: Set<ObjectSource> = []
  /// How many objects of other kinds were passed over.
  package private(set) var passedOver = 0

  /// No objects.
  package init() {}

  /// Says that a cluster was read, so that what it does not have is known not to be there.
  package mutating func note(_ source: ObjectSource) { sources.insert(source) }

  /// Takes an object, or the items of a list, read from `source`. An object of a known name replaces
  /// the one that was there.
  ///
  /// - Parameters:
  ///   - object: The object as the API server gives it.
  ///   - source: Where it was read.
  ///   - kind: What it is, where it does not say so itself, as items of a typed list.
  ///   - apiVersion: Of what version it is, where it does not say so itself.
  package mutating func add(
    _ object: DocumentNode, from source: ObjectSource, kind: String = "", apiVersion: String = ""
  ) {
    note(source)
    let kind = object["kind"]?.string ?? kind
    let apiVersion = object["apiVersion"]?.string ?? apiVersion
    if kind.hasSuffix("List"), let items = object["items"] {
      let itemKind = String(kind.dropLast(4))
      guard items.kind == .sequence else { return }
      for item in items.elements {
        add(item, from: source, kind: itemKind, apiVersion: apiVersion)
      }
      return
    }
    guard let known = ObjectKind(rawValue: kind), known.isOf(apiVersion) else {
      passedOver += 1
      return
    }
    let reference = Self.reference(known, object, source)
    put(reference, ObservedObject(object, reference, apiVersion: apiVersion))
  }

  /// Takes what was read of an object.
  package mutating func put(_ reference: ObjectReference, _ object: ObservedObject) {
    note(reference.source)
    remove(reference)
    switch object {
    case .scheduledMachine(let machine, let doubt):
      scheduledMachines[reference] = machine
      refusals[reference] = doubt
    case .schedule(let schedule): schedules[reference] = schedule
    case .cluster(let cluster): clusters[reference] = cluster
    case .machine(let machine): machines[reference] = machine
    case .machineOwner(let owner): machineOwners[reference] = owner
    case .node(let node): nodes[reference] = node
    case .pod(let pod):
      pods[reference] = pod
      if !pod.isFinished { podsOfNode[pod.node(of: reference), default: []].insert(reference) }
    case .budget(let budget): budgets[reference] = budget
    case .refused(let finding): refusals[reference] = finding
    }
  }

  /// Forgets an object that was deleted.
  package mutating func remove(_ reference: ObjectReference) {
    refusals[reference] = nil
    switch reference.kind {
    case .scheduledMachine: scheduledMachines[reference] = nil
    case .timeBasedSpotSchedule, .capitalMarketsSchedule: schedules[reference] = nil
    case .cluster: clusters[reference] = nil
    case .machine: machines[reference] = nil
    case .machineSet, .machineDeployment: machineOwners[reference] = nil
    case .node: nodes[reference] = nil
    case .pod:
      guard let pod = pods.removeValue(forKey: reference), !pod.isFinished else { return }
      let node = pod.node(of: reference)
      podsOfNode[node]?.remove(reference)
      if podsOfNode[node]?.isEmpty ?? false { podsOfNode[node] = nil }
    case .podDisruptionBudget: budgets[reference] = nil
    }
  }

  /// What an object is called; the name is empty when it has none.
  package static func reference(
    _ kind: ObjectKind, _ object: DocumentNode, _ source: ObjectSource
  ) -> ObjectReference {
    let metadata = object["metadata"]
    return ObjectReference(
      kind, kind == .node ? "" : metadata?["namespace"]?.string ?? "default",
      metadata?["name"]?.string ?? "", in: source)
  }

  /// What was found about the objects one by one, sorted.
  var objectFindings: [Finding] { refusals.values.sorted() }
}

extension ObjectKind {
  /// The group of its API; empty for the core group.
  package var group: String {
    switch self {
    case .scheduledMachine: "5spot.finos.org"
    case .timeBasedSpotSchedule, .capitalMarketsSchedule: RuntimeChecks.scheduleGroup
    case .cluster, .machine, .machineSet, .machineDeployment: "cluster.x-k8s.io"
    case .node, .pod: ""
    case .podDisruptionBudget: "policy"
    }
  }

  /// Its name in paths and in roles.
  package var plural: String {
    switch self {
    case .scheduledMachine: "scheduledmachines"
    case .timeBasedSpotSchedule: "timebasedspotschedules"
    case .capitalMarketsSchedule: "capitalmarketsschedules"
    case .cluster: "clusters"
    case .machine: "machines"
    case .machineSet: "machinesets"
    case .machineDeployment: "machinedeployments"
    case .node: "nodes"
    case .pod: "pods"
    case .podDisruptionBudget: "poddisruptionbudgets"
    }
  }

  /// Whether a group and version is one of this kind's: other groups have kinds of the same name.
  fileprivate func isOf(_ apiVersion: String) -> Bool {
    guard !apiVersion.isEmpty else { return group.isEmpty }
    let parts = apiVersion.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 1 ? group.isEmpty : parts.first.map(String.init) == group
  }
}
