#if Live
  import ArgumentParser
  import CommandSupport
  import Facts
  import KubernetesClient
  import LiveMode
  import Units

  /// The ways to clusters; shared by the commands that read some.
  struct ClusterOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "The kubeconfig of the management cluster; without it KUBECONFIG, ~/.kube/config, or the "
          + "pod's own account.", valueName: "file"))
    var kubeconfig: String?

    @Option(help: ArgumentHelp("The context in it.", valueName: "name"))
    var context: String?

    @Option(
      help: ArgumentHelp(
        "Read the workload cluster of this Cluster too, over this kubeconfig; may be repeated.",
        valueName: "[namespace/]cluster=file[:context]"))
    var workloadCluster: [WorkloadCluster] = []

    @Option(
      help: ArgumentHelp(
        "Read the workload cluster of this Cluster too, over the kubeconfig in its Secret "
          + "<cluster>-kubeconfig; may be repeated. No other Secret is ever read.",
        valueName: "namespace/cluster"))
    var workloadSecret: [ClusterName] = []

    @Option(
      help: ArgumentHelp("How long a server may be silent on a request.", valueName: "duration"))
    var requestTimeout: Duration = Duration(span: .seconds(65))

    @Flag(help: "Accept a server whose certificate nobody checks, when its kubeconfig says so.")
    var insecureSkipTlsVerify = false

    /// `fleet/batch=batch.kubeconfig:admin`.
    struct WorkloadCluster: ExpressibleByArgument {
      /// The namespace of its `Cluster`; nil where the name alone tells.
      var namespace: String?
      /// The name of its `Cluster`.
      var name: String
      /// The kubeconfig.
      var file: String
      /// The context in it.
      var context: String?

      init?(argument: String) {
        guard let sign = argument.firstIndex(of: "=") else { return nil }
        let named = argument[..<sign].split(separator: "/", omittingEmptySubsequences: false)
        guard named.count <= 2, named.allSatisfy({ ClusterName.isName(String($0)) }),
          let last = named.last
        else { return nil }
        namespace = named.count == 2 ? String(named[0]) : nil
        name = String(last)
        // Names of contexts have colons, as those of EKS; names of files hardly ever.
        let way = argument[argument.index(after: sign)...].split(
          separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        file = String(way[0])
        context = way.count == 2 ? String(way[1]) : nil
        if file.isEmpty || context?.isEmpty ?? false { return nil }
      }
    }

    /// `65s`.
    struct Duration: ExpressibleByArgument {
      var span: TimeSpan

      init(span: TimeSpan) { self.span = span }

      init?(argument: String) {
        guard let span = try? TimeSpan(text: argument), span > .zero, span <= .hours(1) else {
          return nil
        }
        self.span = span
      }

      var defaultValueDescription: String { span.text }
    }

    /// How clients behave.
    var clientOptions: ClientOptions {
      var options = ClientOptions()
      options.answerSilence = requestTimeout.span
      options.userAgent = "fivespot-live/\(ToolVersion.current)"
      return options
    }

    /// The way to the management cluster.
    func management() throws(CommandError) -> ClientConfiguration {
      var overrides = ClientConfiguration.Overrides()
      overrides.kubeconfig = kubeconfig
      overrides.context = context
      overrides.allowsInsecure = insecureSkipTlsVerify
      do throws(ConfigurationError) {
        return try ClientConfiguration.find(overrides, in: .process)
      } catch {
        throw CommandError(error)
      }
    }

    /// The way to a workload cluster whose kubeconfig is a file.
    func workload(_ cluster: WorkloadCluster) throws(CommandError) -> ClientConfiguration {
      var overrides = ClientConfiguration.Overrides()
      overrides.kubeconfig = cluster.file
      overrides.context = cluster.context
      overrides.allowsInsecure = insecureSkipTlsVerify
      do throws(ConfigurationError) {
        return try ClientConfiguration.find(overrides, in: .process)
      } catch {
        throw CommandError(error)
      }
    }
  }

  extension CommandError {
    /// An error of a kubeconfig: a file that is not there, or that is wrong.
    init(_ error: ConfigurationError) {
      self.init(error.isMissing ? .missingInput : .invalidInput, error.description)
    }

    /// An error of a request to a cluster.
    init(_ error: APIError, from source: ObjectSource) {
      let cluster = source == .management ? "the management cluster" : "the cluster \(source.text)"
      self.init(.unavailable, "\(cluster): \(error.description)")
    }
  }
#endif
