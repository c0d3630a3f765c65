import Documents

/// The checks that importers of JSON share.
extension DocumentNode {
  /// An error at this value.
  func error(_ message: String, remedy: String? = nil) -> DocumentError {
    DocumentError(position: position, message: message, remedy: remedy)
  }

  /// Refuses anything but a mapping with members of these names.
  func expectMembers(_ names: [String]) throws(DocumentError) {
    guard kind == .mapping else {
      throw error(
        "\(kind.phrase) where a mapping is expected",
        remedy: "its members are \(names.joined(separator: ", "))")
    }
    for member in members where !names.contains(member.key) {
      throw DocumentError(
        position: member.keyPosition, message: "unexpected member \"\(member.key)\"",
        remedy: NearestWord.nearest(to: member.key, among: names).map { "did you mean \"\($0)\"?" }
          ?? "the members are \(names.joined(separator: ", "))")
    }
  }

  /// The member of that name, which must be there and of that kind.
  func required(_ key: String, _ kind: Kind) throws(DocumentError) -> DocumentNode {
    guard let node = self[key] else {
      throw error("member \"\(key)\" is missing", remedy: "add it: \(kind.phrase)")
    }
    guard node.kind == kind else {
      throw node.error("\(key) is \(node.kind.phrase)", remedy: "it must be \(kind.phrase)")
    }
    return node
  }

  /// The whole number of that name; `otherwise` when it may be left out.
  func integer(
    _ key: String, in range: ClosedRange<Int64>, otherwise: Int64? = nil
  ) throws(DocumentError) -> Int64 {
    if let otherwise, self[key] == nil { return otherwise }
    let node = try required(key, .number)
    guard let value = node.integer, range.contains(value) else {
      throw node.error(
        "\(key) \(node.lexeme ?? "") is not a whole number from \(range.lowerBound)",
        remedy: "at most \(range.upperBound) is possible")
    }
    return value
  }
}
