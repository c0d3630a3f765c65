import Documents
import KubernetesClient
import Testing
import Units

@Suite struct WriteRequestTests {
  private let options = WriteOptions(fieldManager: "fivespot")
  private let node = WriteRequests.Place(.nodes, name: "n1")

  private func text(_ request: APIRequest) -> String {
    String(decoding: request.body ?? [], as: UTF8.self)
  }

  @Test func patchesByMerge() throws {
    let request = try WriteRequests.patch(
      .merge(["spec": ["unschedulable": true]]), at: node, options)
    #expect(
      request.target == "/api/v1/nodes/n1?fieldManager=fivespot&fieldValidation=Strict")
    #expect(request.contentType == "application/merge-patch+json")
    #expect(text(request) == #"{"spec":{"unschedulable":true}}"#)
    #expect(request.kind == .write)
  }

  @Test func patchesByOperations() throws {
    let path = ["metadata", "annotations", "a/b~c"]
    let request = try WriteRequests.patch(
      .json([
        .test(path: ["metadata", "resourceVersion"], "7"), .add(path: path, "1"),
        .replace(path: path, nil), .remove(path: path),
      ]), at: node, options)
    let pointer = "/metadata/annotations/a~1b~0c"
    #expect(
      text(request)
        == #"[{"op":"test","path":"/metadata/resourceVersion","value":"7"},"#
        + #"{"op":"add","path":"\#(pointer)","value":"1"},"#
        + #"{"op":"replace","path":"\#(pointer)","value":null},"#
        + #"{"op":"remove","path":"\#(pointer)"}]"#)
  }

  @Test func applies() throws {
    var options = options
    options.isDryRun = true
    let object: DocumentValue = ["apiVersion": "v1", "kind": "Node", "metadata": ["name": "n1"]]
    let request = try WriteRequests.patch(.apply(object, force: true), at: node, options)
    #expect(
      request.target
        == "/api/v1/nodes/n1?fieldManager=fivespot&fieldValidation=Strict&dryRun=All&force=true")
    #expect(request.contentType == "application/apply-patch+yaml")
    #expect(request.kind == .dryRun)
  }

  @Test func encodesNames() {
    let machine = ResourceType(group: "cluster.x-k8s.io", version: "v1beta2", plural: "machines")
    #expect(
      machine.path(namespace: "a b", name: "ü/..", subresource: "status")
        == "/apis/cluster.x-k8s.io/v1beta2/namespaces/a%20b/machines/%C3%BC%2F../status")
    #expect(machine.apiVersion == "cluster.x-k8s.io/v1beta2")
    #expect(ResourceType.pods.apiVersion == "v1")
  }

  @Test func deletesWhatItMeans() throws {
    let request = try WriteRequests.delete(
      at: node, preconditions: Preconditions(uid: "u", resourceVersion: "3"),
      gracePeriodSeconds: 0, propagation: "Foreground")
    #expect(
      text(request)
        == #"{"apiVersion":"v1","gracePeriodSeconds":0,"kind":"DeleteOptions","#
        + #""preconditions":{"resourceVersion":"3","uid":"u"},"propagationPolicy":"Foreground"}"#)
  }

  @Test(arguments: [
    ("201", Eviction.Answer.evicted), ("again-terminating", .evicted),
    ("409-uid", .gone),
    (
      "429-pdb",
      .blocked(
        after: .seconds(5),
        message: "The disruption budget ev needs 3 healthy pods and has 3 currently")
    ),
    (
      "429-pdb-not-observed",
      .blocked(
        after: .seconds(10),
        message: "The disruption budget ev is still being processed by the server.")
    ),
    (
      "two-pdbs",
      .impossible(
        message: "This pod has more than one PodDisruptionBudget, "
          + "which the eviction subresource does not support.")
    ),
  ])
  func readsTheAnswersToEvictions(_ name: String, _ answer: Eviction.Answer) throws {
    let recording = try Recording("eviction/\(name).json")
    let eviction = Eviction(
      namespace: "fx", name: "p1", preconditions: Preconditions(uid: "00"))
    let error = AnswerRule.error(
      of: recording.answer, to: .write, description: recording.path)
    #expect(eviction.answer(error) == answer)
  }

  @Test(arguments: ["auth/403-eviction", "eviction/400-name", "overload/apf-429-write"])
  func leavesOtherAnswersToTheirErrors(_ name: String) throws {
    let recording = try Recording("\(name).json")
    let error = AnswerRule.error(of: recording.answer, to: .write, description: "")
    #expect(Eviction(namespace: "fx", name: "x").answer(error) == nil)
  }

  @Test func evicts() throws {
    let request = try Eviction(
      namespace: "fx", name: "p1", preconditions: Preconditions(uid: "u"),
      gracePeriodSeconds: 5, isDryRun: true
    ).request()
    #expect(request.target == "/api/v1/namespaces/fx/pods/p1/eviction?dryRun=All")
    #expect(
      text(request)
        == #"{"apiVersion":"policy/v1","deleteOptions":{"dryRun":["All"],"gracePeriodSeconds":5,"#
        + #""preconditions":{"uid":"u"}},"kind":"Eviction","#
        + #""metadata":{"name":"p1","namespace":"fx"}}"#)
  }

  @Test func makesEventsThatTheServerTakes() throws {
    let event = EventObject(
      regarding: .init(
        apiVersion: "v1", kind: "Node", namespace: "", name: String(repeating: "n", count: 253),
        uid: "u"),
      reason: "WouldLend", action: "Advise", note: String(repeating: "ä", count: 600),
      controller: "fivespot.dev/scheduler", instance: "i")
    let document = try Document.parseJSON(
      try event.document(at: Instant(nanoseconds: 1_767_225_600_123_456_789)).canonicalJSON(),
      file: "event")
    let root = document.root
    #expect(root["metadata"]?["name"]?.string?.utf8.count == 253)
    #expect(root["metadata"]?["namespace"]?.string == "default")
    #expect(root["eventTime"]?.string == "2026-01-01T00:00:00.123456Z")
    let note = try #require(root["note"]?.string)
    #expect(note.utf8.count <= EventObject.noteLimit)
    #expect(note.hasSuffix("ä…"))
  }
}
