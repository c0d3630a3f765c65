package import Documents
package import FleetSimulation
package import Units

extension LendingModel {
  /// An order to empty machines at once.
  package struct Reclaim: Sendable {
    /// When it is given.
    package var at: Instant
    /// What makes the owner ask.
    package var cause: ReclaimOrder.Cause
    /// The pool whose machines on offer are meant; nil when they are named one by one.
    package var pool: String?
    /// The machines by name, with where each stands.
    package var machines: [(name: String, position: SourcePosition, path: String)]
    /// How many of those that are then with a borrower; nil is all.
    package var count: Int?
    /// How long after that they are to be empty.
    package var within: TimeSpan
    /// When the kill switch is released.
    package var until: Instant?

    init(_ node: CheckedNode) {
      at = node.instant("at")
      let word = node.text("cause")
      cause = known(ReclaimOrder.Cause(rawValue: word), word)
      pool = node["pool"]?.text
      machines = (node["machines"]?.elements ?? []).compactMap { entry in
        entry.text.map { (name: $0, position: entry.position, path: entry.path) }
      }
      count = node["count"]?.integer.map { Int($0) }
      within = node.span("within")
      until = node["until"]?.instant
    }
  }
}
