import Units

/// What the borrower of each machine was told before its pods had to leave.
struct NoticeAudit: Sendable {
  private static let never = Int64.max
  private let notice: TimeSpan
  /// From when on each machine may be drained, by what was announced since it was lent.
  private var coveredFrom: [Int64]
  /// Whether the lending of each machine has a declared end, or a recall.
  private var isDeclared: [Bool]

  init(notice: TimeSpan, nodes: Int) {
    self.notice = notice
    coveredFrom = Array(repeating: Self.never, count: nodes)
    isDeclared = Array(repeating: false, count: nodes)
  }

  /// A machine is lent anew, or its drain was given up: earlier announcements say nothing of it.
  mutating func forget(_ node: Int) { coveredFrom[node] = Self.never }

  mutating func declare(_ node: Int, _ isDeclared: Bool) { self.isDeclared[node] = isDeclared }

  /// A drain may begin when it was announced for, and not before the notice is over.
  mutating func announce(_ fact: Fact) -> String? {
    guard fact.value >= 0 else { return "the lead time is below zero" }
    let lead = max(fact.value, notice.nanoseconds)
    let (from, overflow) = fact.at.nanoseconds.addingReportingOverflow(lead)
    let node = Int(fact.subject)
    coveredFrom[node] = min(coveredFrom[node], overflow ? Self.never - 1 : from)
    return nil
  }

  /// Why a pod that has to leave now was not told as promised, and how much notice it lacks; nil
  /// when it was.
  func shortage(of node: Int, at instant: Instant) -> (span: TimeSpan, reason: BreachReason)? {
    guard coveredFrom[node] != Self.never else { return (notice, .unannounced) }
    guard coveredFrom[node] <= instant.nanoseconds else {
      let (missing, overflow) = coveredFrom[node].subtractingReportingOverflow(instant.nanoseconds)
      return (overflow ? notice : min(TimeSpan(nanoseconds: missing), notice), .shortNotice)
    }
    return isDeclared[node] ? nil : (.zero, .undeclared)
  }
}
