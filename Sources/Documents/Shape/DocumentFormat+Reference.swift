extension DocumentFormat {
  /// The format as Markdown for the manual: a table of every entry, by the path that a message and
  /// `--set` use; then a table for each shape that has a name.
  package func markdownReference() -> String {
    let writer = ReferenceWriter(format: self)
    var text = writer.table(of: root)
    var names = writer.names(in: root)
    var next = 0
    while next < names.count {
      let inner = writer.names(in: resolved(.defined(names[next])))
      names += inner.filter { !names.contains($0) }
      next += 1
    }
    for definition in definitions where names.contains(definition.name) {
      guard writer.hasSection(definition.shape) else { continue }
      text += "\n### \(definition.name)\n\n"
      if let summary = writer.summary(of: definition.shape) { text += summary + "\n\n" }
      text += writer.table(of: definition.shape)
    }
    return text
  }
}

private struct ReferenceWriter {
  struct Row {
    var path: String
    var value: String
    var presence: String
    var meaning: String
  }

  let format: DocumentFormat

  func table(of shape: Shape) -> String {
    var text = "| entry | value | when left out | meaning |\n|---|---|---|---|\n"
    for row in rows(of: shape, at: "", when: nil) {
      text += "| `\(row.path)` | \(row.value) | \(row.presence) | \(row.meaning) |\n"
    }
    return text
  }

  /// Whether a shape has entries of its own, so that a link to it leads somewhere.
  func hasSection(_ shape: Shape) -> Bool {
    switch shape {
    case .record, .union: true
    case .list(let list): hasSection(list.element)
    case .table(let table): hasSection(table.entry)
    case .shorthand(let shorthand): hasSection(shorthand.full)
    case .scalar, .defined, .overlay: false
    }
  }

  /// The definitions that a shape refers to, in order; what is only laid over is described already.
  func names(in shape: Shape) -> [String] {
    switch shape {
    case .scalar, .overlay: []
    case .list(let list): names(in: list.element)
    case .record(let record): record.fields.flatMap { names(in: $0.shape) }
    case .table(let table): names(in: table.entry)
    case .union(let union):
      union.alternatives.flatMap { $0.record.fields.flatMap { names(in: $0.shape) } }
    case .shorthand(let shorthand): names(in: shorthand.full)
    case .defined(let name): [name]
    }
  }

  func summary(of shape: Shape) -> String? {
    switch shape {
    case .record(let record): record.summary
    case .union(let union): union.summary
    case .shorthand(let shorthand): summary(of: shorthand.full)
    default: nil
    }
  }

  func rows(of shape: Shape, at path: String, when condition: String?) -> [Row] {
    switch shape {
    case .scalar, .defined, .overlay: []
    case .list(let list): rows(of: list.element, at: path + "[]", when: condition)
    case .record(let record): rows(of: record, at: path, when: condition)
    case .table(let table):
      rows(of: table.entry, at: joined(path, "<\(table.noun)>"), when: condition)
    case .union(let union): rows(of: union, at: path, when: condition)
    case .shorthand(let shorthand): rows(of: shorthand.full, at: path, when: condition)
    }
  }

  private func rows(of record: RecordShape, at path: String, when condition: String?) -> [Row] {
    record.fields.flatMap { field in
      let inner = joined(path, field.name)
      var meaning = field.summary
      if let condition { meaning = "\(condition): \(meaning)" }
      if case .scalar(let scalar) = field.shape {
        for word in scalar.words { meaning += " `\(word.text)`: \(word.summary)" }
      }
      let row = Row(
        path: inner, value: value(of: field.shape),
        presence: presence(of: field, in: record), meaning: cell(meaning))
      return [row] + rows(of: field.shape, at: inner, when: nil)
    }
  }

  private func rows(of union: UnionShape, at path: String, when condition: String?) -> [Row] {
    var rows: [Row] = []
    let words = union.alternatives.map { "`\($0.word)`: \($0.record.summary)" }
    rows.append(
      Row(
        path: joined(path, union.tag), value: "one of the words", presence: "error",
        meaning: cell(words.joined(separator: " "))))
    // What all alternatives have in common is said once.
    let first = union.alternatives[0].record
    let common = first.fields.filter { field in
      union.alternatives.count > 1
        && union.alternatives.allSatisfy { $0.record.field(field.name)?.summary == field.summary }
    }
    rows += self.rows(of: RecordShape("", fields: common), at: path, when: nil)
    for alternative in union.alternatives {
      let own = alternative.record.fields.filter { field in
        !common.contains { $0.name == field.name }
      }
      rows += self.rows(
        of: RecordShape("", fields: own, alternatives: alternative.record.alternatives), at: path,
        when: "`\(union.tag): \(alternative.word)`")
    }
    return rows
  }

  private func presence(of field: FieldShape, in record: RecordShape) -> String {
    if let group = record.alternatives.first(where: { $0.contains(field.name) }) {
      return "give one of " + group.map { "`\($0)`" }.joined(separator: ", ")
    }
    switch field.presence {
    case .required: return "error"
    case .optional: return "absent"
    case .defaultsTo(let value), .implies(let value):
      return "`" + cell(literal(value)) + "`"
    }
  }

  private func value(of shape: Shape) -> String {
    switch shape {
    case .scalar(let scalar):
      scalar.words.isEmpty ? scalar.name : "one of the words"
    case .list(let list): "list of \(value(of: list.element))"
    case .record: "mapping"
    case .table(let table): "mapping from \(table.noun) names to \(value(of: table.entry))"
    case .union: "mapping"
    case .shorthand(let shorthand): "\(shorthand.scalar.name), or \(value(of: shorthand.full))"
    case .defined(let name):
      hasSection(format.resolved(shape))
        ? "[\(name)](#\(name.lowercased()))" : value(of: format.resolved(shape))
    case .overlay: "any entries of the format"
    }
  }

  private func joined(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }

  private func literal(_ value: DocumentValue) -> String {
    if case .string(let text) = value { return text }
    do {
      return String(decoding: try value.canonicalJSON(), as: UTF8.self)
    } catch {
      preconditionFailure("a default has to have a written form: \(error)")
    }
  }

  private func cell(_ text: String) -> String {
    var cell = ""
    for character in text { cell += character == "|" ? "\\|" : String(character) }
    return cell
  }
}
