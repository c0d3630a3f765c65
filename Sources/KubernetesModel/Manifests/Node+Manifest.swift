package import Documents
import Units

extension Node {
  /// Reads a node as `kubectl get node -o json` shows it, as far as scheduling looks at it.
  ///
  /// - Throws: `DocumentError` with the place of what cannot be read.
  package init(manifest fields: ManifestFields) throws(DocumentError) {
    let metadata = try fields.mapping("metadata")
    let spec = try fields.mapping("spec")
    let status = try fields.mapping("status")
    // The API server gives a node that says nothing else all that it has: kubernetes v1.36
    // `pkg/apis/core/v1/defaults.go`, `SetDefaults_NodeStatus`.
    let amounts = status.member("allocatable") == nil ? "capacity" : "allocatable"
    self.init(
      name: try metadata.requiredText("name"), labels: try metadata.labels("labels"),
      allocatable: try ResourceList(status.mapping(amounts)))
    isUnschedulable = try spec.flag("unschedulable") ?? false
    for taint in try spec.mappings("taints") { taints.append(try Taint(taint)) }
  }
}
