import Documents
import KubernetesClient
import Testing

@Suite struct ListWalkTests {
  private func page(_ version: Int, next: String?) throws -> ListPage {
    let next = next.map { #","continue":"\#($0)""# } ?? ""
    let text = #"{"items":[],"metadata":{"resourceVersion":"\#(version)"\#(next)}}"#
    return try ListPage(Document.parseJSON(Array(text.utf8), file: "page"))
  }

  private func expired(_ fresh: String?) -> APIError {
    APIError(
      kind: .expired, advice: .relist(continuation: fresh), httpStatus: 410, request: "GET /x")
  }

  @Test func walksOverThePages() throws {
    var walk = ListWalk(Selection(.pods, labelSelector: "a=b,c"), pageSize: 2)
    #expect(walk.request.target == "/api/v1/pods?labelSelector=a%3Db%2Cc&limit=2")
    #expect(walk.receive(try page(5, next: "t1")) == .more)
    #expect(walk.request.target == "/api/v1/pods?labelSelector=a%3Db%2Cc&limit=2&continue=t1")
    #expect(walk.receive(try page(5, next: nil)) == .done)
    #expect(walk.resourceVersion == "5")
    #expect(walk.isConsistent)
  }

  @Test func resumesWithTheFreshToken() throws {
    var walk = ListWalk(Selection(.nodes), onExpiry: .resume)
    _ = walk.receive(try page(5, next: "t1"))
    #expect(walk.receive(expired("t2")) == .more)
    #expect(walk.request.target.hasSuffix("continue=t2"))
    #expect(walk.receive(try page(9, next: nil)) == .done)
    #expect(!walk.isConsistent)
    #expect(walk.resourceVersion == "5")
  }

  @Test func startsOverWithoutAToken() throws {
    var walk = ListWalk(Selection(.nodes), onExpiry: .resume)
    _ = walk.receive(try page(5, next: "t1"))
    #expect(walk.receive(expired(nil)) == .startOver)
    #expect(walk.request.target == "/api/v1/nodes?limit=500")
  }

  @Test func listsInOnePieceInTheEnd() throws {
    var walk = ListWalk(Selection(.nodes))
    for _ in 0..<2 {
      _ = walk.receive(try page(5, next: "t1"))
      #expect(walk.receive(expired("t2")) == .startOver)
    }
    #expect(walk.request.target == "/api/v1/nodes")
    #expect(walk.receive(try page(8, next: nil)) == .done)
    #expect(walk.isConsistent)
    #expect(walk.resourceVersion == "8")
  }

  @Test func failsOnWhatIsNoExpiry() throws {
    var walk = ListWalk(Selection(.nodes))
    #expect(walk.receive(expired("t")) == .failed)
    let other = APIError(kind: .forbidden, advice: .decide, httpStatus: 403, request: "GET /x")
    #expect(walk.receive(other) == .failed)
  }

  @Test(arguments: ["list/plain.json", "list/page-3.json", "crd/selectable-field.json"])
  func readsRecordedLists(_ name: String) throws {
    let recording = try Recording(name)
    let page = try ListPage(Document.parseJSON(recording.responseBody, file: name))
    #expect(!page.items.isEmpty)
    #expect(page.continuation == nil)
    for item in page.items { #expect(try !ObjectState(item).resourceVersion.isEmpty) }
  }

  @Test(arguments: [
    "{}", "[]", #"{"metadata":{"resourceVersion":"1"}}"#, #"{"metadata":{},"items":[]}"#,
    #"{"metadata":{"resourceVersion":"1"},"items":{}}"#,
  ])
  func saysWhatIsNoList(_ text: String) throws {
    let document = try Document.parseJSON(Array(text.utf8), file: "answer")
    #expect(throws: DocumentError.self) { try ListPage(document) }
  }
}
