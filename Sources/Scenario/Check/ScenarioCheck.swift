import Documents
import SimulationKernel
import Traces
import Units

/// Checks what the format alone cannot say: names that refer to each other, instants in order,
/// parameters that go together, files that are there.
///
/// It goes on where something is wrong already, so that one call reports everything.
struct ScenarioCheck {
  let folder: String
  let zones: ZoneRulesSet
  let library: TraceLibrary
  var diagnostics: [Diagnostic] = []

  init(folder: String, zones: ZoneRulesSet, library: TraceLibrary) {
    self.folder = folder
    self.zones = zones
    self.library = library
  }

  static func check(
    _ root: CheckedNode, folder: String, zones: ZoneRulesSet, library: TraceLibrary
  ) -> [Diagnostic] {
    var check = ScenarioCheck(folder: folder, zones: zones, library: library)
    check.checkHorizon(root)
    check.checkTimezone(root)
    check.checkInterruptions(root)
    check.checkSources(root)
    check.checkFiles(root)
    check.checkFleet(root)
    check.checkPlacement(root)
    check.checkControlPlane(root)
    return check.diagnostics
  }

  mutating func report(
    _ kind: Diagnostic.Kind = .invalidValue, as severity: Diagnostic.Severity = .error,
    at node: CheckedNode, _ message: String, remedy: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(severity, kind, at: node.position, path: node.path, message, remedy: remedy))
  }

  private mutating func checkHorizon(_ root: CheckedNode) {
    guard let horizon = root["horizon"], let start = horizon["start"]?.instant else { return }
    if let node = horizon["end"], let end = node.instant, end <= start {
      report(
        at: node, "the end, \(end.rfc3339), is not after the start, \(start.rfc3339)",
        remedy: "give a later end, or a duration")
    }
    if let node = horizon["duration"], node.span != nil, ScenarioModel.end(of: horizon) == nil {
      report(at: node, "the horizon ends after the last instant there is, in the year 2262")
    }
  }

  private mutating func checkTimezone(_ root: CheckedNode) { checkZone(root["timezone"]) }

  /// Refuses a time zone that the rules do not have.
  mutating func checkZone(_ node: CheckedNode?) {
    guard let node, let name = node.text, !zones.contains(name) else { return }
    let release = zones.version.isEmpty ? "" : " (\(zones.version))"
    let nearest = NearestWord.nearest(to: name, among: zones.names)
    report(
      .unknownName, at: node, "there is no time zone \"\(name)\" in the rules\(release)",
      remedy: nearest.map { "did you mean \"\($0)\"?" }
        ?? "give an IANA name such as Europe/Amsterdam")
  }

  private mutating func checkInterruptions(_ root: CheckedNode) {
    let pools = root["nodes"]?.members.map(\.key) ?? []
    for interruption in root["interruptions"]?.members ?? [] {
      if root["nodes"]?.isInvalid == false, !pools.contains(interruption.key) {
        diagnostics.append(
          Diagnostic(
            .error, .unknownName, at: interruption.keyPosition, path: interruption.value.path,
            "there is no pool \"\(interruption.key)\" in nodes",
            remedy: NearestWord.advice(for: interruption.key, among: pools, noun: "there are")))
      }
      for key in ["lifetime", "replacement"] {
        if let law = interruption.value[key], law.isSound { checkLaw(law) }
      }
      for key in ["up", "down"] {
        guard let law = interruption.value["market"]?[key], law.isSound else { continue }
        checkLaw(law)
      }
    }
    checkContagion(root)
  }

  /// A modelled market that nobody of its region can take along, or that takes nobody, is worth a word.
  private mutating func checkContagion(_ root: CheckedNode) {
    let markets = (root["interruptions"]?.members ?? []).compactMap { $0.value["market"] }
      .filter { $0["availability"]?.text == "modelled" }
    for (place, market) in markets.enumerated() {
      let region = market["region"]?.text
      let isAlone = !markets.enumerated().contains { other, one in
        other != place && one["region"]?.text == region
      }
      for key in ["contagion", "recovery"] where isAlone {
        guard let node = market[key], node.isSound, node.integer != 0 else { continue }
        report(
          .noEffect, as: .warning, at: node, "no other modelled market is in its region",
          remedy: "give markets that fall together one region")
      }
    }
  }

  mutating func checkLaw(_ node: CheckedNode) {
    do throws(Diagnostic) {
      // The file itself is checked elsewhere: any law stands for what it will give.
      _ = try Law.make(node) { _ throws(Diagnostic) in Distribution.zero }
    } catch {
      diagnostics.append(error)
    }
  }

  private mutating func checkSources(_ root: CheckedNode) {
    guard let horizon = root["horizon"], let start = horizon["start"]?.instant,
      let end = ScenarioModel.end(of: horizon), start < end
    else { return }
    for source in root["workload"]?.members ?? [] {
      if let node = source.value["start"], let instant = node.instant,
        !(start <= instant && instant < end)
      {
        let side = instant < start ? "before the horizon starts" : "after the horizon ends"
        report(
          as: instant < start ? .warning : .error, at: node, "\(instant.rfc3339) is \(side)",
          remedy: "the horizon is \(start.rfc3339) to \(end.rfc3339)")
      }
      if source.value["timing"]?.text == "all-at-start", let scale = source.value["timeScale"],
        let text = scale.text, text != "1/1"
      {
        report(
          .noEffect, as: .warning, at: scale,
          "a time scale changes nothing when all jobs are submitted at once")
      }
      checkCount(of: source.value, from: source.value["start"]?.instant ?? start, to: end)
    }
  }

  /// Refuses more jobs than a run can hold.
  private mutating func checkCount(
    of source: CheckedNode, from start: Instant, to end: Instant
  ) {
    guard let node = source["jobs"], node.isSound, start < end,
      let text = source["timeScale"]?.text, let ratio = Ratio.read(text),
      let scale = TimeScale(ratio.above, over: ratio.below)
    else { return }
    let total = RegularJobs(node).total(within: end - start, scale: scale)
    if total > 1_000_000 {
      report(
        at: node, "\(total) jobs would be submitted in the horizon",
        remedy: "at most 1000000 are made; give a longer every, or a lower count")
    }
  }

  private mutating func checkFiles(_ node: CheckedNode) {
    if node["format"] != nil, let file = node["file"], let path = file.text {
      let opened = ScenarioPath.opened(path, in: folder)
      if case .failure(let failure) = library.find(opened) {
        report(
          .missingFile, at: file,
          "the file \"\(path)\" cannot be read: \(failure.reason)",
          remedy: "paths start from the folder of the scenario; this one is "
            + ScenarioPath.shown(opened))
      }
    }
    for member in node.members { checkFiles(member.value) }
    for element in node.elements { checkFiles(element) }
  }
}
