import Documents
import KubernetesClient
import Testing
import Units

@Suite struct LeaseTests {
  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000000Z"),
    (1_767_225_600_000_000_000, "2026-01-01T00:00:00.000000Z"),
    (1_767_225_600_123_456_789, "2026-01-01T00:00:00.123456Z"),
    (1_767_225_600_000_000_999, "2026-01-01T00:00:00.000000Z"),
    (-1, "1969-12-31T23:59:59.999999Z"),
  ])
  func timesHaveSixDigits(_ nanoseconds: Int64, _ text: String) {
    #expect(MicroTime.text(Instant(nanoseconds: nanoseconds)) == text)
  }

  @Test func readsTimesWithAnOffset() {
    #expect(
      MicroTime.instant("2026-01-01T02:00:00.000001+02:00")?.nanoseconds
        == 1_767_225_600_000_001_000)
    #expect(MicroTime.instant("yesterday") == nil)
  }

  @Test(arguments: ["create", "renew", "takeover-200", "release"])
  func readsRecordedLeasesAndWritesThemBack(_ name: String) throws {
    let recording = try Recording("lease/\(name).json")
    let document = try Document.parseJSON(recording.responseBody, file: name)
    let lease = Lease(document.root)
    #expect(lease.resourceVersion != nil)
    let again = lease.document(namespace: "fx", name: "leader")
    let written = try Document.parseJSON(try again.canonicalJSON(), file: "again")
    #expect(Lease(written.root) == lease)
    #expect(lease.holder.isEmpty == (name == "release"))
  }
}
