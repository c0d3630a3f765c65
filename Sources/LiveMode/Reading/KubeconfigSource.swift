#if Live
  import Documents
  package import KubernetesClient
  package import Units

  /// The Secret in which Cluster API keeps the kubeconfig of a workload cluster, read anew when it may have
  /// changed.
  ///
  /// Cluster API makes it anew before its certificate runs out, and k0smotron likewise: so `renewed` is
  /// asked when the cluster answers 401 or cannot be reached, and from time to time. Only `get` on the one
  /// Secret is needed: to watch it, `watch` would be needed as well.
  package actor KubeconfigSource {
    /// Makes a way of a kubeconfig.
    package typealias Resolving =
      @Sendable (_ kubeconfig: Secret, _ name: String) throws(ConfigurationError) ->
      ClientConfiguration

    /// What errors call it: `Secret fleet/batch-kubeconfig`.
    package nonisolated let name: String
    private let place: WriteRequests.Place
    private let management: KubernetesClient
    private let pause: TimeSpan
    private let now: @Sendable () -> Instant
    private let resolve: Resolving
    private var newest: ClientConfiguration?
    private var askedAt: Instant?
    private var asking: Task<Void, Never>?
    /// Why it cannot be read now, with what to do; nil when it was. What it said last goes on being used.
    package private(set) var trouble: String?

    /// Names a Secret that was not read yet.
    ///
    /// - Parameters:
    ///   - management: The cluster that has it.
    ///   - pause: How long the server is left alone between two readings, however often it is asked for.
    ///   - resolve: Makes the way of what it says; it is others' text.
    package init(
      namespace: String, name: String, over management: KubernetesClient,
      pause: TimeSpan = .seconds(10), now: @escaping @Sendable () -> Instant = SystemClock.steady,
      resolve: @escaping Resolving
    ) {
      self.name = "Secret \(namespace)/\(name)"
      place = WriteRequests.Place(
        ResourceType(plural: "secrets"), namespace: namespace, name: name)
      self.management = management
      self.pause = pause
      self.now = now
      self.resolve = resolve
    }

    /// Reads it.
    ///
    /// - Throws: What the server answers.
    /// - Returns: The way that it says, or what is wrong with it.
    package func read() async throws(APIError) -> Result<ClientConfiguration, ConfigurationError> {
      askedAt = now()
      let root = try await management.get(place).root
      do throws(ConfigurationError) {
        guard let data = root["data"]?["value"]?.string.flatMap({ Base64.decode($0) }) else {
          throw ConfigurationError("\(name): it has no kubeconfig under the key value")
        }
        var way = try resolve(Secret(bytes: data), name)
        way.revision = root["metadata"]?["resourceVersion"]?.string ?? ""
        newest = way
        return .success(way)
      } catch {
        return .failure(error)
      }
    }

    /// A newer way than the one of a revision; nil when there is none, or none can be found out.
    package func renewed(since revision: String?) async -> ClientConfiguration? {
      if newest?.revision == revision {
        let isTooSoon = askedAt.map { now() < $0 + pause } ?? false
        if asking == nil, !isTooSoon { asking = Task { await look() } }
        // Only who ends the program is cancelled, and waits for nothing any more.
        await withTaskCancellationHandler { [asking] in
          await asking?.value
        } onCancel: { [asking] in
          asking?.cancel()
        }
      }
      return newest?.revision == revision ? nil : newest
    }

    private func look() async {
      defer { asking = nil }
      do throws(APIError) {
        switch try await read() {
        case .success: trouble = nil
        case .failure(let error): trouble = error.description
        }
      } catch {
        trouble =
          error.kind == .notFound
          ? "\(name) is gone; what it said last goes on being used" : error.description
      }
    }
  }
#endif
