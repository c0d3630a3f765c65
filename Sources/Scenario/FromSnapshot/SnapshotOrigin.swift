import Documents
package import Units

/// What a snapshot of real clusters says beside the fleet: its entry `observed`.
package struct SnapshotOrigin: Hashable, Sendable {
  /// Something that was wrong with an object.
  package struct Finding: Hashable, Sendable {
    /// What.
    package var finding: String
    /// With which object.
    package var object: String
    /// In words.
    package var message: String
    /// What to do; nil when nothing is to be done.
    package var remedy: String?

    /// Makes a finding.
    package init(finding: String, object: String, message: String, remedy: String? = nil) {
      self.finding = finding
      self.object = object
      self.message = message
      self.remedy = remedy
    }
  }

  /// When it was read; nil when the snapshot does not say.
  package var at: Instant?
  /// The clusters that were read.
  package var sources: [String] = []
  /// The PodDisruptionBudgets that were seen, by namespace and name.
  package var budgets: [String] = []
  /// What was wrong.
  package var findings: [Finding] = []

  /// Nothing is known.
  package init() {}

  /// Reads the entry of a snapshot that was read without a problem before.
  package init(_ bytes: [UInt8], path: String) {
    guard let document = try? Document.parseOne(bytes, file: path, holding: "snapshot"),
      let observed = document.root["observed"]
    else { return }
    at = (observed["at"]?.string).flatMap { try? Instant(rfc3339: $0) }
    sources = observed["sources"]?.elements.compactMap(\.string) ?? []
    func text(_ node: DocumentNode, _ key: String) -> String { node[key]?.string ?? "" }
    budgets =
      observed["objects"]?.elements.compactMap { object in
        guard text(object, "kind") == "PodDisruptionBudget" else { return nil }
        return "\(text(object, "namespace"))/\(text(object, "name"))"
      } ?? []
    findings =
      observed["findings"]?.elements.map { node in
        Finding(
          finding: text(node, "finding"), object: text(node, "object"),
          message: text(node, "message"), remedy: node["remedy"]?.string)
      } ?? []
  }
}
