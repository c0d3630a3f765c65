/// The grammar of label keys and values.
///
/// Source: kubernetes v1.36 `apimachinery/pkg/util/validation/validation.go`.
package enum QualifiedName {
  /// Whether `text` may be the key of a label: a name of at most 63 characters, after an optional
  /// DNS subdomain of at most 253 and a slash.
  package static func isKey(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard let name = parts.last, parts.count <= 2, !name.isEmpty, isName(name) else { return false }
    return parts.count == 1 || isSubdomain(parts[0])
  }

  /// Whether `text` may be the value of a label: a name of at most 63 characters, or nothing.
  package static func isValue(_ text: String) -> Bool { text.isEmpty || isName(text.utf8[...]) }

  private static func isName(_ text: Substring.UTF8View) -> Bool {
    guard text.count <= 63, let first = text.first, let last = text.last else { return false }
    return isAlphanumeric(first) && isAlphanumeric(last)
      && text.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
  }

  private static func isSubdomain(_ text: Substring.UTF8View) -> Bool {
    guard text.count <= 253 else { return false }
    return text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
      guard let first = $0.first, let last = $0.last else { return false }
      return isLowercase(first) && isLowercase(last)
        && $0.allSatisfy { isLowercase($0) || $0 == UInt8(ascii: "-") }
    }
  }

  private static func isLowercase(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isLowercase(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }
}
