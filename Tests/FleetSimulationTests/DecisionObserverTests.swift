import Facts
import FleetSimulation
import SpotScheduler
import Testing
import Units

/// Whoever watches the scheduler sees what it decided, and changes nothing.
@Suite struct DecisionObserverTests {
  /// A sink that keeps every fact.
  private struct Facts: FactSink {
    var facts: [Fact] = []
    mutating func record(_ fact: Fact) { facts.append(fact) }
  }

  @Test(arguments: 0..<8 as Range<UInt64>, [true, false])
  func `an observer sees every decision and steers none`(seed: UInt64, regulated: Bool) throws {
    let plan = try LendingWorld(seed: seed, regulated: regulated).plan
    var (alone, watched) = (Facts(), Facts())
    _ = try FleetSimulation.run(plan, into: &alone)
    var kept: [FleetSnapshot] = []
    var last = Instant.distantPast
    _ = try FleetSimulation.run(
      plan, into: &watched,
      observer: { snapshot, now, decision in
        #expect(now >= last, "seed \(seed)")
        last = now
        // A snapshot that is kept must not be one that the run goes on with.
        if !decision.actions.isEmpty { kept.append(copy snapshot) }
      })
    #expect(alone.facts == watched.facts, "seed \(seed)")
    #expect(!kept.isEmpty, "seed \(seed)")
  }

  @Test(arguments: 0..<6 as Range<UInt64>, [true, false])
  func `explaining a snapshot gives the decision that was made on it`(
    seed: UInt64, regulated: Bool
  ) throws {
    let world = try LendingWorld(seed: seed, regulated: regulated)
    var explained = 0
    var wrong: [Instant] = []
    var facts = Facts()
    _ = try FleetSimulation.run(
      world.plan, into: &facts,
      observer: { snapshot, now, decision in
        for change in decision.statusChanges {
          let explanation = Scheduler.explain(
            snapshot, machine: change.machine, at: now, profile: world.profile)
          let actions = decision.actions.filter { $0.machine == change.machine }
          explained += 1
          if explanation.after != change.status || explanation.actions != actions {
            wrong.append(now)
          }
        }
      })
    #expect(explained > 20 && wrong.isEmpty, "seed \(seed): \(wrong)")
  }

  @Test func `what the scheduler knows at the start is what the first decision sees`() throws {
    let plan = try LendingWorld(seed: 1, regulated: true).plan
    let initial = try #require(FleetSimulation.initialSnapshot(of: plan))
    var first: [ScheduledMachineStatus]?
    var facts = Facts()
    _ = try FleetSimulation.run(
      plan, into: &facts, observer: { snapshot, _, _ in first = first ?? snapshot.statuses })
    #expect(first == initial.statuses)
  }
}
