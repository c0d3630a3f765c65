package import Documents
package import Units

/// Keeps a copy of a collection by a list and the watch behind it (a reflector).
///
/// Pure: it names the next request, and is told the answers and the time. When the watch expires the
/// collection is listed anew; when a connection ends the watch goes on from the last version seen. Events
/// that come twice or late change nothing. What shows that an event came late or is missing (a version
/// below the last, a change of an object that was never added) makes a list follow; a list also follows
/// every `resync`, which mends what no event showed.
package struct Informer<Value: Sendable>: Sendable {
  /// Makes what is kept of an object; throws when the object is not what it must be.
  package typealias Reader = @Sendable (_ object: ObjectState) throws(DocumentError) -> Value
  /// What changed.
  package typealias Change = ObjectStore<Value>.Change

  /// What to do next.
  package enum Step: Hashable, Sendable {
    /// Ask for this page.
    case list(APIRequest)
    /// Open this watch.
    case watch(WatchQuery)
    /// Do nothing until then.
    case wait(until: Instant)
  }

  /// How the informer works.
  package struct Options: Hashable, Sendable {
    /// Items a page.
    package var pageSize = 500
    /// After how long the server ends a watch; drawn between this and twice it, so that not all watches
    /// of a server end at once.
    package var watchTimeout = TimeSpan.minutes(5)
    /// Whether the list comes as the first part of the watch (`sendInitialEvents`), where the server can.
    package var streamsLists = false
    /// After how long everything is listed anew though nothing looks wrong; `nil`: never.
    package var resync: TimeSpan? = .minutes(30)
    /// The waits after failures.
    package var backOff = BackOff()

    /// The usual ways.
    package init() {}
  }

  private enum Phase: Sendable {
    case listing(ListWalk)
    case streaming
    case watching
    case waiting(until: Instant, thenLists: Bool)
  }

  /// What is kept.
  package private(set) var store: ObjectStore<Value>
  /// Whether the store was whole once: the first list is in.
  package private(set) var isSynchronized = false
  /// The version that the store has reached.
  package private(set) var resourceVersion: String?
  /// When the server was last heard of: the store is at least as fresh as this.
  package private(set) var heardAt: Instant?
  /// Why the informer waits, `nil` when all is well.
  package private(set) var trouble: APIError?
  /// How often everything was listed.
  package private(set) var listCount = 0
  /// Objects that could not be read, with the reason; they are left out of the store.
  package private(set) var unreadable: [ObjectKey: DocumentError] = [:]

  private let selection: Selection
  private let options: Options
  private let read: Reader
  private var phase: Phase
  private var staging: [ObjectKey: ObjectStore<Value>.Entry] = [:]
  private var stagedUnreadable: [ObjectKey: DocumentError] = [:]
  private var listedAt: Instant?
  private var isSuspect = false
  private var didExpire = false
  private var canStream: Bool
  private var watchOpenedAt: Instant?
  private var backOff: BackOff

  /// Makes an informer that has seen nothing yet.
  package init(
    _ selection: Selection, options: Options = Options(), read: @escaping Reader
  ) {
    self.selection = selection
    self.options = options
    self.read = read
    store = ObjectStore()
    backOff = options.backOff
    canStream = options.streamsLists
    phase =
      options.streamsLists
      ? .streaming : .listing(ListWalk(selection, pageSize: options.pageSize))
  }

  /// The next step.
  ///
  /// - Parameter unit: a random number in 0 ..< 1.
  package mutating func next(at now: Instant, unit: Double) -> Step {
    if case .waiting(let until, let thenLists) = phase {
      guard now >= until else { return .wait(until: until) }
      if thenLists { startList() } else { phase = .watching }
    }
    if case .watching = phase, needsList(at: now) { startList() }
    let longer = Int64(Double(options.watchTimeout.nanoseconds) * unit)
    let timeout = TimeSpan(nanoseconds: options.watchTimeout.nanoseconds + longer)
    switch phase {
    case .listing(let walk): return .list(walk.request)
    case .waiting(let until, _): return .wait(until: until)
    case .streaming:
      watchOpenedAt = now
      return .watch(WatchQuery(streaming: selection, timeout: timeout))
    case .watching:
      watchOpenedAt = now
      // The phase of watching begins with a list, which has a version.
      return .watch(WatchQuery(selection, from: resourceVersion ?? "0", timeout: timeout))
    }
  }

  /// Whether the watch that is open should be left for a list.
  package func needsList(at now: Instant) -> Bool {
    if isSuspect || store.needsList { return true }
    guard let resync = options.resync, let listedAt else { return false }
    return now >= listedAt + resync
  }

  /// Takes in a page.
  package mutating func receive(page: ListPage, at now: Instant, unit: Double) -> [Change] {
    guard case .listing(var walk) = phase else { return [] }
    heardAt = now
    for item in page.items {
      do throws(DocumentError) {
        stage(try ObjectState(item))
      } catch {
        wait(after: malformed(error), thenLists: true, at: now, unit: unit)
        return []
      }
    }
    let step = walk.receive(page)
    phase = .listing(walk)
    guard step == .done else { return [] }
    return finishList(at: walk.resourceVersion ?? page.resourceVersion, now: now)
  }

  /// Takes in that a page could not be had.
  package mutating func receive(listError error: APIError, at now: Instant, unit: Double) {
    guard case .listing(var walk) = phase else { return }
    switch walk.receive(error) {
    case .more: phase = .listing(walk)
    case .startOver:
      clearStage()
      phase = .listing(walk)
    case .done, .failed: wait(after: error, thenLists: true, at: now, unit: unit)
    }
  }

  /// Takes in an event of the watch. After an error the stream is at its end.
  package mutating func receive(
    event: WatchEvent, at now: Instant, unit: Double
  ) -> [Change] {
    let isStreaming: Bool
    switch phase {
    case .streaming: isStreaming = true
    case .watching: isStreaming = false
    case .listing, .waiting: return []
    }
    heardAt = now
    if case .error(let status) = event {
      receive(eventError: status, at: now, unit: unit)
      return []
    }
    if isStreaming { return stage(event, now: now) }
    trouble = nil
    didExpire = false
    backOff.reset()
    noteOrder(of: event)
    switch event {
    case .added(let object): return put(object, isAddition: true)
    case .modified(let object): return put(object, isAddition: false)
    case .deleted(let object):
      if unreadable.removeValue(forKey: object.key) == nil, !store.knows(object.key) {
        isSuspect = true
      }
      return store.remove(object.key, at: object.resourceVersion)
    case .bookmark, .error: return []
    }
  }

  /// Takes in that the watch ended, or could not be opened.
  ///
  /// - Parameter error: `nil` when the stream ended cleanly, which is usual and proves nothing.
  package mutating func receive(watchEnd error: APIError?, at now: Instant, unit: Double) {
    switch phase {
    case .listing, .waiting: return
    case .streaming:
      // A server that does not know streaming lists says 422 or 400. Any other list is made by pages, too.
      if let error, error.kind == .invalid || error.kind == .badRequest { canStream = false }
      clearStage()
      phase = .listing(ListWalk(selection, pageSize: options.pageSize))
      if let error, error.kind != .invalid, error.kind != .badRequest {
        wait(after: error, thenLists: true, at: now, unit: unit)
      }
      return
    case .watching: break
    }
    if let watchOpenedAt, now - watchOpenedAt >= .minutes(1) { backOff.reset() }
    guard let error else {
      // A server that ends each watch at once, or is about to stop, is not asked in a hot loop.
      phase = .waiting(until: now + backOff.next(unit: unit), thenLists: false)
      return
    }
    let lists =
      switch error.advice {
      case .relist: true
      // What was watched may be gone or forbidden now: a list says which.
      case .decide, .giveUp: true
      case .retry: false
      }
    wait(after: error, thenLists: lists, at: now, unit: unit)
  }

  private mutating func receive(eventError status: APIStatus, at now: Instant, unit: Double) {
    let error = AnswerRule.error(ofEvent: status, description: "WATCH \(selection.path)")
    // An expired version is no trouble of the server's: the list follows at once, the first time.
    if error.kind == .expired, !didExpire {
      didExpire = true
      startList()
      return
    }
    let lists = if case .relist = error.advice { true } else { false }
    wait(after: error, thenLists: lists, at: now, unit: unit)
  }
}

extension Informer {
  private mutating func startList() {
    isSuspect = false
    clearStage()
    phase = canStream ? .streaming : .listing(ListWalk(selection, pageSize: options.pageSize))
  }

  private mutating func clearStage() {
    staging = [:]
    stagedUnreadable = [:]
  }

  private mutating func stage(_ object: ObjectState) {
    do throws(DocumentError) {
      staging[object.key] = .init(
        uid: object.uid, resourceVersion: object.resourceVersion, value: try read(object))
      stagedUnreadable[object.key] = nil
    } catch {
      staging[object.key] = nil
      stagedUnreadable[object.key] = error
    }
  }

  /// Takes in an event of a streaming list; changes may already come between its objects.
  private mutating func stage(_ event: WatchEvent, now: Instant) -> [Change] {
    switch event {
    case .added(let object), .modified(let object): stage(object)
    case .deleted(let object):
      staging[object.key] = nil
      stagedUnreadable[object.key] = nil
    case .bookmark(let version, endsInitialEvents: true):
      return finishList(at: version, now: now)
    case .bookmark, .error: break
    }
    return []
  }

  private func malformed(_ error: DocumentError) -> APIError {
    var status = APIStatus()
    status.message = error.description
    return APIError(
      kind: .malformed, advice: .relist(continuation: nil), httpStatus: 200,
      request: "GET \(selection.path)", status: status)
  }

  private mutating func finishList(at version: String, now: Instant) -> [Change] {
    let changes = store.replace(with: staging)
    unreadable = stagedUnreadable
    clearStage()
    resourceVersion = version
    listedAt = now
    listCount += 1
    isSynchronized = true
    isSuspect = false
    trouble = nil
    phase = .watching
    return changes
  }

  private mutating func put(_ object: ObjectState, isAddition: Bool) -> [Change] {
    let isKnown = store.knows(object.key) || unreadable[object.key] != nil
    if !isKnown, !isAddition { isSuspect = true }
    // It left the selection in between, and came again.
    if isAddition, let old = store.entries[object.key], old.uid == object.uid,
      old.resourceVersion != object.resourceVersion
    {
      isSuspect = true
    }
    do throws(DocumentError) {
      let entry = ObjectStore<Value>.Entry(
        uid: object.uid, resourceVersion: object.resourceVersion, value: try read(object))
      unreadable[object.key] = nil
      return store.put(object.key, entry)
    } catch {
      unreadable[object.key] = error
      return store.remove(object.key, at: object.resourceVersion)
    }
  }

  /// Moves the version on. A version below it came late or twice: the order of the stream is no proof of
  /// completeness any more, and a list follows.
  private mutating func noteOrder(of event: WatchEvent) {
    guard let version = event.resourceVersion else { return }
    guard let new = UInt64(version), let known = resourceVersion.flatMap({ UInt64($0) }) else {
      resourceVersion = version
      return
    }
    if new < known { isSuspect = true } else { resourceVersion = version }
  }

  private mutating func wait(
    after error: APIError, thenLists: Bool, at now: Instant, unit: Double
  ) {
    trouble = error
    clearStage()
    let wish: TimeSpan? = if case .retry(let after) = error.advice { after } else { nil }
    phase = .waiting(
      until: now + backOff.next(serverWish: wish, unit: unit), thenLists: thenLists)
  }
}
