/// One of the documents that are laid over each other to be checked as one.
///
/// A base, a variant and the settings of a command line stay what they are: nothing is merged into
/// a new document, so that each value knows who wrote it and where. Mappings merge key by key; any
/// other value replaces what lies below; null removes it.
package struct ShapeLayer: Sendable {
  indirect enum Content: Sendable {
    case node(DocumentNode, hidden: [String])
    case value(DocumentValue, at: SourcePosition)
    case nested(key: String, at: SourcePosition, ShapeLayer)
  }

  /// A key of a layer with what stands at it.
  struct Member {
    var key: String
    var position: SourcePosition
    var value: ShapeLayer
  }

  /// What kind of value stands at the layer's root.
  enum Kind: Equatable {
    case null
    case scalar(WrittenScalar)
    case list
    case mapping

    var phrase: String {
      switch self {
      case .null: "nothing"
      case .scalar(let scalar): scalar.quoted
      case .list: "a list"
      case .mapping: "a mapping"
      }
    }
  }

  /// How far above the base it lies; the check counts the layers that it is given.
  var level = 0
  var content: Content

  /// Whether it was laid over another one, so that null is meant to remove.
  var isOverlay: Bool { level > 0 }

  /// The lowest layer: a document without some keys of its root that are not part of the format.
  package static func base(_ root: DocumentNode, hiding hidden: [String] = []) -> ShapeLayer {
    ShapeLayer(content: .node(root, hidden: hidden))
  }

  /// A part of a document to lay over what is below it.
  package static func overlay(_ node: DocumentNode) -> ShapeLayer {
    ShapeLayer(content: .node(node, hidden: []))
  }

  /// A value to lay at a path below the root, each key with the place where it was written.
  package static func setting(
    _ path: [(key: String, position: SourcePosition)], to node: DocumentNode
  ) -> ShapeLayer {
    path.reversed().reduce(.overlay(node)) { layer, step in
      ShapeLayer(content: .nested(key: step.key, at: step.position, layer))
    }
  }

  /// A value of the format itself, such as a default, that stands for something at a place.
  static func value(
    _ value: DocumentValue, at position: SourcePosition, level: Int
  ) -> ShapeLayer {
    ShapeLayer(level: level, content: .value(value, at: position))
  }

  /// Where the value was written.
  var position: SourcePosition {
    switch content {
    case .node(let node, _): node.position
    case .value(_, let position): position
    case .nested(_, let position, _): position
    }
  }

  var kind: Kind {
    switch content {
    case .nested: .mapping
    case .node(let node, _):
      switch node.kind {
      case .null: .null
      case .boolean: .scalar(.boolean(node.boolean ?? false))
      case .number: .scalar(.number(node.lexeme ?? ""))
      case .string: .scalar(.text(node.string ?? ""))
      case .sequence: .list
      case .mapping: .mapping
      }
    case .value(let value, _):
      switch value {
      case .null: .null
      case .boolean(let value): .scalar(.boolean(value))
      case .integer(let value): .scalar(.number("\(value)"))
      case .number(let value): .scalar(.number("\(value)"))
      case .lexeme(let text): .scalar(.number(text))
      case .string(let text): .scalar(.text(text))
      case .sequence: .list
      case .mapping: .mapping
      }
    }
  }

  /// The members of a mapping, in the order in which they were written.
  var members: [Member] {
    switch content {
    case .nested(let key, let position, let layer):
      let child = ShapeLayer(level: level, content: layer.content)
      return [Member(key: key, position: position, value: child)]
    case .node(let node, let hidden):
      return node.members.compactMap { member in
        if hidden.contains(member.key) { return nil }
        let child = ShapeLayer(level: level, content: .node(member.value, hidden: []))
        return Member(key: member.key, position: member.keyPosition, value: child)
      }
    case .value(.mapping(let members), let position):
      return members.map { key, value in
        let child = ShapeLayer(level: level, content: .value(value, at: position))
        return Member(key: key, position: position, value: child)
      }
    case .value: return []
    }
  }

  /// The elements of a list, in order.
  var elements: [ShapeLayer] {
    switch content {
    case .node(let node, _):
      node.elements.map { ShapeLayer(level: level, content: .node($0, hidden: [])) }
    case .value(.sequence(let values), let position):
      values.map { ShapeLayer(level: level, content: .value($0, at: position)) }
    case .value, .nested: []
    }
  }
}
