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
    private let collections: [FleetCollection]
    private var runners: [(collection: FleetCollection, runner: InformerRunner<ObservedObject>)] =
      []
    private var waiting: [Batch] = []
    private var isWhole = false

    /// Makes a watch that has seen nothing yet.
    package init(_ cluster: FleetReader.Cluster) {
      source = cluster.source
      client = cluster.client
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
      }
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
      return problems
    }

    private func take(
      _ changes: [Informer<ObservedObject>.Change], of collection: FleetCollection
    ) {
      waiting.append((collection, changes))
    }
  }
#endif
