/// The cluster that an object was read from.
package enum ObjectSource: Hashable, Comparable, Sendable {
  /// The cluster that holds 5-Spot's and Cluster API's objects.
  case management
  /// A cluster that a `Cluster` object of Cluster API stands for, by that object's namespace and
  /// name: nodes, pods and budgets are its.
  case workload(namespace: String, name: String)

  /// The source in words: `management`, or the namespace and name of the cluster.
  package var text: String {
    switch self {
    case .management: "management"
    case .workload(let namespace, let name): "\(namespace)/\(name)"
    }
  }

  /// The management cluster first, then by namespace and name, as bytes.
  package static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.management, .management): false
    case (.management, _): true
    case (_, .management): false
    case (.workload(let left, let one), .workload(let right, let other)):
      ObjectReference.precedes([left, one], [right, other])
    }
  }
}

/// The kinds of objects that are read, as their objects spell them.
package enum ObjectKind: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  /// 5-Spot's own.
  case scheduledMachine = "ScheduledMachine"
  /// A provider of schedules of 5-Spot's, v0.3.
  case timeBasedSpotSchedule = "TimeBasedSpotSchedule"
  /// A provider of schedules of 5-Spot's, v0.3.
  case capitalMarketsSchedule = "CapitalMarketsSchedule"
  /// Of Cluster API.
  case cluster = "Cluster"
  /// Of Cluster API.
  case machine = "Machine"
  /// Of Cluster API: counted, so that a Machine of one is told from one of 5-Spot's.
  case machineSet = "MachineSet"
  /// Of Cluster API, as a MachineSet.
  case machineDeployment = "MachineDeployment"
  /// Of a workload cluster.
  case node = "Node"
  /// Of a workload cluster.
  case pod = "Pod"
  /// Of a workload cluster.
  case podDisruptionBudget = "PodDisruptionBudget"
}

/// Which object: where it was read, what it is and what it is called.
package struct ObjectReference: Hashable, Comparable, Sendable {
  /// The cluster that it was read from.
  package var source: ObjectSource
  /// Its kind.
  package var kind: ObjectKind
  /// Its namespace; empty for an object of the whole cluster.
  package var namespace: String
  /// Its name.
  package var name: String

  /// Makes a reference.
  package init(_ kind: ObjectKind, _ namespace: String, _ name: String, in source: ObjectSource) {
    self.source = source
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// The namespace and name, as `namespace/name`, or the name alone.
  package var path: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }

  /// The reference in words, such as `Machine trading/host-1`.
  package var text: String {
    source == .management
      ? "\(kind.rawValue) \(path)" : "\(kind.rawValue) \(path) in \(source.text)"
  }

  /// By source, kind, namespace and name: nothing depends on the order in which objects came.
  package static func < (left: Self, right: Self) -> Bool {
    if left.source != right.source { return left.source < right.source }
    if left.kind != right.kind {
      return left.kind.rawValue.utf8.lexicographicallyPrecedes(right.kind.rawValue.utf8)
    }
    if !left.namespace.utf8.elementsEqual(right.namespace.utf8) {
      return left.namespace.utf8.lexicographicallyPrecedes(right.namespace.utf8)
    }
    return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }

  /// Whether the first texts come before the others, compared one by one as bytes.
  static func precedes(_ left: [String], _ right: [String]) -> Bool {
    for (one, other) in zip(left, right) where !one.utf8.elementsEqual(other.utf8) {
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
    return false
  }
}

/// Which state of an object was seen.
package struct ObservedVersion: Hashable, Sendable {
  /// Tells the object from another one that had its name before.
  package var uid: String
  /// What the API server calls this state. Opaque: compared for equality only.
  package var resourceVersion: String

  /// Makes a version.
  package init(uid: String, resourceVersion: String) {
    self.uid = uid
    self.resourceVersion = resourceVersion
  }
}
