import Documents
import Facts
package import RunStore
import Units

extension RunReport {
  /// Gathers what the pages of a selection say from the store.
  ///
  /// - Parameters:
  ///   - selection: The run and the members to show; members that did not end are left out.
  ///   - store: The store that holds them.
  ///   - readsSeries: Whether the hourly series are wanted.
  package init(
    _ selection: RunSelection, in store: RunStore, readsSeries: Bool = true
  ) throws(RunStoreError) {
    let finished = selection.members.filter { $0.status == .complete }
    let definitions = MetricRegistry.all
    var names: [String] = []
    for member in finished where !names.contains(member.variant) { names.append(member.variant) }
    let scenarioText = try store.scenarioText(of: selection.run)
    let descriptions = Self.descriptions(scenarioText, file: selection.run.scenarioPath)
    var variants: [ReportVariant] = []
    for name in names {
      let members = finished.filter { $0.variant == name }
      var shown: [ReportMember] = []
      for member in members {
        let values = try store.summary(of: member)
        shown.append(
          ReportMember(
            seed: member.seed, digest: member.digest ?? "",
            values: definitions.map { definition in
              values.first { $0.name == definition.name }?.value
            }))
      }
      var series: [TimeSeries] = []
      if readsSeries, let first = members.first {
        let levels = try store.series(of: first)
        series = FleetLevel.allCases.map { TimeSeries(name: $0.name, values: levels[$0]) }
      }
      variants.append(
        ReportVariant(
          name: name, description: descriptions.variants[name] ?? "", members: shown,
          series: series))
    }
    let start = finished.first?.start ?? Instant.epoch
    self.init(
      runID: selection.run.runID, scenarioName: selection.run.scenarioName,
      scenarioDescription: descriptions.scenario, status: selection.run.status.rawValue,
      createdAt: selection.run.createdAt, toolVersion: selection.run.toolVersion,
      zoneRulesVersion: selection.run.zoneRulesVersion,
      commandLine: selection.run.commandLine, scenarioText: scenarioText,
      start: start,
      clock: CivilClock(
        zone: try Self.zone(of: finished.first, in: store), start: start,
        end: finished.first?.end ?? start),
      metrics: definitions.map {
        ReportMetric(
          name: $0.name, unit: $0.unit, better: $0.better.rawValue, definition: $0.definition)
      },
      variants: variants,
      inputs: try store.inputs(of: selection.run).map {
        ReportInput(
          path: $0.path, sha256: $0.sha256, byteCount: $0.byteCount, license: $0.licence)
      })
    plannedMembers = selection.members.count
    cloudPools = try Self.cloudPools(selection.run.runID, names, in: store)
    queues = try Self.queues(selection.run.runID, names, in: store)
  }

  /// The zone whose civil time the scenario wants shown; UTC where this build does not know it.
  private static func zone(
    of member: MemberRecord?, in store: RunStore
  ) throws(RunStoreError) -> ZoneRules {
    guard let member else { return .utc }
    let text = try store.resolvedScenario(of: member)
    guard let document = try? Document.parseJSON(Array(text.utf8), file: "resolved scenario"),
      let name = document.root["timezone"]?.string, let rules = ZoneRulesSet.pinned[name]
    else { return .utc }
    return rules
  }

  /// The writer's own words about the scenario and its variants, from the stored text.
  private static func descriptions(
    _ text: String, file: String
  ) -> (scenario: String, variants: [String: String]) {
    guard
      let document = try? Document.parseYAML(Array(text.utf8), file: file).first
    else { return ("", [:]) }
    var variants: [String: String] = [:]
    if let written = document.root["variants"] {
      for member in written.members {
        variants[member.key] = member.value["description"]?.string
      }
    }
    return (document.root["description"]?.string ?? "", variants)
  }
}
