package import Facts
import FleetSimulation
package import RunStore
package import Scenario
import Units

/// Runs a stored member again and tells every stay of a pod on a lent machine.
package enum ResidencyProof {
  /// What the stays come to, and what the promise audit says of the same facts.
  package struct Outcome: Sendable {
    /// The stays together.
    package var totals: PodStayTotals
    /// The audit.
    package var promises: MemberPromises
    /// The digest of the rerun.
    package var digest: String

    /// Where the stays do not come to the figures of the audit, or these not to the stored ones: a
    /// sentence each; none when all is equal.
    package func contradictions(to stored: [StoredPromise]) -> [String] {
      var found: [String] = []
      func hold(_ name: String, _ left: Int64, _ right: Int64) {
        if left != right { found.append("\(name): \(left) by the stays and \(right) by the audit") }
      }
      let residency = promises[.residency]
      hold("pods that had to leave", totals.askedToLeave, residency.opportunities)
      hold("tenures cut short", totals.short, residency.breaches)
      hold("the worst of them, ns", totals.worst.nanoseconds, residency.worst.nanoseconds)
      hold(
        "announcements due", totals.askedToLeave, promises[.preemptionWindow].opportunities)
      let killed = promises.breaches.count { breach in
        guard breach.promise == .gracefulDrain, breach.reason == .killed else { return false }
        switch breach.subject {
        case .job, .pod: return true
        case .service, .machine: return false
        }
      }
      hold("pods killed in their grace period", totals[.killed], Int64(killed))
      for outcome in promises.outcomes {
        guard let kept = stored.first(where: { $0.promise == outcome.promise.name }) else {
          continue
        }
        if (kept.opportunities, kept.breaches) != (outcome.opportunities, outcome.breaches) {
          found.append("\(outcome.promise.name): the store has other figures than the rerun")
        }
      }
      return found
    }
  }

  /// Why there is nothing to prove.
  package enum Failure: Error, Sendable {
    /// The scenario promises nothing: it has no tenure to hold stays against.
    case noTerms
    /// The rerun has another digest than the stored member.
    case anotherRun(stored: String, rerun: String)
  }

  /// Tells every stay, in the order in which they end.
  ///
  /// - Parameters:
  ///   - member: The stored member; its digest is held against that of the rerun.
  ///   - scenario: The member's scenario, restored from the store.
  ///   - isCancelled: Asked every few thousand events.
  ///   - begin: Told how rows are written, before the first.
  ///   - tell: Told each stay; it is not kept.
  /// - Returns: What they come to, or nil when it was cancelled on the way.
  package static func prove(
    _ member: MemberRecord, scenario: ResolvedScenario, isCancelled: () -> Bool,
    begin: (PodStayText) -> Void, tell: @escaping (PodStay) -> Void
  ) throws -> Outcome? {
    guard let terms = scenario.promiseTerms else { throw Failure.noTerms }
    let plan = try scenario.plan(seed: member.seed)
    var sinks: Sinks
    if let controlPlane = plan.controlPlane {
      // Which Machines there are shows only in the run.
      let run = try ControlPlaneRun(controlPlane, isCancelled: isCancelled)
      guard !run.wasCancelled else { return nil }
      sinks = Sinks(
        run.header(start: plan.start, end: plan.end), run.fleet, run.workload, terms, begin, tell)
      for fact in run.facts { sinks.record(fact) }
    } else {
      let header = JournalHeader(
        start: plan.start, end: plan.end, fleet: plan.fleet, workload: plan.workload)
      sinks = Sinks(header, plan.fleet, plan.workload, terms, begin, tell)
      let outcome = try FleetSimulation.run(plan, into: &sinks, isCancelled: isCancelled)
      guard !outcome.wasCancelled else { return nil }
    }
    let digest = sinks.digest.finish().hex
    guard digest == member.digest else {
      throw Failure.anotherRun(stored: member.digest ?? "", rerun: digest)
    }
    return Outcome(
      totals: try sinks.stays.finish(), promises: try sinks.audit.finish(), digest: digest)
  }

  private struct Sinks: FactSink {
    var digest: DigestingSink
    var audit: PromiseAudit
    var stays: ResidencyStays

    init(
      _ header: JournalHeader, _ fleet: Fleet, _ workload: Workload, _ terms: PromiseTerms,
      _ begin: (PodStayText) -> Void, _ tell: @escaping (PodStay) -> Void
    ) {
      begin(PodStayText(header: header, fleet: fleet))
      digest = DigestingSink(header: header)
      audit = PromiseAudit(terms: terms, header: header, fleet: fleet, workload: workload)
      stays = ResidencyStays(
        tenure: terms.tenure, header: header, fleet: fleet, workload: workload, tell: tell)
    }

    mutating func record(_ fact: Fact) {
      digest.record(fact)
      audit.record(fact)
      stays.record(fact)
    }
  }
}
