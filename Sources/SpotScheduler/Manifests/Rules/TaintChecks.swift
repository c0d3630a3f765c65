/// The check of `nodeTaints` in 5-Spot's library.
///
/// Its tests call it and its controller does not, so what it refuses is applied all the same. It
/// differs from the admission policy: no underscore, and capitals in the prefix.
public enum TaintChecks {
  /// What the key of a taint may not begin with.
  public static let reservedPrefixes = [
    "5spot.finos.org/", "node.kubernetes.io/", "node-role.kubernetes.io/", "kubernetes.io/",
  ]

  /// Checks taints in their order: key, value, and that no two have the same key and effect.
  public static func check(_ taints: [Upstream.NodeTaint]) throws(RuntimeRefusal) {
    var seen: Set<Identity> = []
    for taint in taints {
      try checkKey(taint.key)
      if let value = taint.value { try checkValue(value) }
      if !seen.insert(Identity(taint)).inserted { throw .duplicate }
    }
  }

  /// Checks a key: emptiness, reserved prefixes, then the parts before and after the first slash.
  public static func checkKey(_ key: String) throws(RuntimeRefusal) {
    let bytes = Array(key.utf8)
    if bytes.isEmpty { throw .emptyKey }
    if reservedPrefixes.contains(where: { bytes.starts(with: $0.utf8) }) { throw .reservedPrefix }
    var name = bytes[...]
    if let slash = bytes.firstIndex(of: UInt8(ascii: "/")) {
      let prefix = bytes[..<slash]
      if prefix.isEmpty || prefix.count > 253 { throw .prefixLength }
      if !isDNSName(prefix) { throw .prefixNotDnsSubdomain }
      name = bytes[(slash + 1)...]
    }
    if name.isEmpty || name.count > 63 { throw .nameLength }
    if !isName(name) { throw .namePattern }
  }

  /// Checks a value, which may be empty.
  public static func checkValue(_ value: String) throws(RuntimeRefusal) {
    let bytes = Array(value.utf8)[...]
    if bytes.isEmpty { return }
    if bytes.count > 63 { throw .valueLength }
    if !isName(bytes) { throw .valuePattern }
  }

  /// What a taint is known by.
  struct Identity: Hashable {
    private let key: [UInt8]
    private let effect: Upstream.NodeTaint.Effect

    init(_ taint: Upstream.NodeTaint) {
      key = Array(taint.key.utf8)
      effect = taint.effect
    }
  }

  /// `[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?`
  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return false }
    return ByteClass.alphanumeric.contains(first) && ByteClass.alphanumeric.contains(last)
      && bytes.allSatisfy(ByteClass.versionByte.contains)
  }

  /// Labels of 1 to 63 letters, digits and inner dashes, joined by dots; capitals are allowed.
  private static func isDNSName(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
      $0.count <= 63 && isName($0)
    }
  }
}
