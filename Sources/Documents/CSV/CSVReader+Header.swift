extension CSVReader {
  /// Reads the first row and holds it against the columns that are expected, in their order.
  ///
  /// - Throws: the position of the first column that is missing, unexpected, given twice or out of place, with the
  ///   nearest name that would be right.
  package mutating func expectHeader(_ names: [String]) throws(DocumentError) {
    guard try readRow() else {
      throw source.error(
        at: 0, "the file is empty", remedy: "its first line is \(names.joined(separator: ","))")
    }
    let found = (0..<fieldCount).map { string($0) }
    for (index, name) in found.enumerated() {
      if index < names.count, name == names[index] { continue }
      throw headerError(at: index, found: found, names: names)
    }
    guard found.count == names.count else {
      throw source.error(
        at: bytes(fieldCount - 1).endIndex, "column \"\(names[found.count])\" is missing",
        remedy: "the columns are \(names.joined(separator: ","))")
    }
    header = names
  }

  private func headerError(at index: Int, found: [String], names: [String]) -> DocumentError {
    let name = found[index]
    let remedy: String
    let message: String
    if found[..<index].contains(name) {
      message = "column \"\(name)\" is given twice"
      remedy = "the columns are \(names.joined(separator: ","))"
    } else if names.contains(name) {
      let missing = names.filter { !found.contains($0) }
      message =
        missing.isEmpty
        ? "column \"\(name)\" is out of place: \"\(names[index])\" is expected here"
        : "column \"\(missing[0])\" is missing"
      remedy = "the columns are \(names.joined(separator: ","))"
    } else {
      let candidates = names.filter { !found.contains($0) }
      message = "unexpected column \"\(name)\""
      remedy =
        NearestWord.nearest(to: name, among: candidates).map { "did you mean \"\($0)\"?" }
        ?? "the columns are \(names.joined(separator: ","))"
    }
    return DocumentError(position: position(index), message: message, remedy: remedy)
  }
}
