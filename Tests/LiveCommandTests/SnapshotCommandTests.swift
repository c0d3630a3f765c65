#if Live
  import Documents
  import FleetTestSupport
  import Foundation
  import NetworkTestSupport
  import SpotScheduler
  import Testing
  import Units

  @Suite("snapshot", .timeLimit(.minutes(60))) struct SnapshotCommandTests {
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

    /// Without workload clusters the management cluster runs the machines itself, as far as the role says so.
    @Test(arguments: [false, true])
    func `a cluster that is alone is read whole, or without its nodes`(isForbidden: Bool)
      async throws
    {
      let fleet = try await ServedFleet(.alpha)
      let folder = try Folder()
      fleet.management.put(SampleFleet.node("n1"), as: "nodes")
      fleet.management.put(SampleFleet.pod("alone", on: "n1"), as: "pods")
      if isForbidden { fleet.management.change { $0.refusals = ["GET nodes": 403] } }
      let result = try await LiveProcess.run([
        "snapshot", "--kubeconfig", try fleet.flags(in: folder)[1],
      ])
      await fleet.stop()
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("rbac --target both") == isForbidden, "\(result.errors)")
      let observed = try Document.parseJSON(result.bytes, file: "out").root["observed"]
      #expect(observed?["pods"]?.elements.count == (isForbidden ? 0 : 1))
      #expect(observed?["sources"]?.elements.compactMap(\.string) == ["management"])
    }

    @Test func `a walk that the server forgets is begun anew, and counts nothing twice`()
      async throws
    {
      let fleet = try await ServedFleet(.beta)
      let folder = try Folder()
      for number in 0..<1_100 {
        fleet.batch.put(SampleFleet.pod("many-\(number)", on: "n1", cpu: "1m"), as: "pods")
      }
      let call = try ["snapshot", "--quiet"] + fleet.flags(in: folder)
      let whole = try await LiveProcess.run(call)
      fleet.batch.change { $0.forgottenWalks = 1 }
      let again = try await LiveProcess.run(call)
      #expect(again.status == 0 && fleet.batch.state.forgottenWalks == 0, "\(again.errors)")
      func pods(_ bytes: [UInt8]) throws -> Int? {
        try Document.parseJSON(bytes, file: "out").root["observed"]?["pods"]?.elements.count
      }
      #expect(try pods(again.bytes) == 1_103)
      #expect(try pods(whole.bytes) == 1_103)
      await fleet.stop()
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal ends it without a file`(signal: Int32) async throws {
      let folder = try Folder()
      let fleet = try await ServedFleet(.beta)
      let hung = try await TestServer { _, responder in await responder.hang() }
      let workload = try folder.write("hung", fleet.kubeconfig(hung.port))
      let process = try LiveProcess([
        "snapshot", "--kubeconfig", try fleet.flags(in: folder)[1], "--workload-cluster",
        "fleet/batch=\(workload)", "--out", folder.path + "/out.json",
      ])
      let isReading = try await process.waits { process.errors.contains("machinedeployments") }
      #expect(isReading)
      process.send(signal)
      let result = try await process.end()
      #expect(result.status == 105 && !result.wasSignalled, "\(result.errors)")
      #expect(try !folder.names().contains { $0.hasPrefix("out.json") })
      await hung.stop()
      await fleet.stop()
    }
  }
#endif
