/// The syntax of the text and the schema of the resource definitions.
extension LintRule {
  private static let definition = "structural schema of the CustomResourceDefinition"

  static let syntax = LintRule(
    .schema, "syntax", .error, "The text is no YAML or JSON",
    remedy: "correct the text", source: "YAML 1.2, RFC 8259")
  static let emptyFile = LintRule(
    .schema, "empty-file", .error, "The file holds nothing",
    remedy: "check what should have written it", source: "kubectl apply: no objects passed")
  static let object = LintRule(
    .schema, "object", .error, "A document is no Kubernetes object",
    remedy: "write apiVersion, kind, metadata and spec", source: "Kubernetes API conventions")
  static let objectName = LintRule(
    .schema, "object-name", .error, "An object has no name, or one that is not allowed",
    remedy: "use lower-case letters, digits, dots and dashes, at most 253 characters",
    source: "Kubernetes object names, RFC 1123")
  static let unknownVersion = LintRule(
    .schema, "unknown-version", .error, "The group has no such version or kind",
    remedy: "use a version that 5-Spot serves", source: definition)
  static let unknownKey = LintRule(
    .schema, "unknown-key", .error, "There is no such field",
    remedy: "remove it", source: definition + "; unknown fields are dropped, or refused by kubectl")
  static let required = LintRule(
    .schema, "required", .error, "A required field is missing",
    remedy: "add it", source: definition)
  static let type = LintRule(
    .schema, "type", .error, "A value is of the wrong type",
    remedy: "write a value of the expected type", source: definition)
  static let word = LintRule(
    .schema, "enum", .error, "A value is none of the allowed words",
    remedy: "use one of the allowed words", source: definition)
  static let minLength = LintRule(
    .schema, "min-length", .error, "A text is too short",
    remedy: "write at least one character", source: definition)
  static let maxLength = LintRule(
    .schema, "max-length", .error, "A text is too long",
    remedy: "shorten it", source: definition)
  static let maxItems = LintRule(
    .schema, "max-items", .error, "A list is too long",
    remedy: "shorten it", source: definition)
  static let pattern = LintRule(
    .schema, "pattern", .error, "A text does not have the required form",
    remedy: "write it in the form of the pattern", source: definition)
  static let range = LintRule(
    .schema, "range", .error, "A number is out of bounds",
    remedy: "write a number within the bounds", source: definition)

  static let schemaRules = [
    syntax, emptyFile, object, objectName, unknownVersion, unknownKey, required, type, word,
    minLength, maxLength, maxItems, pattern, range,
  ]
}

extension SchemaViolation.Keyword {
  /// The rule of the registry.
  package var rule: LintRule {
    switch self {
    case .required: .required
    case .type: .type
    case .enum: .word
    case .minLength: .minLength
    case .maxLength: .maxLength
    case .maxItems: .maxItems
    case .pattern: .pattern
    case .range: .range
    case .unknown: .unknownKey
    }
  }
}
