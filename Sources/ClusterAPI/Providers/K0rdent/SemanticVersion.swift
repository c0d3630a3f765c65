/// A version as semver.org 2.0.0 orders them; a `v` in front and missing parts are allowed, as in
/// k0rdent's template chains.
package struct SemanticVersion: Hashable, Comparable, Sendable {
  /// Major, minor and patch.
  package var numbers: [UInt64]
  /// The identifiers of a version before the release; empty for the release itself.
  package var preRelease: [String]

  /// Reads a version; nil when it is none. What follows `+` says nothing of the order and is left
  /// out.
  package init?(_ text: String) {
    var rest = text[...]
    if rest.first == "v" { rest = rest.dropFirst() }
    if let plus = rest.firstIndex(of: "+") { rest = rest[..<plus] }
    preRelease = []
    if let dash = rest.firstIndex(of: "-") {
      preRelease = rest[rest.index(after: dash)...]
        .split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard preRelease.allSatisfy(SemanticVersion.isIdentifier) else { return nil }
      rest = rest[..<dash]
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count) else { return nil }
    numbers = []
    for part in parts {
      guard part.utf8.allSatisfy(SemanticVersion.isDigit), let number = UInt64(part) else {
        return nil
      }
      numbers.append(number)
    }
    while numbers.count < 3 { numbers.append(0) }
  }

  /// Whether `left` comes before `right`.
  package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    if left.numbers != right.numbers {
      return left.numbers.lexicographicallyPrecedes(right.numbers)
    }
    if left.preRelease.isEmpty || right.preRelease.isEmpty {
      return !left.preRelease.isEmpty && right.preRelease.isEmpty
    }
    for (ours, theirs) in zip(left.preRelease, right.preRelease) where ours != theirs {
      // Numbers by value and before words, words by their bytes.
      switch (UInt64(ours), UInt64(theirs)) {
      case (let ours?, let theirs?): return ours < theirs
      case (.some, nil): return true
      case (nil, .some): return false
      case (nil, nil): return ours < theirs
      }
    }
    return left.preRelease.count < right.preRelease.count
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        isDigit($0) || $0 == UInt8(ascii: "-")
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
      }
  }
}
