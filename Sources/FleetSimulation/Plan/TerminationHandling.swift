package import SimulationKernel

/// What is done with a spot node that is told of its end, after AWS's Node Termination Handler.
package enum NoticeAction: String, CaseIterable, Sendable {
  /// Nothing: jobs may even start on it.
  case ignore
  /// It takes no new jobs.
  case cordon
  /// It takes no new jobs, and those on it are evicted, each with its own grace period or what is left
  /// before the node goes, whichever is shorter.
  case drain
}

/// A recommendation to move away from a node before its notice: a sign that it is likely to go.
package struct RebalanceRecommendation: Hashable, Sendable {
  /// How long before the notice it comes, in seconds; at once when there is not so much time left.
  package var lead: Distribution
  /// How many of the nodes that go are told so, in thousandths.
  package var probabilityPermille: Int64
  /// What is done about it.
  package var action: NoticeAction

  /// Makes a recommendation.
  package init(lead: Distribution, probabilityPermille: Int64 = 1_000, action: NoticeAction) {
    self.lead = lead
    self.probabilityPermille = probabilityPermille
    self.action = action
  }
}
