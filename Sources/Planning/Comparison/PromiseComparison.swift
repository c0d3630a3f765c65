/// One promise of two variants over the same seeds: how often it could be broken, how often it was,
/// and how badly.
package struct PromiseComparison: Sendable {
  /// What one variant did about it, over all seeds.
  package struct Record: Hashable, Sendable {
    /// How often it could have been broken.
    package var opportunities: Int64
    /// How often it was.
    package var breaches: Int64
    /// The longest span that anything was short or late by, in seconds, tolerated or not.
    package var worstSeconds: Double?

    /// Makes a record.
    package init(opportunities: Int64, breaches: Int64, worstSeconds: Double?) {
      self.opportunities = opportunities
      self.breaches = breaches
      self.worstSeconds = worstSeconds
    }

    /// Both together.
    package static func + (left: Record, right: Record) -> Record {
      let worst = [left.worstSeconds, right.worstSeconds].compactMap(\.self).max()
      return Record(
        opportunities: left.opportunities + right.opportunities,
        breaches: left.breaches + right.breaches, worstSeconds: worst)
    }
  }

  /// The promise's name: `owner-first`.
  package let name: String
  /// What the baseline did; nil when it does not know the promise.
  package let baseline: Record?
  /// What the candidate did; nil when it does not know the promise.
  package let candidate: Record?

  /// Makes a comparison.
  package init(name: String, baseline: Record?, candidate: Record?) {
    self.name = name
    self.baseline = baseline
    self.candidate = candidate
  }

  /// Whether the two differ.
  package var isChanged: Bool { baseline != candidate }
}
