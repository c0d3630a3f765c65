/// What is wrong with an input, where, and what to do about it.
package struct DocumentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where the problem is.
  package let position: SourcePosition
  /// What is wrong, with the offending value.
  package let message: String
  /// What to do about it, as an instruction; `nil` when the message says enough.
  package let remedy: String?

  /// Makes an error; `remedy` is an instruction such as `write 1.0 instead of 1.`.
  package init(position: SourcePosition, message: String, remedy: String? = nil) {
    self.position = position
    self.message = message
    self.remedy = remedy
  }

  /// `file:line:column: message (remedy)`.
  package var description: String {
    guard let remedy else { return "\(position): \(message)" }
    return "\(position): \(message) (\(remedy))"
  }
}

/// Something that is legal and probably not meant.
///
/// The YAML reader makes one for a plain `yes`, `no`, `on` or `off`: a string here, as YAML 1.2 has it, and a
/// boolean to the YAML 1.1 readers that Kubernetes tools are built on.
package struct DocumentWarning: Hashable, Sendable, CustomStringConvertible {
  /// Where it is.
  package let position: SourcePosition
  /// What is doubtful, with the value.
  package let message: String
  /// How to say what is meant.
  package let remedy: String

  /// `file:line:column: message (remedy)`.
  package var description: String { "\(position): \(message) (\(remedy))" }
}
