#if Live
  import ArgumentParser
  import CommandSupport
  import KubernetesClient
  import LiveMode
  import Units

  /// `fivespot-live record`: a fleet, read again and again.
  struct Record: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a fleet again and again, and append a line about it to a file.",
      discussion: """
        A line has numbers of each cluster, and the names of clusters and budgets; no pod, host or \
        secret. A file goes on where it ended: a line that was cut off is taken away first. Ctrl-C and \
        SIGTERM end it.

        EXAMPLES
          fivespot-live record fleet.jsonl --workload-secret fleet/batch
          fivespot-live record fleet.jsonl --every 1m --prices prices.yaml
          fivespot-live record fleet.jsonl --count 1
          fivespot-live forecast fleet.jsonl --horizon 24h

        Rights: fivespot-live rbac --mode snapshot. Format: docs/forecast.md. Exit codes: 0 ended, \
        64 usage, 65 the file, a kubeconfig, prices or the terms are wrong, 66 a file cannot be opened, \
        69 a cluster cannot be read at the start, 75 another process writes the file.
        """)

    @Argument(help: "The recording; made when it is not there.")
    var recording: String

    @OptionGroup var clusters: ClusterOptions

    @OptionGroup var terms: TermsOptions

    @Option(help: ArgumentHelp("How often, from 10s to 1h.", valueName: "duration"))
    var every: PlainSpan = PlainSpan(span: .minutes(5))

    @Option(
      help: ArgumentHelp("How many lines; without it, until it is ended.", valueName: "count"))
    var count: Int?

    @Option(
      help: ArgumentHelp("What an hour of each machine costs, JSON or YAML.", valueName: "file"))
    var prices: String?

    @Option(
      help: ArgumentHelp(
        "The zone whose clock the load goes by; without it, that of the first schedule.",
        valueName: "zone"))
    var timezone: String?

    @Flag(name: .shortAndLong, help: "Say nothing about progress.")
    var quiet = false

    func validate() throws {
      guard every.span >= .seconds(10), every.span <= .hours(1) else {
        throw ValidationError("--every \(every.span.text): give 10s to 1h, such as 5m")
      }
      if let count, count < 1 { throw ValidationError("--count \(count): give 1 or more") }
      if let timezone, !ZoneRulesSet.pinned.contains(timezone) {
        throw ValidationError(
          "--timezone \(timezone): there is no such zone; give one such as Europe/London")
      }
    }

    func run() throws {
      let terms = try terms.read()
      let table = try PriceFile.read(prices)
      let diary = try open(table)
      let call = self
      let written = try Waiting.run(note: "ending after this line; once more to quit at once") {
        () async throws(CommandError) in
        try await call.record(into: diary, terms)
      }
      if !quiet { StandardStreams.note("\(written) lines written to \(recording)") }
    }

    private func open(_ prices: PriceTable?) throws(CommandError) -> FleetDiary {
      do throws(RecordingFile.Failure) {
        let diary = try FleetDiary(recording, prices: prices, timezone: timezone)
        if diary.cut > 0 {
          StandardStreams.note("note: \(recording): a line that did not end was taken away")
        }
        return diary
      } catch {
        throw CommandError(error)
      }
    }

    /// Reads and writes until it is enough, or the call is ended; how many lines were written.
    private func record(
      into diary: FleetDiary, _ terms: FleetTerms
    ) async throws(CommandError) -> Int {
      var diary = diary
      var written = 0
      var next = SystemClock.steady()
      while !Task.isCancelled {
        do throws(CommandError) {
          let objects = try await FleetReading.read(clusters, isQuiet: quiet || written > 0)
          let now = SystemClock.now()
          try write(objects.fleet(terms), objects, at: now, &diary)
          written += 1
        } catch {
          if Task.isCancelled { break }
          // What was there at the start may be away for a while; the gap shows in the file.
          guard written > 0, error.code == .unavailable else { throw error }
          StandardStreams.note("note: \(error.message); trying again in \(every.span.text)")
        }
        if let count, written >= count { break }
        next = max(next + every.span, SystemClock.steady())
        let wait = next - SystemClock.steady()
        guard (try? await Task.sleep(for: .nanoseconds(wait.nanoseconds))) != nil else { break }
      }
      return written
    }

    private func write(
      _ fleet: ObservedFleet, _ objects: ClusterObjects, at now: Instant, _ diary: inout FleetDiary
    ) throws(CommandError) {
      if let last = diary.last, now <= last {
        throw CommandError(
          .unavailable, "the clock, \(now.rfc3339), is not after the last line, \(last.rfc3339)")
      }
      do throws(RecordingFile.Failure) {
        try diary.add(fleet, objects: objects, at: now)
      } catch {
        throw CommandError(error)
      }
    }
  }

  /// A span such as 5m.
  struct PlainSpan: ExpressibleByArgument {
    var span: TimeSpan

    init(span: TimeSpan) { self.span = span }

    init?(argument: String) {
      guard let span = try? TimeSpan(text: argument), span > .zero else { return nil }
      self.span = span
    }

    var defaultValueDescription: String { span.text }
  }
#endif
