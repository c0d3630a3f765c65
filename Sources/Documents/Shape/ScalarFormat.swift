package import Units

/// What a scalar means once it has been read.
package enum ScalarMeaning: Hashable, Sendable {
  /// True or false.
  case boolean(Bool)
  /// A whole number; its unit is the format's.
  case integer(Int64)
  /// A finite number; its unit is the format's.
  case number(Double)
  /// A text or one of the format's words.
  case text(String)
  /// A length of time.
  case span(TimeSpan)
  /// A point in time.
  case instant(Instant)
}

/// A scalar as it stands in a document.
package enum WrittenScalar: Hashable, Sendable {
  /// `true` or `false`.
  case boolean(Bool)
  /// A number, with its text.
  case number(String)
  /// A text.
  case text(String)

  /// The value as its writer wrote it, texts in quotes, cut when it is long.
  package var quoted: String {
    switch self {
    case .boolean(let value): "\(value)"
    case .number(let lexeme): lexeme.count > 60 ? "\(lexeme.prefix(57))…" : lexeme
    case .text(let text):
      "\"" + (text.count > 60 ? "\(text.prefix(57))…" : text) + "\""
    }
  }
}

/// Why a scalar is not of a format.
package struct ScalarRefusal: Error, Hashable, Sendable {
  /// Whether the type is wrong or only the value.
  package var kind: Diagnostic.Kind
  /// What is wrong, to follow a colon; empty when the expectation says it all.
  package var reason: String
  /// What to do, where that is known.
  package var remedy: String?

  /// Makes a refusal of a value.
  package init(_ reason: String, remedy: String? = nil) {
    self.kind = .invalidValue
    self.reason = reason
    self.remedy = remedy
  }

  /// Makes a refusal of a type.
  package init(wrongType reason: String, remedy: String? = nil) {
    self.kind = .wrongType
    self.reason = reason
    self.remedy = remedy
  }
}

/// A kind of scalar: how it is read, written canonically, described to people and to a schema.
package struct ScalarFormat: Sendable {
  /// A scalar that was read: what it means, and the one way in which it is written.
  package struct Reading: Sendable {
    /// What it means.
    package var meaning: ScalarMeaning
    /// The canonical form: the same for equal meanings.
    package var canonical: DocumentValue

    /// Makes a reading.
    package init(_ meaning: ScalarMeaning, canonical: DocumentValue) {
      self.meaning = meaning
      self.canonical = canonical
    }
  }

  /// A word that a scalar may be, and what it means.
  package struct Word: Sendable {
    /// The word.
    package var text: String
    /// What it means, in a sentence.
    package var summary: String

    /// Makes a word.
    package init(_ text: String, _ summary: String) {
      self.text = text
      self.summary = summary
    }
  }

  /// What a JSON Schema can say of the scalar.
  package struct Outline: Sendable {
    /// The types it may have: `string`, `number`, `integer`, `boolean`.
    package var types: [String]
    /// The pattern of its texts (ECMA-262, anchored).
    package var pattern: String?
    /// JSON Schema's `format`.
    package var format: String?
    /// The least number.
    package var minimum: Double?
    /// The number that it has to be above.
    package var exclusiveMinimum: Double?
    /// The greatest number.
    package var maximum: Double?
    /// The greatest length of a text.
    package var maximumLength: Int?

    /// Makes an outline of types alone.
    package init(types: [String], pattern: String? = nil) {
      self.types = types
      self.pattern = pattern
    }
  }

  /// A short name for the manual's tables: "duration".
  package var name: String
  /// What is expected, as a message names it: "a duration such as 30m or 1h30m".
  package var expectation: String
  /// The words, when it is one of a list.
  package var words: [Word]
  /// What a schema says of it.
  package var outline: Outline
  /// Values that are of the format, for the schema and for tests.
  package var examples: [DocumentValue]
  /// Reads a scalar, or says what is wrong with it.
  package var read: @Sendable (WrittenScalar) -> Result<Reading, ScalarRefusal>

  /// Makes a format.
  package init(
    _ name: String, expectation: String, words: [Word] = [], outline: Outline,
    examples: [DocumentValue] = [],
    read: @escaping @Sendable (WrittenScalar) -> Result<Reading, ScalarRefusal>
  ) {
    self.name = name
    self.expectation = expectation
    self.words = words
    self.outline = outline
    self.examples = examples
    self.read = read
  }
}
