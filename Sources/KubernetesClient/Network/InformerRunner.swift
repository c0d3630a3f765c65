#if Live
  package import Units

  /// Runs an informer over a client.
  package actor InformerRunner<Value: Sendable> {
    /// The informer, for its store and its state.
    package private(set) var informer: Informer<Value>
    private let client: KubernetesClient
    private let now: @Sendable () -> Instant
    private let observe: @Sendable ([Informer<Value>.Change]) async -> Void

    /// Makes a runner.
    ///
    /// - Parameters:
    ///   - now: the clock that waits go by; one that nobody sets.
    ///   - observe: hears of each batch of changes, in order.
    package init(
      _ client: KubernetesClient, _ informer: Informer<Value>,
      now: @escaping @Sendable () -> Instant = SystemClock.steady,
      observe: @escaping @Sendable ([Informer<Value>.Change]) async -> Void = { _ in }
    ) {
      self.client = client
      self.informer = informer
      self.now = now
      self.observe = observe
    }

    /// How the informer is; unlike the informer itself it holds no copy of the store.
    package struct State: Sendable {
      /// Whether the store was whole once.
      package var isSynchronized: Bool
      /// When the server was last heard of, by the clock of the runner.
      package var heardAt: Instant?
      /// Why it waits; nil when all is well.
      package var trouble: APIError?
      /// How often everything was listed.
      package var listCount: Int
    }

    /// How the informer is.
    package var state: State {
      State(
        isSynchronized: informer.isSynchronized, heardAt: informer.heardAt,
        trouble: informer.trouble, listCount: informer.listCount)
    }

    /// Keeps the store until the task is cancelled.
    package func run() async {
      while !Task.isCancelled {
        switch informer.next(at: now(), unit: client.unit()) {
        case .wait(let until):
          _ = await client.pause(until - now())
        case .list(let request): await list(request)
        case .watch(let query): await watch(query)
        }
      }
    }

    private func list(_ request: APIRequest) async {
      do throws(APIError) {
        let page = try await client.page(request)
        await tell(informer.receive(page: page, at: now(), unit: client.unit()))
      } catch {
        informer.receive(listError: error, at: now(), unit: client.unit())
      }
    }

    private func watch(_ query: WatchQuery) async {
      do throws(APIError) {
        try await client.watch(query) { await take($0) }
        informer.receive(watchEnd: nil, at: now(), unit: client.unit())
      } catch {
        informer.receive(watchEnd: error, at: now(), unit: client.unit())
      }
    }

    /// Takes an event; `false` when the stream is to be left.
    private func take(_ event: WatchEvent) async -> Bool {
      let now = now()
      await tell(informer.receive(event: event, at: now, unit: client.unit()))
      if case .error = event { return false }
      return !informer.needsList(at: now) && !Task.isCancelled
    }

    private func tell(_ changes: [Informer<Value>.Change]) async {
      if !changes.isEmpty { await observe(changes) }
    }
  }
#endif
