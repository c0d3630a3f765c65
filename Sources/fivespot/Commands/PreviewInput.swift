import CommandSupport
import Documents
import Facts
import FleetSimulation
import Scenario
import SpotScheduler
import Units

/// What is to be previewed: the schedules of manifests, of snapshots and of scenarios.
struct PreviewInput {
  /// Those of manifests first, then in the order of the files.
  private(set) var entries: [PreviewEntry] = []
  /// What keeps other objects from being previewed.
  private var problems: [String] = []
  /// The files that could not be read.
  private var missing: [String] = []

  /// Reads the files.
  init(_ paths: [String], zones: ZoneRulesSet) throws(CommandError) {
    var manifests: [String] = []
    for path in paths {
      // A file of fivespot's own names no kind of object.
      if path != "-", let bytes = try? InputFile.read(path), let root = Self.root(bytes, path) {
        if root["horizon"] == nil {
          addSnapshot(bytes, path: path, zones: zones)
        } else {
          try addScenario(bytes, path: path, zones: zones)
        }
      } else {
        manifests.append(path)
      }
    }
    let input = try ManifestInput(manifests)
    let (found, problems) = input.manifests.previewEntries(zones: zones)
    entries = found + entries
    self.problems = problems.map(\.description) + self.problems
    missing = input.missing
    if entries.isEmpty, self.problems.isEmpty, missing.isEmpty {
      throw CommandError(
        .invalidInput,
        "\(paths.joined(separator: ", ")): there is no ScheduledMachine and no schedule")
    }
    let errors = input.manifests.lint(zones: zones).count { $0.rule.severity == .error }
    if errors > 0, problems.isEmpty {
      StandardStreams.note(
        "fivespot: lint finds \(errors) error\(errors == 1 ? "" : "s"); what it refuses never runs")
    }
  }

  /// The zone of all schedules; nil when there are several.
  var sharedZone: ZoneRules? {
    guard let zone = entries.first?.schedule.zone,
      entries.allSatisfy({ $0.schedule.zone?.name == zone.name })
    else { return nil }
    return zone
  }

  /// Says what was left out, if anything was.
  func end() throws(CommandError) {
    guard !(problems.isEmpty && missing.isEmpty) else { return }
    let count = problems.count
    throw CommandError(
      count > 0 ? .invalidInput : .missingInput,
      count > 0 ? "\(count) problem\(count == 1 ? "" : "s")" : "a file cannot be read",
      details: problems + missing)
  }

  /// The root of a document of fivespot's own; nil for anything else.
  private static func root(_ bytes: [UInt8], _ path: String) -> DocumentNode? {
    let documents = try? Document.parse(bytes, file: path)
    guard let root = documents?.first?.root, documents?.count == 1,
      root["apiVersion"]?.string == SnapshotFormat.version
    else { return nil }
    return root
  }

  private mutating func addSnapshot(_ bytes: [UInt8], path: String, zones: ZoneRulesSet) {
    let fleet: FleetSnapshot
    do throws(SnapshotDocumentError) {
      fleet = try SnapshotDocument.read(bytes, path: path, zones: zones)
    } catch {
      problems += error.diagnostics.map(\.description)
      return
    }
    for machine in fleet.scheduledMachines {
      let remark =
        machine.killSwitch
        ? "its kill switch is on" : machine.isEnabled ? nil : "it is switched off"
      entries.append(
        PreviewEntry(
          kind: "ScheduledMachine", name: machine.name,
          schedule: .windows(remark == nil ? machine.schedule : .never), remark: remark,
          grace: machine.gracefulShutdownTimeout))
    }
  }

  /// Adds when each variant offers machines to the borrower.
  private mutating func addScenario(
    _ bytes: [UInt8], path: String, zones: ZoneRulesSet
  ) throws(CommandError) {
    let offers = try ScenarioError.mapped { () throws(ScenarioError) in
      var offers: [PreviewEntry] = []
      let scenario = try ScenarioFile.load(path: path, zones: zones)
      for variant in scenario.variantNames {
        let resolved = try scenario.resolve(variant: variant, overrides: [])
        let plan = try resolved.plan(seed: resolved.defaultSeed)
        for offer in plan.lending?.offers ?? [] {
          guard let first = offer.nodes.first else { continue }
          let pool = plan.fleet.pools[Int(plan.fleet.nodes[Int(first)].pool.index)]
          offers.append(
            PreviewEntry(
              kind: "offer", name: "\(variant)/\(pool.name)",
              schedule: .windows(offer.borrowerSchedule), machines: offer.nodes.count))
        }
      }
      return offers
    }
    guard !offers.isEmpty else {
      problems.append("\(path): no variant of the scenario offers a machine")
      return
    }
    entries += offers
  }
}
