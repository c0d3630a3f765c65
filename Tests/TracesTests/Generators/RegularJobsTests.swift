import Facts
import Testing
import Traces
import Units

/// Jobs that nothing recorded.
@Suite struct RegularJobsTests {
  private static let request = ResourceVector(
    cpu: MilliCPU(4_000), memory: Bytes(1 << 30), gpu: MilliGPU(0))

  @Test func `so many come at each time, up to the end of the horizon and not at it`() {
    let jobs = RegularJobs(request: Self.request, work: .minutes(50), count: 3, every: .hours(1))
    #expect(jobs.total(within: .hours(2)) == 6)
    #expect(jobs.total(within: .hours(2) + TimeSpan(nanoseconds: 1)) == 9)
    #expect(jobs.total(within: .zero) == 0)
    let made = jobs.recorded(within: .hours(2)).workload
    #expect(made.jobNames == ["1", "2", "3", "4", "5", "6"])
    #expect(
      made.jobs.map(\.submittedAt) == [0, 0, 0, 3_600, 3_600, 3_600].map(Instant.init(seconds:)))
    #expect(made.jobs.allSatisfy { $0.work == .minutes(50) && $0.request == Self.request })
  }

  @Test func `without another time they come once`() {
    let jobs = RegularJobs(request: Self.request, work: .hours(1), count: 2)
    #expect(jobs.recorded(within: .days(9)).workload.jobs.map(\.submittedAt) == [.epoch, .epoch])
  }

  @Test func `a scale that draws times together makes more of them`() throws {
    let half = try #require(TimeScale(1, over: 2))
    let jobs = RegularJobs(request: Self.request, work: .hours(1), every: .hours(1))
    let made = jobs.recorded(within: .hours(3), scale: half)
    #expect(made.workload.jobs.count == 6)
    let replayed = try made.workload(Replay(timeScale: half, start: .epoch))
    #expect(replayed.jobs.last?.submittedAt == .epoch + .minutes(150))
  }
}
