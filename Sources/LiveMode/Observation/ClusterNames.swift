import KubernetesModel
import SpotScheduler
import Units

/// The clusters of a fleet: what a snapshot calls each `Cluster` of Cluster API.
///
/// A snapshot has plain names, and Cluster API has a namespace besides: of two of one name the later
/// one by namespace is called `namespace-name`.
struct ClusterNames {
  /// A cluster as Cluster API knows it.
  struct Key: Hashable, Comparable {
    let namespace: String
    let name: String

    static func < (left: Self, right: Self) -> Bool {
      ObjectReference.precedes([left.namespace, left.name], [right.namespace, right.name])
    }
  }

  /// The clusters, sorted, with their names in the snapshot.
  private(set) var all: [(key: Key, name: String, labels: Labels)] = []
  private var places: [Key: Int] = [:]
  /// The names that had to be changed.
  private(set) var findings: [Finding] = []

  init(_ objects: ClusterObjects) {
    var keys: Set<Key> = []
    for (reference, object) in objects.scheduledMachines where !object.isBeingDeleted {
      keys.insert(Key(namespace: reference.namespace, name: object.clusterName))
    }
    for reference in objects.clusters.keys {
      keys.insert(Key(namespace: reference.namespace, name: reference.name))
    }
    var taken: Set<String> = []
    for key in keys.sorted() {
      let reference = ObjectReference(.cluster, key.namespace, key.name, in: .management)
      let name = Self.freeName([key.name, "\(key.namespace)-\(key.name)"], &taken)
      if !name.utf8.elementsEqual(key.name.utf8) {
        findings.append(
          Finding(
            .clusterRenamed, reference.text, "the snapshot calls it \(name)",
            remedy: "use that name in terms"))
      }
      places[key] = all.count
      all.append((key, name, objects.clusters[reference]?.labels ?? Labels()))
    }
    // A snapshot has at least one cluster.
    if all.isEmpty { all.append((Key(namespace: "", name: ""), "management", Labels())) }
  }

  /// The first of the names that is free once it is brought into the form of a label (RFC 1123).
  private static func freeName(_ candidates: [String], _ taken: inout Set<String>) -> String {
    let plain = candidates.map { text in
      let letters = text.lowercased().unicodeScalars.map { scalar -> Character in
        let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
        return isPlain ? Character(scalar) : "-"
      }
      let trimmed = String(letters).split(separator: "-").joined(separator: "-")
      return trimmed.isEmpty ? "cluster" : String(trimmed.prefix(58))
    }
    for name in plain where taken.insert(name).inserted { return name }
    var number = 2
    while !taken.insert("\(plain[0])-\(number)").inserted { number += 1 }
    return "\(plain[0])-\(number)"
  }

  /// The number of a cluster that an object names.
  func reference(_ namespace: String, _ name: String) -> ClusterReference {
    ClusterReference(UInt32(places[Key(namespace: namespace, name: name)] ?? 0))
  }

  /// The clusters with the terms that `base` has for their names, and without load.
  func snapshots(_ base: FleetSnapshot?) -> [ClusterSnapshot] {
    all.map { cluster in
      var snapshot =
        base?.clusters.first { $0.name == cluster.name } ?? ClusterSnapshot(name: cluster.name)
      snapshot.lendableAllocatable = MilliCPU(0)
      snapshot.requested = MilliCPU(0)
      snapshot.pending = MilliCPU(0)
      if snapshot.labels.isEmpty {
        snapshot.labels = Labels(
          cluster.labels.pairs.filter { $0.key.hasPrefix(ObservedNode.placeLabels) }
            .map { ($0.key, $0.value) })
      }
      return snapshot
    }
  }
}
