package import Units

/// When on-demand machines are bought beside spot ones, and when spot ones take their place again: the
/// rules of one autoscaling plan, for each cluster on its own.
///
/// An on-demand pool is a fallback when a spot pool of its cluster comes before it.
package struct FallbackPolicy: Hashable, Sendable {
  /// How many of the machines that a cluster has bought are on demand at least.
  package enum Floor: Hashable, Sendable {
    /// So many, or all where there are fewer.
    case count(Int)
    /// A share of them in per cent, rounded up.
    case percent(Int)

    /// How many of `total` machines are to be on demand.
    package func required(of total: Int) -> Int {
      switch self {
      case .count(let count): min(count, total)
      case .percent(let percent): (total * percent + 99) / 100
      }
    }
  }

  /// The floor; nil for none.
  package var floor: Floor?
  /// How much longer than for spot a job waits before on-demand is bought for it.
  package var wait: TimeSpan
  /// How spot machines take the place of on-demand ones; nil when they do not.
  package var spotReturn: SpotReturn?

  /// Makes a policy; without anything on-demand is bought as soon as spot is not to be had, and kept.
  package init(floor: Floor? = nil, wait: TimeSpan = .zero, spotReturn: SpotReturn? = nil) {
    self.floor = floor
    self.wait = wait
    self.spotReturn = spotReturn
  }

  /// Whether the next machine of a cluster is to be on demand, spot or not.
  package func wantsOnDemand(_ onDemand: Int, of total: Int) -> Bool {
    floor.map { onDemand < $0.required(of: total + 1) } ?? false
  }

  /// How many on-demand machines of a cluster may go, one after the other with nothing in their place.
  package func mayGo(_ onDemand: Int, of total: Int) -> Bool {
    floor.map { onDemand - 1 >= $0.required(of: total - 1) } ?? true
  }

  /// How many on-demand machines may be exchanged for spot ones, which leaves the total as it is.
  package func surplus(_ onDemand: Int, of total: Int) -> Int {
    max(onDemand - (floor?.required(of: total) ?? 0), 0)
  }
}

/// How spot machines take the place of on-demand ones once the market has some again.
package struct SpotReturn: Hashable, Sendable {
  /// What becomes of the jobs on a machine that is to go. It takes no new ones.
  package enum Manner: String, CaseIterable, Sendable {
    /// They end their work.
    case betweenJobs = "between-jobs"
    /// They are evicted, each with its own grace period, once a spot machine is Ready that was launched
    /// for it.
    case drain
  }

  /// How long the market has had machines before any is exchanged.
  package var after: TimeSpan
  /// How many machines of a cluster are exchanged at a time.
  package var machines: Int
  /// How long from one exchange to the next.
  package var interval: TimeSpan
  /// What becomes of jobs.
  package var manner: Manner

  /// Makes the terms of a return.
  package init(
    after: TimeSpan, machines: Int = 1, interval: TimeSpan = .zero, manner: Manner = .betweenJobs
  ) {
    self.after = after
    self.machines = machines
    self.interval = interval
    self.manner = manner
  }
}

extension FallbackPolicy {
  /// Why it cannot be simulated, in words; nil when it can.
  var problem: String? {
    switch floor {
    case .count(let count) where count < 0: return "an on-demand floor of \(count) machines"
    case .percent(let percent) where !(0...100).contains(percent):
      return "an on-demand floor of \(percent) %"
    default: break
    }
    guard wait >= .zero else { return "a wait before fallback of \(wait.text)" }
    guard let spotReturn else { return nil }
    guard spotReturn.machines > 0 else { return "a return of no machine at a time" }
    guard spotReturn.after >= .zero, spotReturn.interval >= .zero else {
      return "a return after a time below zero"
    }
    return nil
  }
}
