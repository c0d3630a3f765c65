package import Facts
package import Units

/// Jobs that a trace recorded, in order of submission; equal instants keep the order of the file.
package struct RecordedJobs: Hashable, Sendable {
  /// What the recorded instants count from.
  package enum Clock: Hashable, Sendable {
    /// Instants of the calendar.
    case calendar
    /// The trace's own start, which `Instant.epoch` stands for; the calendar is unknown.
    case ownStart
  }

  /// What the instants of `workload` count from.
  package var clock: Clock
  /// Where the trace begins on its clock: its first submission on the calendar, else its own zero.
  package var origin: Instant
  /// The jobs at their recorded instants.
  package var workload: Workload
  /// What the importer decided or left out, for the reader of a report.
  package var notes: [String]

  /// Makes a trace of jobs.
  package init(clock: Clock, origin: Instant, workload: Workload, notes: [String] = []) {
    self.clock = clock
    self.origin = origin
    self.workload = workload
    self.notes = notes
  }

  /// The jobs as `replay` has them submitted. Work and requests stay as they were recorded.
  package func workload(_ replay: Replay) throws(TraceReplayError) -> Workload {
    var replayed = workload
    let start = replay.start ?? origin
    for index in replayed.jobs.indices {
      switch replay.timing {
      case .allAtStart: replayed.jobs[index].submittedAt = start
      case .recorded:
        let offset = workload.jobs[index].submittedAt - origin
        guard let at = replay.timeScale.apply(to: offset, from: start) else {
          throw .beyondTheScaleOfTime(job: workload.jobNames[index])
        }
        replayed.jobs[index].submittedAt = at
      }
    }
    return replayed
  }
}

/// How the instants of a trace become those of a run.
package struct Replay: Hashable, Sendable {
  /// Which instants jobs are submitted at; the raw values are the words of a scenario.
  package enum Timing: String, CaseIterable, Hashable, Sendable {
    /// As recorded, moved to `start` and stretched by `timeScale`.
    case recorded
    /// All at `start`, in the recorded order: how openb's authors load their cluster.
    case allAtStart = "all-at-start"
  }

  /// Which instants jobs are submitted at.
  package var timing: Timing
  /// What distances between submissions are multiplied with: below 1 the load grows. Work is not
  /// scaled.
  package var timeScale: TimeScale
  /// Where the trace's origin goes; nil leaves it where it was recorded.
  package var start: Instant?

  /// Makes a replay; by default everything stays as it was recorded.
  package init(
    timing: Timing = .recorded, timeScale: TimeScale = .one, start: Instant? = nil
  ) {
    self.timing = timing
    self.timeScale = timeScale
    self.start = start
  }
}

/// A positive fraction that scales distances in time exactly.
package struct TimeScale: Hashable, Sendable {
  /// Above the line.
  package let numerator: Int64
  /// Below the line.
  package let denominator: Int64

  /// Everything as it was.
  package static let one = TimeScale(unchecked: 1, 1)

  /// Makes a fraction; nil unless both parts are positive.
  package init?(_ numerator: Int64, over denominator: Int64) {
    guard numerator > 0, denominator > 0 else { return nil }
    self.init(unchecked: numerator, denominator)
  }

  private init(unchecked numerator: Int64, _ denominator: Int64) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// `start` plus the scaled `offset`, rounded towards `start` to whole nanoseconds; nil beyond the
  /// scale of time.
  func apply(to offset: TimeSpan, from start: Instant) -> Instant? {
    let scaled = Int128(offset.nanoseconds) * Int128(numerator) / Int128(denominator)
    return Int64(exactly: Int128(start.nanoseconds) + scaled).map(Instant.init(nanoseconds:))
  }
}

/// Why a trace cannot be replayed as asked.
package enum TraceReplayError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A job would be submitted after the last instant there is.
  case beyondTheScaleOfTime(job: String)

  /// What is wrong and what to do.
  package var description: String {
    switch self {
    case .beyondTheScaleOfTime(let job):
      "job \(job) would be submitted after the year 2262; use an earlier start or a smaller scale"
    }
  }
}
