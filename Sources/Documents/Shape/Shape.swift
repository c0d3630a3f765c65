/// What may stand at one place of a document, described once.
///
/// From the one description come the check of a document (`ShapeCheck`, all problems at once), its
/// JSON Schema for editors (`DocumentFormat.jsonSchema`) and the reference table of the manual
/// (`DocumentFormat.markdownReference`), so that the three cannot contradict each other.
package indirect enum Shape: Sendable {
  /// One value: text, number, duration, a word of a list…
  case scalar(ScalarFormat)
  /// Values of one shape, one after the other.
  case list(ListShape)
  /// A mapping with known keys.
  case record(RecordShape)
  /// A mapping whose keys are names that the writer chooses.
  case table(TableShape)
  /// A mapping whose other keys depend on the word at one of them.
  case union(UnionShape)
  /// A scalar that stands for a mapping, or that mapping itself.
  case shorthand(ShorthandShape)
  /// The shape that `DocumentFormat.definitions` holds under a name.
  case defined(String)
  /// Any part of a document of that shape, laid over another one later: nothing is required, and
  /// null removes. Only its outline is checked here; `ShapeCheck` checks it where it is laid.
  case overlay(of: Shape)
}

/// A mapping with known keys.
package struct RecordShape: Sendable {
  /// What it is: a sentence for the manual and for an editor's tooltip.
  package var summary: String
  /// The keys, in the order of the manual.
  package var fields: [FieldShape]
  /// Groups of keys of which exactly one has to be given.
  package var alternatives: [[String]]

  /// Makes a record.
  package init(_ summary: String, fields: [FieldShape], alternatives: [[String]] = []) {
    self.summary = summary
    self.fields = fields
    self.alternatives = alternatives
  }

  /// The field of that name.
  package func field(_ name: String) -> FieldShape? { fields.first { $0.name == name } }
}

/// One key of a record.
package struct FieldShape: Sendable {
  /// Whether a key has to be there, and what holds when it is not.
  package enum Presence: Sendable {
    /// It has to be given.
    case required
    /// It may be left out, and then it is absent.
    case optional
    /// It may be left out, and then it has this value.
    case defaultsTo(DocumentValue)
    /// It may be left out, and then it has this value, as if it were written; but the canonical
    /// form leaves it out when it has it. So a format can grow without another canonical form, and
    /// another hash, of the documents that were written before. The value is in its canonical form.
    case implies(DocumentValue)
  }

  /// The key.
  package var name: String
  /// What may stand there.
  package var shape: Shape
  /// Whether it has to be there.
  package var presence: Presence
  /// What it means, in a sentence.
  package var summary: String

  /// Makes a field.
  package init(_ name: String, _ shape: Shape, _ presence: Presence, _ summary: String) {
    self.name = name
    self.shape = shape
    self.presence = presence
    self.summary = summary
  }

  /// The value that the canonical form leaves out.
  var implied: DocumentValue? {
    if case .implies(let value) = presence { value } else { nil }
  }

  /// The value when the key is left out, where there is one.
  var defaultValue: DocumentValue? {
    switch presence {
    case .defaultsTo(let value), .implies(let value): value
    case .required, .optional: nil
    }
  }
}

/// A mapping whose keys are names that the writer chooses.
///
/// Its order has no meaning: a checked table is sorted by name.
package struct TableShape: Sendable {
  /// What the names name: "pool".
  package var noun: String
  /// How names are formed.
  package var names: ScalarFormat
  /// What stands at each name.
  package var entry: Shape
  /// How many entries there have to be at least.
  package var minimumCount: Int

  /// Makes a table.
  package init(of noun: String, names: ScalarFormat, entry: Shape, minimumCount: Int = 0) {
    self.noun = noun
    self.names = names
    self.entry = entry
    self.minimumCount = minimumCount
  }
}

/// Values of one shape, one after the other.
package struct ListShape: Sendable {
  /// What each of them is: "branch".
  package var noun: String
  /// What each of them looks like.
  package var element: Shape
  /// How many there have to be at least.
  package var minimumCount: Int

  /// Makes a list.
  package init(of noun: String, _ element: Shape, minimumCount: Int = 0) {
    self.noun = noun
    self.element = element
    self.minimumCount = minimumCount
  }
}

/// A mapping whose other keys depend on the word at one of them, its tag.
package struct UnionShape: Sendable {
  /// One of the mappings.
  package struct Alternative: Sendable {
    /// The word at the tag.
    package var word: String
    /// The keys beside the tag.
    package var record: RecordShape

    /// Makes an alternative.
    package init(_ word: String, _ record: RecordShape) {
      self.word = word
      self.record = record
    }
  }

  /// The key that says which mapping it is: `distribution`.
  package var tag: String
  /// What the whole is, in a sentence.
  package var summary: String
  /// The mappings to choose from.
  package var alternatives: [Alternative]

  /// Makes a union.
  package init(tag: String, _ summary: String, _ alternatives: [Alternative]) {
    self.tag = tag
    self.summary = summary
    self.alternatives = alternatives
  }

  /// The alternative of that word.
  package func alternative(_ word: String) -> Alternative? {
    alternatives.first { $0.word == word }
  }
}

/// A scalar that stands for a mapping, or that mapping itself: `3m` for a constant of three minutes.
package struct ShorthandShape: Sendable {
  /// The short form.
  package var scalar: ScalarFormat
  /// The long form.
  package var full: Shape
  /// The long form of a scalar, given in its canonical form.
  package var expand: @Sendable (DocumentValue) -> DocumentValue

  /// Makes a shorthand.
  package init(
    _ scalar: ScalarFormat, for full: Shape,
    expand: @escaping @Sendable (DocumentValue) -> DocumentValue
  ) {
    self.scalar = scalar
    self.full = full
    self.expand = expand
  }
}

/// A whole format: the shape of its root and the shapes that are named in it.
package struct DocumentFormat: Sendable {
  /// A shape under a name, for reuse and for shapes that contain themselves.
  package struct Definition: Sendable {
    /// The name, as in the JSON Schema's `$defs`.
    package var name: String
    /// The shape.
    package var shape: Shape

    /// Makes a definition.
    package init(_ name: String, _ shape: Shape) {
      self.name = name
      self.shape = shape
    }
  }

  /// The schema's `$id`, relative, so that it works offline.
  package var identifier: String
  /// The format's name for readers.
  package var title: String
  /// What stands at the root of a document.
  package var root: Shape
  /// The named shapes, in the order of the manual.
  package var definitions: [Definition]

  /// Makes a format.
  package init(identifier: String, title: String, root: Shape, definitions: [Definition] = []) {
    self.identifier = identifier
    self.title = title
    self.root = root
    self.definitions = definitions
  }

  /// Follows names until a shape is reached; traps when a name is not defined, a programmer error.
  package func resolved(_ shape: Shape) -> Shape {
    var shape = shape
    while case .defined(let name) = shape {
      guard let definition = definitions.first(where: { $0.name == name }) else {
        preconditionFailure("the format \(title) does not define \(name)")
      }
      shape = definition.shape
    }
    return shape
  }
}
