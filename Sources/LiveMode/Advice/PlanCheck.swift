package import Documents

/// Whether the cluster is still as a plan found it.
///
/// Whoever carries a plan out asks first: an action depends on the state of every object that it was
/// decided on, and is refused when one of them is another now.
package struct PlanCheck: Hashable, Sendable {
  /// What is wrong with a plan's document.
  package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is no plan.
    case noPlan
    /// Its digest is not the one of what it says.
    case edited

    /// The failure in words.
    package var description: String {
      switch self {
      case .noPlan: "it is no plan; write one with fivespot-live advise --format json"
      case .edited: "its digest is not the one of what it says; make a new plan"
      }
    }
  }

  /// An object that is not as the plan found it.
  package struct Moved: Hashable, Sendable {
    /// The object, in words.
    package var object: String
    /// What became of it.
    package var change: Change
    /// The actions that depend on it, by their numbers.
    package var actions: [Int64]
  }

  /// What became of an object.
  package enum Change: String, CaseIterable, Hashable, Sendable {
    /// It is gone.
    case gone
    /// Another one has its name.
    case replaced
    /// It changed.
    case changed
  }

  /// The objects that moved, in the order of the plan.
  package private(set) var moved: [Moved] = []
  /// How many objects the plan depends on.
  package private(set) var observed = 0

  /// Whether everything is as it was.
  package var holds: Bool { moved.isEmpty }

  /// Holds a plan's document against what is there now.
  ///
  /// - Parameters:
  ///   - plan: The plan, as it was written.
  ///   - objects: What is there.
  /// - Throws: `Failure` when it is no plan, or not the one that was written.
  package init(_ plan: DocumentNode, against objects: ClusterObjects) throws(Failure) {
    guard plan["kind"]?.string == "AdvicePlan", let digest = plan["digest"]?.string,
      let list = plan["observed"], let actions = plan["actions"]
    else { throw .noPlan }
    let computed = (try? AdvicePlan.digest(of: plan.value)) ?? nil
    guard computed == digest else { throw .edited }
    for (place, node) in list.elements.enumerated() {
      guard let seen = SeenObject(node) else { throw .noPlan }
      observed += 1
      guard let change = Self.change(of: seen, in: objects) else { continue }
      let dependants = actions.elements.compactMap { action -> Int64? in
        let places = action["dependsOn"]?.elements.compactMap(\.integer) ?? []
        return places.contains(Int64(place)) ? action["number"]?.integer : nil
      }
      moved.append(Moved(object: seen.reference.text, change: change, actions: dependants))
    }
  }

  private static func change(of seen: SeenObject, in objects: ClusterObjects) -> Change? {
    guard let version = objects.version(of: seen.reference) else { return .gone }
    guard version.uid == seen.version.uid else { return .replaced }
    return version.resourceVersion == seen.version.resourceVersion ? nil : .changed
  }
}

extension SeenObject {
  /// Reads what `document` writes; nil when it is something else.
  fileprivate init?(_ node: DocumentNode) {
    guard let cluster = node["cluster"]?.string,
      let kind = (node["kind"]?.string).flatMap({ ObjectKind(rawValue: $0) }),
      let namespace = node["namespace"]?.string, let name = node["name"]?.string,
      let uid = node["uid"]?.string, let version = node["resourceVersion"]?.string
    else { return nil }
    let source: ObjectSource
    if cluster == ObjectSource.management.text {
      source = .management
    } else {
      let parts = cluster.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      source = .workload(namespace: String(parts[0]), name: String(parts[1]))
    }
    self.init(
      ObjectReference(kind, namespace, name, in: source),
      ObservedVersion(uid: uid, resourceVersion: version))
  }
}

extension ClusterObjects {
  /// Which state of an object was read; nil when it is not there, or cannot be used.
  package func version(of reference: ObjectReference) -> ObservedVersion? {
    switch reference.kind {
    case .scheduledMachine: scheduledMachines[reference]?.version
    case .timeBasedSpotSchedule, .capitalMarketsSchedule: schedules[reference]?.version
    case .cluster: clusters[reference]?.version
    case .machine: machines[reference]?.version
    case .machineSet, .machineDeployment: machineOwners[reference]?.version
    case .node: nodes[reference]?.version
    case .pod: pods[reference]?.version
    case .podDisruptionBudget: budgets[reference]?.version
    }
  }
}
