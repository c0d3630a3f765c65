import ClusterAPI
import Testing
import Units

/// What Jobs and StatefulSets make.
@Suite struct WorkloadTests {
  /// Ten seconds, doubled with each failure in a row, ten minutes at most; a success forgets them.
  @Test(arguments: [
    (1, 10), (2, 20), (3, 40), (4, 80), (5, 160), (6, 320), (7, 600), (8, 600), (60, 600),
  ])
  func `the delay of a Job doubles`(failures: Int, delay: Int64) {
    var job = JobSync(parallelism: 1, completions: 2, backoffLimit: 100, waitsForPods: false)
    #expect(job.delayEnds == .distantPast)
    for _ in 0..<failures { job.countFailure(at: Instant(seconds: 50)) }
    #expect(job.delayEnds == Instant(seconds: 50 + delay))
    job.countSuccess()
    #expect(job.delayEnds == .distantPast)
    #expect(job.failed == failures)
  }

  @Test func `a Job fails past its limit`() {
    var job = JobSync(parallelism: 1, completions: 2, backoffLimit: 1, waitsForPods: false)
    job.countFailure(at: .epoch)
    #expect(!job.hasFailed)
    job.countFailure(at: .epoch)
    #expect(job.hasFailed)
    job.countSuccess()
    #expect(!job.isComplete)
    job.countSuccess()
    #expect(job.isComplete)
  }

  /// Of five completions, with so many successes, three pods at a time.
  @Test(arguments: [
    (0, 0, 0, false, 3), (0, 2, 1, false, 1), (0, 2, 1, true, 0), (3, 0, 0, false, 2),
    (3, 1, 1, true, 0), (4, 0, 2, false, 1), (5, 0, 0, false, 0), (0, 3, 4, true, 0),
  ])
  func `a Job makes what is missing`(
    successes: Int, active: Int, leaving: Int, waits: Bool, made: Int
  ) {
    var job = JobSync(parallelism: 3, completions: 5, backoffLimit: 6, waitsForPods: waits)
    for _ in 0..<successes { job.countSuccess() }
    #expect(job.missing(active: active, leaving: leaving) == made)
  }

  @Test(
    arguments: [
      ([.missing, .missing], [0], [0, 1]),
      ([.unready, .missing], [], [1]),
      ([.ready, .missing, .missing], [1], [1, 2]),
      ([.missing, .ready, .missing], [0], [0, 2]),
      ([.ready, .unready, .missing], [], [2]),
      ([.ready, .ready], [], []),
    ] as [([StatefulSetSync.OrdinalState], [Int], [Int])])
  func `a StatefulSet makes pods in order, or all`(
    states: [StatefulSetSync.OrdinalState], ordered: [Int], parallel: [Int]
  ) {
    #expect(StatefulSetSync.ordinalsToMake(of: states, isParallel: false) == ordered)
    #expect(StatefulSetSync.ordinalsToMake(of: states, isParallel: true) == parallel)
  }
}
