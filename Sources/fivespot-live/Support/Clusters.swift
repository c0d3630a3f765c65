#if Live
  import CommandSupport
  import KubernetesClient
  import LiveMode

  /// The clusters of a call, connected and explored.
  struct Clusters: Sendable {
    /// The management cluster, then the workload clusters.
    var all: [FleetReader.Cluster]
    /// The way to the management cluster.
    var management: ClientConfiguration

    /// Hears of the exchanges with a cluster.
    typealias Observer = @Sendable (ObjectSource, ExchangeRecord) -> Void

    /// Connects to the clusters that the options name, and finds out what each serves.
    ///
    /// - Parameter note: Takes a line about something that is not read.
    static func connect(
      _ options: ClusterOptions, note: @Sendable (String) -> Void,
      observe: @escaping Observer = { _, _ in }
    ) async throws(CommandError) -> Clusters {
      let way = try options.management()
      let alone = options.workloadCluster.isEmpty && options.workloadSecret.isEmpty
      let management = try await explore(
        Way(source: .management, configuration: way), options, alone: alone, note: note,
        observe: observe)
      var clusters = Clusters(all: [management], management: way)
      do throws(CommandError) {
        for way in try await ways(options, management) {
          guard !clusters.all.contains(where: { $0.source == way.source }) else {
            throw CommandError(
              .usage, "the cluster \(way.source.text) is named twice; name it once")
          }
          clusters.all.append(
            try await explore(way, options, alone: false, note: note, observe: observe))
        }
      } catch {
        await clusters.shutdown()
        throw error
      }
      return clusters
    }

    /// Closes all connections.
    func shutdown() async { for cluster in all { await cluster.client.shutdown() } }

    /// The way to a cluster.
    private struct Way {
      var source: ObjectSource
      var configuration: ClientConfiguration
      /// The Secret that says it; nil where a file does.
      var kubeconfig: KubeconfigSource?
    }

    private static func explore(
      _ way: Way, _ options: ClusterOptions, alone: Bool, note: @Sendable (String) -> Void,
      observe: @escaping Observer
    ) async throws(CommandError) -> FleetReader.Cluster {
      let source = way.source
      let client = KubernetesClient(
        way.configuration, options: options.clientOptions,
        renewal: way.kubeconfig.map { kubeconfig in
          { @Sendable (revision) in await kubeconfig.renewed(since: revision) }
        }, observe: { observe(source, $0) })
      do throws(APIError) {
        var cluster = try await FleetReader.explore(source, over: client, alone: alone)
        cluster.kubeconfig = way.kubeconfig
        for kind in cluster.missing {
          note("\(source.text): it serves no \(kind.plural).\(kind.group), so none are read")
        }
        if !cluster.forbidden.isEmpty {
          note(
            "\(source.text): the role may not list nodes and pods, so none are read; where it runs "
              + "machines itself, fivespot-live rbac --target both prints the rights")
        }
        return cluster
      } catch {
        await client.shutdown()
        throw CommandError(error, from: source)
      }
    }

    private static func ways(
      _ options: ClusterOptions, _ management: FleetReader.Cluster
    ) async throws(CommandError) -> [Way] {
      var ways: [Way] = []
      for cluster in options.workloadCluster {
        let way = try options.workload(cluster)
        let namespace: String
        if let given = cluster.namespace {
          namespace = given
        } else {
          namespace = try await self.namespace(of: cluster.name, management)
        }
        ways.append(
          Way(
            source: .workload(namespace: namespace, name: cluster.name), configuration: way))
      }
      for cluster in options.workloadSecret {
        ways.append(try await way(in: cluster, options, management.client))
      }
      return ways
    }

    /// The namespace of the only `Cluster` of a name.
    private static func namespace(
      of name: String, _ management: FleetReader.Cluster
    ) async throws(CommandError) -> String {
      let clusters: [ObjectReference]
      do throws(APIError) {
        clusters = try await FleetReader.clusters(of: management)
      } catch {
        throw CommandError(error, from: .management)
      }
      let found = clusters.filter { $0.name == name }
      if found.count == 1, let only = found.first { return only.namespace }
      let choice = (found.isEmpty ? clusters : found).map(\.path).joined(separator: ", ")
      throw CommandError(
        .usage,
        found.isEmpty
          ? "--workload-cluster \(name): there is no such Cluster; "
            + (choice.isEmpty ? "there is none at all" : "there are \(choice)")
          : "--workload-cluster \(name): several Clusters have that name; write one of \(choice)")
    }

    /// The way that the Secret of a `Cluster` says. It is others' text: it may run no program here, and read
    /// no file.
    private static func way(
      in cluster: ClusterName, _ options: ClusterOptions, _ management: KubernetesClient
    ) async throws(CommandError) -> Way {
      let allowsInsecure = options.insecureSkipTlsVerify
      let kubeconfig = KubeconfigSource(
        namespace: cluster.namespace, name: cluster.secretName, over: management
      ) { (secret, name) throws(ConfigurationError) in
        try ClientConfiguration.foreign(
          secret, named: name, allowsInsecure: allowsInsecure,
          variables: SystemSurroundings.process.variables)
      }
      let result: Result<ClientConfiguration, ConfigurationError>
      do throws(APIError) { result = try await kubeconfig.read() } catch {
        throw CommandError(error, from: .management)
      }
      do throws(ConfigurationError) {
        return Way(
          source: .workload(namespace: cluster.namespace, name: cluster.name),
          configuration: try result.get(), kubeconfig: kubeconfig)
      } catch {
        throw CommandError(error)
      }
    }
  }
#endif
