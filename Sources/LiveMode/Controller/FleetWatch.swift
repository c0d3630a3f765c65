#if Live
  import Documents
  package import KubernetesClient
  package import Units

  /// Keeps a copy of one cluster as far as a fleet reads it.
  ///
  /// Nothing of a cluster is handed on before all of it was read once: nodes without their pods would look as
  /// if they were idle.
  package actor FleetWatch {
    /// Changes of a collection.
    package typealias Batch = (
      collection: FleetCollection, changes: [Informer<ObservedObject>.Change]
    )

    /// What keeps a collection from being read.
    package struct Problem: Hashable, Sendable {
      /// The cluster.
      package var source: ObjectSource
      /// The resource.
      package var resource: String
      /// Why; nil when it is read.
      package var reason: String?
    }

    /// Which cluster.
    package nonisolated let source: ObjectSource
    private let client: KubernetesClient
    private let kubeconfig: KubeconfigSource?
    private let kubeconfigInterval: TimeSpan
    private let collections: [FleetCollection]
    private var runners: [(collection: FleetCollection, runner: InformerRunner<ObservedObject>)] =
      []
    private var waiting: [Batch] = []
    private var isWhole = false

    /// Makes a watch that has seen nothing yet.
    ///
    /// - Parameter kubeconfigInterval: How often the Secret that says the way is looked at, though all is well.
    package init(_ cluster: FleetReader.Cluster, kubeconfigInterval: TimeSpan) {
      source = cluster.source
      client = cluster.client
      kubeconfig = cluster.kubeconfig
      self.kubeconfigInterval = kubeconfigInterval
      collections = cluster.collections
    }

    /// Watches until the task is cancelled.
    package func run() async {
      for collection in collections {
        let runner = InformerRunner(
          client, collection.informer(),
          observe: { [weak self] changes in await self?.take(changes, of: collection) })
        runners.append((collection, runner))
      }
      await withTaskGroup(of: Void.self) { group in
        for (_, runner) in runners { group.addTask { await runner.run() } }
        if kubeconfig != nil { group.addTask { await self.renew() } }
      }
    }

    private nonisolated func renew() async {
      while await client.pause(kubeconfigInterval) { await client.renew() }
    }

    /// What changed since this was asked last; nil while not all of the cluster was read once.
    package func drain() async -> [Batch]? {
      if !isWhole {
        guard await unread().isEmpty else { return nil }
        isWhole = true
        // A collection without objects brings no change, and was read all the same.
        waiting += collections.map { ($0, []) }
      }
      defer { waiting = [] }
      return waiting
    }

    /// What was not read yet.
    package func unread() async -> [String] {
      guard runners.count == collections.count else {
        return collections.map { "\($0.resource.plural) of \(source.text)" }
      }
      var unread: [String] = []
      for (collection, runner) in runners where await !runner.state.isSynchronized {
        unread.append("\(collection.resource.plural) of \(source.text)")
      }
      return unread
    }

    /// How long ago the cluster was heard of: its oldest collection counts. Nil before all was read.
    package func age(at now: Instant) async -> TimeSpan? {
      var oldest: TimeSpan?
      for (_, runner) in runners {
        guard let heard = await runner.state.heardAt else { return nil }
        oldest = max(oldest ?? .zero, now - heard)
      }
      return oldest
    }

    /// What keeps its collections from being read, or no more.
    package func problems() async -> [Problem] {
      var problems: [Problem] = []
      for (collection, runner) in runners {
        problems.append(
          Problem(
            source: source, resource: collection.resource.plural,
            reason: await runner.state.trouble?.description))
      }
      if let kubeconfig {
        problems.append(
          Problem(source: source, resource: "secrets", reason: await kubeconfig.trouble))
      }
      return problems
    }

    /// Whether all of it was read, and goes on being.
    package func isReachable() async -> Bool {
      guard runners.count == collections.count else { return false }
      for (_, runner) in runners {
        let state = await runner.state
        guard state.isSynchronized, state.trouble == nil else { return false }
      }
      return true
    }

    private func take(
      _ changes: [Informer<ObservedObject>.Change], of collection: FleetCollection
    ) {
      waiting.append((collection, changes))
    }
  }
#endif
