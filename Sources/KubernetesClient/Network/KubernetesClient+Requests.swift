#if Live
  package import Documents
  import Units

  extension KubernetesClient {
    /// Reads an object.
    package nonisolated func get(_ place: WriteRequests.Place) async throws(APIError) -> Document {
      try await send(APIRequest(.get, place.path)).document
    }

    /// Lists a collection page by page.
    ///
    /// - Parameters:
    ///   - onExpiry: what to do when the server forgets the walk.
    ///   - startOver: what was handed on is out of date: forget it.
    ///   - handle: takes a page.
    /// - Returns: the walk at its end: the version, and whether all pages show one state.
    package nonisolated(nonsending) func list(
      _ selection: Selection, pageSize: Int = 500, onExpiry: ListWalk.OnExpiry = .restart,
      startOver: () -> Void, handle: (ListPage) async throws(APIError) -> Void
    ) async throws(APIError) -> ListWalk {
      var walk = ListWalk(selection, pageSize: pageSize, onExpiry: onExpiry)
      while true {
        let step: ListWalk.Step
        do throws(APIError) {
          let page = try await page(walk.request)
          try await handle(page)
          step = walk.receive(page)
        } catch {
          step = walk.receive(error)
          if step == .failed { throw error }
        }
        switch step {
        case .more: continue
        case .startOver: startOver()
        case .done, .failed: return walk
        }
      }
    }

    /// Reads one page.
    package nonisolated func page(_ request: APIRequest) async throws(APIError) -> ListPage {
      let reply = try await send(request)
      do throws(DocumentError) {
        return try ListPage(reply.document)
      } catch {
        throw malformed(error.description, reply.answer.status, request)
      }
    }

    /// Creates an object and returns it as stored.
    package nonisolated func create(
      _ object: DocumentValue, as resource: ResourceType, namespace: String? = nil,
      _ options: WriteOptions
    ) async throws(APIError) -> Document {
      try await write(
        Result { () throws(DocumentWriteError) in
          try WriteRequests.create(object, as: resource, namespace: namespace, options)
        })
    }

    /// Replaces an object and returns it as stored.
    package nonisolated func update(
      _ object: DocumentValue, at place: WriteRequests.Place, _ options: WriteOptions
    ) async throws(APIError) -> Document {
      try await write(
        Result { () throws(DocumentWriteError) in
          try WriteRequests.update(object, at: place, options)
        })
    }

    /// Patches an object and returns it as stored.
    package nonisolated func patch(
      _ patch: Patch, at place: WriteRequests.Place, _ options: WriteOptions
    ) async throws(APIError) -> Document {
      try await write(
        Result { () throws(DocumentWriteError) in
          try WriteRequests.patch(patch, at: place, options)
        })
    }

    /// Deletes an object. One that is not there counts as deleted.
    ///
    /// - Returns: whether it is gone; else it ends in its own time (finalizers, grace periods).
    package nonisolated func delete(
      at place: WriteRequests.Place, preconditions: Preconditions = Preconditions(),
      isDryRun: Bool = false
    ) async throws(APIError) -> Bool {
      do throws(APIError) {
        let answer = try await write(
          Result { () throws(DocumentWriteError) in
            try WriteRequests.delete(at: place, preconditions: preconditions, isDryRun: isDryRun)
          })
        return answer.root["kind"]?.string == "Status"
      } catch {
        guard error.kind == .notFound else { throw error }
        return true
      }
    }

    /// Asks a pod to leave its node, once: when to ask again is the caller's.
    package nonisolated func evict(_ eviction: Eviction) async throws(APIError) -> Eviction.Answer {
      do throws(APIError) {
        _ = try await write(Result { () throws(DocumentWriteError) in try eviction.request() })
        return .evicted
      } catch {
        guard let answer = eviction.answer(error) else { throw error }
        return answer
      }
    }

    /// Reads an object, changes it and replaces it; when another was faster, from the start.
    ///
    /// - Parameters:
    ///   - attempts: how often at most.
    ///   - change: makes the new object; `nil` leaves it as it is.
    /// - Returns: the object as it is at the end.
    package nonisolated func update(
      at place: WriteRequests.Place, attempts: Int = 5, _ options: WriteOptions,
      change: (DocumentNode) throws(APIError) -> DocumentValue?
    ) async throws(APIError) -> Document {
      var backOff = BackOff(first: .milliseconds(20), longest: .seconds(1))
      var attempt = 1
      while true {
        do throws(APIError) {
          let current = try await get(place)
          guard let changed = try change(current.root) else { return current }
          return try await update(changed, at: place, options)
        } catch {
          guard error.kind == .conflict, attempt < attempts,
            await pause(backOff.next(unit: unit()))
          else { throw error }
          attempt += 1
        }
      }
    }

    /// What the server serves of a group and version.
    package nonisolated func resources(
      group: String, version: String
    ) async throws(APIError) -> [Discovery.Resource] {
      let request = Discovery.resourcesRequest(group: group, version: version)
      let reply = try await send(request)
      do throws(DocumentError) {
        return try Discovery.resources(reply.document)
      } catch {
        throw malformed(error.description, reply.answer.status, request)
      }
    }

    /// The groups that the server serves.
    package nonisolated func groups() async throws(APIError) -> [Discovery.Group] {
      let reply = try await send(Discovery.groupsRequest)
      do throws(DocumentError) {
        return try Discovery.groups(reply.document)
      } catch {
        throw malformed(error.description, reply.answer.status, Discovery.groupsRequest)
      }
    }

    /// Whether the server says that it is ready (`/readyz`); custom resources may follow a moment later.
    package nonisolated func isReady() async throws(APIError) -> Bool {
      do throws(APIError) {
        _ = try await perform(APIRequest(.get, "/readyz"))
        return true
      } catch {
        guard error.kind == .internalError else { throw error }
        return false
      }
    }

    private nonisolated func write(
      _ request: Result<APIRequest, DocumentWriteError>
    ) async throws(APIError) -> Document {
      switch request {
      case .success(let request): return try await send(request, expectsDocument: false).document
      case .failure(let error):
        var status = APIStatus()
        status.message = error.description
        throw APIError(
          kind: .badRequest, advice: .giveUp, httpStatus: 0, request: "an object to write",
          status: status)
      }
    }
  }
#endif
