import Documents

/// A place that a structural schema refuses, or a member that it does not know.
package struct SchemaViolation {
  /// The word of the schema that is violated.
  package enum Keyword: String, Hashable, Sendable, CaseIterable {
    case required, type, `enum`, minLength, maxLength, maxItems, pattern, range
    /// Not a refusal: the API server drops the member and goes on.
    case unknown
  }

  /// The word that is violated.
  package let keyword: Keyword
  /// Where, as the schema names it: without indices, and `items` for the elements of a list of texts.
  package let schemaPath: String
  /// Where, in the object.
  let field: ManifestField
  /// What is wrong, with the value.
  let message: String
  /// What to do.
  let remedy: String
}

/// Holds a value against a structural schema as the API server does and finds every violation.
struct SchemaCheck {
  private(set) var violations: [SchemaViolation] = []

  /// The violations at `field` and below, in the order of the schema.
  static func violations(
    at field: ManifestField, against schema: StructuralSchema
  ) -> [SchemaViolation] {
    var check = SchemaCheck()
    check.check(field, schema)
    return check.violations
  }

  /// - Parameter name: What the schema calls the place, where that is not the way to it.
  private mutating func check(
    _ field: ManifestField, _ schema: StructuralSchema, as name: String? = nil
  ) {
    guard let node = field.node else { return }
    switch (schema, node.kind) {
    case (.anything, _), (.freeObject, .mapping), (.boolean, .boolean): break
    case (.object(let object), .mapping): members(of: field, object)
    case (.map(let value), .mapping):
      for member in field.members where member.value != nil {
        check(member, value, as: field.schemaPath + ".values")
      }
    case (.list(let element, let maxItems), .sequence):
      list(field, element, maxItems)
    case (.string(let string), .string): text(field, node.string ?? "", string, name)
    case (.integer(let range), .number): number(field, node, range, name)
    default:
      let quoted = node.kind == .number || node.kind == .boolean
      add(
        .type, field, name, "expected \(schema.expectation), found \(phrase(node))",
        remedy: quoted && isText(schema) ? "quote it: \"\(node.lexeme ?? word(node))\"" : nil)
    }
  }

  private mutating func members(
    of field: ManifestField, _ object: StructuralSchema.ObjectSchema
  ) {
    // Each is looked for once among what is written: most members of a schema are not.
    var written: [ManifestField?] = Array(repeating: nil, count: object.members.count)
    var unknown: [ManifestField] = []
    for child in field.members {
      let key = child.key
      if let index = object.members.firstIndex(where: { $0.name.utf8.elementsEqual(key.utf8) }) {
        if child.value != nil { written[index] = child }
      } else {
        unknown.append(child)
      }
    }
    for (member, child) in zip(object.members, written) where member.isRequired && child == nil {
      add(
        .required, field[member.name], nil, "\"\(member.name)\" is required and missing",
        remedy: nil)
    }
    for (member, child) in zip(object.members, written) {
      if let child { check(child, member.schema) }
    }
    guard !object.keepsUnknownMembers else { return }
    for child in unknown {
      add(
        .unknown, child, nil, "there is no field \"\(child.key)\" here, so it has no effect",
        remedy: NearestWord.advice(
          for: child.key, among: object.members.map(\.name), noun: "fields"))
    }
  }

  private mutating func list(
    _ field: ManifestField, _ element: StructuralSchema, _ maxItems: Int?
  ) {
    let elements = field.elements
    if let maxItems, elements.count > maxItems {
      add(
        .maxItems, field, nil, "a list of \(elements.count), and at most \(maxItems) are allowed",
        remedy: nil)
    }
    // Lists of mappings are named by their members alone.
    let inner: String? =
      if case .object = element { nil } else { field.schemaPath + ".items" }
    for child in elements { check(child, element, as: inner) }
  }

  private mutating func text(
    _ field: ManifestField, _ text: String, _ schema: StructuralSchema.StringSchema, _ name: String?
  ) {
    // Made for violations only: nearly all texts are sound.
    var shown: String { ManifestText.quoted(text) }
    if let lengths = schema.lengths {
      let length = text.unicodeScalars.count
      if length < lengths.lowerBound {
        add(.minLength, field, name, "the text is empty", remedy: nil)
      }
      if length > lengths.upperBound {
        add(
          .maxLength, field, name,
          "\(shown) has \(length) characters, and at most \(lengths.upperBound) are allowed",
          remedy: nil)
      }
    }
    if let pattern = schema.pattern, !pattern.matches(text) {
      add(.pattern, field, name, "\(shown) does not match \(pattern.rawValue)", remedy: nil)
    }
    if !schema.words.isEmpty, !schema.words.contains(where: { $0.utf8.elementsEqual(text.utf8) }) {
      add(
        .enum, field, name, "\(shown) is none of \(schema.words.joined(separator: ", "))",
        remedy: NearestWord.advice(for: text, among: schema.words, noun: "values"))
    }
  }

  private mutating func number(
    _ field: ManifestField, _ node: DocumentNode, _ range: ClosedRange<Int64>,
    _ name: String?
  ) {
    let lexeme = node.lexeme ?? ""
    guard let number = node.integer ?? node.double.flatMap({ Int64(exactly: $0) }) else {
      // A number that is whole and beyond 64 bits is out of range, any other is of the wrong type.
      let isWhole = lexeme.utf8.allSatisfy { ByteClass.digit.contains($0) || $0 == 0x2D }
      return add(
        isWhole ? .range : .type, field, name,
        "\(lexeme) is not a whole number from "
          + "\(range.lowerBound) to \(range.upperBound)", remedy: nil)
    }
    if !range.contains(number) {
      add(
        .range, field, name,
        "\(lexeme) is not within \(range.lowerBound) to \(range.upperBound)", remedy: nil)
    }
  }

  private mutating func add(
    _ keyword: SchemaViolation.Keyword, _ field: ManifestField, _ name: String?,
    _ message: String, remedy: String?
  ) {
    violations.append(
      SchemaViolation(
        keyword: keyword, schemaPath: name ?? field.schemaPath, field: field, message: message,
        remedy: remedy ?? keyword.rule.remedy))
  }

  private func isText(_ schema: StructuralSchema) -> Bool {
    if case .string = schema { true } else { false }
  }

  private func phrase(_ node: DocumentNode) -> String {
    switch node.kind {
    case .number: "the number \(node.lexeme ?? "")"
    case .boolean: "the boolean \(word(node))"
    case .string: "the string \(ManifestText.quoted(node.string ?? ""))"
    default: node.kind.phrase
    }
  }

  private func word(_ node: DocumentNode) -> String { node.boolean == true ? "true" : "false" }
}

/// Texts of manifests in messages.
enum ManifestText {
  /// The text in quotes, with what would break a line written as escapes, and shortened when it is
  /// long.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == 64 { return result + "…\"" }
      switch scalar {
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\"": result += "\\\""
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
