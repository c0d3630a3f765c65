import Foundation
import KubernetesClient
import Testing

/// A recorded exchange, read with Foundation so that the tests share no parser with the code.
struct Recording: Sendable {
  var name: String
  var method: String
  var path: String
  var rawQuery: String
  var query: [String: String]
  var requestHeaders: [String: String]
  var requestBody: [UInt8]?
  var status: Int
  var responseHeaders: [(name: String, value: String)]
  var responseBody: [UInt8]
  /// The frames of a stream as lines, without their line feeds; `nil` when it is none.
  var frames: [[UInt8]]?
  /// The connection closed without an answer.
  var isBroken: Bool

  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Vectors/kube-api")

  struct Unreadable: Error { var name: String }

  init(_ name: String) throws {
    self.name = name
    let data = try Data(contentsOf: Self.folder.appendingPathComponent(name))
    guard let top = try JSONSerialization.jsonObject(with: data) as? [String: Any],
      let request = top["request"] as? [String: Any],
      let response = top["response"] as? [String: Any],
      let method = request["method"] as? String, let path = request["path"] as? String,
      let status = response["status"] as? Int
    else { throw Unreadable(name: name) }
    self.method = method
    self.path = path
    self.status = status
    rawQuery = request["rawQuery"] as? String ?? ""
    let pairs = request["query"] as? [[String]] ?? []
    query = pairs.reduce(into: [:]) { $0[$1[0]] = $1.last }
    requestHeaders = request["headers"] as? [String: String] ?? [:]
    requestBody = try Self.bytes(request["body"])
    responseHeaders = (response["headers"] as? [[String]] ?? []).map { ($0[0], $0[1]) }
    if let packed = response["bodyGzipBase64"] as? String {
      responseBody = Array(Data(base64Encoded: packed) ?? Data())
    } else {
      responseBody = try Self.bytes(response["body"]) ?? []
    }
    frames = try (response["events"] as? [[String: Any]]).map { events in
      try events.map { try Self.json($0["event"] ?? [:]) }
    }
    isBroken = response["transportError"] is String
  }

  private static func bytes(_ body: Any?) throws -> [UInt8]? {
    guard let body = body as? [String: Any] else { return nil }
    if let text = body["text"] as? String { return Array(text.utf8) }
    if let packed = body["base64"] as? String {
      return Array(Data(base64Encoded: packed) ?? Data())
    }
    guard let object = body["json"] else { return nil }
    return try json(object)
  }

  private static func json(_ object: Any) throws -> [UInt8] {
    Array(
      try JSONSerialization.data(
        withJSONObject: object, options: [.fragmentsAllowed, .withoutEscapingSlashes]))
  }

  /// The answer, without the gzip that a transport undoes.
  var answer: APIAnswer {
    APIAnswer(status: status, headers: responseHeaders, body: responseBody)
  }

  /// What a request of this kind is to the rules.
  var kind: AnswerRule.Request {
    if method == "GET" || method == "HEAD" { return .read }
    return query["dryRun"] == nil ? .write : .dryRun
  }
}

/// What a caller is to be told about a recorded exchange: `Tests/Vectors/kube-api/outcomes.json`.
struct ExpectedOutcome: Decodable, Sendable, CustomTestStringConvertible {
  var outcome: String
  var error: String?
  var afterSeconds: Int64?
  var continues: Bool?
  var events: Int?
  var initialEventsEnd: Bool?
  var warnings: Int?
  var name = ""

  private enum CodingKeys: String, CodingKey {
    case outcome, error, afterSeconds, continues, events, initialEventsEnd, warnings
  }

  var testDescription: String { name }

  static func all() throws -> [ExpectedOutcome] {
    let data = try Data(contentsOf: Recording.folder.appendingPathComponent("outcomes.json"))
    return try JSONDecoder().decode([String: ExpectedOutcome].self, from: data)
      .map { name, expected in
        var expected = expected
        expected.name = name
        return expected
      }
      .sorted { $0.name < $1.name }
  }
}
