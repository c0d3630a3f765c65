import Units

/// Whether machines come back to their owners when they are due.
struct ReturnAudit: Sendable {
  /// A machine that is due and not back.
  private struct Due: Sendable {
    var node: UInt32
    var at: Int64
    var promise: Promise
  }

  private let terms: PromiseTerms
  private var isHome: [Bool]
  private var isAway: [Bool]
  /// Whether each machine has been away since its lending window opened.
  private var wasAway: [Bool]
  /// Few at any time, and looked through only when a machine comes back or a window passes.
  private var due: [Due] = []

  init(terms: PromiseTerms, nodes: Int) {
    self.terms = terms
    isHome = Array(repeating: true, count: nodes)
    isAway = Array(repeating: false, count: nodes)
    wasAway = isAway
  }

  /// A machine became, or ceased to be, a Ready node of its owner.
  mutating func isHome(
    _ node: UInt32, _ isHome: Bool, at instant: Instant, _ tally: inout PromiseTally
  ) {
    self.isHome[Int(node)] = isHome
    guard isHome, !due.isEmpty else { return }
    settle(at: instant, .late, &tally) { $0.node == node }
  }

  /// A machine serves another cluster or is on its way there or back, or no longer.
  mutating func isAway(_ node: UInt32, _ isAway: Bool) {
    self.isAway[Int(node)] = isAway
    if isAway { wasAway[Int(node)] = true }
  }

  mutating func windowOpened(_ node: UInt32, at instant: Instant, _ tally: inout PromiseTally) {
    wasAway[Int(node)] = isAway[Int(node)]
    // The owner's own window is over: later it is not late any more.
    settle(at: instant, .notBack, &tally) { $0.node == node && $0.promise == .ownerFirst }
  }

  mutating func windowClosed(_ node: UInt32, at instant: Instant, _ tally: inout PromiseTally) {
    guard wasAway[Int(node)] || !isHome[Int(node)] else { return }
    settle(at: instant, .notBack, &tally) { $0.node == node && $0.promise == .ownerFirst }
    expect(node, .ownerFirst, from: instant.nanoseconds, &tally)
  }

  mutating func recalled(_ fact: Fact, _ tally: inout PromiseTally) {
    let (deadline, overflow) = fact.at.nanoseconds.addingReportingOverflow(fact.value)
    expect(fact.subject, .recall, from: overflow ? .max : deadline, &tally)
  }

  /// The horizon: what is not back is late so far.
  mutating func end(at instant: Instant, _ tally: inout PromiseTally) {
    settle(at: instant, .notBack, &tally) { _ in true }
  }

  private mutating func expect(
    _ node: UInt32, _ promise: Promise, from deadline: Int64, _ tally: inout PromiseTally
  ) {
    tally.count(promise)
    if !isHome[Int(node)] { due.append(Due(node: node, at: deadline, promise: promise)) }
  }

  private mutating func settle(
    at instant: Instant, _ reason: BreachReason, _ tally: inout PromiseTally,
    _ matches: (Due) -> Bool
  ) {
    guard due.contains(where: matches) else { return }
    for entry in due where matches(entry) {
      let isDue = entry.at < instant.nanoseconds
      let late = TimeSpan(nanoseconds: isDue ? instant.nanoseconds - entry.at : 0)
      let tolerance =
        entry.promise == .recall ? terms.recallTolerance : terms.ownerLateTolerance
      tally.note(
        entry.promise, node: entry.node, .machine, at: Instant(nanoseconds: entry.at),
        short: late, reason: late > tolerance ? reason : nil)
    }
    due.removeAll(where: matches)
  }
}
