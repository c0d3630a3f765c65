import Units

/// Where two journals that should be equal first differ, with both sides in words.
package struct FirstDivergence: Hashable, Sendable {
  /// What one journal has at that place.
  package enum Side: Hashable, Sendable {
    /// A fact, and the words for it.
    case fact(Fact, phrase: String)
    /// Nothing: the journal has ended.
    case ended
    /// The header itself: which part, and the words for it.
    case header(String)

    /// The words for it.
    package var phrase: String {
      switch self {
      case .fact(_, let phrase): phrase
      case .ended: "the journal has ended"
      case .header(let phrase): phrase
      }
    }
  }

  /// How many facts are equal before it: the index of the first that differs, from 0.
  package var index: Int
  /// What is expected.
  package var expected: Side
  /// What is there instead.
  package var actual: Side

  /// Makes a divergence of its parts.
  package init(index: Int, expected: Side, actual: Side) {
    self.index = index
    self.expected = expected
    self.actual = actual
  }

  /// Several lines for people, the sides under the words given for them.
  package func text(expected expectedWord: String, actual actualWord: String) -> String {
    let width = max(expectedWord.count, actualWord.count)
    func line(_ word: String, _ side: Side) -> String {
      "  \(word):" + String(repeating: " ", count: width - word.count + 1) + side.phrase
    }
    let place: String
    if case .header = expected {
      place = "first difference in the header"
    } else {
      place = "first difference at event \(index)"
    }
    return [place, line(expectedWord, expected), line(actualWord, actual)].joined(separator: "\n")
  }

  /// The first difference between two journals, or nothing when they are equal.
  package static func between(
    expected: Journal, actual: Journal
  ) -> FirstDivergence? {
    var finder = DivergenceFinder(expected: expected, header: actual.header)
    actual.replay(into: &finder)
    return finder.finish()
  }
}

extension FirstDivergence: CustomStringConvertible {
  package var description: String { text(expected: "expected", actual: "actual") }
}

/// Holds a run against a stored journal while it happens; keeps none of the new facts.
package struct DivergenceFinder: FactSink, Sendable {
  private let expected: Journal
  private let expectedText: FactText
  private let actualText: FactText
  private var count = 0
  private var found: FirstDivergence?

  /// Makes a finder for a run with that header.
  package init(expected: Journal, header: JournalHeader) {
    self.expected = expected
    expectedText = FactText(header: expected.header)
    actualText = FactText(header: header)
    found = Self.headerDivergence(expected: expected.header, actual: header)
  }

  /// Whether a difference has been found: what follows cannot matter any more.
  package var hasDiverged: Bool { found != nil }

  /// Holds the next fact against its counterpart.
  package mutating func record(_ fact: Fact) {
    defer { count += 1 }
    guard found == nil else { return }
    let counterpart = count < expected.count ? expected[count] : nil
    guard counterpart != fact else { return }
    found = FirstDivergence(
      index: count,
      expected: counterpart.map { .fact($0, phrase: expectedText.phrase($0)) } ?? .ended,
      actual: .fact(fact, phrase: actualText.phrase(fact)))
  }

  /// The first difference to the run that ends here, or nothing when there is none.
  package consuming func finish() -> FirstDivergence? {
    if let found { return found }
    guard count < expected.count else { return nil }
    let next = expected[count]
    return FirstDivergence(
      index: count, expected: .fact(next, phrase: expectedText.phrase(next)), actual: .ended)
  }

  private static func headerDivergence(
    expected: JournalHeader, actual: JournalHeader
  ) -> FirstDivergence? {
    func divergence(_ left: String, _ right: String) -> FirstDivergence {
      FirstDivergence(index: 0, expected: .header(left), actual: .header(right))
    }
    if expected.start != actual.start {
      return divergence("start \(expected.start.rfc3339)", "start \(actual.start.rfc3339)")
    }
    if expected.end != actual.end {
      return divergence("end \(expected.end.rfc3339)", "end \(actual.end.rfc3339)")
    }
    for namespace in EntityNamespace.allCases {
      let (left, right) = (expected[namespace], actual[namespace])
      guard left != right else { continue }
      let place = zip(left, right).enumerated().first { $1.0 != $1.1 }?.offset
      guard let index = place else {
        return divergence("\(left.count) \(namespace.word)s", "\(right.count) \(namespace.word)s")
      }
      return divergence(
        "\(namespace.word) \(index) is \(FactText.quoted(left[index]))",
        "\(namespace.word) \(index) is \(FactText.quoted(right[index]))")
    }
    return nil
  }
}
