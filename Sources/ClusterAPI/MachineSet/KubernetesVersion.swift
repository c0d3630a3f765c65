/// A version of Kubernetes as Cluster API reads them: `v1.34.2`, with or without the `v`, with parts
/// left out at the end, and with what comes before a release and a build's own marks.
///
/// Source: blang/semver v4 `ParseTolerant`; cluster-api v1.13 `util/version/version.go`, `Compare`
/// with build tags.
package struct KubernetesVersion: Hashable, Sendable {
  /// The version as it was written.
  package let text: String
  /// Major, minor and patch, and what comes before a release.
  private let version: SemanticVersion
  /// The marks of the build: the identifiers after `+`.
  private let build: [Substring]

  /// Reads a version; nil when it is none.
  package init?(_ text: String) {
    var rest = text[...]
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    guard let version = SemanticVersion(String(rest)) else { return nil }
    let marks = rest.firstIndex { $0 == "+" || $0 == "-" }
    // A version that leaves parts out has no marks.
    let dots = rest[..<(marks ?? rest.endIndex)].count { $0 == "." }
    guard marks == nil || dots == 2 else { return nil }
    self.text = text
    self.version = version
    guard let plus = rest.firstIndex(of: "+") else {
      build = []
      return
    }
    build = rest[rest.index(after: plus)...].split(separator: ".", omittingEmptySubsequences: false)
    guard build.allSatisfy({ !$0.isEmpty }) else { return nil }
  }

  /// The minor version.
  package var minor: UInt64 { version.numbers[1] }

  /// Whether a control plane that reports `other` is on its way up to this version.
  ///
  /// Builds of one version go by their marks, numbers by value and before words. Marks that are
  /// words say nothing of an order, such as hashes of commits, so any other one is an upgrade.
  package func isUpgrade(from other: KubernetesVersion) -> Bool {
    if version != other.version { return other.version < version }
    for (ours, theirs) in zip(build, other.build) where ours != theirs {
      switch (UInt64(ours), UInt64(theirs)) {
      case (let ours?, let theirs?):
        if ours != theirs { return ours > theirs }
      case (.some, nil): return false
      case (nil, .some), (nil, nil): return true
      }
    }
    return build.count > other.build.count
  }
}
