import Documents
import Facts
import FleetTestSupport
import LiveMode
import SpotScheduler
import Testing
import Units

@Suite("Metrics")
struct ExpositionTests {
  /// Metrics after some reconciliations.
  private func metrics() throws -> LiveMetrics {
    var metrics = LiveMetrics(version: "1.0 \"beta\"\\\n")
    let fleet = try SampleFleet.fleet()
    metrics.isLeader = true
    let plan = AdvicePlan(for: fleet, profile: .upstream03, at: SampleFleet.noon)
    metrics.note(plan, took: .milliseconds(7))
    metrics.note(plan, took: .seconds(40))
    metrics.noteFailure(took: .milliseconds(5))
    metrics.note(ShadowReport(of: fleet, at: SampleFleet.noon))
    metrics.note(.management, readAt: SampleFleet.noon, serverTime: SampleFleet.noon - .seconds(2))
    metrics.note(
      SampleFleet.workload("batch"), readAt: SampleFleet.noon - .seconds(30), serverTime: nil)
    metrics.toldEvents = 5
    metrics.heldBackEvents = 2
    metrics.note(AuditHead(sequence: 12, hash: AuditHead.none.hash))
    metrics.note(
      ForecastDrift([
        .init(cluster: "batch", quantity: .requested, wape: 0.125, coverage: 1),
        .init(cluster: "batch", quantity: .lent, wape: nil, coverage: 0.0000001),
      ]))
    return metrics
  }

  private func samples() throws -> [String: Double] {
    let text = Exposition.text(
      try metrics().families(at: SampleFleet.noon + .milliseconds(1_500)), as: .openMetrics)
    var samples: [String: Double] = [:]
    for family in try OpenMetricsReader.read(text) {
      for sample in family.samples {
        let labels = sample.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        samples["\(sample.name){\(labels.joined(separator: ","))}"] = sample.value
      }
    }
    return samples
  }

  @Test func `the text is OpenMetrics, and says what was noted`() throws {
    let samples = try samples()
    #expect(samples["fivespot_build_info{version=1.0 \"beta\"\\\n}"] == 1)
    #expect(samples["fivespot_leader{}"] == 1)
    #expect(samples["fivespot_snapshot_age_seconds{cluster=management}"] == 1.5)
    #expect(samples["fivespot_snapshot_age_seconds{cluster=fleet/batch}"] == 31.5)
    #expect(samples["fivespot_clock_skew_seconds{cluster=management}"] == 2)
    #expect(samples["fivespot_clock_skew_seconds{cluster=fleet/batch}"] == nil)
    #expect(samples["fivespot_reconciliations_total{outcome=advised}"] == 2)
    #expect(samples["fivespot_reconciliations_total{outcome=failed}"] == 1)
    #expect(samples["fivespot_decisions_total{verb=delete-pod}"] == 6)
    #expect(samples["fivespot_plan_actions{verb=delete-pod}"] == 3)
    #expect(samples["fivespot_plan_pods{answer=refused,way=delete}"] == 1)
    #expect(samples["fivespot_promises_at_risk{promise=graceful-drain}"] == 1)
    #expect(samples["fivespot_audit_lines_total{}"] == 12)
    #expect(samples["fivespot_events_total{outcome=told}"] == 5)
    #expect(samples["fivespot_events_total{outcome=held-back}"] == 2)
    #expect(samples["fivespot_forecast_wape_ratio{cluster=batch,quantity=requested}"] == 0.125)
    #expect(samples["fivespot_forecast_wape_ratio{cluster=batch,quantity=lent}"] == nil)
    #expect(samples["fivespot_forecast_coverage_ratio{cluster=batch,quantity=requested}"] == 1)
    #expect(samples["fivespot_forecast_coverage_ratio{cluster=batch,quantity=lent}"] == 1e-7)
    #expect(samples["fivespot_scheduled_machines{phase=ShuttingDown}"] == 1)
    #expect(samples["fivespot_reconcile_duration_seconds_bucket{le=0.005}"] == 1)
    #expect(samples["fivespot_reconcile_duration_seconds_bucket{le=0.01}"] == 2)
    #expect(samples["fivespot_reconcile_duration_seconds_bucket{le=30.0}"] == 2)
    #expect(samples["fivespot_reconcile_duration_seconds_bucket{le=+Inf}"] == 3)
    #expect(samples["fivespot_reconcile_duration_seconds_sum{}"] == 40.012)
  }

  @Test func `no label holds the name of an object or a pod`() throws {
    for name in try samples().keys {
      for word in ["night-1", "day-1", "b-1", "work/"] { #expect(!name.contains(word)) }
    }
  }

  @Test func `the older text has a help and a type for every series, by its whole name`() throws {
    let text = Exposition.text(
      try metrics().families(at: SampleFleet.noon), as: .prometheus)
    var typed: [String: String] = [:]
    var helped: Set<String> = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 3).map(String.init)
      switch words.prefix(2) {
      case ["#", "HELP"]: helped.insert(words[2])
      case ["#", "TYPE"]: typed[words[2]] = words[3]
      default:
        let name = String(line.prefix { $0 != "{" && $0 != " " })
        let family =
          typed[name] != nil
          ? name : name.split(separator: "_").dropLast().joined(separator: "_")
        #expect(typed[family] != nil && helped.contains(family), "\(name)")
        // promtool: a counter ends in _total, and nothing else does.
        #expect((typed[family] == "counter") == name.hasSuffix("_total"))
      }
    }
    #expect(!text.contains("# EOF") && !text.contains("# UNIT"))
    #expect(typed["fivespot_build_info"] == "gauge")
  }

  @Test func `a scraper gets the form that it asks for`() {
    let prometheus =
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
      + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
    #expect(Exposition.Form(accept: prometheus) == .openMetrics)
    #expect(Exposition.Form(accept: "*/*") == .prometheus)
    #expect(Exposition.Form(accept: "") == .prometheus)
    #expect(Exposition.Form.openMetrics.contentType.contains("openmetrics-text; version=1.0.0"))
  }

  /// Texts that are no OpenMetrics: what the reader of these tests has to refuse.
  @Test(arguments: [
    "# TYPE a gauge\n# HELP a b\na 1\n",
    "# TYPE a gauge\n# HELP a b\na 1\n# EOF",
    "# HELP a b\n# TYPE a gauge\na 1\n# EOF\n",
    "# TYPE a counter\n# HELP a b\na 1\n# EOF\n",
    "# TYPE a gauge\n# UNIT a seconds\n# HELP a b\na 1\n# EOF\n",
    "# TYPE a gauge\n# HELP a b\na{x=\"\\q\"} 1\n# EOF\n",
    "# TYPE a gauge\n# HELP a b\na{x=\"1\",x=\"2\"} 1\n# EOF\n",
    "# TYPE a gauge\n# HELP a b\na 1\na 2\n# EOF\n",
    "# TYPE a gauge\n# HELP a b\na 1\n# TYPE b gauge\n# HELP b b\nb 1\n# TYPE a gauge\n# EOF\n",
    "# TYPE a histogram\n# HELP a b\na_bucket{le=\"1.0\"} 1\na_sum 1\na_count 1\n# EOF\n",
    "# TYPE a histogram\n# HELP a b\na_bucket{le=\"1.0\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n# EOF\n",
    "# TYPE a gauge\n# HELP a b\n\na 1\n# EOF\n",
  ])
  func `the reader of these tests is strict`(text: String) {
    #expect(throws: OpenMetricsReader.Failure.self) { try OpenMetricsReader.read(text) }
  }

  @Test func `verbs have one name each, in order`() {
    let verbs: [Action.Verb] = [
      .createMachine, .deleteMachine, .cordon, .uncordon, .announceDrain(at: .epoch),
      .evict(PodID(0), grace: nil), .deletePod(PodID(0), grace: .zero), .sanitise, .attest,
      .disableObject, .clearReclaimRequest,
    ]
    #expect(verbs.map(\.name) == Action.Verb.names)
    #expect(Set(Action.Verb.names).count == verbs.count)
  }
}
