import Documents
import KubernetesClient
import Testing

@Suite struct DiscoveryTests {
  @Test func readsGroups() throws {
    let recording = try Recording("discovery/apis.json")
    let groups = try Discovery.groups(
      Document.parseJSON(recording.responseBody, file: "apis"))
    let capi = try #require(groups.first { $0.name == "cluster.x-k8s.io" })
    #expect(Set(capi.versions) == ["v1beta1", "v1beta2"])
    #expect(capi.preferredVersion == "v1beta2")
  }

  @Test(arguments: [
    ("discovery/apis-capi-v1beta2.json", "machines", "Machine", ["status"]),
    ("discovery/api-v1.json", "pods", "Pod", ["eviction", "status", "binding"]),
  ])
  func readsResources(_ file: String, _ plural: String, _ kind: String, _ parts: [String]) throws {
    let recording = try Recording(file)
    let resources = try Discovery.resources(
      Document.parseJSON(recording.responseBody, file: file))
    let resource = try #require(resources.first { $0.type.plural == plural })
    #expect(resource.kind == kind)
    #expect(resource.isNamespaced)
    #expect(resource.verbs.contains("watch"))
    #expect(resource.type.path() == recording.path + "/" + plural)
    for part in parts { #expect(resource.subresources.contains(part)) }
  }

  @Test func saysWhatIsNoDiscovery() throws {
    let document = try Document.parseJSON(Array("{}".utf8), file: "answer")
    #expect(throws: DocumentError.self) { try Discovery.groups(document) }
    #expect(throws: DocumentError.self) { try Discovery.resources(document) }
  }
}
