import SimulationKernel
package import Units

/// A span in which calls of the controllers fail in one way.
package struct FailureWindow: Hashable, Sendable {
  /// From when.
  package var start: Instant
  /// Until when.
  package var end: Instant
  /// How they fail.
  package var failure: APIFailure
  /// How many of a thousand fail.
  package var perThousand: UInt64
  /// Whose calls; nil for all.
  package var controller: ControllerKind?
  /// Calls that write what; nil for all, evictions among them.
  package var kind: WatchedObjects?

  /// Makes a window.
  package init(
    from start: Instant, until end: Instant, _ failure: APIFailure, perThousand: UInt64 = 1_000,
    controller: ControllerKind? = nil, kind: WatchedObjects? = nil
  ) {
    precondition(perThousand <= 1_000, "no more than all calls fail")
    self.start = start
    self.end = end
    self.failure = failure
    self.perThousand = perThousand
    self.controller = controller
    self.kind = kind
  }
}

/// How a call fails.
package enum APIFailure: Hashable, Sendable {
  /// 409: somebody else wrote meanwhile. The reconcile fails.
  case conflict
  /// 429 with `Retry-After`: the client waits as long and asks again, ten times at most, and holds
  /// its worker meanwhile (kubernetes/client-go `rest/request.go`).
  case tooManyRequests(retryAfter: TimeSpan)
  /// 500 or 503. The reconcile fails; the write took effect where `isApplied` says so.
  case serverError(isApplied: Bool)
  /// No answer for so long, in which the worker is held. The write took effect where `isApplied`
  /// says so.
  case timeout(after: TimeSpan, isApplied: Bool)

  /// How often a client asks again that is told to wait.
  package static let mostRetries = 10
}

extension APIPlan {
  /// How a call fails at `now`, if it does: by `failuresPerThousand` as a conflict, else by the first
  /// window that takes it.
  ///
  /// - Parameters:
  ///   - kind: What is written; nil for pods.
  ///   - controller: Whose call it is; nil where it is not one of Cluster API's.
  func drawFailure(
    of kind: WatchedObjects?, by controller: ControllerKind?, at now: Instant,
    _ stream: inout RandomStream
  ) -> APIFailure? {
    if now < failuresEnd, failuresPerThousand > 0,
      stream.bernoulli(failuresPerThousand, in: 1_000)
    {
      return .conflict
    }
    for window in failures
    where window.start <= now && now < window.end
      && (window.controller == nil || window.controller == controller)
      && (window.kind == nil || window.kind == kind)
    {
      if stream.bernoulli(window.perThousand, in: 1_000) { return window.failure }
    }
    return nil
  }
}

/// A span in which the watch of a kind tells wrongly.
package struct WatchFault: Hashable, Sendable {
  /// Of what.
  package var kind: WatchedObjects
  /// From when.
  package var start: Instant
  /// Until when.
  package var end: Instant
  /// What goes wrong.
  package var effect: Effect

  /// What goes wrong with a watch.
  package enum Effect: Hashable, Sendable {
    /// So many of a thousand changes are never told. At the end of the span the watch is closed and
    /// the objects are listed anew, which is the only thing that makes up for it.
    case loses(perThousand: UInt64)
    /// So many of a thousand changes are told twice.
    case repeats(perThousand: UInt64)
    /// The stream is broken, and at the end of the span too old to go on with (410): the objects are
    /// listed anew, and what happened between is never told.
    case isCut
  }

  /// Makes a fault.
  package init(
    _ kind: WatchedObjects, from start: Instant, until end: Instant, _ effect: Effect
  ) {
    self.kind = kind
    self.start = start
    self.end = end
    self.effect = effect
  }

  /// Whether the objects are listed anew at its end.
  var endsWithList: Bool {
    switch effect {
    case .loses, .isCut: true
    case .repeats: false
    }
  }
}
