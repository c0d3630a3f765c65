import Documents

/// An entry of a scenario that a command line sets: `nodes.lisa.count=100`.
package struct ScenarioOverride: Hashable, Sendable {
  /// The entry, as messages name it: `nodes.lisa.count`.
  package var path: String
  /// The value as YAML: `100`, `30m`, `null`, `{distribution: exponential, mean: 2h}`.
  package var value: String

  /// Makes an override.
  package init(path: String, value: String) {
    self.path = path
    self.value = value
  }

  /// Reads `path=value`; nil without a `=` or without a path.
  package init?(_ argument: String) {
    guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else { return nil }
    path = String(argument[..<sign])
    value = String(argument[argument.index(after: sign)...])
  }
}

/// Turns the overrides of a command line into layers of a check.
///
/// Their places are those of a file `--set` with one override a line, `path=value`.
struct OverrideReader {
  let format: DocumentFormat
  let base: CheckedNode
  private(set) var layers: [ShapeLayer] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(format: DocumentFormat, base: CheckedNode) {
    self.format = format
    self.base = base
  }

  mutating func read(_ overrides: [ScenarioOverride]) {
    for (index, override) in overrides.enumerated() {
      do throws(Diagnostic) {
        try read(override, line: index + 1)
      } catch {
        diagnostics.append(error)
      }
    }
  }

  private mutating func read(_ override: ScenarioOverride, line: Int) throws(Diagnostic) {
    var steps: [(key: String, position: SourcePosition)] = []
    var column = 1
    for part in override.path.split(separator: ".", omittingEmptySubsequences: false) {
      let position = SourcePosition(file: "--set", line: line, column: column)
      guard !part.isEmpty else {
        throw Diagnostic(
          .error, .syntax, at: position, path: override.path,
          "a name is missing between the dots of \"\(override.path)\"")
      }
      steps.append((String(part), position))
      column += part.unicodeScalars.count + 1
    }
    let node = try value(of: override, line: line, column: column)
    try checkNames(steps, isMapping: node.kind == .mapping, override)
    layers.append(.setting(steps, to: node))
  }

  private func value(
    of override: ScenarioOverride, line: Int, column: Int
  ) throws(Diagnostic) -> DocumentNode {
    // Blank lines and columns before it put the value where it stands in `path=value`.
    let indented =
      String(repeating: "\n", count: line - 1) + String(repeating: " ", count: column - 1)
      + override.value
    do throws(DocumentError) {
      let documents = try Document.parseYAML(Array(indented.utf8), file: "--set")
      guard documents.count <= 1 else {
        throw DocumentError(
          position: SourcePosition(file: "--set", line: line, column: column),
          message: "the value holds \(documents.count) YAML documents")
      }
      if let document = documents.first { return document.root }
      return try Document.parseYAML(Array("null".utf8), file: "--set")[0].root
    } catch {
      throw Diagnostic(
        .error, .syntax, at: error.position, path: override.path, error.message,
        remedy: error.remedy)
    }
  }

  /// How to set a list.
  private static func wholeList(_ path: String) -> String {
    "give all of it: --set '\(path)=[…]', or change it in the file, in a variant"
  }

  /// Refuses a place in a list, such as `recalls[0]`: entries of lists have no names.
  private func checkIndex(
    _ step: (key: String, position: SourcePosition), _ override: ScenarioOverride
  ) throws(Diagnostic) {
    guard step.key.hasSuffix("]"), let bracket = step.key.firstIndex(of: "[") else { return }
    let start = override.path.firstRange(of: step.key)?.lowerBound ?? override.path.startIndex
    let path = String(override.path[..<start]) + step.key[..<bracket]
    throw Diagnostic(
      .error, .invalidValue, at: step.position, path: override.path,
      "\(path) is a list, which can only be set as a whole", remedy: Self.wholeList(path))
  }

  /// Refuses one entry of something that is not there as another key takes its place: one entry makes no
  /// market where there is a lifetime.
  private func checkAlternative(
    _ step: (key: String, position: SourcePosition), of record: RecordShape, in node: CheckedNode?,
    _ override: ScenarioOverride
  ) throws(Diagnostic) {
    guard let node, node[step.key] == nil,
      let group = record.alternatives.first(where: { $0.contains(step.key) }),
      let other = group.first(where: { node[$0] != nil })
    else { return }
    throw Diagnostic(
      .error, .conflict, at: step.position, path: override.path,
      "\(node.path) has a \(other) and no \(step.key), and one entry makes no \(step.key)",
      remedy: "give all of it, which takes the place of the \(other): --set "
        + "'\(node.path).\(step.key)={…}'")
  }

  /// Refuses names that nothing bears yet, unless a whole entry is given for them: a slip in a
  /// pool's name is to be no new pool.
  private func checkNames(
    _ steps: [(key: String, position: SourcePosition)], isMapping: Bool,
    _ override: ScenarioOverride
  ) throws(Diagnostic) {
    var shape = format.root
    var node: CheckedNode? = base
    for (index, step) in steps.enumerated() {
      try checkIndex(step, override)
      switch format.resolved(shape) {
      case .record(let record):
        guard let field = record.field(step.key) else { return }
        if index < steps.count - 1 { try checkAlternative(step, of: record, in: node, override) }
        shape = field.shape
      case .union(let union):
        let fields = union.alternatives.compactMap { $0.record.field(step.key) }
        guard let field = fields.first else { return }
        shape = field.shape
      case .shorthand(let shorthand):
        guard case .union(let union) = format.resolved(shorthand.full),
          let field = union.alternatives.compactMap({ $0.record.field(step.key) }).first
        else { return }
        shape = field.shape
      case .table(let table):
        let names = node?.members.map(\.key) ?? []
        if !names.contains(step.key), !(isMapping && index == steps.count - 1) {
          throw Diagnostic(
            .error, .unknownName, at: step.position, path: override.path,
            "there is no \(table.noun) \"\(step.key)\" in \(node?.path ?? "the scenario")",
            remedy: NearestWord.advice(for: step.key, among: names, noun: "there are"))
        }
        shape = table.entry
      case .list:
        throw Diagnostic(
          .error, .invalidValue, at: step.position, path: override.path,
          "\(node?.path ?? override.path) is a list, which can only be set as a whole",
          remedy: Self.wholeList(node?.path ?? override.path))
      case .scalar, .overlay, .defined: return
      }
      node = node?[step.key]
    }
  }
}
