/// A whole answer of an API server: what came before anything is made of it.
package struct APIAnswer: Sendable {
  /// The HTTP status.
  package var status: Int
  /// The header lines in order, names as they came.
  package var headers: [(name: String, value: String)]
  /// The body, decompressed.
  package var body: [UInt8]

  /// Makes an answer.
  package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first value of a header; names are compared without case (RFC 9110 section 5.1).
  package func header(_ name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.name.lowercased() == name }?.value
  }

  /// The texts of the `Warning: 299 - "…"` headers, unescaped.
  ///
  /// They come on successes: deprecated versions, unknown fields with `fieldValidation=Warn`, admission
  /// policies with the action Warn. RFC 7234 section 5.5: code, agent, quoted string with `\` escapes.
  package var warnings: [String] {
    headers.filter { $0.name.lowercased() == "warning" }.flatMap { Self.warnings(in: $0.value) }
  }

  private static func warnings(in value: String) -> [String] {
    var texts: [String] = []
    var text: String?
    var isEscaped = false
    for character in value {
      guard var open = text else {
        if character == "\"" { text = "" }
        continue
      }
      if isEscaped {
        open.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        texts.append(open)
        text = nil
        continue
      } else {
        open.append(character)
      }
      text = open
    }
    return texts
  }
}
