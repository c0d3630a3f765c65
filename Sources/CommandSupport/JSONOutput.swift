package import Documents

extension StandardStreams {
  /// Prints a document as indented JSON, its keys sorted unless told otherwise.
  package static func printJSON(
    _ value: DocumentValue, sortsKeys: Bool = true
  ) throws(CommandError) {
    try printJSON { () throws(DocumentWriteError) in try value.prettyJSON(sortsKeys: sortsKeys) }
  }

  /// Prints the JSON that `write` makes, with a line feed at its end.
  package static func printJSON(
    _ write: () throws(DocumentWriteError) -> [UInt8]
  ) throws(CommandError) {
    var bytes: [UInt8]
    do throws(DocumentWriteError) { bytes = try write() } catch {
      throw CommandError(.internalError, error.description)
    }
    if bytes.last != 0x0A { bytes.append(0x0A) }
    try printResult(bytes: bytes)
  }
}
