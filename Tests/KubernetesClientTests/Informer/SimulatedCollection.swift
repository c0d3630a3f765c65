import Documents
import KubernetesClient
import SimulationKernel

/// A collection in an API server that keeps a log of its changes and forgets the old ones.
struct SimulatedCollection {
  struct Object: Equatable {
    var uid: Int
    var version: Int
    var payload: Int
  }

  struct Entry {
    var version: Int
    var type: String
    var key: String
    var object: Object
  }

  private(set) var objects: [String: Object] = [:]
  private(set) var log: [Entry] = []
  private(set) var version = 1
  private(set) var compacted = 0
  private var lastUID = 0
  /// What the pages of a walk show, by the walk's version.
  private var snapshots: [Int: [String: Object]] = [:]

  mutating func mutate(_ random: inout RandomStream) {
    let key = "o\(random.next() % 12)"
    version += 1
    let payload = Int(random.next() % 1_000)
    guard var object = objects[key] else {
      lastUID += 1
      let object = Object(uid: lastUID, version: version, payload: payload)
      objects[key] = object
      log.append(Entry(version: version, type: "ADDED", key: key, object: object))
      return
    }
    object.version = version
    let isRemoved = random.unit() < 0.4
    if !isRemoved { object.payload = payload }
    objects[key] = isRemoved ? nil : object
    log.append(
      Entry(
        version: version, type: isRemoved ? "DELETED" : "MODIFIED", key: key, object: object))
  }

  mutating func compact() {
    compacted = version
    snapshots = [:]
  }

  /// A page: `token` is the version of the walk and the key to go on from.
  mutating func page(
    limit: Int?, token: (version: Int, after: String)?
  ) throws -> Result<ListPage, APIError> {
    var content = objects
    var shown = version
    var rest = ArraySlice(content.keys.sorted())
    if let token, token.version > 0 {
      guard let snapshot = snapshots[token.version] else {
        return .failure(
          APIError(
            kind: .expired, advice: .relist(continuation: "0/\(token.after)"), httpStatus: 410,
            request: "LIST"))
      }
      content = snapshot
      shown = token.version
      rest = ArraySlice(content.keys.sorted())
    }
    if let token { rest = rest.drop { $0 <= token.after } }
    let keys = limit.map { rest.prefix($0) } ?? rest
    var next = ""
    if let last = keys.last, keys.count < rest.count {
      snapshots[shown] = content
      next = "\(shown)/\(last)"
    }
    let items = keys.compactMap { key in content[key].map { Self.json(key, $0) } }
    let text = """
      {"items":[\(items.joined(separator: ","))],
      "metadata":{"continue":"\(next)","resourceVersion":"\(shown)"}}
      """
    return .success(try ListPage(Document.parseJSON(Array(text.utf8), file: "page")))
  }

  /// The events after a version; `nil` when it is too old.
  func events(after version: Int) -> ArraySlice<Entry>? {
    version < compacted ? nil : ArraySlice(log.drop { $0.version <= version })
  }

  static func json(_ key: String, _ object: Object) -> String {
    #"{"metadata":{"name":"\#(key)","uid":"\#(object.uid)","resourceVersion":"\#(object.version)"},"#
      + #""payload":\#(object.payload)}"#
  }

  static func frame(_ entry: Entry) -> String {
    #"{"type":"\#(entry.type)","object":\#(json(entry.key, entry.object))}"#
  }
}
