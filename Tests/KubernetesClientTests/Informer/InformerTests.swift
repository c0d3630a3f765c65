import Documents
import KubernetesClient
import Testing
import Units

/// What an informer does next, step by step.
@Suite struct InformerTests {
  private let start = Instant(seconds: 1_800_000_000)

  private func informer(streams: Bool = false) -> Informer<String> {
    var options = Informer<String>.Options()
    options.streamsLists = streams
    options.backOff = BackOff(first: .seconds(1), longest: .seconds(8))
    return Informer(Selection(.nodes), options: options) { object throws(DocumentError) in
      guard let value = object.node["v"]?.string else {
        throw DocumentError(position: object.node.position, message: "no v")
      }
      return value
    }
  }

  private func node(_ text: String) throws -> DocumentNode {
    try Document.parseJSON(Array(text.utf8), file: "test").root
  }

  private func page(_ items: [String], version: Int) throws -> ListPage {
    let text =
      #"{"items":[\#(items.joined(separator: ","))],"metadata":{"resourceVersion":"\#(version)"}}"#
    return try ListPage(Document.parseJSON(Array(text.utf8), file: "page"))
  }

  private func object(_ name: String, _ version: Int, _ more: String = #","v":"1""#) -> String {
    #"{"metadata":{"name":"\#(name)","uid":"u\#(name)","resourceVersion":"\#(version)"}\#(more)}"#
  }

  private func event(_ type: String, _ object: String) throws -> WatchEvent {
    try WatchEvent(node(#"{"type":"\#(type)","object":\#(object)}"#))
  }

  private func error(_ kind: APIError.Kind, _ advice: APIError.Advice) -> APIError {
    APIError(kind: kind, advice: advice, httpStatus: 0, request: "GET /api/v1/nodes")
  }

  private func waits(_ step: Informer<String>.Step) -> TimeSpan? {
    if case .wait(let until) = step { until - start } else { nil }
  }

  /// As after the deletion of a CRD: the list answers 404 again and again.
  @Test func doesNotAskInAHotLoopForWhatIsNotServed() throws {
    var informer = informer()
    var waited: [TimeSpan] = []
    var now = start
    for _ in 0..<6 {
      guard case .list = informer.next(at: now, unit: 1) else {
        Issue.record("expected a list")
        return
      }
      informer.receive(listError: error(.notServed, .decide), at: now, unit: 1)
      guard case .wait(let until) = informer.next(at: now, unit: 1) else {
        Issue.record("expected a wait")
        return
      }
      waited.append(until - now)
      now = until
    }
    #expect(waited == [1, 2, 4, 8, 8, 8].map { .seconds($0) })
    #expect(informer.trouble?.kind == .notServed)
    #expect(!informer.isSynchronized)
  }

  @Test func listsAtOnceAfterAnExpiryAndWaitsAfterTheSecond() throws {
    var informer = informer()
    let expired = try event("ERROR", #"{"kind":"Status","code":410,"reason":"Expired"}"#)
    _ = informer.receive(page: try page([], version: 5), at: start, unit: 0)
    guard case .watch(let query) = informer.next(at: start, unit: 0.5) else {
      Issue.record("expected a watch")
      return
    }
    #expect(query.resourceVersion == "5")
    #expect(query.timeout == .seconds(450))
    _ = informer.receive(event: expired, at: start, unit: 0)
    guard case .list = informer.next(at: start, unit: 0) else {
      Issue.record("expected a list at once")
      return
    }
    _ = informer.receive(page: try page([], version: 6), at: start, unit: 0)
    #expect(informer.trouble == nil)
    _ = informer.next(at: start, unit: 0)
    _ = informer.receive(event: expired, at: start, unit: 0)
    #expect(waits(informer.next(at: start, unit: 0)) != nil)
  }

  @Test func goesOnSoonAfterALongWatchThatWasQuiet() throws {
    var informer = informer()
    _ = informer.receive(page: try page([], version: 5), at: start, unit: 0)
    var now = start
    for _ in 0..<5 {
      guard case .watch = informer.next(at: now, unit: 0) else {
        Issue.record("expected a watch")
        return
      }
      now = now + .minutes(5)
      informer.receive(watchEnd: nil, at: now, unit: 1)
      guard case .wait(let until) = informer.next(at: now, unit: 0) else {
        Issue.record("expected a short wait")
        return
      }
      #expect(until - now == .seconds(1))
      now = until
    }
  }

  @Test func leavesOutWhatItCannotRead() throws {
    var informer = informer()
    _ = informer.receive(
      page: try page([object("a", 1), object("b", 2, "")], version: 5), at: start, unit: 0)
    #expect(informer.store.entries.keys.map(\.name) == ["a"])
    #expect(informer.unreadable.keys.map(\.name) == ["b"])
    let mended = try event("MODIFIED", object("b", 6))
    #expect(informer.receive(event: mended, at: start, unit: 0).count == 1)
    #expect(informer.unreadable.isEmpty)
    let broken = try event("MODIFIED", object("b", 7, ""))
    #expect(informer.receive(event: broken, at: start, unit: 0).count == 1)
    #expect(informer.store.entries.count == 1)
    #expect(!informer.needsList(at: start))
  }

  /// Each shows that something was missed, and asks for a list.
  @Test(arguments: [
    ("MODIFIED", "x", 9, true), ("DELETED", "x", 9, true), ("ADDED", "a", 9, true),
    ("ADDED", "x", 9, false), ("MODIFIED", "a", 9, false), ("DELETED", "a", 9, false),
    ("MODIFIED", "a", 3, true),
  ])
  func suspectsAStream(_ type: String, _ name: String, _ version: Int, _ isSuspect: Bool) throws {
    var informer = informer()
    _ = informer.receive(page: try page([object("a", 1)], version: 5), at: start, unit: 0)
    _ = informer.next(at: start, unit: 0)
    _ = informer.receive(event: try event(type, object(name, version)), at: start, unit: 0)
    #expect(informer.needsList(at: start) == isSuspect)
  }

  @Test(arguments: [APIError.Kind.invalid, .badRequest])
  func listsByPagesWhereTheServerCannotStream(_ kind: APIError.Kind) throws {
    var informer = informer(streams: true)
    guard case .watch(let query) = informer.next(at: start, unit: 0) else {
      Issue.record("expected a streaming list")
      return
    }
    let target = query.request.target
    #expect(target.contains("sendInitialEvents=true&resourceVersionMatch=NotOlderThan"))
    #expect(target.contains("allowWatchBookmarks=true"))
    informer.receive(watchEnd: error(kind, .decide), at: start, unit: 0)
    guard case .list = informer.next(at: start, unit: 0) else {
      Issue.record("expected a list")
      return
    }
  }

  /// The recorded streaming lists, events as they came.
  @Test(arguments: [
    "watch/watchlist.json", "watch/watchlist-crd.json", "watch/watchlist-empty.json",
  ])
  func takesRecordedStreamingLists(_ name: String) throws {
    var options = Informer<String>.Options()
    options.streamsLists = true
    var informer = Informer(Selection(.nodes), options: options) {
      object throws(DocumentError) in object.resourceVersion
    }
    _ = informer.next(at: start, unit: 0)
    var parser = WatchStreamParser(description: name)
    var states: [Bool] = []
    for frame in try #require(try Recording(name).frames) {
      var events: [WatchEvent] = []
      try parser.receive(frame + [0x0A]) { events.append($0) }
      for event in events { _ = informer.receive(event: event, at: start, unit: 0) }
      states.append(informer.isSynchronized)
    }
    #expect(states.last == true)
    #expect(states.first == (name == "watch/watchlist-empty.json"))
    #expect(informer.listCount == 1)
    #expect(informer.store.entries.isEmpty == (name == "watch/watchlist-empty.json"))
  }
}
