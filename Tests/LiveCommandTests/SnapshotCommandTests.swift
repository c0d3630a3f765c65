#if Live
  import Documents
  import FleetTestSupport
  import Foundation
  import SpotScheduler
  import Testing
  import Units

  @Suite("snapshot", .timeLimit(.minutes(5))) struct SnapshotCommandTests {
    @Test(arguments: ServedFleet.Era.allCases, [false, true])
    func `what is served becomes a snapshot that decide reads`(
      era: ServedFleet.Era, isSecure: Bool
    ) async throws {
      let fleet = try await ServedFleet(era, isSecure: isSecure)
      let folder = try Folder()
      let out = folder.path + "/snapshot.json"
      let result = try await LiveProcess.run(
        ["snapshot", "--out", out] + fleet.flags(in: folder))
      await fleet.stop()
      #expect(result.status == 0 && result.bytes.isEmpty, "\(result.errors)")
      let snapshot = try SnapshotDocument.read(
        folder.bytes("snapshot.json"), path: out, zones: .pinned)
      #expect(
        snapshot.scheduledMachines.map(\.name) == ["fleet/day-1", "fleet/night-1", "fleet/night-2"])
      #expect(snapshot.clusters.map(\.name).sorted() == ["batch", "trading"])
      let observed = try Document.parseJSON(folder.bytes("snapshot.json"), file: out).root[
        "observed"]
      #expect(observed?["pods"]?.elements.count == 3)
      #expect(
        observed?["sources"]?.elements.compactMap(\.string)
          == ["management", "fleet/batch", "fleet/trading"])
      #expect(try !folder.names().contains { $0.contains("partial") })
      for server in fleet.all {
        #expect(server.state.requests.allSatisfy { $0.hasPrefix("GET ") })
        #expect(!server.state.requests.contains { $0.contains("secrets") })
      }
    }
  }
#endif
