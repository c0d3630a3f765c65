/// Where recorded data comes from and on what terms it may be used.
///
/// A run records it beside the hash of the file, which whoever opens the file computes.
package struct Provenance: Hashable, Sendable {
  /// The first source that is named, for instance a repository and commit.
  package var source: String
  /// The licence, in the words of the file.
  package var licence: String

  /// Makes a provenance.
  package init(source: String, licence: String) {
    self.source = source
    self.licence = licence
  }

  /// Reads the sections `## Source` and `## Licence` of a `PROVENANCE.md`; nil when one is missing.
  ///
  /// The first line of text of each section counts, without the dash of a list.
  package init?(markdown bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: true)
    func firstLine(of heading: String) -> String? {
      guard let start = lines.firstIndex(where: { $0 == "## " + heading }),
        start + 1 < lines.count, !lines[start + 1].hasPrefix("#")
      else { return nil }
      let line = lines[start + 1]
      return String(line.hasPrefix("- ") ? line.dropFirst(2) : line)
    }
    guard let source = firstLine(of: "Source"), let licence = firstLine(of: "Licence") else {
      return nil
    }
    self.init(source: source, licence: licence)
  }
}
