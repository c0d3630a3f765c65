/// A request to an API server, before it has a connection.
package struct APIRequest: Hashable, Sendable {
  /// The methods that are used.
  package enum Method: String, Hashable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  /// A name and a value of the query.
  package struct Parameter: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The value, not encoded.
    package var value: String

    /// Makes a parameter.
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The method.
  package var method: Method
  /// The path, encoded.
  package var path: String
  /// The query, in order.
  package var query: [Parameter]
  /// What is accepted.
  package var accept = "application/json"
  /// The type of the body.
  package var contentType: String?
  /// The body.
  package var body: [UInt8]?

  /// Makes a request.
  package init(
    _ method: Method, _ path: String, query: [Parameter] = [], contentType: String? = nil,
    body: [UInt8]? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.contentType = contentType
    self.body = body
  }

  /// The path with the query, for the request line.
  package var target: String {
    guard !query.isEmpty else { return path }
    return path + "?"
      + query.map { "\($0.name)=\(PercentEncoding.segment($0.value))" }.joined(separator: "&")
  }

  /// How answers to it are judged.
  package var kind: AnswerRule.Request {
    if method == .get { return .read }
    return query.contains { $0.name == "dryRun" } ? .dryRun : .write
  }

  /// `PATCH /api/v1/nodes/n1`: for errors; the query may hold a continuation, which says nothing.
  package var description: String { "\(method.rawValue) \(path)" }
}
