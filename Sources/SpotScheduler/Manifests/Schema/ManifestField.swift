import Documents

/// A place of an object: the value that stands there, or where it would stand.
///
/// Cheap to make: ways to places become texts only for problems.
struct ManifestField {
  /// The value; nil when nothing is written there.
  let node: DocumentNode?
  /// The name that the value was written under, with its place.
  private let member: DocumentNode.Member?
  /// The nearest value around it that is there, and the name that it was written under.
  private let container: (node: DocumentNode, member: DocumentNode.Member?)
  private let step: Step

  private indirect enum Step {
    case root
    case name(String, in: Step)
    case index(Int, in: Step)
  }

  /// The object itself, or the part of one that is checked alone.
  init(root: DocumentNode) {
    node = root
    member = nil
    container = (root, nil)
    step = .root
  }

  private init(
    _ step: Step, _ node: DocumentNode?, _ member: DocumentNode.Member?, in parent: ManifestField
  ) {
    self.step = step
    self.node = node
    self.member = member
    container = parent.node.map { ($0, parent.member) } ?? parent.container
  }

  /// The value when it is there and not null.
  var value: DocumentNode? {
    guard let node, !node.isNull else { return nil }
    return node
  }

  /// Where to point: a scalar itself, the name of a mapping or a list, what is around it when it is
  /// not there.
  var position: SourcePosition {
    guard let node else { return container.member?.keyPosition ?? container.node.position }
    if let member, node.kind == .mapping || node.kind == .sequence { return member.keyPosition }
    return node.position
  }

  /// Where its name stands.
  var keyPosition: SourcePosition { member?.keyPosition ?? position }

  /// The name that it was written under.
  var key: String { member?.key ?? "" }

  /// The member of that name, there or not.
  subscript(key: String) -> ManifestField {
    let member = node?.member(named: key)
    return ManifestField(.name(key, in: step), member?.value, member, in: self)
  }

  /// The members as written.
  var members: [ManifestField] {
    (node?.members).map { members in
      members.map { ManifestField(.name($0.key, in: step), $0.value, $0, in: self) }
    } ?? []
  }

  /// The elements of a list.
  var elements: [ManifestField] {
    (node?.elements).map { elements in
      elements.enumerated().map { ManifestField(.index($0, in: step), $1, nil, in: self) }
    } ?? []
  }

  /// The text of a string that is there.
  var text: String? { value?.string }

  /// The texts of a list, without what is no text.
  var texts: [String] { elements.compactMap(\.text) }
}

extension ManifestField {
  /// The way to it from the object: `spec.nodeTaints[2].key`.
  var path: String { Self.path(of: step) }

  /// The same without indices, as the schema names it: `nodeTaints.key`.
  var schemaPath: String { Self.schemaPath(of: step) }

  private static func path(of step: Step) -> String {
    switch step {
    case .root: return ""
    case .index(let index, let parent): return "\(path(of: parent))[\(index)]"
    case .name(let name, let parent):
      let before = path(of: parent)
      // A name that would look like several is quoted.
      let isPlain = name.utf8.allSatisfy {
        ByteClass.alphanumeric.contains($0) || $0 == UInt8(ascii: "_")
      }
      guard isPlain else { return "\(before)[\"\(name)\"]" }
      return before.isEmpty ? name : "\(before).\(name)"
    }
  }

  private static func schemaPath(of step: Step) -> String {
    switch step {
    case .root: return ""
    case .index(_, let parent): return schemaPath(of: parent)
    case .name(let name, let parent):
      let before = schemaPath(of: parent)
      return before.isEmpty ? name : "\(before).\(name)"
    }
  }
}
