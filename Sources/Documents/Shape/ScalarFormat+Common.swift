package import Units

extension ScalarFormat {
  /// `true` or `false`.
  package static var boolean: ScalarFormat {
    ScalarFormat(
      "true or false", expectation: "true or false", outline: Outline(types: ["boolean"])
    ) {
      written in
      guard case .boolean(let value) = written else {
        return .failure(ScalarRefusal(wrongType: ""))
      }
      return .success(Reading(.boolean(value), canonical: .boolean(value)))
    }
  }

  /// A whole number in a range.
  package static func integer(
    _ range: ClosedRange<Int64> = .min ... .max, examples: [Int64] = []
  ) -> ScalarFormat {
    let expectation =
      switch (range.lowerBound, range.upperBound) {
      case (.min, .max): "a whole number"
      case (let low, .max): "a whole number of at least \(low)"
      case (.min, let high): "a whole number of at most \(high)"
      case (let low, let high): "a whole number from \(low) to \(high)"
      }
    var outline = Outline(types: ["integer"])
    if range.lowerBound != .min { outline.minimum = Double(range.lowerBound) }
    if range.upperBound != .max { outline.maximum = Double(range.upperBound) }
    return ScalarFormat(
      "whole number", expectation: expectation, outline: outline,
      examples: examples.map { .integer($0) }
    ) { written in
      switch written {
      case .number(let lexeme):
        guard let value = NumberLexeme.integer(lexeme.utf8Span.span) else {
          let isHuge = lexeme.utf8.allSatisfy { $0 == 0x2D || ($0 >= 0x30 && $0 <= 0x39) }
          return .failure(ScalarRefusal(isHuge ? "it does not fit 64 bits" : ""))
        }
        guard range.contains(value) else { return .failure(ScalarRefusal("")) }
        return .success(Reading(.integer(value), canonical: .integer(value)))
      case .text(let text) where Int64(text) != nil:
        return .failure(ScalarRefusal(wrongType: "it is text", remedy: "leave out the quotes"))
      case .text, .boolean: return .failure(ScalarRefusal(wrongType: ""))
      }
    }
  }

  /// A finite number within bounds.
  package static func number(
    atLeast minimum: Double? = nil, above exclusiveMinimum: Double? = nil,
    atMost maximum: Double? = nil, examples: [Double] = []
  ) -> ScalarFormat {
    var bounds: [String] = []
    if let minimum { bounds.append("of at least \(plain(minimum))") }
    if let exclusiveMinimum { bounds.append("above \(plain(exclusiveMinimum))") }
    if let maximum { bounds.append("of at most \(plain(maximum))") }
    var outline = Outline(types: ["number"])
    outline.minimum = minimum
    outline.exclusiveMinimum = exclusiveMinimum
    outline.maximum = maximum
    let expectation = (["a number"] + [bounds.joined(separator: " and ")])
      .filter { !$0.isEmpty }.joined(separator: " ")
    return ScalarFormat(
      "number", expectation: expectation, outline: outline, examples: examples.map { .number($0) }
    ) { written in
      switch written {
      case .number(let lexeme):
        guard let value = NumberLexeme.double(lexeme.utf8Span.span) else {
          return .failure(ScalarRefusal("it is not finite"))
        }
        if let minimum, value < minimum { return .failure(ScalarRefusal("")) }
        if let exclusiveMinimum, value <= exclusiveMinimum { return .failure(ScalarRefusal("")) }
        if let maximum, value > maximum { return .failure(ScalarRefusal("")) }
        // Minus zero is zero, so that equal meanings have equal texts.
        let canonical = value == 0 ? 0 : value
        return .success(Reading(.number(canonical), canonical: .number(canonical)))
      case .text(let text) where Double(text) != nil:
        return .failure(ScalarRefusal(wrongType: "it is text", remedy: "leave out the quotes"))
      case .text, .boolean: return .failure(ScalarRefusal(wrongType: ""))
      }
    }
  }

  /// Any text of at least one character.
  package static func text(
    _ name: String = "text", expectation: String = "a text", maximumLength: Int = 4096,
    examples: [String] = []
  ) -> ScalarFormat {
    var outline = Outline(types: ["string"], pattern: "\\S")
    outline.maximumLength = maximumLength
    return ScalarFormat(
      name, expectation: expectation, outline: outline, examples: examples.map { .string($0) }
    ) { written in
      guard case .text(let text) = written else {
        return .failure(
          ScalarRefusal(wrongType: "", remedy: "put it in quotes: \"\(bare(written))\""))
      }
      if text.allSatisfy(\.isWhitespace) { return .failure(ScalarRefusal("it is empty")) }
      guard text.unicodeScalars.count <= maximumLength else {
        return .failure(ScalarRefusal("it is longer than \(maximumLength) characters"))
      }
      return .success(Reading(.text(text), canonical: .string(text)))
    }
  }

  /// A name as Kubernetes forms labels (RFC 1123): lower-case letters, digits and `-`, at most 63.
  package static func name(of noun: String, examples: [String] = []) -> ScalarFormat {
    var outline = Outline(types: ["string"], pattern: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")
    outline.maximumLength = 63
    return ScalarFormat(
      "name", expectation: "a name for a \(noun) (lower-case letters, digits and -)",
      outline: outline, examples: examples.map { .string($0) }
    ) { written in
      guard case .text(let text) = written else {
        return .failure(
          ScalarRefusal(wrongType: "", remedy: "put it in quotes: \"\(bare(written))\""))
      }
      guard !text.isEmpty else { return .failure(ScalarRefusal("it is empty")) }
      guard text.utf8.count <= 63 else {
        return .failure(ScalarRefusal("it is longer than 63 characters"))
      }
      if let wrong = text.unicodeScalars.first(where: { !isNameScalar($0) }) {
        return .failure(ScalarRefusal("it holds \"\(wrong)\"", remedy: suggestedName(for: text)))
      }
      guard !text.hasPrefix("-"), !text.hasSuffix("-") else {
        return .failure(
          ScalarRefusal("it starts or ends with -", remedy: suggestedName(for: text)))
      }
      return .success(Reading(.text(text), canonical: .string(text)))
    }
  }

  /// The only one of some words that begins with `text`, whatever the case: `strict` of `StrictFIFO`.
  private static func onlyBegun(_ text: String, among words: [String]) -> String? {
    let begun = words.filter { !text.isEmpty && $0.lowercased().hasPrefix(text.lowercased()) }
    return begun.count == 1 ? begun[0] : nil
  }

  /// One of some words.
  package static func word(_ name: String, _ words: [Word]) -> ScalarFormat {
    let texts = words.map(\.text)
    let listed =
      texts.count == 1
      ? "\"\(texts[0])\"" : "one of " + texts.joined(separator: ", ")
    return ScalarFormat(
      name, expectation: listed, words: words, outline: Outline(types: ["string"]),
      examples: []
    ) { written in
      guard case .text(let text) = written else {
        return .failure(ScalarRefusal(wrongType: ""))
      }
      guard texts.contains(text) else {
        let near = NearestWord.nearest(to: text, among: texts) ?? onlyBegun(text, among: texts)
        return .failure(ScalarRefusal("", remedy: near.map { "did you mean \"\($0)\"?" }))
      }
      return .success(Reading(.text(text), canonical: .string(text)))
    }
  }

  /// A length of time such as `30m`, of at least a minimum.
  package static func duration(
    atLeast minimum: TimeSpan = .zero, above exclusiveMinimum: TimeSpan? = nil,
    examples: [String] = ["30s", "90m", "1h30m"]
  ) -> ScalarFormat {
    let outline = Outline(
      types: ["string"],
      pattern: "^\\+?(?=[0-9])([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?([0-9]+us)?"
        + "([0-9]+(\\.[0-9]+)?(d|h|m|s|ms|us|ns))?$")
    return ScalarFormat(
      "duration", expectation: "a duration such as \(examples.prefix(2).joined(separator: " or "))",
      outline: outline, examples: examples.map { .string($0) }
    ) { written in
      guard case .text(let text) = written else {
        if case .number(let lexeme) = written {
          return .failure(
            ScalarRefusal(
              wrongType: "it has no unit",
              remedy: "write \(lexeme)s, \(lexeme)m, \(lexeme)h or \(lexeme)d"))
        }
        return .failure(ScalarRefusal(wrongType: ""))
      }
      do throws(TimeSpanError) {
        let span = try TimeSpan(text: text)
        if let exclusiveMinimum, span <= exclusiveMinimum {
          return .failure(ScalarRefusal("it has to be longer than \(exclusiveMinimum.text)"))
        }
        guard span >= minimum else {
          return .failure(ScalarRefusal("it has to be at least \(minimum.text)"))
        }
        return .success(Reading(.span(span), canonical: .string(span.text)))
      } catch {
        return .failure(ScalarRefusal(reason("\(error)")))
      }
    }
  }

  /// A point in time as RFC 3339 writes it.
  package static var instant: ScalarFormat {
    var outline = Outline(
      types: ["string"],
      pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
        + "([Zz]|[+-][0-9]{2}:[0-9]{2})$")
    outline.format = "date-time"
    return ScalarFormat(
      "instant", expectation: "an instant such as 2026-06-08T09:00:00Z", outline: outline,
      examples: [.string("2026-06-08T09:00:00Z"), .string("2026-06-08T09:00:00+02:00")]
    ) { written in
      guard case .text(let text) = written else {
        return .failure(ScalarRefusal(wrongType: ""))
      }
      do throws(TimestampError) {
        let instant = try Instant(rfc3339: text)
        return .success(Reading(.instant(instant), canonical: .string(instant.rfc3339)))
      } catch {
        return .failure(ScalarRefusal(reason("\(error)")))
      }
    }
  }

  /// What an error says beyond "not a …: ", which the message says already.
  private static func reason(_ text: String) -> String {
    guard text.hasPrefix("not a"), let colon = text.firstIndex(of: ":") else { return text }
    return String(text[text.index(after: colon)...].drop { $0 == " " })
  }

  /// A number without a needless `.0`.
  static func plain(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  static func bare(_ written: WrittenScalar) -> String {
    switch written {
    case .boolean(let value): "\(value)"
    case .number(let text), .text(let text): text
    }
  }

  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
  }

  private static func suggestedName(for text: String) -> String? {
    var name = ""
    for scalar in text.lowercased().unicodeScalars {
      if isNameScalar(scalar), !(scalar == "-" && name.isEmpty) {
        name.unicodeScalars.append(scalar)
      } else if !name.isEmpty, !name.hasSuffix("-") {
        name += "-"
      }
    }
    while name.hasSuffix("-") { name.removeLast() }
    return name.isEmpty ? nil : "write \(name)"
  }
}
