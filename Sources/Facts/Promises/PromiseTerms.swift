package import Units

/// The terms that the lending of machines is measured with: the same for every variant of a
/// scenario, whatever its scheduler promises.
package struct PromiseTerms: Hashable, Sendable, BitwiseCopyable {
  /// How long before its drain begins the borrower of a machine is to be told.
  package var notice: TimeSpan
  /// How long a pod that starts on lent capacity is to keep it at least.
  package var tenure: TimeSpan
  /// How long after the start of its owner's window a machine may be back without being late.
  package var ownerLateTolerance: TimeSpan
  /// How long after a recall's limit a machine may be back without being late.
  package var recallTolerance: TimeSpan

  /// Makes terms of their parts.
  package init(
    notice: TimeSpan, tenure: TimeSpan, ownerLateTolerance: TimeSpan, recallTolerance: TimeSpan
  ) {
    self.notice = notice
    self.tenure = tenure
    self.ownerLateTolerance = ownerLateTolerance
    self.recallTolerance = recallTolerance
  }
}
