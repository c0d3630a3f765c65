package import Documents

/// Why a scenario cannot be used.
package enum ScenarioError: Error, Sendable, CustomStringConvertible {
  /// The scenario file is not there or cannot be read.
  case unreadable(path: String, reason: String)
  /// Something is wrong with what it says, or with the files that it names: every problem at once.
  case invalid([Diagnostic])
  /// It has no such variant.
  case unknownVariant(String, known: [String], file: String)

  /// Whether something is missing rather than wrong: exit code 66 rather than 65.
  package var isMissingInput: Bool {
    switch self {
    case .unreadable: true
    case .invalid(let diagnostics):
      diagnostics.allSatisfy { $0.severity == .warning || $0.kind == .missingFile }
    case .unknownVariant: false
    }
  }

  /// The problems that have a place in a file.
  package var diagnostics: [Diagnostic] {
    if case .invalid(let diagnostics) = self { diagnostics } else { [] }
  }

  /// One line a problem.
  package var description: String {
    switch self {
    case .unreadable(let path, let reason): return "\(path): cannot be read: \(reason)"
    case .invalid(let diagnostics):
      return diagnostics.map(\.description).joined(separator: "\n")
    case .unknownVariant(let name, let known, let file):
      let advice = NearestWord.advice(for: name, among: known, noun: "there are")
      return "\(file): there is no variant \"\(name)\"" + (advice.map { "; \($0)" } ?? "")
    }
  }
}
