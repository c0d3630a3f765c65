package import Units

/// A value of a document that has been checked against its shape: defaults filled in, short forms
/// spelled out, tables sorted by name, scalars read.
///
/// Two ways to read it. `node["key"]` and the optional properties serve checks that go on although
/// something is wrong. `node.span("key")` and its like are for after a check without errors: what
/// the shape requires or defaults is there then, so they have nothing to report.
package struct CheckedNode: Sendable {
  /// What stands there.
  package indirect enum Content: Sendable {
    /// Something wrong, which the check has reported.
    case invalid
    /// A scalar.
    case scalar(ScalarFormat.Reading)
    /// A list.
    case list([CheckedNode])
    /// A mapping: a record in the order of its shape, a table by name.
    case mapping([Member])
  }

  /// A key with its value.
  package struct Member: Sendable {
    /// The key.
    package var key: String
    /// Where the key was written; for a default, where its mapping was.
    package var keyPosition: SourcePosition
    /// The value.
    package var value: CheckedNode
    /// The value that the canonical form leaves out, as the shape implies it.
    package var implied: DocumentValue?
  }

  /// What stands there.
  package var content: Content
  /// Where it was written; for a default, where its mapping was.
  package var position: SourcePosition
  /// The entry's path from the root: `nodes.lisa.count`.
  package var path: String

  /// The member at a key, or `nil`, also when this is no mapping.
  package subscript(key: String) -> CheckedNode? {
    members.first { $0.key == key }?.value
  }

  /// The members of a mapping, or none.
  package var members: [Member] {
    if case .mapping(let members) = content { members } else { [] }
  }

  /// The elements of a list, or none.
  package var elements: [CheckedNode] {
    if case .list(let elements) = content { elements } else { [] }
  }

  /// Whether the check found it wrong; a container counts only when it is wrong as a whole.
  package var isInvalid: Bool {
    if case .invalid = content { true } else { false }
  }

  /// Whether the check found nothing wrong here or below.
  package var isSound: Bool {
    switch content {
    case .invalid: false
    case .scalar: true
    case .list(let elements): elements.allSatisfy(\.isSound)
    case .mapping(let members): members.allSatisfy(\.value.isSound)
    }
  }

  /// What a scalar means.
  package var meaning: ScalarMeaning? {
    if case .scalar(let reading) = content { reading.meaning } else { nil }
  }

  /// The text, or `nil`.
  package var text: String? {
    if case .text(let value) = meaning { value } else { nil }
  }

  /// The whole number, or `nil`.
  package var integer: Int64? {
    if case .integer(let value) = meaning { value } else { nil }
  }

  /// The number, or `nil`.
  package var number: Double? {
    if case .number(let value) = meaning { value } else { nil }
  }

  /// The boolean, or `nil`.
  package var boolean: Bool? {
    if case .boolean(let value) = meaning { value } else { nil }
  }

  /// The length of time, or `nil`.
  package var span: TimeSpan? {
    if case .span(let value) = meaning { value } else { nil }
  }

  /// The point in time, or `nil`.
  package var instant: Instant? {
    if case .instant(let value) = meaning { value } else { nil }
  }

  /// The canonical value: keys sorted, defaults in, equal meanings equal.
  ///
  /// - Precondition: the check found no error.
  package var canonical: DocumentValue {
    switch content {
    case .invalid: preconditionFailure("\(position): \(path) did not pass its check")
    case .scalar(let reading): reading.canonical
    case .list(let elements): .sequence(elements.map(\.canonical))
    case .mapping(let members):
      .mapping(
        members.map { (key: $0.key, value: $0.value.canonical, implied: $0.implied) }
          .filter { $0.value != $0.implied }
          .map { (key: $0.key, value: $0.value) }
          .sorted { left, right in
            left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
          })
    }
  }
}

extension CheckedNode {
  /// The member that the shape requires or gives a default.
  ///
  /// - Precondition: the check found no error, and the shape has such a field.
  package func member(_ key: String) -> CheckedNode {
    guard let member = self[key] else {
      preconditionFailure("\(position): the shape does not promise \(path).\(key)")
    }
    return member
  }

  /// The text at a key that the shape promises.
  package func text(_ key: String) -> String { promised(member(key).text, key) }

  /// The whole number at a key that the shape promises.
  package func integer(_ key: String) -> Int64 { promised(member(key).integer, key) }

  /// The number at a key that the shape promises.
  package func number(_ key: String) -> Double { promised(member(key).number, key) }

  /// The boolean at a key that the shape promises.
  package func boolean(_ key: String) -> Bool { promised(member(key).boolean, key) }

  /// The length of time at a key that the shape promises.
  package func span(_ key: String) -> TimeSpan { promised(member(key).span, key) }

  /// The point in time at a key that the shape promises.
  package func instant(_ key: String) -> Instant { promised(member(key).instant, key) }

  private func promised<Value>(_ value: Value?, _ key: String) -> Value {
    guard let value else {
      preconditionFailure("\(position): the shape promises another type at \(path).\(key)")
    }
    return value
  }
}
