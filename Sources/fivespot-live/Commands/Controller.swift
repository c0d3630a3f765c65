#if Live
  import ArgumentParser
  import CommandSupport
  import Documents
  import Facts
  import Foundation
  import KubernetesClient
  import LiveMode
  import SpotScheduler
  import Units

  /// `fivespot-live controller`: watches a fleet, and says what would be done as it changes.
  struct Controller: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Watch a fleet, decide whenever it changes, and say what would be done.",
      discussion: """
        Mode observe writes its lease and nothing else; mode advise writes events beside the objects. \
        Several replicas take one lease: all keep their copy of the fleet, and the leader alone writes \
        events, the audit log and the recording. It ends with SIGTERM or Ctrl-C, and gives the lease up.

        EXAMPLES
          fivespot-live controller --mode observe --workload-secret fleet/batch
          fivespot-live controller --mode advise --audit-log /var/lib/fivespot/audit.jsonl
          fivespot-live controller --mode observe --no-lease --listen 127.0.0.1 \\
            --metrics-port 9090 --health-port 9091 --recording decisions.jsonl
          fivespot-live controller --mode advise --profile upstream-0.3 --prices prices.yaml

        /metrics, /healthz and /readyz, the log and rights: docs/live.md. Exit codes: 0 ended by a \
        signal, 64 usage, 65 a file is wrong, an audit log broken, 66 a file is missing, 69 a cluster \
        cannot be read or a port is taken, 75 another process writes the audit log.
        """)

    @Option(help: "How much is written: observe (a lease) or advise (events, too).")
    var mode: Mode

    enum Mode: String, CaseIterable, ExpressibleByArgument {
      case observe
      case advise

      /// The mode as rights know it.
      var kind: LiveModeKind { self == .observe ? .observe : .advise }
    }

    @Option(
      help: ArgumentHelp(
        "How long a workload cluster that cannot be read keeps the first decision waiting.",
        valueName: "duration"))
    var patience = ClusterOptions.Duration(span: .seconds(60))

    @Option(
      help: ArgumentHelp(
        "How often the Secrets of workload clusters are looked at for a new kubeconfig; also when one "
          + "refuses or cannot be reached.", valueName: "duration"))
    var kubeconfigInterval = ClusterOptions.Duration(span: .minutes(5))

    @OptionGroup var clusters: ClusterOptions

    @OptionGroup var terms: TermsOptions

    @OptionGroup var decision: DecisionOptions

    @OptionGroup var writing: WritingOptions

    @OptionGroup var serving: ServingOptions

    func run() throws {
      let log = LogWriter(least: serving.logLevel)
      let prices = try decision.priceTable()
      let reconciler = LiveReconciler(
        profile: try decision.scheduler(), release: decision.installed, terms: try terms.read(),
        prices: prices)
      let outlets = try writing.open(log, prices: prices)
      let call = self
      try Waiting.run(note: "") { () async throws(CommandError) in
        try await call.watch(reconciler, outlets, log)
      }
    }

    private func watch(
      _ reconciler: LiveReconciler, _ outlets: LiveController.Outlets, _ log: LogWriter
    ) async throws(CommandError) {
      let relay = ExchangeRelay(log)
      let connected = try await Clusters.connect(
        clusters, note: { log.write(LogLine(.warn, $0)) }, observe: relay.observe)
      var settings = LiveController.Settings(
        mode: mode.kind, identity: writing.replica,
        leaseNamespace: writing.noLease ? nil : writing.leaseNamespace(connected.management),
        version: ToolVersion.current)
      settings.timing = writing.timing
      settings.patience = patience.span
      settings.kubeconfigInterval = kubeconfigInterval.span
      let controller = LiveController(
        connected.all, reconciler: reconciler, settings: settings, outlets: outlets)
      relay.attach(controller)
      let failure: CommandError?
      do throws(CommandError) {
        let servers = try await serving.start(controller, log)
        log.write(
          LogLine(
            .info, "begins",
            [
              ("version", .string(ToolVersion.current)), ("mode", .string(mode.rawValue)),
              ("identity", .string(settings.identity)),
              ("profile", .string(reconciler.profile.name)),
              ("clusters", .sequence(connected.all.map { .string($0.source.text) })),
            ]))
        await controller.run()
        for server in servers { await server.stop() }
        failure = nil
      } catch {
        failure = error
      }
      await connected.shutdown()
      if let failure { throw failure }
      log.write(LogLine(.info, "ends"))
    }
  }
#endif
