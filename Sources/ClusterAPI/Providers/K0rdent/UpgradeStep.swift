/// The next version of a service on its way to the one that is wanted.
///
/// Source: k0rdent/kcm v1.12 `internal/serviceset/util.go`, `minimumUpgradeStep`.
package enum UpgradeStep {
  /// The lowest version above `current` and not above `desired`, on a path that reaches `desired`;
  /// nil when there is none, or when either is not a version.
  package static func next(
    from current: String, to desired: String, along paths: [[String]]
  ) -> String? {
    guard let start = SemanticVersion(current), let goal = SemanticVersion(desired) else {
      return nil
    }
    var best: (text: String, version: SemanticVersion)?
    for path in paths {
      let versions = path.map { (text: $0, version: SemanticVersion($0)) }
      guard versions.contains(where: { $0.version == goal }) else { continue }
      for case let (text, version?) in versions where version > start && version <= goal {
        if best.map({ version < $0.version }) ?? true { best = (text, version) }
      }
    }
    return best?.text
  }
}
