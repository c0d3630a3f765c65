package import Units

/// One candidate's part in the election of a leader by a lease.
///
/// Pure: the clock is an argument, and only its differences count, so that clocks of other machines do not
/// matter (as in client-go's leaderelection). Whoever leads stops acting before its lease can run out for
/// the others: `isLeader` is false from `renewDeadline` after the last renewal that began.
package struct LeaderElection: Hashable, Sendable {
  /// The times of an election; client-go's are 15 s, 10 s and 2 s.
  package struct Timing: Hashable, Sendable {
    /// How long others wait after they last saw the lease change.
    package var lease: TimeSpan
    /// How long the leader acts after its last renewal.
    package var renewDeadline: TimeSpan
    /// How long between two attempts.
    package var retry: TimeSpan

    /// Makes timings.
    ///
    /// - Precondition: `lease` > `renewDeadline` > `retry`, and `lease` in whole seconds.
    package init(
      lease: TimeSpan = .seconds(15), renewDeadline: TimeSpan = .seconds(10),
      retry: TimeSpan = .seconds(2)
    ) {
      precondition(lease > renewDeadline && renewDeadline > retry && retry > .zero)
      precondition(lease.nanoseconds % 1_000_000_000 == 0)
      self.lease = lease
      self.renewDeadline = renewDeadline
      self.retry = retry
    }
  }

  /// What to do next.
  package enum Step: Hashable, Sendable {
    /// Read the lease.
    case read
    /// Create it.
    case create(Lease)
    /// Replace it; its resourceVersion is the fence: whoever was faster makes it a conflict.
    case update(Lease)
    /// Do nothing until then.
    case wait(until: Instant)
  }

  /// What became of a step.
  package enum Answer: Hashable, Sendable {
    /// The lease as it was read, or as it is after a write of our own.
    case lease(Lease)
    /// There is none.
    case notFound
    /// Another was faster: 409, whether `Conflict` or `AlreadyExists`.
    case conflict
    /// Anything else: the server could not be asked, or what became of a write is not known.
    case failed
  }

  /// Proof of leadership for what the leader writes: a later leader has a larger one.
  package struct Fence: Hashable, Sendable {
    /// How often the lease had changed hands.
    package var transitions: Int64
    /// The version of the lease at its last renewal.
    package var resourceVersion: String

    /// Makes a fence.
    package init(transitions: Int64, resourceVersion: String) {
      self.transitions = transitions
      self.resourceVersion = resourceVersion
    }
  }

  private enum Phase: Hashable, Sendable {
    case mustRead
    case known
    case absent
    case writing(since: Instant, isRelease: Bool)
    case waiting(until: Instant)
  }

  /// Who we are: unique among the candidates.
  package let identity: String
  /// The times.
  package let timing: Timing
  private var phase = Phase.mustRead
  private var observed: Lease?
  private var observedAt = Instant.distantPast
  private var renewedAt: Instant?
  private var isReleasing = false

  /// Makes a candidate that has seen nothing yet.
  package init(identity: String, timing: Timing = Timing()) {
    self.identity = identity
    self.timing = timing
  }

  /// Whether this candidate may act as the leader at `now`.
  package func isLeader(at now: Instant) -> Bool {
    guard !isReleasing, let renewedAt, observed?.holder == identity else { return false }
    return now < renewedAt + timing.renewDeadline
  }

  /// The fence of the present leadership, `nil` when there is none.
  package func fence(at now: Instant) -> Fence? {
    guard isLeader(at: now), let observed, let version = observed.resourceVersion else {
      return nil
    }
    return Fence(transitions: observed.transitions, resourceVersion: version)
  }

  /// Who leads as far as is known; empty when nobody does.
  package var leader: String { observed?.holder ?? "" }

  /// The next step.
  ///
  /// - Parameter unit: a random number in 0 ..< 1: candidates come at different moments, 1 to 2.2 retry
  ///   times apart, as client-go has it.
  package mutating func next(at now: Instant, unit: Double) -> Step {
    if case .waiting(let until) = phase {
      guard now >= until else { return .wait(until: until) }
      phase = observed?.holder == identity ? .known : .mustRead
    }
    switch phase {
    case .waiting(let until): return .wait(until: until)
    case .mustRead: return .read
    case .writing:
      // A step without an answer: read what became of it, and do not take the reading for a renewal.
      phase = .mustRead
      return .read
    case .absent:
      guard !isReleasing else { return pause(at: now, unit: unit) }
      phase = .writing(since: now, isRelease: false)
      return .create(claim(at: now, from: nil))
    case .known: return nextWhenKnown(at: now, unit: unit)
    }
  }

  /// Takes in what became of the last step.
  package mutating func receive(_ answer: Answer, at now: Instant) {
    switch answer {
    case .lease(let lease): receive(lease, at: now)
    case .notFound:
      observed = nil
      renewedAt = nil
      phase = .absent
    case .conflict:
      // The loser reads before it may act: what it knew is out of date.
      renewedAt = nil
      phase = .mustRead
    case .failed:
      // Still the leader until the deadline; after a pause the lease is read, or renewed, again.
      phase = .waiting(until: now + timing.retry)
    }
  }

  /// Starts to give the lease up: the next steps write an empty holder, and leadership ends at once.
  package mutating func release() { isReleasing = true }

  /// Whether a release has nothing left to do.
  package var isReleased: Bool { isReleasing && observed?.holder != identity }

  private mutating func receive(_ lease: Lease, at now: Instant) {
    let started: Instant? =
      if case .writing(let since, isRelease: false) = phase { since } else { nil }
    if observed != lease {
      observed = lease
      observedAt = now
    }
    if lease.holder != identity {
      renewedAt = nil
    } else if let started {
      // Counted from before the request was sent: it may have taken long.
      renewedAt = started
    }
    let isOurWrite = if case .writing = phase { true } else { false }
    phase = isOurWrite && lease.holder == identity ? .waiting(until: now + timing.retry) : .known
  }

  private mutating func nextWhenKnown(at now: Instant, unit: Double) -> Step {
    guard let observed else {
      phase = .mustRead
      return .read
    }
    if isReleasing {
      guard observed.holder == identity else { return pause(at: now, unit: unit) }
      phase = .writing(since: now, isRelease: true)
      var empty = observed
      empty.holder = ""
      empty.durationSeconds = 1
      empty.renewed = now
      return .update(empty)
    }
    let isFree =
      observed.holder.isEmpty || observed.holder == identity
      || now >= observedAt + max(timing.lease, .seconds(min(observed.durationSeconds, 3_600)))
    guard isFree else { return pause(at: now, unit: unit) }
    phase = .writing(since: now, isRelease: false)
    return .update(claim(at: now, from: observed))
  }

  private mutating func pause(at now: Instant, unit: Double) -> Step {
    let span = TimeSpan(
      nanoseconds: timing.retry.nanoseconds
        + Int64(Double(timing.retry.nanoseconds) * 1.2 * unit))
    phase = .waiting(until: now + span)
    return .wait(until: now + span)
  }

  private func claim(at now: Instant, from lease: Lease?) -> Lease {
    let isRenewal = lease?.holder == identity
    return Lease(
      resourceVersion: lease?.resourceVersion, holder: identity,
      durationSeconds: timing.lease.nanoseconds / 1_000_000_000,
      acquired: isRenewal ? lease?.acquired ?? now : now, renewed: now,
      transitions: lease.map { $0.transitions + (isRenewal ? 0 : 1) } ?? 0)
  }
}
