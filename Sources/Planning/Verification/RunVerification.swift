package import Facts
package import RunStore
package import Scenario
import FleetSimulation

/// Runs stored members again and holds the new digests against the stored ones.
package enum RunVerification {
  /// What the second run of one member says about the first.
  package enum Verdict: Sendable {
    /// The same digest.
    case equal
    /// Another digest; the first event that differs, where the journal was kept.
    case different(stored: String, rerun: String, divergence: FirstDivergence?)
    /// The same digest, but the journal in the store is not the one that it was made of.
    case journalDamaged(RunStoreError)
  }

  /// Simulates one stored member again from its resolved scenario.
  ///
  /// - Parameters:
  ///   - scenario: The member's scenario, restored from the store.
  ///   - isCancelled: Asked every few thousand events.
  /// - Returns: The verdict, or nil when it was cancelled on the way.
  package static func verify(
    _ member: MemberRecord, of store: RunStore, scenario: ResolvedScenario,
    isCancelled: () -> Bool
  ) throws -> Verdict? {
    let plan = try scenario.plan(seed: member.seed)
    guard
      let rerun = try MemberSimulation.run(
        plan, keepsJournal: false, isChecking: false, isCancelled: isCancelled)
    else { return nil }
    let stored = member.digest ?? ""
    if rerun.digest == stored {
      guard member.keepsJournal else { return .equal }
      do throws(RunStoreError) {
        _ = try store.journal(of: member)
        return .equal
      } catch {
        return .journalDamaged(error)
      }
    }
    let divergence = try divergence(of: member, in: store, plan: plan, header: rerun.header)
    return .different(stored: stored, rerun: rerun.digest, divergence: divergence)
  }

  /// The first event at which a third run parts from the kept journal; nil when none was kept.
  private static func divergence(
    of member: MemberRecord, in store: RunStore, plan: borrowing SimulationPlan,
    header: JournalHeader
  ) throws -> FirstDivergence? {
    guard member.keepsJournal, let journal = try? store.journal(of: member) else { return nil }
    var finder = DivergenceFinder(expected: journal, header: header)
    _ = try FleetSimulation.run(plan, into: &finder)
    return finder.finish()
  }
}
