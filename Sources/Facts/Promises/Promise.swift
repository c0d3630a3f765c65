package import Units

/// What is promised to those who lend machines and to those who borrow them.
package enum Promise: Int, CaseIterable, Sendable, BitwiseCopyable {
  /// Lent capacity is taken back only as declared, and announced the notice ahead.
  case preemptionWindow = 0
  /// A pod that starts on lent capacity keeps it for the tenure.
  case residency = 1
  /// A pod that is drained has its grace period, and budgets hold.
  case gracefulDrain = 2
  /// A machine is back when its owner's window opens.
  case ownerFirst = 3
  /// A machine that is called back is back within the limit.
  case recall = 4
  /// A machine that its owner asks for at once is emptied within the limit, once.
  case emergencyReclaim = 5
  /// A cluster that is bound to a jurisdiction has only machines that lie within it.
  case jurisdiction = 6
  /// Confidential workloads run only on proved machines, and machines change tenant clean.
  case confidentiality = 7

  /// Its name in views, metrics and reports.
  package var name: String {
    switch self {
    case .preemptionWindow: "preemption-window"
    case .residency: "residency"
    case .gracefulDrain: "graceful-drain"
    case .ownerFirst: "owner-first"
    case .recall: "recall"
    case .emergencyReclaim: "emergency-reclaim"
    case .jurisdiction: "jurisdiction"
    case .confidentiality: "confidentiality"
    }
  }

  /// What could have been broken, in words that follow "number of".
  package var opportunity: String {
    switch self {
    case .preemptionWindow, .residency: "pods of jobs that had to leave lent machines"
    case .gracefulDrain: "pods of jobs and services that were drained"
    case .ownerFirst: "closings of a lending window of a machine that had been away in it"
    case .recall: "machines called back"
    case .emergencyReclaim: "machines asked for at once that a borrower had"
    case .jurisdiction: "jobs of bound clusters that started on lent machines"
    case .confidentiality:
      "confidential jobs that started on lent machines, and changes of a machine's tenant"
    }
  }

  /// When it is broken, in a sentence.
  package var breach: String {
    switch self {
    case .preemptionWindow:
      "Not announced the notice ahead, before the announced time, or with neither a declared end nor "
        + "a recall."
    case .residency: "Made to leave before the tenure was over."
    case .gracefulDrain: "Ended before its grace period was, or deleted past its budget."
    case .ownerFirst:
      "Not a Ready node of its owner when its window opened, by more than the tolerance."
    case .recall: "Not a Ready node of its owner within the limit, by more than the tolerance."
    case .emergencyReclaim:
      "Not emptied and on its way out within the limit, or taken away again without a new cause."
    case .jurisdiction: "The machine lies outside the jurisdiction."
    case .confidentiality:
      "The machine was not proved, or too long ago; or it was not sanitised since its last tenant."
    }
  }
}

/// Why a promise counts as broken.
package enum BreachReason: String, CaseIterable, Sendable, BitwiseCopyable {
  /// Nothing was announced.
  case unannounced
  /// It was announced too late, or came before the announced time.
  case shortNotice = "short-notice"
  /// The lending had no declared end, and nobody called the machine back.
  case undeclared
  /// The pod had not had its tenure.
  case shortTenure = "short-tenure"
  /// The pod ended before its grace period did.
  case killed
  /// The pod was evicted with less than its own grace period, as a drain class may declare, and ended
  /// with it.
  case shortGrace = "short-grace"
  /// The service had too few healthy pods left.
  case budgetBroken = "budget-broken"
  /// The machine was back late.
  case late
  /// The machine was not back at all while it was due.
  case notBack = "not-back"
  /// A machine was taken away at once and nobody had asked for it.
  case repeated
  /// The machine lies outside the jurisdiction of the cluster.
  case outside
  /// No trusted execution environment was proved, or too long ago.
  case unproved
  /// What the last tenant left was still there.
  case unsanitised
}

/// How one promise was kept over a run.
package struct PromiseOutcome: Hashable, Sendable {
  /// The promise.
  package var promise: Promise
  /// How often it could have been broken.
  package var opportunities: Int64
  /// How often it was broken.
  package var breaches: Int64
  /// The longest span that anything was short or late by, tolerated or not.
  package var worst: TimeSpan

  /// Makes an outcome of its parts.
  package init(promise: Promise, opportunities: Int64, breaches: Int64, worst: TimeSpan) {
    self.promise = promise
    self.opportunities = opportunities
    self.breaches = breaches
    self.worst = worst
  }
}

/// One time that a promise was broken.
package struct PromiseBreach: Hashable, Sendable, BitwiseCopyable {
  /// Whose pod it was.
  package enum Subject: Hashable, Sendable, BitwiseCopyable {
    /// The pod of a job, by dense id.
    case job(UInt32)
    /// A pod of a service, by dense id.
    case service(UInt32)
    /// The pod of a control plane with that number, of a service by dense id.
    case pod(number: UInt32, service: UInt32)
    /// The machine itself.
    case machine
  }

  /// The promise.
  package var promise: Promise
  /// The machine, as a node of the fleet.
  package var node: UInt32
  /// Whose pod it was.
  package var subject: Subject
  /// When: of a late machine, when it was due.
  package var at: Instant
  /// By how much it was short or late.
  package var span: TimeSpan
  /// Why.
  package var reason: BreachReason
}

/// What a run's promises came to.
package struct MemberPromises: Hashable, Sendable {
  /// One outcome for each promise that the run could show, in the order of `Promise`.
  package var outcomes: [PromiseOutcome]
  /// Every breach, in the order in which they were known.
  package var breaches: [PromiseBreach]

  /// The outcome of a promise.
  package subscript(promise: Promise) -> PromiseOutcome {
    outcomes.first { $0.promise == promise }
      ?? PromiseOutcome(promise: promise, opportunities: 0, breaches: 0, worst: .zero)
  }
}
