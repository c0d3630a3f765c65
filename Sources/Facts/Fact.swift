package import Units

/// What happened: the kinds of fact that a run's journal can hold.
///
/// The raw value is part of the journal's canonical bytes (`docs/journal.md`): numbers are added,
/// never reused.
package enum FactKind: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// A node became ready. Subject: node. Object: pool. Value: 0.
  case nodeJoined = 1
  /// A node was told that its capacity will be taken. Subject: node. Value: lead time, ns.
  case interruptionNoticed = 2
  /// A node's capacity was taken. Subject: node. Object: pool. Value: age since it joined, ns.
  case nodeInterrupted = 3
  /// A job came into the queue. Subject: job. Value: 0.
  case jobSubmitted = 16
  /// A job began to run. Subject: job. Object: node. Value: attempt, counted from 1.
  case jobStarted = 17
  /// A job lost its node and returned to the queue. Subject: job. Object: node.
  /// Value: work lost, ns, that has to be done again.
  case jobInterrupted = 18
  /// A job ended its work. Subject: job. Object: node. Value: attempts it took.
  case jobFinished = 19
  /// A job asks for more than any node of the fleet has. Subject: job. Value: 0.
  case jobRejected = 20
  /// The horizon was reached; nothing follows. Value: events handled.
  case horizonReached = 255
}

/// One fact of a run: when, what, about whom. A plain value of 25 significant bytes.
package struct Fact: Hashable, Sendable, BitwiseCopyable {
  /// When it happened, in simulated time.
  package var at: Instant
  /// What happened.
  package var kind: FactKind
  /// Whom it happened to: a dense id whose namespace `kind` gives.
  package var subject: UInt32
  /// The other party, or 0: a dense id whose namespace `kind` gives.
  package var object: UInt32
  /// A number whose meaning and unit `kind` gives.
  package var value: Int64

  /// Makes a fact.
  @inlinable
  package init(
    at: Instant, kind: FactKind, subject: UInt32, object: UInt32 = 0, value: Int64 = 0
  ) {
    self.at = at
    self.kind = kind
    self.subject = subject
    self.object = object
    self.value = value
  }
}

/// A passenger of a run: it is told each fact in order and can change nothing.
package protocol FactSink {
  /// Takes the next fact; facts come in the order of the journal.
  mutating func record(_ fact: Fact)
}
