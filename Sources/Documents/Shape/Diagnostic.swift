/// One problem of a document: where, which entry, what is wrong, and what to do about it.
///
/// A check returns all of them at once, sorted by place, so that a writer fixes a file in one go.
package struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
  /// How much it matters.
  package enum Severity: UInt8, Hashable, Sendable {
    /// The document cannot be used.
    case error
    /// The document can be used, but probably not as its writer meant.
    case warning

    /// The word before a message.
    package var word: String {
      switch self {
      case .error: "error"
      case .warning: "warning"
      }
    }
  }

  /// What sort of problem it is, for tools that sort, count or map to exit codes.
  package enum Kind: String, Hashable, Sendable {
    /// The text is no document at all.
    case syntax
    /// A key that the format does not have.
    case unknownKey = "unknown-key"
    /// A required key is not there.
    case missingKey = "missing-key"
    /// Keys that exclude each other stand side by side.
    case conflict
    /// A mapping where text is due, or the like.
    case wrongType = "wrong-type"
    /// A value of the right type that the format does not allow.
    case invalidValue = "invalid-value"
    /// A name that nothing in the document bears.
    case unknownName = "unknown-name"
    /// A file that is named but not there, or cannot be read.
    case missingFile = "missing-file"
    /// A file whose content is wrong, or is not the content that was recorded.
    case invalidFile = "invalid-file"
    /// Something that is allowed and has no effect.
    case noEffect = "no-effect"
  }

  /// How much it matters.
  package var severity: Severity
  /// What sort of problem it is.
  package var kind: Kind
  /// Where the offending text stands.
  package var position: SourcePosition
  /// Which entry of the document: `nodes.lisa.count`; empty for the document as a whole.
  package var path: String
  /// What is wrong, with the value as written and what is expected.
  package var message: String
  /// What to do, where that is known.
  package var remedy: String?

  /// Makes a diagnostic.
  package init(
    _ severity: Severity, _ kind: Kind, at position: SourcePosition, path: String,
    _ message: String, remedy: String? = nil
  ) {
    self.severity = severity
    self.kind = kind
    self.position = position
    self.path = path
    self.message = message
    self.remedy = remedy
  }

  /// The problem of a document that cannot even be parsed.
  package init(_ error: DocumentError) {
    self.init(
      .error, .syntax, at: error.position, path: "", error.message, remedy: error.remedy)
  }

  /// `file:line:column: error: path: message; remedy`, the form that editors and CI jump to.
  package var description: String {
    let entry = path.isEmpty ? "" : "\(path): "
    let advice = remedy.map { "; \($0)" } ?? ""
    return "\(position.file):\(position.line):\(position.column): "
      + "\(severity.word): \(entry)\(message)\(advice)"
  }

  /// The same problems in reading order, each once: by file, line, column, then text.
  package static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    let unique = diagnostics.filter { seen.insert($0).inserted }
    return unique.sorted { left, right in
      let (one, other) = (left.position, right.position)
      if one.file != other.file { return one.file < other.file }
      if one.line != other.line { return one.line < other.line }
      if one.column != other.column { return one.column < other.column }
      return (left.path, left.message) < (right.path, right.message)
    }
  }
}
