package import Documents

/// Something that is checked of a manifest: one entry of the registry.
package struct LintRule: Hashable, Sendable {
  /// How much a problem matters.
  package enum Severity: String, Hashable, Sendable, CaseIterable {
    /// 5-Spot or the API server refuses it, or the machine gets stuck.
    case error
    /// It is accepted and will most likely not do what was meant.
    case warning
    /// Something to know.
    case note

    /// Whether a problem of this severity matters at least as much as one of `other`.
    package func isAtLeast(_ other: Severity) -> Bool { rank <= other.rank }

    private var rank: Int {
      switch self {
      case .error: 0
      case .warning: 1
      case .note: 2
      }
    }
  }

  /// Who notices, in the order in which an object meets them.
  package enum Layer: String, Hashable, Sendable, CaseIterable {
    /// The text's syntax and the resource definition's schema.
    case schema
    /// 5-Spot's ValidatingAdmissionPolicy.
    case admission
    /// 5-Spot's controller, when it gets to the object.
    case runtime
    /// Nobody: advice.
    case lint
  }

  /// `layer/name`, such as `runtime/ReservedPrefix`; never reused for something else.
  package let id: String
  /// How much a problem matters.
  package let severity: Severity
  /// Who notices.
  package let layer: Layer
  /// What is wrong, in a few words.
  package let title: String
  /// What to do; a problem may say it more exactly.
  package let remedy: String
  /// Where the rule comes from.
  package let source: String

  init(
    _ layer: Layer, _ name: String, _ severity: Severity, _ title: String, remedy: String,
    source: String
  ) {
    id = "\(layer.rawValue)/\(name)"
    self.severity = severity
    self.layer = layer
    self.title = title
    self.remedy = remedy
    self.source = source
  }

  /// Every rule, by layer.
  package static let all: [LintRule] =
    schemaRules + admissionRules + runtimeRules + adviceRules
}

/// A rule that is broken at a place.
package struct ManifestProblem: Hashable, Sendable, CustomStringConvertible {
  /// The rule.
  package let rule: LintRule
  /// Where in the object: `spec.nodeTaints[2].key`; empty for the object or the file as a whole.
  package let path: String
  /// Where in the file.
  package let position: SourcePosition
  /// What is wrong, with the value as written.
  package let message: String
  /// What to do.
  package let remedy: String

  init(
    _ rule: LintRule, path: String, at position: SourcePosition, _ message: String,
    remedy: String? = nil
  ) {
    self.rule = rule
    self.path = path
    self.position = position
    self.message = message
    self.remedy = remedy ?? rule.remedy
  }

  init(_ rule: LintRule, _ field: ManifestField, _ message: String, remedy: String? = nil) {
    self.init(rule, path: field.path, at: field.position, message, remedy: remedy)
  }

  /// `file:line:column: severity ruleId: path: message; remedy`, which editors and CI jump to.
  package var description: String {
    let entry = path.isEmpty ? "" : "\(path): "
    return "\(position): \(rule.severity.rawValue) \(rule.id): \(entry)\(message); \(remedy)"
  }

  /// The same problems in reading order, each once.
  static func sorted(_ problems: [ManifestProblem]) -> [ManifestProblem] {
    var seen: Set<ManifestProblem> = []
    let unique = problems.filter { seen.insert($0).inserted }
    return unique.sorted { left, right in
      let (one, other) = (left.position, right.position)
      if one.file != other.file { return one.file < other.file }
      if one.line != other.line { return one.line < other.line }
      if one.column != other.column { return one.column < other.column }
      return (left.rule.id, left.path, left.message) < (right.rule.id, right.path, right.message)
    }
  }
}
