#if Live
  import ArgumentParser
  import CommandSupport
  import LiveMode
  import Units

  /// How a recording is looked at.
  struct ForecastOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How far a forecast looks, up to 14d.", valueName: "duration"))
    var horizon: PlainSpan = PlainSpan(span: .hours(24))

    @Option(
      help: ArgumentHelp(
        "How long its steps are: a whole number of them makes a day, up to 1h.",
        valueName: "duration"))
    var step: PlainSpan = PlainSpan(span: .minutes(15))

    @Option(
      help: ArgumentHelp(
        "The zone whose clock the load goes by; without it, that of the recording.",
        valueName: "zone"))
    var timezone: String?

    @Option(help: "How to print it: page or json.")
    var format: Format = .page

    enum Format: String, CaseIterable, ExpressibleByArgument {
      case page
      case json
    }

    func validate() throws {
      guard horizon.span <= .days(14) else {
        throw ValidationError("--horizon \(horizon.span.text): give up to 14d, such as 24h")
      }
      guard step.span >= .minutes(1) else {
        throw ValidationError("--step \(step.span.text): give 1m or more, such as 15m")
      }
      if let timezone, !ZoneRulesSet.pinned.contains(timezone) {
        throw ValidationError(
          "--timezone \(timezone): there is no such zone; give one such as Europe/London")
      }
    }

    /// The recording, with the zone of the call.
    func read(_ path: String) throws(CommandError) -> FleetRecording {
      let bytes = try CallFile.bytes(of: path)
      var recording: FleetRecording
      do throws(RecordingError) { recording = try FleetRecording.read(bytes, path: path) } catch {
        throw CommandError(problems: error.diagnostics)
      }
      if let line = recording.cutLine {
        StandardStreams.note("note: \(path):\(line): the line does not end, and is left out")
      }
      if let timezone { recording.head.timezone = timezone }
      return recording
    }
  }

  extension StandardStreams {
    /// Prints sections with their tables.
    static func printPage(_ sections: [PageSection]) throws(CommandError) {
      let text = sections.map { section in
        let lines = TextTable.lines(section.rows, leftAligned: section.wordColumns)
        return ([section.heading] + lines.map { "  " + $0 }).joined(separator: "\n") + "\n"
      }
      try printResult(text.joined(separator: "\n"))
    }
  }
#endif
