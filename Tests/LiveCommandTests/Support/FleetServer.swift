#if Live
  import Documents
  import Foundation
  import NetworkTestSupport
  import Synchronization
  import TestSupport

  /// An API server with a fleet in its memory, that answers as a recorded one does
  /// (`Tests/Vectors/kube-api`): lists in pages, watches with bookmarks, leases, events and discovery.
  final class FleetServer: Sendable {
    /// A resource that it serves.
    struct Resource: Hashable, Sendable {
      var group: String
      var version: String
      var plural: String
      var kind: String
      var isNamespaced = true

      var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
    }

    /// What goes wrong with watches.
    enum Fault: Sendable {
      case none
      /// Events are lost, doubled and come out of their order.
      case disorder(seed: UInt64)
      /// Each watch ends at once with the event ERROR, expired.
      case expiry
      /// Each watch is cut in the middle of an event.
      case cut
    }

    fileprivate struct Item: Sendable {
      var version: Int
      var json: String
    }

    fileprivate struct Change: Sendable {
      var version: Int
      var type: String
      var json: String
    }

    struct State: Sendable {
      fileprivate var items: [String: [String: Item]] = [:]
      fileprivate var changes: [String: [Change]] = [:]
      fileprivate var version = 1_000
      /// What was asked, as `GET /api/v1/pods`.
      var requests: [String] = []
      /// What comes back for a `GET nodes`, or the like.
      var refusals: [String: Int] = [:]
      var fault = Fault.none
      /// Watches that were opened before this grew end.
      var epoch = 0
      /// The paths of collections that were watched, with the epoch in which each was last listed.
      fileprivate var listed: [String: Int] = [:]
      /// Whether all that was ever watched was listed in this epoch.
      var isListedAnew: Bool { listed.allSatisfy { $0.value == epoch } }
      /// How many walks over pages it still forgets on their way.
      var forgottenWalks = 0
      /// The bodies of events.
      var events: [String] = []
      /// The tokens that open it; nil where it is open.
      var tokens: Set<String>?
      /// The token that it was opened with last.
      var lastToken = ""
    }

    let resources: [Resource]
    private let shared: Shared<State>

    init(_ resources: [Resource], token: String? = nil) {
      self.resources = resources
      var state = State()
      state.tokens = token.map { [$0] }
      shared = Shared(state)
    }

    var state: State { shared.value }

    func change(_ body: @Sendable (inout State) -> Void) { shared.change { body(&$0) } }

    /// Stores an object; its version is the server's.
    func put(_ object: DocumentValue, as plural: String) {
      shared.change { state in
        state.version += 1
        guard let (key, stamped) = Self.stamped(object, state.version) else { return }
        let isNew = state.items[plural]?[key] == nil
        state.items[plural, default: [:]][key] = Item(version: state.version, json: stamped)
        state.changes[plural, default: []].append(
          Change(version: state.version, type: isNew ? "ADDED" : "MODIFIED", json: stamped))
      }
    }

    /// Deletes an object.
    func delete(_ key: String, of plural: String) {
      shared.change { state in
        guard let item = state.items[plural]?.removeValue(forKey: key) else { return }
        state.version += 1
        let json = item.json.replacing(
          "\"resourceVersion\":\"\(item.version)\"",
          with: "\"resourceVersion\":\"\(state.version)\"")
        state.changes[plural, default: []].append(
          Change(version: state.version, type: "DELETED", json: json))
      }
    }

    /// An object as it is stored.
    func object(_ key: String, of plural: String) -> DocumentNode? {
      state.items[plural]?[key].flatMap {
        try? Document.parseJSON(Array($0.json.utf8), file: "stored").root
      }
    }

    private static func stamped(_ object: DocumentValue, _ version: Int) -> (String, String)? {
      guard case .mapping(var members) = object,
        let place = members.firstIndex(where: { $0.key == "metadata" }),
        case .mapping(var metadata) = members[place].value
      else { return nil }
      metadata.removeAll { $0.key == "resourceVersion" }
      metadata.append(("resourceVersion", .string(String(version))))
      members[place].value = .mapping(metadata)
      func text(_ name: String) -> String {
        guard case .string(let text)? = metadata.first(where: { $0.key == name })?.value else {
          return ""
        }
        return text
      }
      let json = (try? DocumentValue.mapping(members).canonicalJSON()) ?? []
      let key = text("namespace").isEmpty ? text("name") : "\(text("namespace"))/\(text("name"))"
      return (key, String(decoding: json, as: UTF8.self))
    }

    // MARK: - Answers

    /// Answers a request.
    @Sendable func answer(_ request: ServerRequest, _ responder: Responder) async {
      let token = String((request.headers["authorization"] ?? "").dropFirst("Bearer ".count))
      let isOpen = shared.change { state in
        state.requests.append("\(request.method) \(request.path)")
        guard state.tokens?.contains(token) ?? true else { return false }
        state.lastToken = token
        return true
      }
      guard isOpen else {
        await refuse(401, "Unauthorized", "Unauthorized", responder)
        return
      }
      let parts = request.path.split(separator: "/").map(String.init)
      switch parts.first {
      case "readyz", "livez", "healthz": await responder.answer(200, "ok")
      case "version":
        await responder.answer(200, #"{"major":"1","minor":"36","gitVersion":"v1.36.2"}"#)
      case "api" where parts.count == 1:
        await responder.answer(200, #"{"kind":"APIVersions","versions":["v1"]}"#)
      case "apis" where parts.count == 1: await responder.answer(200, groups)
      case "api" where parts.count == 2:
        await discover(group: "", version: parts[1], responder)
      case "apis" where parts.count == 3:
        await discover(group: parts[1], version: parts[2], responder)
      case "api" where parts.count > 2:
        await serve(request, group: "", version: parts[1], Array(parts[2...]), responder)
      case "apis" where parts.count > 3:
        await serve(request, group: parts[1], version: parts[2], Array(parts[3...]), responder)
      default: await responder.answer(404, "404 page not found")
      }
    }

    private var groups: String {
      let names = Set(resources.map(\.group)).subtracting([""]).sorted()
      let groups = names.map { name in
        let versions = Set(resources.filter { $0.group == name }.map(\.version)).sorted().map {
          #"{"groupVersion":"\#(name)/\#($0)","version":"\#($0)"}"#
        }
        return #"{"name":"\#(name)","versions":[\#(versions.joined(separator: ","))],"#
          + #""preferredVersion":\#(versions.last ?? "{}")}"#
      }
      return
        #"{"kind":"APIGroupList","apiVersion":"v1","groups":[\#(groups.joined(separator: ","))]}"#
    }

    private func discover(group: String, version: String, _ responder: Responder) async {
      let own = resources.filter { $0.group == group && $0.version == version }
      guard let first = own.first else {
        await responder.head(404, [("Content-Type", "text/plain")])
        await responder.body(Array("404 page not found\n".utf8))
        await responder.end()
        return
      }
      let list = own.map {
        #"{"name":"\#($0.plural)","singularName":"\#($0.kind.lowercased())","#
          + #""namespaced":\#($0.isNamespaced),"kind":"\#($0.kind)","verbs":["get","list","watch"]}"#
      }
      await responder.answer(
        200,
        #"{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"\#(first.apiVersion)","#
          + #""resources":[\#(list.joined(separator: ","))]}"#)
    }

    private func serve(
      _ request: ServerRequest, group: String, version: String, _ path: [String],
      _ responder: Responder
    ) async {
      var path = path
      var namespace: String?
      if path.first == "namespaces", path.count > 2 {
        namespace = path[1]
        path.removeFirst(2)
      }
      let plural = path[0]
      if let status = state.refusals["\(request.method) \(plural)"] {
        let reasons = [403: "Forbidden", 500: "InternalError", 503: "ServiceUnavailable"]
        await refuse(
          status, reasons[status] ?? "",
          #"\#(plural) is forbidden: User \"test\" cannot list resource \"\#(plural)\""#, responder)
        return
      }
      guard
        let resource = resources.first(where: {
          $0.group == group && $0.version == version && $0.plural == plural
        })
      else {
        await responder.answer(404, "404 page not found")
        return
      }
      switch (request.method, path.count) {
      case ("GET", 1) where request.parameter("watch") != nil:
        await watch(request, resource, namespace, responder)
      case ("GET", 1): await list(request, resource, namespace, responder)
      case ("GET", 2): await get(plural, key(namespace, path[1]), responder)
      case ("POST", 1), ("PUT", 2):
        await write(request, plural, namespace, isNew: path.count == 1, responder)
      default: await refuse(405, "MethodNotAllowed", "not here", responder)
      }
    }

    private func key(_ namespace: String?, _ name: String) -> String {
      namespace.map { "\($0)/\(name)" } ?? name
    }

    private func refuse(
      _ status: Int, _ reason: String, _ message: String, _ responder: Responder
    ) async {
      await responder.answer(
        status,
        #"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","#
          + #""message":"\#(message)","reason":"\#(reason)","details":{"name":"x"},"code":\#(status)}"#
      )
    }

    private func get(_ plural: String, _ key: String, _ responder: Responder) async {
      guard let item = state.items[plural]?[key] else {
        await refuse(404, "NotFound", "\(plural) not found", responder)
        return
      }
      await responder.answer(200, item.json)
    }

    private func list(
      _ request: ServerRequest, _ resource: Resource, _ namespace: String?, _ responder: Responder
    ) async {
      let now = shared.change { state in
        if state.listed[request.path] != nil { state.listed[request.path] = state.epoch }
        return state
      }
      let all = (now.items[resource.plural] ?? [:]).sorted { $0.key < $1.key }.filter {
        namespace == nil || $0.key.hasPrefix("\(namespace ?? "")/")
      }
      // A token says at which version the walk began, and how far it is.
      let token = (request.parameter("continue") ?? "").split(separator: ".").compactMap { Int($0) }
      let version = token.first ?? now.version
      if !token.isEmpty, now.forgottenWalks > 0 {
        shared.change { $0.forgottenWalks -= 1 }
        await responder.answer(
          410,
          #"{"kind":"Status","metadata":{"continue":"\#(now.version).\#(token.last ?? 0)"},"#
            + #""reason":"Expired","message":"The provided continue parameter is too old","code":410}"#
        )
        return
      }
      let start = token.count == 2 ? token[1] : 0
      let limit = request.parameter("limit").flatMap { Int($0) } ?? all.count
      let end = min(start + limit, all.count)
      let items = start < end ? all[start..<end].map(\.value.json) : []
      let next = end < all.count ? "\(version).\(end)" : ""
      await responder.answer(
        200,
        #"{"kind":"\#(resource.kind)List","apiVersion":"\#(resource.apiVersion)","#
          + #""metadata":{"resourceVersion":"\#(version)","continue":"\#(next)"},"#
          + #""items":[\#(items.joined(separator: ","))]}"#)
    }

    private func write(
      _ request: ServerRequest, _ plural: String, _ namespace: String?, isNew: Bool,
      _ responder: Responder
    ) async {
      guard let document = try? Document.parseJSON(request.body, file: "sent") else {
        await refuse(400, "BadRequest", "it cannot be read", responder)
        return
      }
      let name = document.root["metadata"]?["name"]?.string ?? ""
      let key = key(namespace, name)
      let sent = document.root["metadata"]?["resourceVersion"]?.string
      let body = String(decoding: request.body, as: UTF8.self)
      let value = document.root.value
      let answer: (Int, String) = shared.change { state in
        let old = state.items[plural]?[key]
        if isNew, old != nil { return (409, "AlreadyExists") }
        if !isNew {
          guard let old else { return (404, "NotFound") }
          guard sent == String(old.version) else { return (409, "Conflict") }
        }
        state.version += 1
        guard let (_, json) = Self.stamped(value, state.version) else { return (422, "Invalid") }
        state.items[plural, default: [:]][key] = Item(version: state.version, json: json)
        if plural == "events" { state.events.append(body) }
        return (isNew ? 201 : 200, json)
      }
      if answer.0 < 300 {
        await responder.answer(answer.0, answer.1)
      } else {
        await refuse(answer.0, answer.1, "the write is refused", responder)
      }
    }

    // MARK: - Watches

    private func watch(
      _ request: ServerRequest, _ resource: Resource, _ namespace: String?, _ responder: Responder
    ) async {
      var seen = request.parameter("resourceVersion").flatMap { Int($0) } ?? 0
      let begin = shared.change { state in
        if state.listed[request.path] == nil { state.listed[request.path] = state.epoch }
        return state
      }
      await responder.head(
        200, [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")])
      if case .expiry = begin.fault {
        await responder.body(
          Array(
            (#"{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"#
              + #""status":"Failure","message":"too old resource version: 1 (2)","#
              + #""reason":"Expired","code":410}}"# + "\n").utf8))
        await responder.end()
        return
      }
      let limit = Double(request.parameter("timeoutSeconds") ?? "") ?? 300
      let end = ContinuousClock.now + .seconds(limit)
      var nextBookmark = ContinuousClock.now + .seconds(1)
      while !Task.isCancelled, ContinuousClock.now < end {
        let now = state
        guard now.epoch == begin.epoch else { break }
        let fresh = (now.changes[resource.plural] ?? []).filter { $0.version > seen }
        if let last = fresh.last {
          seen = last.version
          if case .cut = now.fault {
            await responder.body(Array(#"{"type":"MODIFIED","object":{"meta"#.utf8))
            await responder.cut()
            return
          }
          for change in Self.disturbed(fresh, now.fault) {
            await responder.body(
              Array((#"{"type":"\#(change.type)","object":\#(change.json)}"# + "\n").utf8))
          }
        }
        if request.parameter("allowWatchBookmarks") != nil, ContinuousClock.now > nextBookmark {
          nextBookmark = ContinuousClock.now + .seconds(1)
          await responder.body(
            Array(
              (#"{"type":"BOOKMARK","object":{"kind":"\#(resource.kind)","#
                + #""apiVersion":"\#(resource.apiVersion)","#
                + #""metadata":{"resourceVersion":"\#(max(seen, now.version))"}}}"# + "\n").utf8))
        }
        try? await Task.sleep(nanoseconds: 20_000_000)
      }
      await responder.end()
    }

    private static func disturbed(_ changes: [Change], _ fault: Fault) -> [Change] {
      guard case .disorder(let seed) = fault else { return changes }
      var random = SeededGenerator(seed: seed &+ UInt64(changes.first?.version ?? 0))
      var result: [Change] = []
      for change in changes {
        switch random.below(5) {
        case 0: break
        case 1: result += [change, change]
        case 2: result.insert(change, at: Int(random.below(UInt64(result.count + 1))))
        default: result.append(change)
        }
      }
      return result
    }
  }
#endif
