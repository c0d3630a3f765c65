import Facts
import Placement
import SimulationKernel
import Testing
import Units

@testable import FleetSimulation

/// The checkers themselves: each notices the corruption that it is there for.
@Suite("Checkers of the whole state")
struct CheckerTests {
  /// A state in the middle of a run: job 0 runs on node 0, job 1 on node 1, job 2 waits.
  private func broken(by corrupt: (inout FleetState) -> Void) throws -> String? {
    let plan = try TinyPlan(nodes: [1, 1], jobs: [(0, 9, 1), (0, 9, 1), (0, 9, 1), (5, 9, 1)])
      .plan()
    var state = FleetState(plan, checking: true)
    let isRunning = state.advance(atMost: 5)
    #expect(isRunning)
    let before = state.firstBrokenInvariant()
    #expect(before == nil)
    corrupt(&state)
    guard case .invariantBroken(_, _, let invariant) = state.firstBrokenInvariant() else {
      return nil
    }
    return invariant
  }

  @Test("each notices its corruption")
  func corruptions() throws {
    let corruptions: [(String, (inout FleetState) -> Void)] = [
      ("sum to its capacity", { $0.clusters.all[0].room.release($0.jobs[0], number: 0, on: 0) }),
      ("is away and holds jobs", { $0.clusters.all[0].room.takeDown(1, at: $0.now) }),
      ("is listed on node 0 only", { $0.jobRecords[0].node = 1 }),
      ("does not run", { $0.jobRecords[1].phase = .finished }),
      ("list is torn", { $0.jobRecords[0].previous = 2 }),
      ("list has no end", { $0.nodeRecords[0].lastJob = .none }),
      ("waits twice", { $0.clusters.all[0].waiting.insert(2) }),
      ("its place in the queue", { _ = $0.clusters.all[0].waiting.removeFirst() }),
      ("with node", { $0.jobRecords[3].node = 0 }),
      (
        "overtook a submission",
        { state in
          state.clusters.all[0].waiting.removeFirst()
          state.jobRecords[2].phase = .future
          state.jobRecords[3].phase = .rejected
        }
      ),
      ("should have been submitted", { $0.now = Instant(seconds: 6) }),
      ("kept", { $0.workAccounts[0].worked = 1 }),
      ("a fact lies in the future", { $0.facts[$0.facts.count - 1].at = Instant(seconds: 1) }),
    ]
    for (says, corrupt) in corruptions {
      let invariant = try broken(by: corrupt)
      #expect(invariant?.contains(says) == true, "\(says): \(invariant ?? "nothing noticed")")
    }
  }

  @Test("what kube-scheduler holds of nodes is checked too")
  func scheduler() throws {
    var tiny = TinyPlan(nodes: [2], jobs: [(0, 9, 1), (0, 9, 1)])
    tiny.placement = .scheduler(.kube, SchedulerPolicy.kube.profile())
    let plan = try tiny.plan()
    var state = FleetState(plan, checking: true)
    let isRunning = state.advance(atMost: 3)
    #expect(isRunning && state.firstBrokenInvariant() == nil)
    state.clusters.all[0].room.delete(0, at: state.now)
    guard case .invariantBroken(_, _, let invariant)? = state.firstBrokenInvariant() else {
      Issue.record("nothing noticed")
      return
    }
    #expect(invariant == "the scheduler does not have job 0 on node 0")
  }
}
