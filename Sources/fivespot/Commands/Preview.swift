import ArgumentParser
import CommandSupport
import Documents
import Facts
import RunStore
import SpotScheduler
import Units

/// `fivespot preview`: when machines will be on.
struct Preview: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show when ScheduledMachines will be on: windows, changes of the clock, holidays.",
    discussion: """
      Reads the objects that lint reads, snapshots of decide, and the offers of scenarios. Each machine is listed with the \
      schedule that it refers to, and schedules that no machine of the input refers to by \
      themselves. Edges are exact; windows are shown whole, also where the stretch cuts them.

      EXAMPLES
        fivespot preview machine.yaml schedules.yaml
        fivespot preview schedules.yaml --from 2026-11-23 --to 2026-12-28 --zone Europe/London
        fivespot preview scenarios/night.snapshot.json --from 2026-06-08
        fivespot preview manifests/*.yaml --from 2026-06-08 --format ics > machines.ics
        fivespot preview manifests/*.yaml --from 2026-06-08 --format json | jq .machineHours

      More: docs/preview.md. Exit codes: 0 shown, 64 usage, 65 a schedule cannot be read or is \
      missing, 66 a file is missing.
      """)

  @Argument(help: "The files; - is standard input.")
  var files: [String]

  @Option(
    help: ArgumentHelp(
      """
      Where to begin: an instant, or a date, whose 00:00 is meant in --zone, else in the zone of all \
      schedules, else in UTC; without it, now.
      """, valueName: "when"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Where to end, not included; without it, four weeks later.", valueName: "when"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "The zone in which times are shown; without it, each schedule's own.", valueName: "zone"))
  var zone: String?

  @Option(help: "table, json, or ics (a calendar file, RFC 5545).")
  var format: Format = .table

  @OptionGroup var scenarioOptions: ScenarioOptions

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table
    case json
    case ics
  }

  /// The longest stretch that is looked at: ten years.
  private static let longest = TimeSpan.days(3_653)

  func run() throws {
    let zones = try scenarioOptions.zones()
    let display = try displayZone(in: zones)
    let input = try PreviewInput(files, zones: zones)
    let dates = display ?? input.sharedZone ?? .utc
    let start = try from.map { try instant($0, "--from", in: dates) } ?? Self.thisMinute()
    let end = try to.map { try instant($0, "--to", in: dates) } ?? Self.sum(start, .days(28))
    guard start < end, end <= Self.sum(start, Self.longest) else {
      throw CommandError(
        .usage,
        "the stretch from \(start) to \(end) is \(start < end ? "longer than ten years" : "empty")"
          + "; name a --to after --from, and within ten years")
    }
    let previewed = PreviewEntry.preview(input.entries, from: start, to: end)
    switch format {
    case .table:
      let text = PreviewText(display: display, from: start, to: end).lines(of: previewed)
      try StandardStreams.printResult(text.map { "\($0)\n" }.joined())
    case .json:
      let document = PreviewDocument(display: display, zones: zones, from: start, to: end)
      try StandardStreams.printJSON(document.document(of: previewed), sortsKeys: false)
    case .ics:
      try StandardStreams.printResult(
        PreviewCalendar.text(of: previewed, version: ToolVersion.current))
    }
    try input.end()
  }

  private func displayZone(in zones: ZoneRulesSet) throws(CommandError) -> ZoneRules? {
    guard let zone else { return nil }
    if let rules = zones[zone] { return rules }
    let nearest = NearestWord.nearest(to: zone, among: zones.names)
    throw CommandError(
      .usage,
      "--zone \(zone): there is no such time zone; "
        + (nearest.map { "did you mean \($0)?" } ?? "write an IANA name such as Europe/London"))
  }

  private func instant(
    _ text: String, _ option: String, in zone: ZoneRules
  ) throws(CommandError) -> Instant {
    if let instant = try? Instant(rfc3339: text) { return instant }
    if let date = try? CivilDate(iso: text) {
      switch zone.instants(of: date, secondsOfDay: 0) {
      case .unique(let instant), .overlap(let instant, _), .gap(_, let instant): return instant
      case .outsideScale: break
      }
    }
    throw CommandError(
      .usage,
      "\(option) \(text): neither an instant such as 2026-06-08T00:00:00Z nor a date such as "
        + "2026-06-08")
  }

  /// Now, to the minute: nobody asks for windows by the second.
  private static func thisMinute() -> Instant {
    let second = WallClock.now().secondsRoundedDown
    return Instant(seconds: second - second % 60)
  }

  private static func sum(_ instant: Instant, _ span: TimeSpan) -> Instant {
    instant > .distantFuture - span ? .distantFuture : instant + span
  }
}
