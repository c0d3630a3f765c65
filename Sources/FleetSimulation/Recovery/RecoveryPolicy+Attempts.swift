import Units

/// Where the time of one attempt went that ended before its work did.
///
/// All parts in nanoseconds; setup + worked + saving is the attempt's whole length.
struct AttemptAccount: Hashable {
  /// Held the node before work began again.
  var setup: Int64 = 0
  /// Did work, whether or not it was kept.
  var worked: Int64 = 0
  /// Wrote checkpoints, whether or not they were completed.
  var saving: Int64 = 0
  /// Work that the next attempt need not do again.
  var kept: Int64 = 0
  /// Work that it has to do again.
  var lost: Int64 { worked - kept }
}

/// The arithmetic of attempts, exact to the nanosecond.
///
/// Checkpoints are never events: how many there were follows from how long the attempt lasted.
extension RecoveryPolicy {
  /// The longest span that a parameter or a job's work may have: a hundred years of 365 days. Sums
  /// of two of them stay far inside 63 bits.
  static var longestSpan: TimeSpan { .days(36_500) }

  /// What attempt `number`, counted from 1, spends before it works.
  func setup(attempt number: UInt32) -> Int64 {
    guard number > 1 else { return 0 }
    switch self {
    case .restart(let cost): return cost.nanoseconds
    case .checkpoint(_, _, let restore): return restore.nanoseconds
    }
  }

  /// How long attempt `number` takes for `work` when nothing interrupts it; nil when that does not
  /// fit the scale of time.
  func length(work: Int64, attempt number: UInt32) -> Int64? {
    let setup = setup(attempt: number)
    guard case .checkpoint(let interval, let cost, _) = self else { return setup + work }
    let saves = RecoveryPolicy.saves(in: work, every: interval.nanoseconds)
    let (saving, saturates) = saves.multipliedReportingOverflow(by: cost.nanoseconds)
    let (length, overflows) = saving.addingReportingOverflow(setup + work)
    return saturates || overflows ? nil : length
  }

  /// Where the time of attempt `number` went, which was to do `work` and was interrupted after
  /// `elapsed`, before its end.
  func account(work: Int64, attempt number: UInt32, elapsed: Int64) -> AttemptAccount {
    let setup = min(setup(attempt: number), elapsed)
    let busy = elapsed - setup
    guard case .checkpoint(let interval, let cost, _) = self else {
      return AttemptAccount(setup: setup, worked: busy)
    }
    let step = interval.nanoseconds
    let allSaves = RecoveryPolicy.saves(in: work, every: step)
    // A save whose last nanosecond has passed counts; one that was still being written does not.
    let saves = min(busy / (step + cost.nanoseconds), allSaves)
    let rest = busy - saves * (step + cost.nanoseconds)
    let worked = saves < allSaves ? min(rest, step) : rest
    return AttemptAccount(
      setup: setup, worked: saves * step + worked,
      saving: saves * cost.nanoseconds + rest - worked, kept: saves * step)
  }

  /// How many saves `work` takes: one after each full interval, none at the very end.
  private static func saves(in work: Int64, every interval: Int64) -> Int64 {
    work > 0 ? (work - 1) / interval : 0
  }
}
