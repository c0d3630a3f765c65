/// Why two references cannot be compared: what, and what to do.
package enum ComparisonError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A reference names several variants, and the other side does not say which is meant.
  case severalVariants(reference: String, variants: [String])
  /// No member of a reference came to its end.
  case nothingFinished(reference: String)
  /// A seed that was asked for, or that the other side has, is not on both sides.
  case unpairedSeeds(common: [UInt64], onlyBaseline: [UInt64], onlyCandidate: [UInt64])
  /// Seeds were asked for that neither or only one of them has.
  case missingSeeds(onBaseline: [UInt64], onCandidate: [UInt64])
  /// The two cover different times, so that their totals say nothing about each other.
  case differentHorizons(baseline: String, candidate: String)

  /// What is wrong, and what to do.
  package var description: String {
    switch self {
    case .severalVariants(let reference, let variants):
      "\(reference) has \(variants.count) variants (\(variants.joined(separator: ", "))); "
        + "name one, such as \(reference)/\(variants.first ?? "VARIANT")"
    case .nothingFinished(let reference):
      "no member of \(reference) came to its end; run it again"
    case .unpairedSeeds(let common, let onlyBaseline, let onlyCandidate):
      "the two do not have the same seeds: "
        + Self.sides(onlyBaseline, onlyCandidate, word: "only in")
        + (common.isEmpty
          ? "; none is in both: run both with the same --seeds"
          : "; --seeds \(SeedText.ranges(common)) compares those that both have")
    case .missingSeeds(let onBaseline, let onCandidate):
      "seeds that --seeds asks for are missing or did not end: "
        + Self.sides(onBaseline, onCandidate, word: "not in")
        + "; run them, or ask for others"
    case .differentHorizons(let baseline, let candidate):
      "the two cover different times, so their totals cannot be compared: the baseline "
        + "\(baseline), the candidate \(candidate); run both over one horizon"
    }
  }

  private static func sides(_ baseline: [UInt64], _ candidate: [UInt64], word: String) -> String {
    var parts: [String] = []
    if !baseline.isEmpty { parts.append("\(SeedText.ranges(baseline)) \(word) the baseline") }
    if !candidate.isEmpty { parts.append("\(SeedText.ranges(candidate)) \(word) the candidate") }
    return parts.joined(separator: ", ")
  }
}
