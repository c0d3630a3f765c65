#if Live
  import ArgumentParser
  import CommandSupport
  import Documents
  import KubernetesClient
  import LiveMode
  import SpotScheduler
  import Units

  /// `fivespot-live snapshot`: a fleet, read once.
  struct Snapshot: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a fleet once, and write it as the snapshot that fivespot decide reads.",
      discussion: """
        It gets and lists, and does nothing else. Without workload clusters the management cluster is \
        taken to run the machines itself.

        EXAMPLES
          fivespot-live snapshot --out snapshot.json
          fivespot-live snapshot --context prod --workload-secret fleet/batch --out snapshot.json
          fivespot-live snapshot --workload-cluster fleet/batch=batch.kubeconfig:admin \\
            --workload-cluster trading=trading.kubeconfig --terms terms.yaml --out snapshot.json
          fivespot-live snapshot --quiet | jq '.observed.findings'
          fivespot decide snapshot.json --now 2026-06-10T18:00:00Z --profile upstream-0.3

        Rights: fivespot-live rbac --mode snapshot. Format: docs/live.md. Exit codes: 0 written, \
        64 usage, 65 a kubeconfig or the terms are wrong, 66 a file is missing, 69 a cluster cannot be \
        read, 105 stopped by the user.
        """)

    @OptionGroup var clusters: ClusterOptions

    @OptionGroup var terms: TermsOptions

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(
        "Where it goes: a file, whole or not at all; - is standard output.", valueName: "file"))
    var out = "-"

    @Flag(name: .shortAndLong, help: "Say nothing about progress.")
    var quiet = false

    func run() throws {
      let terms = try terms.read()
      let (clusters, quiet) = (clusters, quiet)
      let objects = try Waiting.run { () async throws(CommandError) in
        try await FleetReading.read(clusters, isQuiet: quiet)
      }
      let fleet = objects.fleet(terms)
      var bytes: [UInt8]
      do throws(DocumentWriteError) {
        bytes = try SnapshotFile.document(of: fleet, at: SystemClock.now(), zones: terms.zones)
          .prettyJSON(sortsKeys: true)
      } catch {
        throw CommandError(.internalError, error.description)
      }
      if bytes.last != 0x0A { bytes.append(0x0A) }
      if out == "-" {
        try StandardStreams.printResult(bytes: bytes)
      } else {
        try AtomicFile.write(bytes, to: out)
      }
      guard !quiet else { return }
      let snapshot = fleet.snapshot
      StandardStreams.note(
        "\(snapshot.scheduledMachines.count) objects, \(snapshot.hosts.count) hosts, "
          + "\(fleet.pods.count) pods on them, \(fleet.findings.count) findings")
      for finding in fleet.findings { StandardStreams.note(finding.text) }
    }
  }
#endif
