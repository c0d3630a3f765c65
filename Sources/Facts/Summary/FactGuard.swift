import Units

/// What every replay holds facts against before it uses them: their order, the horizon, the ids.
///
/// Facts that no run could have emitted end in a `ReplayError`, never in a trap.
package struct FactGuard: Sendable {
  /// The horizon and the names behind the ids.
  package let header: JournalHeader
  /// How many facts were shown to it so far.
  package private(set) var count = 0
  private let idCounts: [6 of Int]
  private var last: Int64
  private var hasEnded = false
  private var failure: ReplayError?

  /// Makes a guard for a run of `workload` on `fleet`.
  package init(header: JournalHeader, fleet: borrowing Fleet, workload: borrowing Workload) {
    self.header = header
    last = header.start.nanoseconds
    var idCounts: [6 of Int] = .init(repeating: 0)
    idCounts[Int(EntityNamespace.pool.rawValue)] = fleet.pools.count
    idCounts[Int(EntityNamespace.node.rawValue)] = fleet.nodes.count
    idCounts[Int(EntityNamespace.job.rawValue)] = workload.jobs.count
    idCounts[Int(EntityNamespace.cluster.rawValue)] = fleet.clusters.count
    idCounts[Int(EntityNamespace.service.rawValue)] = workload.services.count
    self.idCounts = idCounts
  }

  /// Whether the next fact can be one of this run; nothing more is admitted after a refusal.
  package mutating func admits(_ fact: Fact) -> Bool {
    count += 1
    guard failure == nil else { return false }
    guard let problem = problem(of: fact) else {
      last = fact.at.nanoseconds
      hasEnded = fact.kind == .horizonReached
      return true
    }
    refuse(fact, problem)
    return false
  }

  /// Says why the fact that was admitted last cannot follow what came before.
  package mutating func refuse(_ fact: Fact, _ problem: String) {
    guard failure == nil else { return }
    let phrase = FactText(header: header).phrase(fact)
    failure = ReplayError(index: count - 1, fact: phrase, message: problem)
  }

  /// Ends the replay: throws what was refused, or that the horizon is missing.
  package func finish() throws(ReplayError) {
    if let failure { throw failure }
    guard hasEnded else {
      throw ReplayError(
        index: count, fact: "no further event", message: "the horizon is not reached")
    }
  }

  private func problem(of fact: Fact) -> String? {
    guard !hasEnded else { return "follows the horizon" }
    guard fact.at.nanoseconds >= last else { return "is earlier than the event before it" }
    guard fact.at <= header.end else { return "is later than the end of the run" }
    guard isKnown(fact.subject, fact.kind.subjectNamespace) else { return "unknown subject" }
    guard isKnown(fact.object, fact.kind.objectNamespace) else { return "unknown object" }
    return nil
  }

  private func isKnown(_ id: UInt32, _ namespace: EntityNamespace?) -> Bool {
    guard let namespace else { return true }
    return Int(id) < idCounts[Int(namespace.rawValue)]
  }
}
