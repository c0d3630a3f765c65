/// Walks over the pages of a list, also when its continuation expires on the way.
///
/// Pure: it names the next request and is told the answers. On 410 the server gives a fresh token with
/// which the rest can be had as it is now; what was read before may then be out of date. Whoever needs
/// one state of the collection starts over instead, the second time in one piece, which cannot expire.
package struct ListWalk: Hashable, Sendable {
  /// What to do when the continuation expires.
  package enum OnExpiry: Hashable, Sendable {
    /// Go on with the fresh token; the result says that it is not consistent.
    case resume
    /// Forget the pages and start over.
    case restart
  }

  /// What the walk says to an answer.
  package enum Step: Hashable, Sendable {
    /// Ask for the next page.
    case more
    /// Forget what was read, and ask from the start.
    case startOver
    /// That was the last page.
    case done
    /// The walk ends without a whole list, with the error that was given.
    case failed
  }

  /// What is listed.
  package let selection: Selection
  /// The version of the first page.
  package private(set) var resourceVersion: String?
  /// Whether all pages show one state of the collection.
  package private(set) var isConsistent = true
  private let pageSize: Int
  private let onExpiry: OnExpiry
  private var continuation: String?
  private var restarts = 0

  /// Starts a walk.
  ///
  /// - Parameters:
  ///   - pageSize: the most items a page, 500 as kubectl's.
  ///   - onExpiry: what to do on 410.
  package init(_ selection: Selection, pageSize: Int = 500, onExpiry: OnExpiry = .restart) {
    self.selection = selection
    self.pageSize = pageSize
    self.onExpiry = onExpiry
  }

  /// The next request. `continue` and `resourceVersion` exclude each other (400), and with
  /// `resourceVersion=0` the limit is ignored: neither is sent.
  package var request: APIRequest {
    var query = selection.parameters
    if restarts < 2 { query.append(.init("limit", String(pageSize))) }
    if let continuation { query.append(.init("continue", continuation)) }
    return APIRequest(.get, selection.path, query: query)
  }

  /// Takes a page in.
  package mutating func receive(_ page: ListPage) -> Step {
    if resourceVersion == nil { resourceVersion = page.resourceVersion }
    continuation = page.continuation
    return continuation == nil ? .done : .more
  }

  /// Takes an error in: an expired continuation is resumed or started over, anything else ends the walk.
  package mutating func receive(_ error: APIError) -> Step {
    guard case .relist(let fresh) = error.advice, continuation != nil else { return .failed }
    if onExpiry == .resume, let fresh {
      continuation = fresh
      isConsistent = false
      return .more
    }
    guard restarts < 2 else { return .failed }
    restarts += 1
    continuation = nil
    resourceVersion = nil
    isConsistent = true
    return .startOver
  }
}
