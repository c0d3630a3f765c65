package import Documents

/// Takes secrets out of what is to be written down.
///
/// Nothing that is read from a cluster is kept unless a decision needs it, so this finds nothing in a
/// plan or a snapshot. It stands before every log and every error text all the same.
package enum Redaction {
  /// What stands in the place of a secret.
  package static let mark = "[redacted]"

  /// Parts of names whose values are secrets, in lower case and without `-` and `_`.
  private static let secretNames = [
    "token", "password", "passwd", "passphrase", "secret", "authorization", "credential",
    "clientkeydata", "clientcertificatedata", "privatekey", "apikey", "accesskey", "sshkey",
    "cookie", "kubeconfig", "lastappliedconfiguration",
  ]

  /// A value without secrets: what a secret's name has is replaced whole, and texts that look like
  /// one wherever they stand.
  ///
  /// - Parameter redacted: The paths of what was replaced, as `payload.spec.token`, are added here.
  package static func clean(
    _ value: DocumentValue, path: String = "", redacted: inout [String]
  ) -> DocumentValue {
    switch value {
    case .mapping(let members):
      return .mapping(
        members.map { key, value in
          let place = path.isEmpty ? key : "\(path).\(key)"
          if isSecret(name: key), !value.isHollow {
            redacted.append(place)
            return (key: key, value: .string(mark))
          }
          return (key: key, value: clean(value, path: place, redacted: &redacted))
        })
    case .sequence(let elements):
      return .sequence(
        elements.enumerated().map { index, element in
          clean(element, path: "\(path)[\(index)]", redacted: &redacted)
        })
    case .string(let text):
      let cleaned = clean(text: text)
      if cleaned.utf8.elementsEqual(text.utf8) { return value }
      redacted.append(path)
      return .string(cleaned)
    default: return value
    }
  }

  /// Whether the value of a name is a secret.
  package static func isSecret(name: String) -> Bool {
    let plain = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != "." }
    return secretNames.contains { plain.contains($0) }
  }

  /// A text without bearer tokens, JSON web tokens, private keys, passwords in addresses, and values
  /// that are given to a secret's name.
  package static func clean(text: String) -> String {
    if text.contains("-----BEGIN") { return mark }
    var words: [Substring] = []
    var isAfterSecret = false
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let plain = word.lowercased()
      if isAfterSecret, !word.isEmpty {
        words.append(mark[...])
        isAfterSecret = false
        continue
      }
      isAfterSecret = plain.hasSuffix("bearer") || plain.hasSuffix("basic")
      words.append(isAfterSecret ? word : cleaned(word))
    }
    return words.joined(separator: " ")
  }

  private static func cleaned(_ word: Substring) -> Substring {
    if let token = word.range(ofToken: ()) {
      return word[..<token] + mark
    }
    // scheme://user:password@host
    if let scheme = word.firstRange(of: "://") {
      let rest = word[scheme.upperBound...]
      let authority = rest.prefix { $0 != "/" }
      if let at = authority.lastIndex(of: "@") {
        return word[..<scheme.upperBound] + mark + word[at...]
      }
    }
    // name=value and name:value; a name that stands alone says nothing.
    if let sign = word.firstIndex(where: { $0 == "=" || $0 == ":" }) {
      let value = word[word.index(after: sign)...]
      if !value.isEmpty, isSecret(name: String(word[..<sign])) {
        return word[...sign] + mark
      }
    }
    return word
  }
}

extension Substring {
  /// Where a JSON web token begins: three parts of which the first is an object in base 64.
  fileprivate func range(ofToken _: ()) -> Index? {
    guard let start = firstRange(of: "eyJ") else { return nil }
    let token = self[start.lowerBound...].prefix {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == ".")
    }
    return token.count { $0 == "." } >= 2 ? start.lowerBound : nil
  }
}

extension DocumentValue {
  /// Whether it holds nothing that could be a secret.
  fileprivate var isHollow: Bool {
    switch self {
    case .null, .boolean, .integer, .number: true
    case .lexeme: false
    case .string(let text): text.isEmpty
    case .sequence(let elements): elements.isEmpty
    case .mapping(let members): members.isEmpty
    }
  }
}
