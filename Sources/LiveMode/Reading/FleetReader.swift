#if Live
  import Documents
  package import KubernetesClient
  import Units

  /// Reads clusters once, over their clients.
  package enum FleetReader {
    /// What a cluster is read by.
    package struct Cluster: Sendable {
      /// Which cluster.
      package var source: ObjectSource
      /// Its client.
      package var client: KubernetesClient
      /// What is read from it.
      package var collections: [FleetCollection]
      /// What is not read since the cluster does not serve it.
      package var missing: [ObjectKind] = []
      /// What is not read since the role does not allow it, where it is not needed.
      package var forbidden: [ObjectKind] = []
      /// The Secret that says the way to it; nil where a file does.
      package var kubeconfig: KubeconfigSource?
    }

    /// How far the reading of a collection is.
    package struct Progress: Sendable {
      /// The collection.
      package var collection: FleetCollection
      /// How many objects were read.
      package var count: Int
      /// Whether that was all.
      package var isWhole: Bool
    }

    /// Finds out what is to be read from a cluster. A workload cluster is not asked: every one serves the same.
    ///
    /// Just after a start an API server does not yet serve all that it has: while it says that it is not
    /// ready, what is missing is asked for again, five times, two seconds apart.
    ///
    /// - Parameter alone: Whether no workload cluster stands beside a management cluster, which may then
    ///   run machines itself. Its nodes and pods are read where the role allows it, and else left out.
    /// - Throws: That the cluster cannot be asked, or that 5-Spot is not installed.
    package static func explore(
      _ source: ObjectSource, over client: KubernetesClient, alone: Bool = false
    ) async throws(APIError) -> Cluster {
      guard source == .management else {
        let collections = FleetCollection.kinds(of: source).flatMap { kind in
          FleetCollection.versions(of: kind).prefix(1).map {
            FleetCollection(
              kind: kind, source: source,
              resource: ResourceType(group: kind.group, version: $0, plural: kind.plural))
          }
        }
        return Cluster(source: source, client: client, collections: collections)
      }
      var attempt = 1
      while true {
        let resources = try await served(FleetCollection.kinds(of: source, alone: alone), client)
        let found = FleetCollection.collections(of: source, serving: resources, alone: alone)
        guard found.missing.contains(.scheduledMachine) else {
          var cluster = Cluster(
            source: source, client: client, collections: found.collections,
            missing: found.missing)
          if alone { try await leaveOutForbidden(&cluster) }
          return cluster
        }
        guard attempt < 5, try await !isReady(client) else { throw notInstalled(client) }
        attempt += 1
        guard await client.pause(.seconds(2)) else { throw notInstalled(client) }
      }
    }

    /// Reads a collection, page by page.
    ///
    /// - Parameters:
    ///   - objects: Takes what was read; when the server forgets the walk on the way, it is taken out again.
    ///   - progress: Hears of each page.
    /// - Throws: What the server answers, or that an object has no name or version.
    package static func read(
      _ collection: FleetCollection, over client: KubernetesClient,
      into objects: inout ClusterObjects, progress: (Progress) -> Void = { _ in }
    ) async throws(APIError) {
      var read: [ObjectReference] = []
      objects.note(collection.source)
      _ = try await client.list(
        collection.selection,
        startOver: {
          for reference in read { objects.remove(reference) }
          read = []
        },
        handle: { (page: ListPage) throws(APIError) in
          for item in page.items {
            let state: ObjectState
            do throws(DocumentError) { state = try ObjectState(item) } catch {
              throw malformed(error, collection)
            }
            let reference = collection.reference(to: state.key)
            objects.put(reference, collection.read(state))
            read.append(reference)
          }
          progress(
            Progress(
              collection: collection, count: read.count, isWhole: page.continuation == nil))
        })
    }

    /// What the `Cluster` objects of a management cluster are called, sorted.
    package static func clusters(of management: Cluster) async throws(APIError) -> [ObjectReference]
    {
      guard let collection = management.collections.first(where: { $0.kind == .cluster }) else {
        return []
      }
      var found: [ObjectReference] = []
      _ = try await management.client.list(
        collection.selection, startOver: { found = [] },
        handle: { (page: ListPage) throws(APIError) in
          found += page.items.map { ClusterObjects.reference(.cluster, $0, collection.source) }
        })
      return found.sorted()
    }

    private static func served(
      _ kinds: [ObjectKind], _ client: KubernetesClient
    ) async throws(APIError) -> [Discovery.Resource] {
      var asked: Set<String> = []
      var resources: [Discovery.Resource] = []
      for kind in kinds {
        for version in FleetCollection.versions(of: kind)
        where asked.insert("\(kind.group)/\(version)").inserted {
          do throws(APIError) {
            resources += try await client.resources(group: kind.group, version: version)
          } catch {
            guard error.kind == .notServed || error.kind == .notFound else { throw error }
          }
        }
      }
      return resources
    }

    /// Leaves the kinds of a workload cluster out that the role does not allow to list.
    private static func leaveOutForbidden(_ cluster: inout Cluster) async throws(APIError) {
      let optional = FleetCollection.kinds(of: .workload(namespace: "", name: ""))
      for collection in cluster.collections where optional.contains(collection.kind) {
        let request = APIRequest(
          .get, collection.selection.path, query: [.init("limit", "1")])
        do throws(APIError) {
          _ = try await cluster.client.page(request)
        } catch {
          guard error.kind == .forbidden else { throw error }
          cluster.forbidden.append(collection.kind)
        }
      }
      // Pods without their nodes, or nodes without their pods, are worse than neither.
      guard !cluster.forbidden.isEmpty else { return }
      cluster.collections.removeAll { optional.contains($0.kind) }
      cluster.forbidden = optional
    }

    /// Whether the server says that it is; one that may not be asked counts as ready.
    private static func isReady(_ client: KubernetesClient) async throws(APIError) -> Bool {
      do throws(APIError) { return try await client.isReady() } catch {
        switch error.kind {
        case .forbidden, .unauthorized, .notFound, .notServed: return true
        default: throw error
        }
      }
    }

    private static func notInstalled(_ client: KubernetesClient) -> APIError {
      var status = APIStatus()
      let kind = ObjectKind.scheduledMachine
      status.message =
        "it serves no \(kind.plural).\(kind.group) in \(FleetCollection.versions(of: kind))"
      return APIError(
        kind: .notServed, advice: .decide, httpStatus: 404, request: "discovery", status: status)
    }

    private static func malformed(
      _ error: DocumentError, _ collection: FleetCollection
    ) -> APIError {
      var status = APIStatus()
      status.message = error.description
      return APIError(
        kind: .malformed, advice: .giveUp, httpStatus: 200,
        request: "GET \(collection.selection.path)", status: status)
    }
  }
#endif
