import Documents
import Units

/// The members of an input mapping, read by name and type; a member that nothing here reads is an
/// error, so that no vector passes with a part of its input ignored.
struct InputFields {
  private let node: DocumentNode
  /// The path of the mapping within the vector, such as `input.schedule`.
  private let path: String

  /// Opens the mapping at `path`, which may have the members in `known` and no others.
  init(_ node: DocumentNode?, at path: String, known: [String]) throws(VectorError) {
    guard let node else { throw VectorError("missing field \(path)") }
    guard node.kind == .mapping else { throw VectorError("\(path) is not an object") }
    for member in node.members where !known.contains(member.key) {
      throw VectorError("unknown field \(path).\(member.key)")
    }
    self.node = node
    self.path = path
  }

  /// The member itself; nil when it is absent or null.
  func node(_ key: String) -> DocumentNode? {
    guard let member = node[key], !member.isNull else { return nil }
    return member
  }

  func text(_ key: String) throws(VectorError) -> String {
    guard let text = try optionalText(key) else {
      throw VectorError("missing field \(path).\(key)")
    }
    return text
  }

  func optionalText(_ key: String) throws(VectorError) -> String? {
    guard let member = node(key) else { return nil }
    guard let text = member.string else { throw VectorError("\(path).\(key) is not a string") }
    return text
  }

  func optionalBoolean(_ key: String) throws(VectorError) -> Bool? {
    guard let member = node(key) else { return nil }
    guard let value = member.boolean else { throw VectorError("\(path).\(key) is not a boolean") }
    return value
  }

  func texts(_ key: String) throws(VectorError) -> [String] {
    guard let texts = try optionalTexts(key) else {
      throw VectorError("missing field \(path).\(key)")
    }
    return texts
  }

  func optionalTexts(_ key: String) throws(VectorError) -> [String]? {
    guard let member = node(key) else { return nil }
    guard member.kind == .sequence else { throw VectorError("\(path).\(key) is not an array") }
    var texts: [String] = []
    for element in member.elements {
      guard let text = element.string else {
        throw VectorError("\(path).\(key)[\(texts.count)] is not a string")
      }
      texts.append(text)
    }
    return texts
  }

  func instant(_ key: String) throws(VectorError) -> Instant {
    let text = try text(key)
    do {
      return try Instant(rfc3339: text)
    } catch {
      throw VectorError("\(path).\(key): \(error)")
    }
  }
}
