import Units

/// Whether machines that their owner asked for at once are emptied within the limit, once for each
/// time that they were asked for.
struct ReclaimAudit: Sendable {
  private struct Due: Sendable {
    var node: UInt32
    var at: Int64
  }

  /// How many pods of borrowers run on each machine.
  private var pods: [Int]
  /// Whether the borrower's Machine is being deleted, or gone.
  private var isLeaving: [Bool]
  /// How often each machine was asked for and not taken away for it yet, since it was lent.
  private var causes: [Int]
  /// Few at any time.
  private var due: [Due] = []

  init(nodes: Int) {
    pods = Array(repeating: 0, count: nodes)
    isLeaving = Array(repeating: true, count: nodes)
    causes = pods
  }

  mutating func ordered(_ fact: Fact, _ tally: inout PromiseTally) {
    tally.count(.emergencyReclaim)
    causes[Int(fact.subject)] += 1
    let (deadline, overflow) = fact.at.nanoseconds.addingReportingOverflow(fact.value)
    due.append(Due(node: fact.subject, at: overflow ? .max : deadline))
    settle(fact.subject, at: fact.at, &tally)
  }

  /// The scheduler takes a machine away at once.
  mutating func taken(_ fact: Fact, _ tally: inout PromiseTally) {
    let node = Int(fact.subject)
    guard causes[node] == 0 else {
      causes[node] -= 1
      return
    }
    tally.note(
      .emergencyReclaim, node: fact.subject, .machine, at: fact.at, short: .zero,
      reason: .repeated)
  }

  mutating func podStarted(on node: UInt32) { pods[Int(node)] += 1 }

  mutating func podEnded(on node: UInt32, at now: Instant, _ tally: inout PromiseTally) {
    pods[Int(node)] -= 1
    settle(node, at: now, &tally)
  }

  /// The Machine of a borrower is in another stage.
  mutating func changed(
    _ node: UInt32, to stage: MachineStage, at now: Instant, _ tally: inout PromiseTally
  ) {
    if stage == .provisioning { causes[Int(node)] = 0 }
    isLeaving[Int(node)] = stage == .deleting || stage == .absent
    settle(node, at: now, &tally)
  }

  /// The horizon: what is not empty is late so far.
  mutating func end(at now: Instant, _ tally: inout PromiseTally) {
    for entry in due { judge(entry, at: now, .notBack, &tally) }
    due.removeAll()
  }

  private mutating func settle(_ node: UInt32, at now: Instant, _ tally: inout PromiseTally) {
    guard !due.isEmpty, pods[Int(node)] <= 0, isLeaving[Int(node)] else { return }
    for entry in due where entry.node == node { judge(entry, at: now, .late, &tally) }
    due.removeAll { $0.node == node }
  }

  private func judge(
    _ entry: Due, at now: Instant, _ reason: BreachReason, _ tally: inout PromiseTally
  ) {
    let late = TimeSpan(nanoseconds: max(now.nanoseconds.subtracting(entry.at), 0))
    tally.note(
      .emergencyReclaim, node: entry.node, .machine, at: Instant(nanoseconds: entry.at),
      short: late, reason: late > .zero ? reason : nil)
  }
}

extension Int64 {
  /// The difference, or the end of the scale.
  fileprivate func subtracting(_ other: Int64) -> Int64 {
    Int64(clamping: Int128(self) - Int128(other))
  }
}
