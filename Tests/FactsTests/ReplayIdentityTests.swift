import Facts
import Testing
import Units

@Suite("Identities of a replay")
struct ReplayIdentityTests {
  @Test("hold for any run", arguments: 0..<60 as Range<UInt64>)
  func identities(seed: UInt64) throws {
    let run = RandomRun(seed: seed, steps: Int(20 + seed * 5))
    let result = try replay(run)
    let summary = result.summary
    #expect(
      summary.jobsSubmitted
        == summary.jobsFinished + summary.jobsRejected + summary.jobsUnfinished, "seed \(seed)")
    #expect(
      summary.jobAttempts
        == summary.jobsFinished + summary.jobInterruptions
        + Int64(result.jobs.count { $0.status == .running }), "seed \(seed)")
    let intervals = Intervals(run)
    #expect(summary.allocatedCoreTime == intervals.allocated, "seed \(seed)")
    #expect(summary.allocatableCoreTime == intervals.allocatable, "seed \(seed)")
    #expect(summary.nodeTime == intervals.nodeTime, "seed \(seed)")
    #expect(summary.workLost == intervals.lost, "seed \(seed)")
    #expect(summary.workLost == result.jobs.reduce(0) { $0 + Int128($1.lost.nanoseconds) })
  }

  @Test("hold hour by hour", arguments: 0..<20 as Range<UInt64>)
  func hours(seed: UInt64) throws {
    let result = try replay(RandomRun(seed: seed, steps: 200))
    let series = result.series
    // Three hours and one second more.
    #expect(series.count == 4)
    #expect(series.endOfHour(3) - series.startOfHour(3) == TimeSpan.seconds(1))
    var coreTime = 0.0
    for hour in 0..<series.count {
      let width = series.endOfHour(hour) - series.startOfHour(hour)
      coreTime += series[.allocatedMilliCPU][hour] * Double(width.nanoseconds)
    }
    let exact = Double(result.summary.allocatedCoreTime)
    #expect(abs(coreTime - exact) <= 1e-12 * max(exact, 1), "seed \(seed)")
  }

  private func replay(_ run: RandomRun) throws(ReplayError) -> ReplayResult {
    var replay = FleetReplay(header: run.header, fleet: run.fleet, workload: run.workload)
    for fact in run.facts { replay.record(fact) }
    return try replay.finish()
  }
}

/// The integrals again, the slow and plain way: one interval at a time, from start to end.
private struct Intervals {
  var allocated: Int128 = 0
  var allocatable: Int128 = 0
  var nodeTime: Int128 = 0
  var lost: Int128 = 0

  init(_ run: RandomRun) {
    for (index, fact) in run.facts.enumerated() {
      func width(until kinds: Set<FactKind>) -> Int128 {
        let end = run.facts[index...].dropFirst().first {
          kinds.contains($0.kind) && $0.subject == fact.subject || $0.kind == .horizonReached
        }
        return Int128(((end?.at ?? fact.at) - fact.at).nanoseconds)
      }
      switch fact.kind {
      case .nodeJoined:
        let time = width(until: [.nodeInterrupted])
        nodeTime += time
        allocatable += time * Int128(run.fleet.nodes[Int(fact.subject)].allocatable.cpu.value)
      case .jobStarted:
        let time = width(until: [.jobFinished, .jobInterrupted])
        allocated += time * Int128(run.workload.jobs[Int(fact.subject)].request.cpu.value)
      case .jobInterrupted: lost += Int128(fact.value)
      default: break
      }
    }
  }
}
