/// Checks documents laid over each other against a format and reports every problem at once.
package struct ShapeCheck: Sendable {
  /// What the check found.
  package struct Outcome: Sendable {
    /// The checked document; parts of it are invalid where there are errors.
    package var root: CheckedNode
    /// Every problem, in reading order.
    package var diagnostics: [Diagnostic]

    /// Whether no error was found; warnings may be there.
    package var isValid: Bool { !diagnostics.contains { $0.severity == .error } }
  }

  let format: DocumentFormat
  var diagnostics: [Diagnostic] = []

  /// Checks `layers`, the lowest first, as one document of `format`.
  ///
  /// - Precondition: there is at least one layer.
  package static func check(_ layers: [ShapeLayer], against format: DocumentFormat) -> Outcome {
    precondition(!layers.isEmpty, "a check needs a document")
    var check = ShapeCheck(format: format)
    let place = Place(path: "", anchor: layers[0].position)
    let levels = layers.enumerated().map { ShapeLayer(level: $0, content: $1.content) }
    let visible = check.collapsed(levels)
    let root =
      visible.isEmpty
      ? check.refused(nil, format.root, place) : check.node(visible, format.root, place)
    return Outcome(root: root, diagnostics: Diagnostic.sorted(check.diagnostics))
  }

  /// Where the check is: the entry's path, and the place to point at when something is missing.
  struct Place {
    var path: String
    var anchor: SourcePosition

    func entry(_ key: String, at position: SourcePosition) -> Place {
      Place(path: path.isEmpty ? key : "\(path).\(key)", anchor: position)
    }

    func element(_ index: Int, at position: SourcePosition) -> Place {
      Place(path: "\(path)[\(index)]", anchor: position)
    }
  }

  /// What the layers say of one key together.
  struct Entry {
    var key: String
    var position: SourcePosition
    var layers: [ShapeLayer]

    /// The level of the topmost layer that has it.
    var level: Int { layers[layers.count - 1].level }

    /// The level of the topmost layer that gives it a value.
    var valueLevel: Int { layers.last { $0.kind != .null }?.level ?? 0 }

    func isGiven(at level: Int) -> Bool { layers.contains { $0.level == level } }
  }

  mutating func report(
    _ kind: Diagnostic.Kind, as severity: Diagnostic.Severity = .error,
    at position: SourcePosition, _ place: Place, _ message: String, remedy: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(severity, kind, at: position, path: place.path, message, remedy: remedy))
  }

  /// The layers that still count: mappings, above at most one scalar (which may be the short form
  /// of a mapping; else it has no members and so no effect), or the topmost value that is neither.
  func collapsed(_ layers: [ShapeLayer]) -> [ShapeLayer] {
    var visible: [ShapeLayer] = []
    for layer in layers {
      switch layer.kind {
      case .null: visible = []
      case .mapping:
        if visible.last?.kind == .list { visible = [] }
        visible.append(layer)
      case .scalar, .list: visible = [layer]
      }
    }
    return visible
  }

  /// The keys of all layers in the order of their first appearance, before any is removed.
  func entries(of layers: [ShapeLayer]) -> [Entry] {
    var entries: [Entry] = []
    var indices: [String: Int] = [:]
    for layer in layers {
      for member in layer.members {
        if let index = indices[member.key] {
          entries[index].position = member.position
          entries[index].layers.append(member.value)
        } else {
          indices[member.key] = entries.count
          entries.append(
            Entry(key: member.key, position: member.position, layers: [member.value]))
        }
      }
    }
    return entries
  }

  /// Checks what stands at a place; `layers` are collapsed and not empty.
  mutating func node(_ layers: [ShapeLayer], _ shape: Shape, _ place: Place) -> CheckedNode {
    let top = layers[layers.count - 1]
    switch format.resolved(shape) {
    case .scalar(let scalar):
      guard case .scalar(let written) = top.kind else { return refused(top, shape, place) }
      return self.scalar(written, at: top.position, scalar, place)
    case .list(let list):
      guard top.kind == .list else { return refused(top, shape, place) }
      return self.list(top, list, place)
    case .record(let record):
      guard top.kind == .mapping else { return refused(top, shape, place) }
      return self.record(entries(of: layers), record, place, at: top.position)
    case .table(let table):
      guard top.kind == .mapping else { return refused(top, shape, place) }
      return self.table(entries(of: layers), table, place, at: top.position)
    case .union(let union):
      guard top.kind == .mapping else { return refused(top, shape, place) }
      return self.union(layers, union, place)
    case .shorthand(let shorthand):
      return self.shorthand(layers, shorthand, place)
    case .overlay:
      guard top.kind == .mapping else { return refused(top, shape, place) }
      return CheckedNode(content: .mapping([]), position: top.position, path: place.path)
    case .defined: preconditionFailure("a resolved shape is no name")
    }
  }

  func invalid(at position: SourcePosition, _ place: Place) -> CheckedNode {
    CheckedNode(content: .invalid, position: position, path: place.path)
  }

  /// Reports a value of the wrong kind.
  mutating func refused(_ layer: ShapeLayer?, _ shape: Shape, _ place: Place) -> CheckedNode {
    let position = layer?.position ?? place.anchor
    let found = layer?.kind.phrase ?? "nothing"
    report(
      .wrongType, at: position, place, "expected \(expectation(of: shape)), found \(found)",
      remedy: layer.flatMap { remedy(for: $0, shape) })
    return invalid(at: position, place)
  }

  /// How to write a scalar where a mapping of which one key is given would take it.
  private func remedy(for layer: ShapeLayer, _ shape: Shape) -> String? {
    guard case .scalar(let written) = layer.kind, case .record(let record) = format.resolved(shape),
      record.alternatives.count == 1, record.fields.count == record.alternatives[0].count
    else { return nil }
    for field in record.fields {
      guard case .scalar(let scalar) = format.resolved(field.shape),
        case .success = scalar.read(written)
      else { continue }
      return "write {\(field.name): \(ScalarFormat.bare(written))}"
    }
    return nil
  }

  /// What a message says is expected at a place of that shape.
  func expectation(of shape: Shape) -> String {
    switch format.resolved(shape) {
    case .scalar(let scalar): scalar.expectation
    case .list(let list): "a list of \(plural(list.noun))"
    case .record(let record):
      "a mapping with \(listed(record.fields.prefix(4).map(\.name)))"
        + (record.fields.count > 4 ? "…" : "")
    case .table(let table): "a mapping from names to \(plural(table.noun))"
    case .union(let union): "a mapping with \(union.tag)"
    case .shorthand(let shorthand):
      "\(shorthand.scalar.expectation), or \(expectation(of: shorthand.full))"
    case .overlay: "a mapping with the entries to change"
    case .defined: preconditionFailure("a resolved shape is no name")
    }
  }

  func listed(_ words: [String]) -> String {
    words.count < 2
      ? words.joined()
      : words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
  }

  func plural(_ noun: String) -> String {
    if noun.hasSuffix("ch") || noun.hasSuffix("s") { return noun + "es" }
    return noun + "s"
  }
}
