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
    self.init(
      name: try metadata.requiredText("name"), labels: try metadata.labels("labels"),
      allocatable: try ResourceList(status.mapping("allocatable")))
    isUnschedulable = try spec.flag("unschedulable") ?? false
    for taint in try spec.mappings("taints") { taints.append(try Taint(taint)) }
  }
}
