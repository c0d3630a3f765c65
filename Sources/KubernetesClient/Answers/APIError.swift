package import Units

/// Why a request gave no value, and what its caller is to do next.
///
/// Its texts never hold credentials: a client replaces those it knows before it makes one.
package struct APIError: Error, Hashable, Sendable {
  /// What happened, as far as a caller tells it apart.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// 401: the credentials are missing, wrong or expired.
    case unauthorized
    /// 403: the role does not allow it, or a quota is full.
    case forbidden
    /// 403 on a create in a namespace that is being deleted.
    case namespaceTerminating
    /// An admission policy refused: 422, 403 or 413, with causes that name no field.
    case deniedByPolicy
    /// 404 with a name: the object is not there.
    case notFound
    /// 404 without a name, or in plain text: the server knows no such resource, group or version (now).
    case notServed
    /// 405.
    case methodNotAllowed
    /// 406.
    case notAcceptable
    /// 409 with the reason `AlreadyExists`.
    case alreadyExists
    /// 409: the object changed since it was read, or is another one under the same name.
    case conflict
    /// 409 of a server-side apply: another manager owns a field.
    case applyConflict
    /// 410: the resourceVersion or the continuation is too old.
    case expired
    /// 413.
    case tooLarge
    /// 415.
    case unsupportedMediaType
    /// 422: the object breaks its schema or a rule of the API.
    case invalid
    /// 400.
    case badRequest
    /// 429 of the server's flow control.
    case tooManyRequests
    /// 429 of an eviction that a PodDisruptionBudget does not allow now.
    case disruptionBudget
    /// 503, or the 502 of a proxy in front.
    case unavailable
    /// 504 on a read.
    case timeout
    /// 504 because the resourceVersion asked for lies in the future.
    case resourceVersionTooLarge
    /// 500.
    case internalError
    /// 3xx, with the place in `location`.
    case redirected
    /// A write that timed out, or whose connection broke: it may have happened.
    case outcomeUnknown
    /// The connection could not be made, or broke before the answer was whole.
    case disconnected
    /// The answer is no JSON, or not of the shape it must have.
    case malformed
    /// Any other status.
    case unexpected
  }

  /// What a caller is to do.
  package enum Advice: Hashable, Sendable {
    /// The answer is about the state of the cluster or of the caller's rights: act on its kind, after
    /// reading again where something changed. The same request at once gives the same answer.
    case decide
    /// Ask the same again after the time that the server named; `nil`: by the caller's own back-off.
    case retry(after: TimeSpan?)
    /// List anew; with a continuation, the rest of a list can be had at the price of consistency.
    case relist(continuation: String?)
    /// The request itself cannot succeed, or repeating it blindly never ends.
    case giveUp
  }

  /// What happened.
  package var kind: Kind
  /// What to do.
  package var advice: Advice
  /// The HTTP status, 0 when none came.
  package var httpStatus: Int
  /// What was asked: `PATCH /api/v1/nodes/n1`.
  package var request: String
  /// What the server said; what is missing there is empty.
  package var status: APIStatus
  /// Where a redirection leads.
  package var location: String?

  /// Makes an error.
  package init(
    kind: Kind, advice: Advice, httpStatus: Int, request: String, status: APIStatus = APIStatus(),
    location: String? = nil
  ) {
    self.kind = kind
    self.advice = advice
    self.httpStatus = httpStatus
    self.request = request
    self.status = status
    self.location = location
  }

  /// The same error with every text of the server's changed by `scrub`: any may quote what was sent.
  package func scrubbed(_ scrub: (String) -> String) -> APIError {
    var error = self
    error.request = scrub(request)
    error.location = location.map(scrub)
    error.status = status.scrubbed(scrub)
    return error
  }
}

extension APIError: CustomStringConvertible {
  /// `GET /api/v1/pods: 403 forbidden: pods is forbidden: … (ask for the right, …)`.
  package var description: String {
    var text = "\(request): "
    if httpStatus != 0 { text += "\(httpStatus) " }
    text += kind.rawValue
    if let message = status.message, !message.isEmpty { text += ": " + Self.shortened(message) }
    if let remedy { text += " (\(remedy))" }
    return text
  }

  /// What to do about it, for a person.
  package var remedy: String? {
    switch kind {
    case .unauthorized: "log in again, or look whether the token or certificate has expired"
    case .forbidden: "let the role allow it; `fivespot-live rbac` prints what is needed"
    case .notServed:
      "look whether the CRD is installed; just after a start the server may not know it"
    case .conflict: "read the object again and repeat the change"
    case .applyConflict: "leave the field to its manager, or apply with force"
    case .outcomeUnknown: "read before repeating: the write may have happened"
    case .disruptionBudget: "wait until the budget allows it"
    case .disconnected: "look whether the server is up and reachable from here"
    default: nil
    }
  }

  /// A server's message may quote a whole object: 300 characters tell what it is about.
  private static func shortened(_ message: String) -> String {
    let line = message.replacing("\n", with: " ")
    return line.count > 300 ? line.prefix(300) + "…" : line
  }
}
