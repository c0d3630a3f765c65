import Facts
package import Units

/// An order of the owner to empty machines at once, whatever was promised to their borrowers.
package struct ReclaimOrder: Hashable, Sendable {
  /// What makes the owner ask.
  package enum Cause: String, CaseIterable, Hashable, Sendable {
    /// The kill switch of the borrowers' objects is set, until `until`.
    case killSwitch = "kill-switch"
    /// A listed program of the owner starts on the machine, where the agent on its node sees it: on
    /// machines alone that are Ready with a borrower.
    case processMatch = "process-match"
  }

  /// When it is given.
  package var at: Instant
  /// What makes the owner ask.
  package var cause: Cause
  /// How long after that no pod of a borrower may be left.
  package var within: TimeSpan
  /// When a kill switch is released; nil leaves it set.
  package var until: Instant?
  /// The machines, as nodes of the fleet that are on offer, in order.
  package var nodes: [UInt32]
  /// How many of those that are then with a borrower, the first ones; nil takes all of `nodes`.
  package var count: Int?

  /// Makes an order.
  package init(
    at: Instant, cause: Cause, within: TimeSpan, until: Instant? = nil, nodes: [UInt32],
    count: Int? = nil
  ) {
    self.at = at
    self.cause = cause
    self.within = within
    self.until = until
    self.nodes = nodes
    self.count = count
  }
}
