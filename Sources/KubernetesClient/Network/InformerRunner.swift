#if Live
  import Units

  /// Runs an informer over a client.
  package actor InformerRunner<Value: Sendable> {
    /// The informer, for its store and its state.
    package private(set) var informer: Informer<Value>
    private let client: KubernetesClient
    private let observe: @Sendable ([Informer<Value>.Change]) async -> Void

    /// Makes a runner.
    ///
    /// - Parameter observe: hears of each batch of changes, in order.
    package init(
      _ client: KubernetesClient, _ informer: Informer<Value>,
      observe: @escaping @Sendable ([Informer<Value>.Change]) async -> Void = { _ in }
    ) {
      self.client = client
      self.informer = informer
      self.observe = observe
    }

    /// Keeps the store until the task is cancelled.
    package func run() async {
      while !Task.isCancelled {
        switch informer.next(at: client.now(), unit: client.unit()) {
        case .wait(let until):
          _ = await client.pause(until - client.now())
        case .list(let request): await list(request)
        case .watch(let query): await watch(query)
        }
      }
    }

    private func list(_ request: APIRequest) async {
      do throws(APIError) {
        let page = try await client.page(request)
        await tell(informer.receive(page: page, at: client.now(), unit: client.unit()))
      } catch {
        informer.receive(listError: error, at: client.now(), unit: client.unit())
      }
    }

    private func watch(_ query: WatchQuery) async {
      do throws(APIError) {
        try await client.watch(query) { await take($0) }
        informer.receive(watchEnd: nil, at: client.now(), unit: client.unit())
      } catch {
        informer.receive(watchEnd: error, at: client.now(), unit: client.unit())
      }
    }

    /// Takes an event; `false` when the stream is to be left.
    private func take(_ event: WatchEvent) async -> Bool {
      let now = client.now()
      await tell(informer.receive(event: event, at: now, unit: client.unit()))
      if case .error = event { return false }
      return !informer.needsList(at: now) && !Task.isCancelled
    }

    private func tell(_ changes: [Informer<Value>.Change]) async {
      if !changes.isEmpty { await observe(changes) }
    }
  }
#endif
