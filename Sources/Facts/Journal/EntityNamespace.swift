/// The kinds of thing that a dense id of a fact can name.
///
/// The raw value is part of the journal's canonical bytes (`docs/journal.md`): numbers are added,
/// never reused.
package enum EntityNamespace: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// A pool of the fleet.
  case pool = 1
  /// A node of the fleet.
  case node = 2
  /// A job of the workload.
  case job = 3

  /// The word for one such thing, as in `node 17`.
  package var word: String {
    switch self {
    case .pool: "pool"
    case .node: "node"
    case .job: "job"
    }
  }
}

/// What a fact's value counts.
package enum FactValueMeaning: Sendable {
  /// Nothing: always 0.
  case none
  /// Nanoseconds, under this word.
  case span(String)
  /// A plain number, under this word.
  case count(String)
}

extension FactKind {
  /// The kind's name in text formats; the case's own name.
  package var name: String {
    switch self {
    case .nodeJoined: "nodeJoined"
    case .interruptionNoticed: "interruptionNoticed"
    case .nodeInterrupted: "nodeInterrupted"
    case .jobSubmitted: "jobSubmitted"
    case .jobStarted: "jobStarted"
    case .jobInterrupted: "jobInterrupted"
    case .jobFinished: "jobFinished"
    case .jobRejected: "jobRejected"
    case .horizonReached: "horizonReached"
    }
  }

  /// What `Fact.subject` is an id of, or nothing when it is unused.
  package var subjectNamespace: EntityNamespace? {
    switch self {
    case .nodeJoined, .interruptionNoticed, .nodeInterrupted: .node
    case .jobSubmitted, .jobStarted, .jobInterrupted, .jobFinished, .jobRejected: .job
    case .horizonReached: nil
    }
  }

  /// What `Fact.object` is an id of, or nothing when it is unused.
  package var objectNamespace: EntityNamespace? {
    switch self {
    case .nodeJoined, .nodeInterrupted: .pool
    case .jobStarted, .jobInterrupted, .jobFinished: .node
    case .interruptionNoticed, .jobSubmitted, .jobRejected, .horizonReached: nil
    }
  }

  /// What `Fact.value` counts.
  package var valueMeaning: FactValueMeaning {
    switch self {
    case .nodeJoined, .jobSubmitted, .jobRejected: .none
    case .interruptionNoticed: .span("lead time")
    case .nodeInterrupted: .span("age")
    case .jobInterrupted: .span("work lost")
    case .jobStarted: .count("attempt")
    case .jobFinished: .count("attempts")
    case .horizonReached: .count("events")
    }
  }
}
