import Units

/// What the services of a run lacked: exact integers over all services.
package struct ServiceShortage: Hashable, Sendable {
  /// Pods without a place over time, in pods times nanoseconds.
  package var pendingTime: Int128
  /// The most pods without a place at one time.
  package var pendingPeak: Int64
  /// CPU that services would use beyond what their placed pods request, over time, in thousandths of
  /// a core times nanoseconds.
  package var unservedCoreTime: Int128
}

/// Plays a run's facts back into what its services lacked.
///
/// A pod without a place does not run, so a service uses no more than its placed pods request; what
/// it would use beyond that nobody serves.
package struct ServiceReplay: FactSink, Sendable {
  private let end: Instant
  private var facts: FactGuard
  private var usages: [Int64]
  private var requests: [Int64]
  private var pending: [Int64]
  private var pendingSum: Int64 = 0
  private var unservedSum: Int64 = 0
  private var clock: Instant
  private var shortage = ServiceShortage(pendingTime: 0, pendingPeak: 0, unservedCoreTime: 0)

  /// Makes a replay of a run of `workload` on `fleet`.
  package init(header: JournalHeader, fleet: Fleet, workload: Workload) {
    end = header.end
    clock = header.start
    facts = FactGuard(header: header, fleet: fleet, workload: workload)
    usages = Array(repeating: 0, count: workload.services.count)
    requests = usages
    pending = usages
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    guard facts.admits(fact) else { return }
    if let problem = apply(fact) { facts.refuse(fact, problem) }
  }

  /// Ends the replay; nil for a run without services.
  package consuming func finish() throws(ReplayError) -> ServiceShortage? {
    try facts.finish()
    hold(until: end)
    return usages.isEmpty ? nil : shortage
  }

  private mutating func apply(_ fact: Fact) -> String? {
    let service = Int(fact.subject)
    switch fact.kind {
    case .serviceUsageChanged: return set(\.usages, of: service, fact)
    case .serviceRequestChanged: return set(\.requests, of: service, fact)
    case .servicePendingChanged:
      guard fact.value >= 0 else { return "is below zero" }
      hold(until: fact.at)
      pendingSum += fact.value - pending[service]
      pending[service] = fact.value
      shortage.pendingPeak = max(shortage.pendingPeak, pendingSum)
      return nil
    default: return nil
    }
  }

  private mutating func set(
    _ levels: WritableKeyPath<ServiceReplay, [Int64]>, of service: Int, _ fact: Fact
  ) -> String? {
    guard fact.value >= 0 else { return "is below zero" }
    hold(until: fact.at)
    let before = max(usages[service] - requests[service], 0)
    self[keyPath: levels][service] = fact.value
    unservedSum += max(usages[service] - requests[service], 0) - before
    return nil
  }

  private mutating func hold(until instant: Instant) {
    let span = Int128((instant - clock).nanoseconds)
    shortage.pendingTime += Int128(pendingSum) * span
    shortage.unservedCoreTime += Int128(unservedSum) * span
    clock = instant
  }
}
