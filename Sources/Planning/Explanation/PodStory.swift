package import Facts
package import Units

/// What became of one job's pod up to an instant, as the facts tell it.
package struct PodStory: Sendable {
  /// Where a job is.
  package enum State: Hashable, Sendable {
    /// Not submitted yet.
    case future
    /// No node could ever take it.
    case rejected
    /// Without a node since that instant.
    case waiting(since: Instant)
    /// On a node.
    case running(node: UInt32, since: Instant, attempt: Int64)
    /// On a node, asked to end.
    case ending(node: UInt32, since: Instant, attempt: Int64)
    /// Its work is done.
    case finished(at: Instant)
  }

  /// The facts up to the instant, in order.
  package private(set) var facts: [Fact] = []
  /// The first fact after it; nil when there is none.
  package private(set) var next: Fact?
  /// Where the job is at the instant.
  package private(set) var state = State.future
  /// When it got its node last; nil when it never had one.
  package private(set) var lastStart: Instant?

  /// Tells the story of `facts` up to `instant`.
  init(_ facts: [Fact], until instant: Instant) {
    for fact in facts {
      guard fact.at <= instant else {
        next = fact
        return
      }
      self.facts.append(fact)
      take(fact)
    }
  }

  private mutating func take(_ fact: Fact) {
    switch fact.kind {
    case .jobSubmitted, .jobInterrupted: state = .waiting(since: fact.at)
    case .jobRejected: state = .rejected
    case .jobStarted:
      state = .running(node: fact.object, since: fact.at, attempt: fact.value)
      lastStart = fact.at
    case .podEvicted:
      if case .running(let node, let since, let attempt) = state {
        state = .ending(node: node, since: since, attempt: attempt)
      }
    case .jobFinished: state = .finished(at: fact.at)
    default: break
    }
  }
}
