import ClusterAPI
import Facts
import SpotScheduler
package import Units

/// What a live mode counts and measures, and exports.
///
/// Labels have few values: never a pod's or an object's name.
package struct LiveMetrics: Sendable {
  /// How a reconciliation ended.
  package enum Outcome: String, CaseIterable, Hashable, Sendable {
    /// There was nothing to do.
    case idle
    /// There was something to do.
    case advised
    /// It failed.
    case failed
  }

  /// The version of the program.
  package let version: String
  /// Whether this replica leads; nil where none is elected.
  package var isLeader: Bool?
  /// When the fleet was read, by the cluster it was read from; see `note(_:readAt:serverTime:)`.
  private var reads: [ObjectSource: (at: Instant, skew: TimeSpan?)] = [:]
  private var reachable: [ObjectSource: Bool] = [:]
  private var outcomes: [Outcome: Int64] = [:]
  private var advised: [String: Int64] = [:]
  private var durations = SpanHistogram()
  private var plan: AdvicePlan?
  private var shadow: ShadowReport?
  private var auditLines: Int64 = 0
  /// How many events were written beside objects.
  package var toldEvents: Int64 = 0
  /// How many were held back, since much was told of their objects.
  package var heldBackEvents: Int64 = 0
  private var drift: ForecastDrift?

  /// Nothing yet.
  package init(version: String) { self.version = version }

  /// Notes that a cluster was read.
  ///
  /// - Parameters:
  ///   - source: The cluster.
  ///   - now: When, by the own clock.
  ///   - serverTime: What the answer's `Date` said; nil when it said nothing.
  package mutating func note(_ source: ObjectSource, readAt now: Instant, serverTime: Instant?) {
    let skew = serverTime.map { server in
      let (span, isTooLong) = now.nanoseconds.subtractingReportingOverflow(server.nanoseconds)
      return TimeSpan(nanoseconds: isTooLong ? .max : span)
    }
    reads[source] = (now, skew)
  }

  /// Notes whether all of a cluster is read.
  package mutating func note(_ source: ObjectSource, isReachable: Bool) {
    reachable[source] = isReachable
  }

  /// Notes a reconciliation that made a plan.
  package mutating func note(_ plan: AdvicePlan, took span: TimeSpan) {
    outcomes[plan.isEmpty ? .idle : .advised, default: 0] += 1
    for advised in plan.actions { self.advised[advised.action.verb.name, default: 0] += 1 }
    durations.observe(span)
    self.plan = plan
  }

  /// Notes a reconciliation that failed.
  package mutating func noteFailure(took span: TimeSpan) {
    outcomes[.failed, default: 0] += 1
    durations.observe(span)
  }

  /// Notes where a running 5-Spot differs.
  package mutating func note(_ shadow: ShadowReport) { self.shadow = shadow }

  /// Notes how well the last day was forecast.
  package mutating func note(_ drift: ForecastDrift) { self.drift = drift }

  /// Notes where the audit log ends.
  package mutating func note(_ head: AuditHead) { auditLines = head.sequence }

  /// The metrics, in a fixed order.
  package func families(at now: Instant) -> [MetricFamily] {
    [build, leader] + readings(at: now) + reconciliations + planned + compared + forecast
  }

  private var build: MetricFamily {
    var family = MetricFamily("fivespot_build", .info, "The program that runs.")
    family.add(.count(1), ("version", version))
    return family
  }

  private var leader: MetricFamily {
    var family = MetricFamily(
      "fivespot_leader", .gauge, "Whether this replica leads: 1 or 0; absent without election.")
    if let isLeader { family.add(.count(isLeader ? 1 : 0)) }
    return family
  }

  private func readings(at now: Instant) -> [MetricFamily] {
    var age = MetricFamily(
      "fivespot_snapshot_age_seconds", .gauge, unit: "seconds",
      "How long ago a cluster was read.")
    var skew = MetricFamily(
      "fivespot_clock_skew_seconds", .gauge, unit: "seconds",
      "How far the own clock is ahead of an API server's, to the second.")
    for source in reads.keys.sorted() {
      guard let read = reads[source] else { continue }
      age.add(.span(now - read.at), ("cluster", source.text))
      if let ahead = read.skew { skew.add(.span(ahead), ("cluster", source.text)) }
    }
    var reached = MetricFamily(
      "fivespot_cluster_reachable", .gauge,
      "Whether all of a cluster is read: 1, or 0 while some of it cannot be.")
    for source in reachable.keys.sorted() {
      reached.add(.count(reachable[source] == true ? 1 : 0), ("cluster", source.text))
    }
    return [age, reached, skew]
  }

  private var reconciliations: [MetricFamily] {
    var results = MetricFamily(
      "fivespot_reconciliations", .counter, "Reconciliations, by how they ended.")
    for outcome in Outcome.allCases {
      results.add(.count(outcomes[outcome] ?? 0), ("outcome", outcome.rawValue))
    }
    var decisions = MetricFamily(
      "fivespot_decisions", .counter, "Actions that were decided, each time anew, by verb.")
    for verb in Action.Verb.names { decisions.add(.count(advised[verb] ?? 0), ("verb", verb)) }
    var seconds = MetricFamily(
      "fivespot_reconcile_duration_seconds", .histogram, unit: "seconds",
      "How long reconciliations take, from the fleet to the plan.")
    seconds.add(.distribution(durations))
    var audit = MetricFamily("fivespot_audit_lines", .counter, "Lines of the audit log.")
    audit.add(.count(auditLines))
    var events = MetricFamily(
      "fivespot_events", .counter,
      "Events beside objects: told, or held back since much was told of their objects.")
    events.add(.count(toldEvents), ("outcome", "told"))
    events.add(.count(heldBackEvents), ("outcome", "held-back"))
    return [results, decisions, seconds, audit, events]
  }

  private var planned: [MetricFamily] {
    guard let plan else { return [] }
    var objects = MetricFamily(
      "fivespot_scheduled_machines", .gauge, "Objects, by the phase that they are in.")
    for phase in ScheduledMachineStatus.Phase.allCases {
      let count = plan.snapshot.statuses.count { $0.phase == phase }
      objects.add(.count(Int64(count)), ("phase", phase.rawValue))
    }
    var actions = MetricFamily(
      "fivespot_plan_actions", .gauge, "Actions of the newest plan, by verb.")
    for verb in Action.Verb.names {
      let count = plan.actions.count { $0.action.verb.name == verb }
      actions.add(.count(Int64(count)), ("verb", verb))
    }
    var pods = MetricFamily(
      "fivespot_plan_pods", .gauge,
      "Pods that the newest plan takes away, by how, and by what the eviction API would answer.")
    for way in PodAtRisk.Way.allCases {
      for refused in [false, true] {
        let count = plan.pods.count { $0.way == way && $0.isRefused == refused }
        pods.add(
          .count(Int64(count)), ("way", way.rawValue), ("answer", refused ? "refused" : "allowed"))
      }
    }
    var promises = MetricFamily(
      "fivespot_promises_at_risk", .gauge,
      "Pods, machines or hosts that a promise of lending fails, by the newest plan or as it stands."
    )
    for risk in plan.promises {
      promises.add(.count(Int64(risk.count)), ("promise", risk.promise.name))
    }
    var findings = MetricFamily(
      "fivespot_findings", .gauge, "What is wrong with the objects that were read.")
    for name in Finding.Name.allCases {
      let count = plan.findings.count { $0.name == name }
      findings.add(.count(Int64(count)), ("finding", name.rawValue))
    }
    return [objects, actions, pods, promises, findings]
  }

  private var compared: [MetricFamily] {
    guard let shadow else { return [] }
    var differences = MetricFamily(
      "fivespot_shadow_differences", .gauge,
      "Objects in which a running 5-Spot differs from its release.")
    for name in ShadowDifference.Name.allCases {
      let count = shadow.differences.count { $0.name == name }
      differences.add(.count(Int64(count)), ("difference", name.rawValue))
    }
    return [differences]
  }

  private var forecast: [MetricFamily] {
    guard let drift else { return [] }
    var wape = MetricFamily(
      "fivespot_forecast_wape_ratio", .gauge, unit: "ratio",
      "Errors of yesterday's forecast for the last day, over what came.")
    var coverage = MetricFamily(
      "fivespot_forecast_coverage_ratio", .gauge, unit: "ratio",
      "How much of the last day came within the band of yesterday's forecast; 0.9 is aimed at.")
    for item in drift.items {
      let labels = [("cluster", item.cluster), ("quantity", item.quantity.rawValue)]
      if let value = item.wape { wape.add(.ratio(value), labels[0], labels[1]) }
      if let value = item.coverage { coverage.add(.ratio(value), labels[0], labels[1]) }
    }
    return [wape, coverage]
  }
}
