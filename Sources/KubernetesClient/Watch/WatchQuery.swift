package import Units

/// A watch to ask for.
package struct WatchQuery: Hashable, Sendable {
  /// What is watched.
  package var selection: Selection
  /// Where to go on from; `nil` only for a streaming list.
  package var resourceVersion: String?
  /// Whether the present state comes first, ended by a bookmark (a streaming list).
  package var sendsInitialEvents = false
  /// After how long the server ends the stream; it does so by a clean end of file.
  package var timeout: TimeSpan

  /// A watch that goes on from a version.
  package init(_ selection: Selection, from resourceVersion: String, timeout: TimeSpan) {
    self.selection = selection
    self.resourceVersion = resourceVersion
    self.timeout = timeout
  }

  /// A streaming list, and the watch that follows it on the same stream.
  package init(streaming selection: Selection, timeout: TimeSpan) {
    self.selection = selection
    sendsInitialEvents = true
    self.timeout = timeout
  }

  /// The request.
  ///
  /// Bookmarks are always asked for: without them the end of the initial events is never marked.
  /// `sendInitialEvents` needs `resourceVersionMatch=NotOlderThan` (else 422).
  package var request: APIRequest {
    var query: [APIRequest.Parameter] = [.init("watch", "1"), .init("allowWatchBookmarks", "true")]
    query += selection.parameters
    if let resourceVersion { query.append(.init("resourceVersion", resourceVersion)) }
    if sendsInitialEvents {
      query.append(.init("sendInitialEvents", "true"))
      query.append(.init("resourceVersionMatch", "NotOlderThan"))
    }
    let seconds = max(1, timeout.nanoseconds / 1_000_000_000)
    query.append(.init("timeoutSeconds", String(seconds)))
    return APIRequest(.get, selection.path, query: query)
  }
}
