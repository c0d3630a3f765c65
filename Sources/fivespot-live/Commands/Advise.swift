#if Live
  import ArgumentParser
  import CommandSupport
  import Documents
  import KubernetesClient
  import LiveMode
  import SpotScheduler
  import Units

  /// `fivespot-live advise`: what would be done to a fleet now.
  struct Advise: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what would be done to a fleet now, why, and what that would touch.",
      discussion: """
        The fleet is read once, as by snapshot, and nothing is carried out. --shadow adds where a \
        running 5-Spot differs from what its release does.

        EXAMPLES
          fivespot-live advise --workload-secret fleet/batch
          fivespot-live advise --profile upstream-0.3 --prices prices.yaml
          fivespot-live advise --policy policy.yaml --terms terms.yaml --format json | jq .blastRadius
          fivespot-live advise --shadow --release upstream-0.1
          fivespot-live advise --quiet --format json >plan.json; test $? -ne 1

        Rights: fivespot-live rbac --mode snapshot. The plan: docs/live.md. Exit codes: 0 nothing to \
        do, 2 something is to be done or, with --shadow, differs, 1 an error, 64 usage.
        """)

    @OptionGroup var clusters: ClusterOptions

    @OptionGroup var terms: TermsOptions

    @OptionGroup var decision: DecisionOptions

    @Option(
      help: ArgumentHelp(
        "The instant to decide at, RFC 3339; without it, now. The fleet is that of now.",
        valueName: "instant"))
    var now: PlainInstant?

    @Flag(help: "Say as well where 5-Spot differs from its release.")
    var shadow = false

    @Option(help: "How to print it: page, or json for the plan.")
    var format: Format = .page

    @Flag(name: .shortAndLong, help: "Say nothing about progress.")
    var quiet = false

    enum Format: String, CaseIterable, ExpressibleByArgument {
      case page
      case json
    }

    /// An RFC 3339 instant.
    struct PlainInstant: ExpressibleByArgument {
      var instant: Instant

      init?(argument: String) {
        guard let instant = try? Instant(rfc3339: argument) else { return nil }
        self.instant = instant
      }
    }

    func run() throws {
      let hasAdvice: Bool
      do throws(CommandError) { hasAdvice = try advise() } catch {
        // One code for every error, so that 2 and 0 are the only two verdicts.
        let isPlain = error.code == .usage || error.code == .aborted
        throw isPlain
          ? error : CommandError(.failure, error.message, details: error.details)
      }
      if hasAdvice { throw CommandError(.differences, "") }
    }

    /// Prints the advice; whether there is any.
    private func advise() throws(CommandError) -> Bool {
      let terms = try terms.read()
      let profile = try decision.scheduler()
      let prices = try decision.priceTable()
      let (clusters, quiet) = (clusters, quiet)
      let objects = try Waiting.run { () async throws(CommandError) in
        try await FleetReading.read(clusters, isQuiet: quiet)
      }
      let instant = now?.instant ?? SystemClock.now()
      let fleet = objects.fleet(terms)
      let plan = AdvicePlan(for: fleet, profile: profile, at: instant, prices: prices)
      let report = shadow ? ShadowReport(of: fleet, profile: decision.installed, at: instant) : nil
      switch format {
      case .json: try printJSON(plan, report)
      case .page: try printPage(plan, report)
      }
      return !plan.isEmpty || report.map { !$0.agrees } ?? false
    }

    private func printJSON(
      _ plan: AdvicePlan, _ report: ShadowReport?
    ) throws(CommandError) {
      let document: DocumentValue
      do throws(DocumentWriteError) { document = try plan.document() } catch {
        throw CommandError(.internalError, error.description)
      }
      try StandardStreams.printJSON(
        report.map { ["plan": document, "shadow": $0.document] } ?? document)
    }

    private func printPage(
      _ plan: AdvicePlan, _ report: ShadowReport?
    ) throws(CommandError) {
      try StandardStreams.printPage(plan.page() + (report?.page() ?? []))
    }
  }
#endif
