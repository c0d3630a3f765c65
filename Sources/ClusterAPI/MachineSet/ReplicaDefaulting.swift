/// What `spec.replicas` of a MachineDeployment or MachineSet becomes where nothing is written.
///
/// Source: cluster-api v1.13 `core/webhooks/admission/machinedeployment.go` and `machineset.go`.
package struct ReplicaDefaulting: Hashable, Sendable {
  /// What is written; nil for nothing.
  package var written: Int?
  /// The annotation `cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size`.
  package var leastSize: String?
  /// The annotation `cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size`.
  package var mostSize: String?
  /// What the object had before; nil for a new object, and for one that had nothing.
  package var before: Int?

  /// Makes the input.
  package init(written: Int?, leastSize: String?, mostSize: String?, before: Int?) {
    self.written = written
    self.leastSize = leastSize
    self.mostSize = mostSize
    self.before = before
  }

  /// The number of Machines: what is written; else, with both sizes, the least for a new object and
  /// what it had before, brought between the two, for one that is handed to an autoscaler; else 1.
  ///
  /// - Throws: `NodeGroupSizeError` where both sizes are written and one is not a whole number.
  package func replicas() throws(NodeGroupSizeError) -> Int {
    if let written { return written }
    guard let leastSize, let mostSize else { return 1 }
    let least = try ReplicaDefaulting.size(leastSize, annotation: "min-size")
    let most = try ReplicaDefaulting.size(mostSize, annotation: "max-size")
    guard let before, before >= least else { return least }
    return min(before, most)
  }

  private static func size(
    _ text: String, annotation: String
  ) throws(NodeGroupSizeError) -> Int {
    guard let size = Int32(text) else {
      throw NodeGroupSizeError(
        annotation: "cluster.x-k8s.io/cluster-api-autoscaler-node-group-\(annotation)", value: text)
    }
    return Int(size)
  }
}

/// A size of a node group that is not a whole number of 32 bits.
package struct NodeGroupSizeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The annotation.
  package var annotation: String
  /// What it says.
  package var value: String

  /// Makes an error.
  package init(annotation: String, value: String) {
    self.annotation = annotation
    self.value = value
  }

  /// The error in words.
  package var description: String {
    "the annotation \(annotation) is \"\(value)\"; write a whole number of Machines"
  }
}
