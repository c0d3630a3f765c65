package import Facts
package import RunStore
package import Scenario
import FleetSimulation
import Units

/// Runs stored members again and holds the new digests against the stored ones.
package enum RunVerification {
  /// What the second run of one member says about the first.
  package enum Verdict: Sendable {
    /// The same digest.
    case equal
    /// Another digest; the first event that differs, where the journal was kept.
    case different(stored: String, rerun: String, divergence: FirstDivergence?)
    /// Another digest, yet the kept journal is the rerun's: the digest in the store was changed.
    case digestAltered(stored: String, rerun: String)
    /// The journal in the store cannot be read, or is not the one that its digest was made of.
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
        plan, accounting: .none, keepsJournal: false, isChecking: false, isCancelled: isCancelled
      )?.result
    else { return nil }
    let stored = member.digest ?? ""
    guard member.keepsJournal else {
      return rerun.digest == stored
        ? .equal : .different(stored: stored, rerun: rerun.digest, divergence: nil)
    }
    let journal: Journal
    do throws(RunStoreError) {
      journal = try store.journal(of: member, trustsDigest: false)
    } catch {
      return .journalDamaged(error)
    }
    if journal.digest.hex == rerun.digest {
      return rerun.digest == stored
        ? .equal : .digestAltered(stored: stored, rerun: rerun.digest)
    }
    var finder = DivergenceFinder(expected: journal, header: rerun.header)
    _ = try FleetSimulation.run(plan, into: &finder)
    return .different(stored: stored, rerun: rerun.digest, divergence: finder.finish())
  }
}
