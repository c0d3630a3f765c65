/// Why bytes are no journal, or no chunk of one.
package struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, for a program.
  package enum Code: Hashable, Sendable {
    /// The bytes end before the journal does.
    case truncated
    /// The bytes do not start, or end, as a journal does.
    case notAJournal
    /// Written by a later version of the format.
    case unsupportedVersion
    /// A value that the format does not allow.
    case malformed
    /// A chunk whose compressed stream is damaged.
    case compression
  }

  /// What went wrong, for a program.
  package var code: Code
  /// Bytes from the start of what was read, where that is known.
  package var offset: Int?
  /// What went wrong, for people.
  package var message: String

  /// Makes an error.
  package init(_ code: Code, at offset: Int? = nil, _ message: String) {
    self.code = code
    self.offset = offset
    self.message = message
  }

  package var description: String {
    offset.map { "byte \($0): \(message)" } ?? message
  }
}
