import Documents
import Units

/// What an answer means for the one who asked: a value, or an error that says what to do.
///
/// The rules are what a real API server 1.36.2 was seen to do. The HTTP status decides first; JSON is
/// tried whatever the content type says, and `kind: Status` is never required.
package enum AnswerRule {
  /// The kind of request, as far as the meaning of an answer depends on it.
  package enum Request: Hashable, Sendable {
    /// GET: may be repeated.
    case read
    /// A write that stores something: one that timed out may have happened.
    case write
    /// A write with `dryRun=All`: may be repeated like a read.
    case dryRun
  }

  /// Judges a whole answer.
  ///
  /// - Parameters:
  ///   - answer: the answer.
  ///   - request: the kind of request.
  ///   - description: the request for errors, `GET /api/v1/pods`.
  /// - Returns: `nil` when it is a success and its body is the value, else the error.
  package static func error(
    of answer: APIAnswer, to request: Request, description: String
  ) -> APIError? {
    guard !(200..<300).contains(answer.status) else { return nil }
    let status = status(in: answer.body) ?? APIStatus()
    let retryAfter = retryAfter(answer, status)
    let (kind, advice) = judge(
      code: answer.status, status: status, retryAfter: retryAfter, request: request)
    return APIError(
      kind: kind, advice: advice, httpStatus: answer.status, request: description, status: status,
      location: kind == .redirected ? answer.header("Location") : nil)
  }

  /// Judges a `Status` that came as the ERROR event of a watch, under HTTP 200.
  ///
  /// `Expired` asks for a fresh list. Any other error ends the stream too: after a moment the watch goes
  /// on, or a list is made when the code says that the version is of no use.
  package static func error(ofEvent status: APIStatus, description: String) -> APIError {
    let code = status.code ?? (status.reason == "Expired" || status.reason == "Gone" ? 410 : 500)
    var (kind, advice) = judge(
      code: code, status: status,
      retryAfter: status.retryAfterSeconds.map { TimeSpan.seconds(min($0, longestWait)) },
      request: .read)
    if advice == .giveUp { advice = .relist(continuation: nil) }
    if kind == .expired { advice = .relist(continuation: nil) }
    return APIError(
      kind: kind, advice: advice, httpStatus: code, request: description, status: status)
  }

  /// Judges a connection that failed.
  ///
  /// - Parameters:
  ///   - wasSent: whether any of the request may have reached the server.
  ///   - reason: the system's word for it, without secrets.
  package static func error(
    ofConnection reason: String, wasSent: Bool, request: Request, description: String
  ) -> APIError {
    var status = APIStatus()
    status.message = reason
    guard wasSent, request == .write else {
      return APIError(
        kind: .disconnected, advice: .retry(after: nil), httpStatus: 0, request: description,
        status: status)
    }
    return APIError(
      kind: .outcomeUnknown, advice: .decide, httpStatus: 0, request: description, status: status)
  }

  /// The status in a body, or `nil` when the body is no JSON or says it is something else.
  package static func status(in body: [UInt8]) -> APIStatus? {
    guard body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
      let document = try? Document.parseJSON(body, file: "answer")
    else { return nil }
    return APIStatus(document.root)
  }

  private static func judge(
    code: Int, status: APIStatus, retryAfter: TimeSpan?, request: Request
  ) -> (APIError.Kind, APIError.Advice) {
    if status.isPolicyDenial, [403, 413, 422].contains(code) { return (.deniedByPolicy, .decide) }
    switch code {
    case 300..<400: return (.redirected, .decide)
    case 400: return (.badRequest, .giveUp)
    case 401: return (.unauthorized, .decide)
    case 403:
      return (
        status.hasCause("NamespaceTerminating") ? .namespaceTerminating : .forbidden, .decide
      )
    // "the server could not find the requested resource" has details without a name.
    case 404: return (status.name == nil ? .notServed : .notFound, .decide)
    case 405: return (.methodNotAllowed, .giveUp)
    case 406: return (.notAcceptable, .giveUp)
    case 409: return (conflict(status), .decide)
    case 410: return (.expired, .relist(continuation: status.continuation))
    case 413: return (.tooLarge, .giveUp)
    case 415: return (.unsupportedMediaType, .giveUp)
    case 422: return (.invalid, .decide)
    case 429:
      return (
        status.hasCause("DisruptionBudget") ? .disruptionBudget : .tooManyRequests,
        .retry(after: retryAfter)
      )
    // A load balancer in front says 502. Without the server's word, a write may have gone through.
    case 502, 503:
      return (
        .unavailable, request == .write && retryAfter == nil ? .decide : .retry(after: retryAfter)
      )
    case 504: return gatewayTimeout(status, retryAfter, request)
    // As client-go: repeated only when the server asks for it. Two budgets on one pod, a field that no
    // schema has and a resourceVersion on a create are 500s that would never end.
    case 500...: return (.internalError, retryAfter.map { .retry(after: $0) } ?? .giveUp)
    default: return (.unexpected, .giveUp)
    }
  }

  private static func conflict(_ status: APIStatus) -> APIError.Kind {
    if status.reason == "AlreadyExists" { return .alreadyExists }
    return status.hasCause("FieldManagerConflict") ? .applyConflict : .conflict
  }

  private static func gatewayTimeout(
    _ status: APIStatus, _ retryAfter: TimeSpan?, _ request: Request
  ) -> (APIError.Kind, APIError.Advice) {
    if status.hasCause("ResourceVersionTooLarge") {
      return (.resourceVersionTooLarge, .retry(after: retryAfter))
    }
    return request == .write ? (.outcomeUnknown, .decide) : (.timeout, .retry(after: retryAfter))
  }

  /// No server keeps a client waiting for longer than this, in seconds.
  private static let longestWait: Int64 = 3_600

  /// `Retry-After` in seconds (RFC 9110 section 10.2.3; an API server never sends the date form), else
  /// `retryAfterSeconds` of the status.
  private static func retryAfter(_ answer: APIAnswer, _ status: APIStatus) -> TimeSpan? {
    let header = answer.header("Retry-After").flatMap {
      Int64($0.filter { !$0.isWhitespace })
    }
    let seconds = header.flatMap { $0 >= 0 ? $0 : nil } ?? status.retryAfterSeconds
    return seconds.map { .seconds(min($0, longestWait)) }
  }
}
