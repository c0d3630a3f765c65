extension Document {
  /// Parses a YAML stream by the core schema of YAML 1.2 (see `docs/documents.md`).
  ///
  /// Aliases are resolved and merge keys (`<<`) applied. Keys are strings as they are written: `1:` and `true:` are the keys
  /// "1" and "true".
  ///
  /// - Parameters:
  ///   - bytes: the text, UTF-8 without byte order mark.
  ///   - file: the name that positions show.
  ///   - limits: what to refuse.
  /// - Returns: the documents of the stream in order; none for an empty file or one of comments only.
  /// - Throws: the first problem, with its position: bad syntax or UTF-8, a key given twice, a tag other than those of JSON's
  ///   types, a sequence or mapping as a key, a number that is not finite, a limit passed.
  package static func parseYAML(
    _ bytes: [UInt8], file: String, limits: DocumentLimits = .standard
  ) throws(DocumentError) -> [Document] {
    let plain = SourceText(file: file, bytes: bytes)
    try plain.check(limits)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw plain.error(
        at: 0, "the file starts with a byte order mark", remedy: "save it as UTF-8 without BOM")
    }
    if let offset = bytes.withUnsafeBufferPointer({ UTF8Sequence.firstInvalid(in: $0) }) {
      throw plain.error(
        at: offset, "byte 0x\(hexadecimal(bytes[offset])) is not valid UTF-8",
        remedy: "save the file as UTF-8")
    }
    var pool: [UInt8] = []
    let result: Result<[YAMLComposer.Result], SyntaxFailure> = bytes.withUnsafeBufferPointer {
      var composer = YAMLComposer($0, limits: limits)
      do throws(SyntaxFailure) {
        let results = try composer.compose()
        pool = composer.pool
        return .success(results)
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .failure(let failure): throw plain.error(failure)
    case .success(let results):
      let source = SourceText(file: file, bytes: bytes, pool: pool)
      return results.map { result in
        Document(
          root: result.builder.finish(source: source),
          warnings: result.doubts.map {
            DocumentWarning(
              position: source.position(at: $0.offset), message: $0.message, remedy: $0.remedy)
          })
      }
    }
  }

  /// Parses a YAML stream that holds exactly one document, and says where a second one begins.
  ///
  /// - Parameter content: what the file is to hold, for the remedy: `scenario`.
  /// - Throws: as `parseYAML`, and when there is no document or more than one.
  package static func parseOneYAML(
    _ bytes: [UInt8], file: String, holding content: String
  ) throws(DocumentError) -> Document {
    try only(try parseYAML(bytes, file: file), file: file, holding: content)
  }
}
