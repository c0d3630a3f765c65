extension Document {
  /// Parses a text that is JSON or YAML, as Kubernetes tools take either.
  ///
  /// It is JSON when its first brace is followed by a quoted key or closed at once: one document, or
  /// several one after the other. Anything else is YAML: also a mapping in braces with plain keys, and
  /// a stream whose documents are in braces and stand between lines of `---`.
  ///
  /// - Returns: the documents in order; none for an empty file or one of comments only.
  /// - Throws: as `parseJSON` and `parseYAML`.
  package static func parse(
    _ bytes: [UInt8], file: String, limits: DocumentLimits = .standard
  ) throws(DocumentError) -> [Document] {
    guard isJSON(bytes) else { return try parseYAML(bytes, file: file, limits: limits) }
    do throws(DocumentError) {
      return try parseJSONSequence(bytes, file: file, limits: limits)
    } catch {
      // Looked for only here: a large dump is read once.
      guard separatesDocuments(bytes) else { throw error }
      return try parseYAML(bytes, file: file, limits: limits)
    }
  }

  /// Parses a text that is JSON or YAML and holds exactly one document.
  ///
  /// - Parameter content: what the file is to hold, for the remedy: `document`.
  /// - Throws: as `parse`, and when there is no document or more than one.
  package static func parseOne(
    _ bytes: [UInt8], file: String, holding content: String
  ) throws(DocumentError) -> Document {
    try only(try parse(bytes, file: file), file: file, holding: content)
  }

  /// The one document of a file.
  static func only(
    _ documents: [Document], file: String, holding content: String
  ) throws(DocumentError) -> Document {
    guard documents.count == 1 else {
      throw DocumentError(
        position: documents.count > 1
          ? documents[1].root.position : SourcePosition(file: file, line: 1, column: 1),
        message: documents.isEmpty
          ? "the file is empty" : "the file holds \(documents.count) documents",
        remedy: "put one \(content) in it")
    }
    return documents[0]
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    var significant = bytes.lazy.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
      .makeIterator()
    guard significant.next() == UInt8(ascii: "{") else { return false }
    switch significant.next() {
    case UInt8(ascii: "\""), UInt8(ascii: "}"), nil: return true
    default: return false
    }
  }

  /// Whether a line says `---`, which in JSON only stands between the documents of a YAML stream: no
  /// string of JSON goes over a line.
  private static func separatesDocuments(_ bytes: [UInt8]) -> Bool {
    var isAtStart = true
    for (index, byte) in bytes.enumerated() {
      if isAtStart, byte == UInt8(ascii: "-"), bytes[index...].starts(with: "---".utf8) {
        return true
      }
      isAtStart = byte == 0x0A
    }
    return false
  }
}
