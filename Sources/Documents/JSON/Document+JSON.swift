extension Document {
  /// Parses a JSON document (RFC 8259, strictly).
  ///
  /// - Parameters:
  ///   - bytes: the text, UTF-8 without byte order mark.
  ///   - file: the name that positions show.
  ///   - limits: what to refuse.
  /// - Returns: the document.
  /// - Throws: the first problem, with its position: bad syntax or UTF-8, a key given twice, a limit passed.
  package static func parseJSON(
    _ bytes: [UInt8], file: String, limits: DocumentLimits = .standard
  ) throws(DocumentError) -> Document {
    let source = SourceText(file: file, bytes: bytes)
    try source.check(limits)
    let result: Result<DocumentStorage, SyntaxFailure> = bytes.withUnsafeBufferPointer { bytes in
      guard var parser = JSONParser(bytes, limits: limits) else {
        return .failure(JSONFailure.unfinished(bytes))
      }
      do throws(SyntaxFailure) {
        try parser.parse()
        return .success(
          DocumentStorage(nodes: parser.nodes, keys: parser.keys.table(), sources: [source]))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let storage):
      return Document(
        root: DocumentNode(storage: storage, index: UInt32(storage.nodes.count - 1)))
    case .failure(let failure):
      throw source.error(failure)
    }
  }

  /// Parses mappings of JSON that stand one after the other, as several calls of a tool print them into
  /// one file. Each is parsed as by `parseJSON`.
  static func parseJSONSequence(
    _ bytes: [UInt8], file: String, limits: DocumentLimits
  ) throws(DocumentError) -> [Document] {
    let source = SourceText(file: file, bytes: bytes)
    try source.check(limits)
    var failure: SyntaxFailure?
    let documents = bytes.withUnsafeBufferPointer { bytes in
      var documents: [Document] = []
      var place = 0
      var length = bytes.count
      repeat {
        guard var parser = JSONParser(bytes, limits: limits, length: length) else {
          failure = JSONFailure.unfinished(bytes)
          break
        }
        let start = place
        do throws(SyntaxFailure) {
          place = try parser.parse(from: start, allowsMore: true)
        } catch {
          failure = error
          break
        }
        length = place - start
        let storage = DocumentStorage(
          nodes: parser.nodes, keys: parser.keys.table(), sources: [source])
        documents.append(
          Document(root: DocumentNode(storage: storage, index: UInt32(storage.nodes.count - 1))))
      } while place < bytes.count
      return documents
    }
    if let failure { throw source.error(failure) }
    return documents
  }
}

extension SourceText {
  /// Refuses an input that is too long.
  func check(_ limits: DocumentLimits) throws(DocumentError) {
    guard bytes.count > limits.byteCount else { return }
    throw DocumentError(
      position: SourcePosition(file: file, line: 1, column: 1),
      message: "\(bytes.count) bytes are more than the limit of \(limits.byteCount)",
      remedy: "split the file")
  }
}
