/// Whether a change that saves money is worth the pods that it disturbs.
///
/// The saving as a part of what the pool costs is set against the disturbance as a part of what
/// disturbing the whole pool would be; a change is made where the first is at least the k-th part of the
/// second. So the rule knows no currency and no size of a pool.
///
/// Source: kubernetes-sigs/karpenter `designs/balanced-consolidation.md`, with k = 2.
package struct ConsolidationScore: Hashable, Sendable {
  /// What the pool costs in some time, in any unit.
  package var poolCost: Int64
  /// What disturbing every pod of the pool comes to, in any unit.
  package var poolDisruption: Int64
  /// What the change saves in that time.
  package var saving: Int64
  /// What it disturbs.
  package var disruption: Int64

  /// The part of the disturbance that the saving has to reach, as 1/k.
  package static let standardDivisor: Int64 = 2

  /// Makes a score.
  package init(poolCost: Int64, poolDisruption: Int64, saving: Int64, disruption: Int64) {
    self.poolCost = poolCost
    self.poolDisruption = poolDisruption
    self.saving = saving
    self.disruption = disruption
  }

  /// The part of the cost that is saved over the part of the pool that is disturbed; nil where nothing
  /// is disturbed, so that any saving is worth it, or the pool costs nothing.
  package var value: Double? {
    guard disruption > 0, poolCost > 0 else { return nil }
    return Double(saving) * Double(poolDisruption) / (Double(poolCost) * Double(disruption))
  }

  /// Whether the change is made. Computed in whole numbers, so that what is just enough is enough.
  package func isApproved(divisor: Int64 = standardDivisor) -> Bool {
    guard saving > 0, poolCost > 0 else { return false }
    let gained = Int128(saving) * Int128(poolDisruption) * Int128(divisor)
    return gained >= Int128(poolCost) * Int128(disruption)
  }
}
