import Facts
package import Units

/// Jobs that are all alike, so many at a time and at equal distances: demand that nothing recorded.
package struct RegularJobs: Hashable, Sendable {
  /// What each of them asks for.
  package var request: ResourceVector
  /// How long each of them works.
  package var work: TimeSpan
  /// How many are submitted at a time.
  package var count: Int64
  /// How long after one time the next one comes; nil when there is no other time.
  package var every: TimeSpan?

  /// Makes a description.
  package init(request: ResourceVector, work: TimeSpan, count: Int64 = 1, every: TimeSpan? = nil) {
    self.request = request
    self.work = work
    self.count = count
    self.every = every
  }

  /// How many jobs are submitted in a stretch of that length, its end not included.
  ///
  /// - Parameter scale: What the distances are multiplied with.
  package func total(within span: TimeSpan, scale: TimeScale = .one) -> Int128 {
    guard span > .zero else { return 0 }
    guard let every, every > .zero else { return Int128(count) }
    // Offset k × every × scale is inside as long as it is below the span.
    let step = Int128(every.nanoseconds) * Int128(scale.numerator)
    let length = Int128(span.nanoseconds) * Int128(scale.denominator)
    return (length + step - 1) / step * Int128(count)
  }

  /// The jobs of a stretch as if they had been recorded, with a clock of their own: names are numbers
  /// from 1.
  package func recorded(within span: TimeSpan, scale: TimeScale = .one) -> RecordedJobs {
    let total = Int64(clamping: total(within: span, scale: scale))
    var jobs: [Job] = []
    jobs.reserveCapacity(Int(total))
    for number in 0..<total {
      let step = TimeSpan(
        nanoseconds: (number / max(count, 1)) * (every ?? .zero).nanoseconds)
      jobs.append(Job(submittedAt: .epoch + step, work: work, request: request))
    }
    return RecordedJobs(
      clock: .ownStart, origin: .epoch,
      workload: Workload(jobs: jobs, jobNames: (0..<total).map { String($0 + 1) }))
  }
}
