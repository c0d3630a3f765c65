#if Live
  import ArgumentParser
  import CommandSupport
  import LiveMode
  import SpotScheduler
  import Units

  /// `fivespot-live forecast`: what a recorded fleet is likely to do next.
  struct Forecast: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what a recorded fleet is likely to do in the next hours.",
      discussion: """
        Needs a recording of a day at least, and no cluster. Each step has a P5, P50 and P95: as it was \
        when things were alike, and as far off as that was so far. With a snapshot, also the returns that \
        windows give. The same files give the same bytes.

        EXAMPLES
          fivespot-live forecast fleet.jsonl
          fivespot-live forecast fleet.jsonl --horizon 3d --step 1h --format json | jq .quantities
          fivespot-live forecast fleet.jsonl --snapshot snapshot.json --policy policy.yaml

        Method: docs/forecast.md. Exit codes: 0 forecast, 64 usage, 65 a file is wrong or too short, 66 a \
        file is missing.
        """)

    @Argument(help: "The recording.")
    var recording: String

    @OptionGroup var options: ForecastOptions

    @Option(
      help: ArgumentHelp("The newest snapshot of the fleet, for its windows.", valueName: "file"))
    var snapshot: String?

    @Option(
      help: ArgumentHelp(
        "The terms by which machines return, in JSON or YAML; without it, the defaults.",
        valueName: "file"))
    var policy: String?

    func validate() throws {
      guard policy == nil || snapshot != nil else {
        throw ValidationError("--policy is about windows: give --snapshot as well")
      }
    }

    func run() throws {
      let recorded = try options.read(recording)
      let fleet = try snapshot.map { path throws(CommandError) in
        let bytes = try CallFile.bytes(of: path)
        return try mapped { () throws(SnapshotDocumentError) in
          try SnapshotDocument.read(bytes, path: path, zones: .pinned)
        }
      }
      let terms = try policy.map { path throws(CommandError) in
        let bytes = try CallFile.bytes(of: path)
        return try mapped { () throws(SnapshotDocumentError) in
          try SnapshotDocument.readPolicy(bytes, path: path)
        }
      }
      let forecast: FleetForecast
      do throws(FleetForecast.Failure) {
        forecast = try FleetForecast(
          of: recorded, horizon: options.horizon.span, step: options.step.span, fleet: fleet,
          policy: terms ?? RegulatedPolicy(), zones: .pinned)
      } catch {
        throw CommandError(error, in: recording)
      }
      switch options.format {
      case .json: try StandardStreams.printJSON(forecast.document)
      case .page:
        let zone = ZoneRulesSet.pinned[recorded.head.timezone] ?? .utc
        try StandardStreams.printPage(forecast.page(in: zone))
      }
    }
  }

  /// `fivespot-live backtest`: how good forecasts would have been.
  struct Backtest: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Score the forecasts of the days before, each made with what was known then.",
      discussion: """
        One forecast a day, up to the end of the recording, each from the lines before it alone. Scored \
        by MAPE and WAPE of P50, pinball loss of each quantile, how much came from P5 to P95 (90 % is \
        aimed at), and skill against the forecast that all stays as it was.

        EXAMPLES
          fivespot-live backtest fleet.jsonl
          fivespot-live backtest fleet.jsonl --since 30d --horizon 24h
          fivespot-live backtest fleet.jsonl --format json | jq '.quantities[].score'

        Definitions: docs/forecast.md. Exit codes: 0 scored, 64 usage, 65 the recording is wrong or too \
        short, 66 it is missing.
        """)

    @Argument(help: "The recording.")
    var recording: String

    @OptionGroup var options: ForecastOptions

    @Option(
      help: ArgumentHelp(
        "How far back the first forecast is made at most; without it, as far as it goes.",
        valueName: "duration"))
    var since: PlainSpan?

    func run() throws {
      let recorded = try options.read(recording)
      let backtest: FleetBacktest
      do throws(FleetForecast.Failure) {
        backtest = try FleetBacktest(
          of: recorded, horizon: options.horizon.span, step: options.step.span, since: since?.span,
          zones: .pinned)
      } catch {
        throw CommandError(error, in: recording)
      }
      switch options.format {
      case .json: try StandardStreams.printJSON(backtest.document)
      case .page: try StandardStreams.printPage(backtest.page())
      }
    }
  }

  extension CommandError {
    fileprivate init(_ failure: FleetForecast.Failure, in path: String) {
      if case .unevenStep = failure {
        self.init(.usage, "--step: \(failure)")
      } else {
        self.init(.invalidInput, "\(path): \(failure)")
      }
    }
  }
#endif
