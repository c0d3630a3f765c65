import Documents

/// Why a text is no threshold.
package struct ThresholdError: Error, Hashable, Sendable {
  /// What is wrong with it.
  package var message: String
  /// What to do, where that is known.
  package var remedy: String?
}

extension Threshold {
  /// Reads `AGGREGATION OPERATOR BOUND`.
  ///
  /// The aggregation is `mean`, `min`, `max`, `med`, `count`, `p95` or `p(95)`; `avg` is taken for `mean`,
  /// as k6 has it. The bound is a number, or `baseline` with an optional `* NUMBER` and an optional
  /// `+ NUMBER` or `- NUMBER` after it. Spaces do not matter.
  package init(_ text: String) throws(ThresholdError) {
    var scanner = ThresholdScanner(text)
    let aggregation = try scanner.aggregation()
    let comparison = try scanner.comparison()
    let bound = try scanner.bound()
    guard scanner.isAtEnd else {
      throw ThresholdError(
        message: "\"\(scanner.rest)\" follows the bound", remedy: "put one threshold in a text")
    }
    self.init(
      aggregation: aggregation, comparison: comparison, bound: bound,
      description: text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }
}

/// Reads the parts of a threshold from left to right.
private struct ThresholdScanner {
  private var characters: Substring

  init(_ text: String) {
    characters = text[...]
    skipSpaces()
  }

  var isAtEnd: Bool { characters.isEmpty }
  var rest: String { String(characters) }

  private mutating func skipSpaces() {
    characters = characters.drop(while: \.isWhitespace)
  }

  private mutating func take(_ word: String) -> Bool {
    guard characters.hasPrefix(word) else { return false }
    characters.removeFirst(word.count)
    skipSpaces()
    return true
  }

  private mutating func word(_ belongs: (Character) -> Bool) -> String {
    let word = String(characters.prefix(while: belongs))
    characters.removeFirst(word.count)
    return word
  }

  mutating func aggregation() throws(ThresholdError) -> Threshold.Aggregation {
    let name = word { $0.isLetter && $0.isASCII }
    defer { skipSpaces() }
    switch name {
    case "mean", "avg": return .mean
    case "min": return .min
    case "max": return .max
    case "med": return .median
    case "count": return .count
    case "p": return try percentile()
    default:
      let words = ["mean", "min", "max", "med", "count", "p95"]
      let nearest = NearestWord.nearest(to: name, among: words)
      throw ThresholdError(
        message: name.isEmpty
          ? "an aggregation is due" : "there is no aggregation \"\(name)\"",
        remedy: nearest.map { "did you mean \"\($0)\"?" }
          ?? "start with one of \(words.joined(separator: ", ")), as in \"p95 < 1200\"")
    }
  }

  private mutating func percentile() throws(ThresholdError) -> Threshold.Aggregation {
    let isBracketed = take("(")
    let digits = word { $0.isASCII && ($0.isNumber || $0 == ".") }
    skipSpaces()
    guard !isBracketed || take(")") else {
      throw ThresholdError(
        message: "the bracket of the percentile is not closed", remedy: "write p95 or p(95)")
    }
    guard let percent = Double(digits), percent > 0, percent < 100 else {
      throw ThresholdError(
        message: "there is no percentile \"\(digits)\"",
        remedy: "give a number between 0 and 100, as in p95")
    }
    return .percentile(percent)
  }

  mutating func comparison() throws(ThresholdError) -> Threshold.Comparison {
    // The longer words first, as `<` begins `<=`.
    for comparison in Threshold.Comparison.allCases.sorted(by: { left, right in
      left.rawValue.count > right.rawValue.count
    }) where take(comparison.rawValue) { return comparison }
    throw ThresholdError(
      message: isAtEnd ? "an operator is due" : "an operator is due instead of \"\(rest)\"",
      remedy: "use one of "
        + Threshold.Comparison.allCases.map(\.rawValue).joined(separator: ", "))
  }

  mutating func bound() throws(ThresholdError) -> Threshold.Bound {
    guard characters.first?.isLetter == true else { return .number(try number()) }
    let name = word { $0.isLetter }
    skipSpaces()
    guard name == "baseline" else {
      throw ThresholdError(
        message: "a bound is due instead of \"\(name)\"",
        remedy: "give a number, or baseline as in \"mean < baseline * 1.02\"")
    }
    let factor = take("*") ? try number() : 1
    let offset = take("+") ? try number() : take("-") ? -(try number()) : 0
    return .baseline(factor: factor, offset: offset)
  }

  private mutating func number() throws(ThresholdError) -> Double {
    let sign = take("-") ? -1.0 : 1.0
    let belongs = Set("0123456789.eE")
    var digits = word { belongs.contains($0) }
    if digits.last?.lowercased() == "e", characters.first == "-" || characters.first == "+" {
      digits.append(characters.removeFirst())
      digits += word { $0.isASCII && $0.isNumber }
    }
    guard let value = Double(digits), value.isFinite else {
      throw ThresholdError(
        message: "a number is due"
          + (digits + rest == "" ? "" : " instead of \"\(digits)\(rest)\""),
        remedy: "write it plainly, such as 1200 or 0.02; it is in the metric's unit")
    }
    skipSpaces()
    return sign * value
  }
}
