import Documents

/// What a resource definition allows at a place: the part of OpenAPI v3 that structural schemas of
/// Kubernetes have and 5-Spot's definitions use.
indirect enum StructuralSchema: Sendable {
  /// A mapping with named members.
  case object(ObjectSchema)
  /// A mapping from any name to values of one schema.
  case map(StructuralSchema)
  /// A list.
  case list(StructuralSchema, maxItems: Int?)
  /// A text.
  case string(StringSchema)
  /// A whole number, within bounds.
  case integer(ClosedRange<Int64>)
  /// True or false.
  case boolean
  /// A mapping whose inside nobody looks at.
  case freeObject
  /// Anything at all.
  case anything

  /// Members of a mapping. The API server drops those that have no name here, unless it is told to
  /// keep them.
  struct ObjectSchema: Sendable {
    var members: [Member]
    var keepsUnknownMembers = false
  }

  /// A named member.
  struct Member: Sendable {
    var name: String
    var schema: StructuralSchema
    var isRequired = false
    /// Whether null is a value; elsewhere the API server takes it for absence.
    var isNullable = false
    /// What the API server writes when it is absent.
    var standard: DocumentValue?
  }

  /// Bounds of a text; lengths count Unicode scalars.
  struct StringSchema: Sendable {
    var lengths: ClosedRange<Int>?
    var pattern: TextPattern?
    var words: [String] = []
  }

  /// A mapping of these members.
  static func object(_ members: Member...) -> StructuralSchema {
    .object(ObjectSchema(members: members))
  }

  /// A text without bounds.
  static var text: StructuralSchema { .string(StringSchema()) }

  /// A text of one of these words.
  static func words(_ words: [String]) -> StructuralSchema { .string(StringSchema(words: words)) }

  /// A bounded text.
  static func text(_ lengths: ClosedRange<Int>, _ pattern: TextPattern?) -> StructuralSchema {
    .string(StringSchema(lengths: lengths, pattern: pattern))
  }

  /// A list without bounds.
  static func list(_ element: StructuralSchema) -> StructuralSchema {
    .list(element, maxItems: nil)
  }

  /// The member of that name; nil for anything but a mapping with such a member.
  func member(_ name: String) -> Member? {
    guard case .object(let object) = self else { return nil }
    return object.members.first { $0.name == name }
  }

  /// The names of its members; none for anything but a mapping with such.
  var memberNames: [String] {
    guard case .object(let object) = self else { return [] }
    return object.members.map(\.name)
  }

  /// What is expected, as a word of a message.
  var expectation: String {
    switch self {
    case .object, .map, .freeObject: "a mapping"
    case .list: "a list"
    case .string: "a string"
    case .integer: "a whole number"
    case .boolean: "true or false"
    case .anything: "a value"
    }
  }
}

extension StructuralSchema.Member {
  /// A member that has to be there.
  static func required(_ name: String, _ schema: StructuralSchema) -> Self {
    Self(name: name, schema: schema, isRequired: true)
  }

  /// A member that may be left out.
  static func optional(
    _ name: String, _ schema: StructuralSchema, nullable: Bool = false
  ) -> Self {
    Self(name: name, schema: schema, isNullable: nullable)
  }

  /// A member that has a value when it is left out.
  static func defaulted(
    _ name: String, _ schema: StructuralSchema, _ standard: DocumentValue
  ) -> Self {
    Self(name: name, schema: schema, standard: standard)
  }
}
