import Facts
import FleetSimulation
import Placement
import Testing
import Units

/// Golden stories: each small enough to be written out and checked by hand.
@Suite("Stories of tiny fleets")
struct StoryTests {
  @Test("first come, first served: a head that fits nowhere blocks those behind it")
  func headBlocks() throws {
    let story = try TinyPlan(
      nodes: [2, 1], jobs: [(0, 10, 2), (1, 5, 2), (2, 1, 1)], end: 100
    ).story()
    #expect(
      story == [
        "0s n0 joins p0",
        "0s n1 joins p0",
        "0s j0 is submitted",
        "0s j0 starts on n0, attempt 1",
        "1s j1 is submitted",
        "2s j2 is submitted",
        "10s j0 finishes on n0 after 1",
        "10s j1 starts on n0, attempt 1",
        "10s j2 starts on n1, attempt 1",
        "11s j2 finishes on n1 after 1",
        "15s j1 finishes on n0 after 1",
        "100s end",
      ])
  }

  @Test("a job that no node can ever take is rejected and blocks nobody")
  func rejection() throws {
    let story = try TinyPlan(nodes: [2], jobs: [(0, 1, 3), (0, 1, 1)], end: 9).story()
    #expect(
      story == [
        "0s n0 joins p0",
        "0s j0 is submitted",
        "0s j0 is rejected",
        "0s j1 is submitted",
        "0s j1 starts on n0, attempt 1",
        "1s j1 finishes on n0 after 1",
        "9s end",
      ])
  }

  @Test("restart: the attempt's work is lost, and the next begins after its cost")
  func restart() throws {
    let story = try TinyPlan(
      jobs: [(0, 4, 1), (0, 8, 1)], lifetime: 10, delay: 2, notice: 3,
      recovery: .restart(cost: .seconds(1)), end: 22
    ).story()
    #expect(
      story == [
        "0s n0 joins p0",
        "0s j0 is submitted",
        "0s j1 is submitted",
        "0s j0 starts on n0, attempt 1",
        "4s j0 finishes on n0 after 1",
        "4s j1 starts on n0, attempt 1",
        "7s n0 is told, 3s ahead",
        "10s n0 is interrupted at the age of 10s",
        "10s j1 loses n0 and 6s of work",
        "12s n0 joins p0",
        "12s j1 starts on n0, attempt 2",
        "19s n0 is told, 3s ahead",
        "21s j1 finishes on n0 after 2",
        "22s end",
      ])
  }

  @Test("checkpoint: each save costs, what is saved stays, and the next attempt restores first")
  func checkpoint() throws {
    // Work 8 with a save of 1 s after every 2: 2+1, 2+1, 2+1, and 1 of the last 2 by 10 s.
    let story = try TinyPlan(
      jobs: [(0, 8, 1)], lifetime: 10, delay: 2,
      recovery: .checkpoint(interval: .seconds(2), cost: .seconds(1), restore: .seconds(1)),
      end: 20
    ).story()
    #expect(
      story == [
        "0s n0 joins p0",
        "0s j0 is submitted",
        "0s j0 starts on n0, attempt 1",
        "10s n0 is interrupted at the age of 10s",
        "10s j0 loses n0 and 1s of work",
        "12s n0 joins p0",
        "12s j0 starts on n0, attempt 2",
        "15s j0 finishes on n0 after 2",
        "20s end",
      ])
  }

  @Test("a job that ends at the instant of an interruption has ended")
  func finishBeforeInterruption() throws {
    let story = try TinyPlan(jobs: [(0, 10, 1)], lifetime: 10, delay: 5, end: 15).story()
    #expect(
      story == [
        "0s n0 joins p0",
        "0s j0 is submitted",
        "0s j0 starts on n0, attempt 1",
        "10s j0 finishes on n0 after 1",
        "10s n0 is interrupted at the age of 10s",
        "15s end",
      ])
  }

  @Test(
    "no job starts on a node that is taken away in the same instant, even if it comes back then")
  func noStartOnDyingNode() throws {
    let story = try TinyPlan(jobs: [(10, 3, 1)], lifetime: 10, delay: 0, end: 14).story()
    #expect(
      story == [
        "0s n0 joins p0",
        "10s n0 is interrupted at the age of 10s",
        "10s n0 joins p0",
        "10s j0 is submitted",
        "10s j0 starts on n0, attempt 1",
        "13s j0 finishes on n0 after 1",
        "14s end",
      ])
  }

  @Test("an interrupted job takes its original place before those submitted after it")
  func originalPlace() throws {
    let story = try TinyPlan(
      jobs: [(0, 12, 1), (1, 1, 1)], lifetime: 10, delay: 1, end: 13
    ).story()
    #expect(
      story == [
        "0s n0 joins p0",
        "0s j0 is submitted",
        "0s j0 starts on n0, attempt 1",
        "1s j1 is submitted",
        "10s n0 is interrupted at the age of 10s",
        "10s j0 loses n0 and 10s of work",
        "11s n0 joins p0",
        "11s j0 starts on n0, attempt 2",
        "13s end",
      ])
  }

  @Test("a notice longer than the life comes when the node joins")
  func clippedNotice() throws {
    let story = try TinyPlan(lifetime: 10, delay: 90, notice: 60, end: 30).story()
    #expect(
      story == [
        "0s n0 joins p0",
        "0s n0 is told, 10s ahead",
        "10s n0 is interrupted at the age of 10s",
        "30s end",
      ])
  }

  @Test("the horizon is half-open: what falls on its end does not happen")
  func halfOpenHorizon() throws {
    let story = try TinyPlan(jobs: [(0, 5, 1), (5, 1, 1)], lifetime: 5, end: 5).story()
    #expect(
      story == [
        "0s n0 joins p0", "0s j0 is submitted", "0s j0 starts on n0, attempt 1", "5s end",
      ])
  }

  @Test(
    "a job without work ends at the instant in which it starts, and frees its node for the next")
  func emptyWork() throws {
    let story = try TinyPlan(jobs: [(1, 0, 1), (1, 2, 1)], end: 4).story()
    #expect(
      story == [
        "0s n0 joins p0",
        "1s j0 is submitted",
        "1s j1 is submitted",
        "1s j0 starts on n0, attempt 1",
        "1s j0 finishes on n0 after 1",
        "1s j1 starts on n0, attempt 1",
        "3s j1 finishes on n0 after 1",
        "4s end",
      ])
  }

  @Test("best fit keeps the large node for the large job")
  func bestFit() throws {
    let jobs: [(at: Int64, work: Int64, cores: Int64)] = [(0, 9, 1), (1, 2, 4)]
    let best = try TinyPlan(nodes: [4, 1], jobs: jobs, end: 5, placement: .bestFit).story()
    #expect(best.contains("0s j0 starts on n1, attempt 1"))
    #expect(best.contains("1s j1 starts on n0, attempt 1"))
    let first = try TinyPlan(nodes: [4, 1], jobs: jobs, end: 5, placement: .firstFit).story()
    #expect(!first.contains { $0.contains("j1 starts") })
  }

  @Test("a share waits for a device with room, though two devices together have it")
  func byDevice() throws {
    func story(_ placement: JobPlacement) throws -> [String] {
      var plan = try TinyPlan(
        nodes: [4], jobs: [(0, 5, 1), (0, 9, 1), (0, 1, 1)], end: 20, placement: placement
      ).plan()
      plan.fleet.nodes[0].allocatable.gpu = MilliGPU(2_000)
      for (job, gpu) in [600, 600, 700].enumerated() {
        plan.workload.jobs[job].request.gpu = MilliGPU(Int64(gpu))
      }
      var sink = CollectingSink()
      _ = try FleetSimulation.run(plan, into: &sink, checking: true)
      return sink.facts.map(tell)
    }
    for policy in PackingPolicy.allCases {
      #expect(try story(.devices(policy)).contains("5s j2 starts on n0, attempt 1"), "\(policy)")
    }
    #expect(try story(.bestFit).contains("0s j2 starts on n0, attempt 1"))
  }
}
