/// A sentence that a report begins with, before any chart.
package struct Claim: Hashable, Sendable {
  /// How a claim reads at a glance.
  package enum Tone: String, Sendable {
    /// Cheaper, or kept.
    case good
    /// Dearer, or broken.
    case bad
    /// A fact to weigh.
    case plain

    /// The sign before the sentence.
    package var sign: String {
      switch self {
      case .good: "✓"
      case .bad: "✕"
      case .plain: "•"
      }
    }
  }

  /// How it reads.
  package var tone: Tone
  /// The sentence.
  package var sentence: String
}
