import KubernetesModel
import SpotScheduler
import Units

extension ClusterObjects {
  /// The fleet that the objects make up. Their order has no influence.
  package func fleet(_ terms: FleetTerms) -> ObservedFleet {
    var assembly = FleetAssembly(objects: self, terms: terms)
    return assembly.assemble()
  }
}

/// Puts the objects of clusters together to a snapshot: who is whose Machine, Node, host and cluster.
///
/// Everything goes by sorted references, so that nothing depends on the order of lists or of hashes.
struct FleetAssembly {
  let objects: ClusterObjects
  let terms: FleetTerms
  var findings: Set<Finding>
  var names: ClusterNames
  /// The Machines by the object that they are of, each list sorted.
  let machinesOfObject: [ObjectReference: [ObjectReference]]
  var fleet: ObservedFleet
  /// The place of a budget among those of the fleet.
  var placeOfBudget: [ObjectReference: Int] = [:]
  /// The budgets of a namespace, sorted.
  let budgetsOfNamespace: [ObjectReference: [ObjectReference]]

  init(objects: ClusterObjects, terms: FleetTerms) {
    self.objects = objects
    self.terms = terms
    findings = Set(objects.objectFindings)
    names = ClusterNames(objects)
    machinesOfObject = Self.grouped(objects.machines.keys) { reference in
      // v0.3 finds its Machine by the object's own name, and stamps it with a label.
      let name = objects.machines[reference]?.scheduledMachine ?? reference.name
      return ObjectReference(.scheduledMachine, reference.namespace, name, in: .management)
    }
    budgetsOfNamespace = Self.grouped(objects.budgets.keys) { reference in
      ObjectReference(.podDisruptionBudget, reference.namespace, "", in: reference.source)
    }
    fleet = ObservedFleet(
      snapshot: FleetSnapshot(clusters: [], hosts: [], scheduledMachines: []), objects: [],
      pods: [], budgets: [], findings: [], sources: objects.sources.sorted())
  }

  private static func grouped(
    _ references: some Collection<ObjectReference>,
    by key: (ObjectReference) -> ObjectReference?
  ) -> [ObjectReference: [ObjectReference]] {
    var groups: [ObjectReference: [ObjectReference]] = [:]
    for reference in references.sorted() {
      if let key = key(reference) { groups[key, default: []].append(reference) }
    }
    return groups
  }

  mutating func assemble() -> ObservedFleet {
    let references = objects.scheduledMachines.keys.sorted().filter { reference in
      guard let object = objects.scheduledMachines[reference] else { return false }
      if object.isBeingDeleted {
        find(.beingDeleted, reference, "its deletion was asked for; nothing is decided on it")
      }
      return !object.isBeingDeleted
    }
    findings.formUnion(names.findings)
    var hosts = HostAssembly(terms: terms)
    var machines: [ScheduledMachine] = []
    for reference in references {
      guard let object = objects.scheduledMachines[reference] else { continue }
      let cluster = names.reference(reference.namespace, object.clusterName)
      let id = ScheduledMachineID(UInt32(machines.count))
      let resolved = schedule(of: object, reference)
      machines.append(
        ScheduledMachine(
          name: reference.path, cluster: cluster, host: HostID(.max), role: object.role ?? .owner,
          schedule: resolved.schedule, isEnabled: object.isEnabled,
          killSwitch: object.killSwitch,
          gracefulShutdownTimeout: object.gracefulShutdownTimeout,
          nodeDrainTimeout: object.nodeDrainTimeout, priority: object.priority,
          generation: object.generation))
      fleet.objects.append(
        ObservedParts(
          scheduledMachine: SeenObject(reference, object.version),
          apiVersion: object.apiVersion, schedule: resolved.seen,
          cluster: clusterObject(reference, object), status: object.status,
          isActive: resolved.seen.flatMap { objects.schedules[$0.reference]?.isActive }))
      hosts.claim(id, object, reference)
    }
    findings.formUnion(hosts.place(&machines))
    fleet.snapshot = FleetSnapshot(
      clusters: names.snapshots(terms.base), hosts: hosts.snapshots, scheduledMachines: machines)
    for index in machines.indices { observe(index, &hosts) }
    fleet.snapshot.hosts = hosts.finished(terms.base, &findings, fleet)
    numberPods()
    measureLoad()
    takeRecalls()
    fleet.findings = findings.sorted()
    return fleet
  }

  mutating func find(
    _ name: Finding.Name, _ reference: ObjectReference, _ message: String, remedy: String = ""
  ) {
    findings.insert(Finding(name, reference.text, message, remedy: remedy))
  }

  /// The `Cluster` that an object's Machine joins; nil when it was not read.
  private mutating func clusterObject(
    _ reference: ObjectReference, _ object: ObservedScheduledMachine
  ) -> SeenObject? {
    let cluster = ObjectReference(
      .cluster, reference.namespace, object.clusterName, in: .management)
    guard let seen = objects.clusters[cluster] else { return nil }
    if seen.isPaused {
      find(
        .clusterPaused, cluster, "it is paused: its Machines stay as they are whatever is asked",
        remedy: "set spec.paused to false before a window opens or closes")
    }
    return SeenObject(cluster, seen.version)
  }

  private mutating func takeRecalls() {
    guard let base = terms.base else { return }
    let clusters = fleet.snapshot.clusters
    fleet.snapshot.recalls = base.recalls.compactMap { recall in
      let name = base.clusters[Int(recall.cluster.index)].name
      guard let index = clusters.firstIndex(where: { $0.name == name }) else { return nil }
      var recall = recall
      recall.cluster = ClusterReference(UInt32(index))
      return recall
    }
  }
}
