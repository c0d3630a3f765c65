package import KubernetesClient
import SpotScheduler

/// A collection that a fleet is read from: a kind, in a cluster, in the version that is read.
package struct FleetCollection: Hashable, Sendable {
  /// The kind.
  package let kind: ObjectKind
  /// The cluster.
  package let source: ObjectSource
  /// The resource, with its version.
  package let resource: ResourceType

  /// Makes a collection.
  package init(kind: ObjectKind, source: ObjectSource, resource: ResourceType) {
    self.kind = kind
    self.source = source
    self.resource = resource
  }

  /// What lists and watches ask for: all namespaces.
  package var selection: Selection { Selection(resource) }

  /// An informer that keeps what a decision reads.
  package func informer(
    options: Informer<ObservedObject>.Options = .init()
  ) -> Informer<ObservedObject> {
    let collection = self
    return Informer(selection, options: options) { state in collection.read(state) }
  }

  /// What is kept of an object.
  package func read(_ state: ObjectState) -> ObservedObject {
    ObservedObject(state.node, reference(to: state.key), apiVersion: resource.apiVersion)
  }

  /// What an object of the collection is called.
  package func reference(to key: ObjectKey) -> ObjectReference {
    ObjectReference(kind, key.namespace, key.name, in: source)
  }
}

extension FleetCollection {
  /// The versions that are read of a kind, the one to be preferred first.
  package static func versions(of kind: ObjectKind) -> [String] {
    switch kind {
    case .scheduledMachine: ["v1beta1", "v1alpha1"]
    case .timeBasedSpotSchedule, .capitalMarketsSchedule: ["v1alpha1"]
    case .cluster, .machine, .machineSet, .machineDeployment: ["v1beta2", "v1beta1"]
    case .node, .pod, .podDisruptionBudget: ["v1"]
    }
  }

  /// The kinds that are read from a cluster.
  ///
  /// A management cluster may run machines itself: its nodes and pods are read where it is `alone`, with
  /// no workload cluster beside it.
  package static func kinds(of source: ObjectSource, alone: Bool = false) -> [ObjectKind] {
    ObjectKind.allCases.filter { kind in
      switch kind {
      case .node, .pod, .podDisruptionBudget: source != .management || alone
      default: source == .management
      }
    }
  }

  /// The collections of a cluster that serves those resources.
  ///
  /// - Returns: One for each kind that is served in a version that is read; and the kinds that are not.
  ///   Just after the start of an API server a kind that is missing may come yet.
  package static func collections(
    of source: ObjectSource, serving resources: [Discovery.Resource], alone: Bool = false
  ) -> (collections: [FleetCollection], missing: [ObjectKind]) {
    var collections: [FleetCollection] = []
    var missing: [ObjectKind] = []
    for kind in kinds(of: source, alone: alone) {
      let served = versions(of: kind).map {
        ResourceType(group: kind.group, version: $0, plural: kind.plural)
      }.first { type in resources.contains { $0.type == type } }
      if let served {
        collections.append(FleetCollection(kind: kind, source: source, resource: served))
      } else {
        missing.append(kind)
      }
    }
    return (collections, missing)
  }
}

extension ClusterObjects {
  /// The Nodes that Machines name, in the workload cluster and in the management cluster: either may
  /// have them.
  var nodesOfMachines: Set<ObjectReference> {
    var nodes: Set<ObjectReference> = []
    for (reference, machine) in machines {
      guard let name = machine.nodeName else { continue }
      let workload = ObjectSource.workload(
        namespace: reference.namespace, name: machine.clusterName)
      nodes.insert(ObjectReference(.node, "", name, in: workload))
      nodes.insert(ObjectReference(.node, "", name, in: .management))
    }
    return nodes
  }

  /// Takes over what an informer of a collection saw change.
  package mutating func take(
    _ changes: [Informer<ObservedObject>.Change], of collection: FleetCollection
  ) {
    note(collection.source)
    for change in changes {
      switch change {
      case .added(let key, let entry), .modified(let key, _, let entry):
        put(collection.reference(to: key), entry.value)
      case .removed(let key, _): remove(collection.reference(to: key))
      }
    }
  }
}
