package import Documents

/// Why there is no way to a cluster: what is wrong in which file, and what to do. Never holds a secret.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where it is wrong; `nil` when no file is to blame.
  package var position: SourcePosition?
  /// What is wrong.
  package var message: String
  /// What to do.
  package var remedy: String?
  /// Whether a file is missing or cannot be read, rather than wrong.
  package var isMissing: Bool

  /// Makes an error.
  package init(
    _ message: String, at position: SourcePosition? = nil, remedy: String? = nil,
    isMissing: Bool = false
  ) {
    self.message = message
    self.position = position
    self.remedy = remedy
    self.isMissing = isMissing
  }

  /// `file:line:column: message (remedy)`.
  package var description: String {
    (position.map { "\($0): " } ?? "") + message + (remedy.map { " (\($0))" } ?? "")
  }

  /// A parser's error about a file that holds secrets: what it quotes is left out.
  init(_ error: DocumentError) {
    self.init(
      Self.withoutQuotes(error.message), at: error.position,
      remedy: error.remedy.map(Self.withoutQuotes))
  }

  private static func withoutQuotes(_ text: String) -> String {
    var result = ""
    var open: Character?
    for character in text {
      if let quote = open {
        if character == quote {
          open = nil
          result += "…" + String(quote)
        }
        continue
      }
      result.append(character)
      if character == "\"" || character == "'" { open = character }
    }
    return result
  }
}
