extension DocumentFormat {
  /// The format as a JSON Schema (2020-12) for editors, with descriptions, defaults and examples.
  ///
  /// It says what a schema can say: a document that breaks it is wrong, and one that keeps it may
  /// still be wrong in ways that only the check knows (names that refer to nothing, missing files).
  package func jsonSchema() -> DocumentValue {
    let writer = SchemaWriter(format: self)
    var members: [(key: String, value: DocumentValue)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("$id", .string(identifier)),
      ("title", .string(title)),
    ]
    members += writer.schema(of: root, isOverlay: false)
    var defined: [(key: String, value: DocumentValue)] = []
    var names = writer.references(in: root, isOverlay: false)
    var next = 0
    while next < names.count {
      let name = names[next]
      next += 1
      guard let definition = definitions.first(where: { $0.name == name.name }) else { continue }
      let inner = writer.references(in: definition.shape, isOverlay: name.isOverlay)
      names += inner.filter { !names.contains($0) }
      defined.append(
        (name.text, .mapping(writer.schema(of: definition.shape, isOverlay: name.isOverlay))))
    }
    defined.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    if !defined.isEmpty { members.append(("$defs", .mapping(defined))) }
    return .mapping(members)
  }
}

/// Writes the schema of each shape. In overlays nothing is required, and null is always allowed.
private struct SchemaWriter {
  typealias Members = [(key: String, value: DocumentValue)]

  struct Reference: Hashable {
    var name: String
    var isOverlay: Bool
    var text: String { isOverlay ? name + "Override" : name }
  }

  let format: DocumentFormat

  func schema(of shape: Shape, isOverlay: Bool) -> Members {
    switch shape {
    case .scalar(let scalar): schema(of: scalar)
    case .list(let list): schema(of: list)
    case .record(let record): schema(of: record, isOverlay: isOverlay)
    case .table(let table): schema(of: table, isOverlay: isOverlay)
    case .union(let union):
      isOverlay ? overlaySchema(of: union) : schema(of: union)
    case .shorthand(let shorthand):
      [
        (
          "anyOf",
          .sequence([
            .mapping(schema(of: shorthand.scalar)),
            .mapping(schema(of: shorthand.full, isOverlay: isOverlay)),
          ])
        )
      ]
    case .defined(let name):
      [("$ref", .string("#/$defs/" + Reference(name: name, isOverlay: isOverlay).text))]
    case .overlay(let inner): schema(of: inner, isOverlay: true)
    }
  }

  private func schema(of scalar: ScalarFormat) -> Members {
    let outline = scalar.outline
    var members: Members = []
    if outline.types.count == 1 {
      members.append(("type", .string(outline.types[0])))
    } else {
      members.append(("type", .sequence(outline.types.map { .string($0) })))
    }
    if !scalar.words.isEmpty {
      members.append(("enum", .sequence(scalar.words.map { .string($0.text) })))
    }
    if let pattern = outline.pattern { members.append(("pattern", .string(pattern))) }
    if let format = outline.format { members.append(("format", .string(format))) }
    if let minimum = outline.minimum { members.append(("minimum", number(minimum))) }
    if let above = outline.exclusiveMinimum { members.append(("exclusiveMinimum", number(above))) }
    if let maximum = outline.maximum { members.append(("maximum", number(maximum))) }
    if let length = outline.maximumLength {
      members.append(("maxLength", .integer(Int64(length))))
    }
    if !scalar.examples.isEmpty { members.append(("examples", .sequence(scalar.examples))) }
    return members
  }

  private func number(_ value: Double) -> DocumentValue {
    Int64(exactly: value).map { .integer($0) } ?? .number(value)
  }

  private func schema(of list: ListShape) -> Members {
    var members: Members = [
      ("type", .string("array")),
      ("items", .mapping(schema(of: list.element, isOverlay: false))),
    ]
    if list.minimumCount > 0 { members.append(("minItems", .integer(Int64(list.minimumCount)))) }
    return members
  }

  private func schema(of table: TableShape, isOverlay: Bool) -> Members {
    let entry = schema(of: table.entry, isOverlay: isOverlay)
    var members: Members = [
      ("type", .string("object")),
      ("propertyNames", .mapping(schema(of: table.names).filter { $0.key != "examples" })),
      ("additionalProperties", .mapping(isOverlay ? orNull(entry) : entry)),
    ]
    if table.minimumCount > 0, !isOverlay {
      members.append(("minProperties", .integer(Int64(table.minimumCount))))
    }
    return members
  }

  private func schema(of record: RecordShape, isOverlay: Bool, tag: Member? = nil) -> Members {
    var properties: Members = tag.map { [$0] } ?? []
    var required = tag.map { [DocumentValue.string($0.key)] } ?? []
    for field in record.fields {
      properties.append((field.name, .mapping(schema(of: field, isOverlay: isOverlay))))
      if case .required = field.presence { required.append(.string(field.name)) }
    }
    var members: Members = [
      ("description", .string(record.summary)),
      ("type", .string("object")),
      ("properties", .mapping(properties)),
    ]
    if !required.isEmpty, !isOverlay { members.append(("required", .sequence(required))) }
    if !record.alternatives.isEmpty, !isOverlay {
      let choices = record.alternatives.map { group in
        let each = group.map { key in
          DocumentValue.mapping([("required", .sequence([.string(key)]))])
        }
        return DocumentValue.mapping([("oneOf", .sequence(each))])
      }
      members.append(("allOf", .sequence(choices)))
    }
    members.append(("additionalProperties", .boolean(false)))
    return members
  }

  private typealias Member = (key: String, value: DocumentValue)

  private func schema(of field: FieldShape, isOverlay: Bool) -> Members {
    var inner = schema(of: field.shape, isOverlay: isOverlay)
    inner.removeAll { $0.key == "description" }
    if isOverlay { inner = orNull(inner) }
    var members: Members = [("description", .string(summary(of: field)))]
    if let value = field.defaultValue, !isOverlay {
      members.append(("default", value))
    }
    return members + inner
  }

  /// The field's sentence, and what its words mean.
  private func summary(of field: FieldShape) -> String {
    guard case .scalar(let scalar) = field.shape, !scalar.words.isEmpty else {
      return field.summary
    }
    let words = scalar.words.map { "\($0.text): \($0.summary)" }
    return ([field.summary] + words).joined(separator: "\n")
  }

  private func schema(of union: UnionShape) -> Members {
    let alternatives = union.alternatives.map { alternative in
      let tag: Member = (
        union.tag,
        .mapping([
          ("description", .string(alternative.record.summary)),
          ("const", .string(alternative.word)),
        ])
      )
      let members: Members = [("title", .string(alternative.word))]
      return DocumentValue.mapping(
        members + schema(of: alternative.record, isOverlay: false, tag: tag))
    }
    return [
      ("description", .string(union.summary)),
      ("type", .string("object")),
      ("required", .sequence([.string(union.tag)])),
      ("oneOf", .sequence(alternatives)),
    ]
  }

  /// Every key that some alternative has: which of them fit together shows only after laying over.
  private func overlaySchema(of union: UnionShape) -> Members {
    let tag = ScalarFormat.word(
      union.tag, union.alternatives.map { ScalarFormat.Word($0.word, $0.record.summary) })
    var properties: Members = [(union.tag, .mapping(schema(of: tag)))]
    for alternative in union.alternatives {
      for field in alternative.record.fields {
        let value = DocumentValue.mapping(schema(of: field, isOverlay: true))
        if let index = properties.firstIndex(where: { $0.key == field.name }) {
          properties[index].value = either(properties[index].value, value)
        } else {
          properties.append((field.name, value))
        }
      }
    }
    return [
      ("description", .string(union.summary)),
      ("type", .string("object")),
      ("properties", .mapping(properties)),
      ("additionalProperties", .boolean(false)),
    ]
  }

  private func either(_ left: DocumentValue, _ right: DocumentValue) -> DocumentValue {
    var choices = [left]
    if case .mapping(let members) = left, members.count == 1, members[0].key == "anyOf",
      case .sequence(let values) = members[0].value
    {
      choices = values
    }
    if choices.contains(right) { return left }
    return .mapping([("anyOf", .sequence(choices + [right]))])
  }

  private func orNull(_ members: Members) -> Members {
    [("anyOf", .sequence([.mapping(members), .mapping([("type", .string("null"))])]))]
  }

  /// The definitions that a shape refers to directly, in order, each once.
  func references(in shape: Shape, isOverlay: Bool) -> [Reference] {
    var found: [Reference] = []
    func add(_ references: [Reference]) {
      for reference in references where !found.contains(reference) { found.append(reference) }
    }
    switch shape {
    case .scalar: break
    case .list(let list): add(references(in: list.element, isOverlay: false))
    case .record(let record):
      for field in record.fields { add(references(in: field.shape, isOverlay: isOverlay)) }
    case .table(let table): add(references(in: table.entry, isOverlay: isOverlay))
    case .union(let union):
      for alternative in union.alternatives {
        add(references(in: .record(alternative.record), isOverlay: isOverlay))
      }
    case .shorthand(let shorthand): add(references(in: shorthand.full, isOverlay: isOverlay))
    case .defined(let name): add([Reference(name: name, isOverlay: isOverlay)])
    case .overlay(let inner): add(references(in: inner, isOverlay: true))
    }
    return found
  }
}
