package import Documents

/// An entry that two resolved scenarios do not have in common.
package struct ScenarioDifference: Hashable, Sendable {
  /// The entry, as messages and `--set` name it: `nodes.lisa.count`.
  package let path: String
  /// The baseline's value as JSON; nil when it has no such entry.
  package let baseline: String?
  /// The candidate's value as JSON; nil when it has no such entry.
  package let candidate: String?

  /// Every entry in which the canonical JSON of two resolved scenarios differs, by path.
  ///
  /// A whole part that only one of them has is one difference. What the resolution adds, such as the
  /// variant's name and the input files, is left out: that is compared by its own means.
  package static func between(
    baseline: String, candidate: String
  ) throws(DocumentError) -> [ScenarioDifference] {
    let left = try Document.parseJSON(Array(baseline.utf8), file: "the baseline's scenario")
    let right = try Document.parseJSON(Array(candidate.utf8), file: "the candidate's scenario")
    var differences: [ScenarioDifference] = []
    compare(left.root, right.root, at: "", into: &differences)
    return differences
  }

  private static func compare(
    _ left: DocumentNode?, _ right: DocumentNode?, at path: String,
    into differences: inout [ScenarioDifference]
  ) {
    if let left, let right, left.value == right.value { return }
    guard let left, let right, left.kind == .mapping, right.kind == .mapping else {
      differences.append(
        ScenarioDifference(path: path, baseline: left.map(text), candidate: right.map(text)))
      return
    }
    var keys = left.members.map(\.key)
    for member in right.members where !keys.contains(member.key) { keys.append(member.key) }
    keys.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for key in keys where !(path.isEmpty && key == "resolved") {
      compare(
        left[key], right[key], at: path.isEmpty ? key : "\(path).\(key)", into: &differences)
    }
  }

  private static func text(_ node: DocumentNode) -> String {
    // A value that was read from JSON has a written form.
    let bytes = (try? node.value.canonicalJSON()) ?? []
    return String(decoding: bytes, as: UTF8.self)
  }
}
