#if Live
  import FleetTestSupport
  import Foundation
  import Testing

  /// The server that the other tests talk to is one that kubectl takes for an API server.
  @Suite("kubectl", .enabled(if: Kubectl.isThere, "needs kubectl"), .timeLimit(.minutes(60)))
  struct KubectlTests {
    @Test func `kubectl reads what the test server serves`() async throws {
      let fleet = try await ServedFleet(.beta, isSecure: true)
      let folder = try Folder()
      let kubeconfig = try fleet.flags(in: folder)[1]
      func kubectl(_ words: String...) async throws -> LiveProcess.Result {
        try await LiveProcess.run(
          words, environment: ["KUBECONFIG": kubeconfig], executable: Kubectl.url)
      }
      let all = try await kubectl("get", "scheduledmachines", "-A", "-o", "name")
      #expect(
        all.output.split(separator: "\n").sorted() == [
          "scheduledmachine.5spot.finos.org/day-1", "scheduledmachine.5spot.finos.org/night-1",
          "scheduledmachine.5spot.finos.org/night-2",
        ], "\(all.errors)")
      let one = try await kubectl(
        "get", "machine", "night-1", "-n", "fleet", "-o", "jsonpath={.status.nodeRef.name}")
      #expect(one.output == "n1", "\(one.errors)")
      let served = try await kubectl("api-resources", "--no-headers")
      for kind in ["ScheduledMachine", "Cluster", "Lease", "TimeBasedSpotSchedule"] {
        #expect(served.output.contains(kind), "\(served.errors)")
      }
      await fleet.stop()
    }
  }

  enum Kubectl {
    static let url = URL(fileURLWithPath: "/usr/bin/kubectl")
    static let isThere = FileManager.default.isExecutableFile(atPath: url.path)
  }
#endif
