#if Live
  import ArgumentParser
  import CommandSupport
  import Documents
  import LiveMode

  /// `fivespot-live rbac`: the least rights of a mode, as manifests.
  struct Rbac: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the least roles of a mode and their bindings. Needs no cluster.",
      discussion: """
        There is no wildcard in them. A Secret is in them only when its cluster is named with \
        --workload-secret: then one role may get that one Secret.

        EXAMPLES
          fivespot-live rbac --mode snapshot | kubectl apply -f -
          fivespot-live rbac --mode advise --workload-secret fleet/batch
          fivespot-live rbac --mode advise --target workload | kubectl --context batch apply -f -
          fivespot-live rbac --mode apply \\
            --provider remotemachines.infrastructure.cluster.x-k8s.io

        The rights and what each is for: docs/live.md. Exit codes: 0 printed, 64 usage.
        """)

    @Option(help: "How much may be done: snapshot, observe, advise or apply.")
    var mode: LiveModeKind

    @Option(help: "The cluster that they are for: management, workload, or both in one.")
    var target: AccessManifests.Target = .management

    @Option(name: .shortAndLong, help: "The namespace that fivespot-live runs in.")
    var namespace = "fivespot-system"

    @Option(help: ArgumentHelp("Its service account.", valueName: "name"))
    var serviceAccount = "fivespot-live"

    @Option(
      help: ArgumentHelp(
        "Let it read the kubeconfig Secret of this Cluster, <cluster>-kubeconfig; may be repeated.",
        valueName: "namespace/cluster"))
    var workloadSecret: [ClusterName] = []

    @Option(
      help: ArgumentHelp(
        "Let mode apply make and delete these objects beside Machines; may be repeated.",
        valueName: "resource.group"))
    var provider: [ProviderName] = []

    func validate() throws {
      guard target != .workload || workloadSecret.isEmpty else {
        throw ValidationError(
          "--workload-secret: the Secrets are in the management cluster; use --target management")
      }
      guard mode == .apply || provider.isEmpty else {
        throw ValidationError("--provider: only mode apply makes such objects; leave it out")
      }
      for (option, name) in [("namespace", namespace), ("service-account", serviceAccount)]
      where !ClusterName.isName(name) {
        throw ValidationError("--\(option) \(name): a name has small letters, digits, - and .")
      }
    }

    func run() throws {
      let manifests = AccessManifests(
        mode: mode, target: target, namespace: namespace, serviceAccount: serviceAccount,
        kubeconfigSecrets: workloadSecret.map {
          .init(namespace: $0.namespace, name: $0.secretName)
        },
        providers: provider.map { .init(group: $0.group, resource: $0.resource) })
      let bytes: [UInt8]
      do throws(DocumentWriteError) { bytes = try manifests.yaml() } catch {
        throw CommandError(.internalError, error.description)
      }
      try StandardStreams.printResult(bytes: bytes)
    }

    /// A kind of objects as `kubectl api-resources` names it: `remotemachines.infrastructure.cluster.x-k8s.io`.
    struct ProviderName: ExpressibleByArgument {
      var resource: String
      var group: String

      init?(argument: String) {
        guard let point = argument.firstIndex(of: "."), ClusterName.isName(argument) else {
          return nil
        }
        resource = String(argument[..<point])
        group = String(argument[argument.index(after: point)...])
      }
    }
  }

  extension LiveModeKind: ExpressibleByArgument {}

  extension AccessManifests.Target: ExpressibleByArgument {}
#endif
