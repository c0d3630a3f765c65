import KubernetesClient
import Testing

@Suite struct WatchStreamTests {
  private func frame(_ name: String, _ version: Int, type: String = "ADDED") -> String {
    #"{"type":"\#(type)","object":{"metadata":{"name":"\#(name)","resourceVersion":"\#(version)"}}}"#
  }

  private func names(_ text: String, chunk: Int, limit: Int = 1 << 20) throws -> [String] {
    var parser = WatchStreamParser(description: "GET /x", limit: limit)
    var names: [String] = []
    func take(_ event: WatchEvent) {
      if case .added(let object) = event { names.append(object.key.name) }
    }
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      try parser.receive(bytes[start..<min(start + chunk, bytes.count)], take)
    }
    parser.finish(take)
    return names
  }

  @Test(arguments: 1...40)
  func isCutAnywhere(_ chunk: Int) throws {
    let text = frame("größe-☸️-🐟", 1) + "\n\n  \n" + frame("b", 2) + "\r\n" + frame("c", 3)
    #expect(try names(text, chunk: chunk) == ["größe-☸️-🐟", "b", "c"])
  }

  @Test func leavesAFrameThatWasCutToTheNextConnection() throws {
    #expect(try names(frame("a", 1) + "\n" + frame("b", 2).dropLast(3), chunk: 7) == ["a"])
  }

  @Test func handsOnWhatCameBeforeGarbage() {
    var parser = WatchStreamParser(description: "GET /x")
    var count = 0
    #expect(throws: WatchStreamParser.Failure.self) {
      try parser.receive(Array((frame("a", 1) + "\n<html>\n").utf8)) { _ in count += 1 }
    }
    #expect(count == 1)
  }

  @Test func refusesAFrameThatIsTooLong() {
    for text in [frame("a", 1), frame("a", 1) + "\n"] {
      #expect(throws: WatchStreamParser.Failure.tooLong(limit: 20)) {
        _ = try names(text, chunk: 5, limit: 20)
      }
    }
  }

  @Test(arguments: [
    #"{"type":"ADDED"}"#, #"{"type":"ADDED","object":{}}"#, #"{"object":{}}"#, "[]", "1",
    #"{"type":"ADDED","object":{"metadata":{"name":"a"}}}"#,
    #"{"type":"BOOKMARK","object":{"metadata":{}}}"#,
    #"{"type":"GONE","object":{"metadata":{"name":"a","resourceVersion":"1"}}}"#,
  ])
  func saysWhatIsNoEvent(_ line: String) {
    var parser = WatchStreamParser(description: "GET /x")
    #expect(throws: WatchStreamParser.Failure.self) {
      try parser.receive(Array((line + "\n").utf8)) { _ in }
    }
  }
}
