#if Live
  import Documents
  import FleetTestSupport
  import Foundation
  import NetworkTestSupport
  import Testing

  /// What opens clusters changes while a controller runs.
  @Suite("rotation", .timeLimit(.minutes(60))) struct RotationTests {
    private static let fresh = "tok-PLANTED-fresh-4242"

    /// A controller that reads one workload cluster by its Secret.
    private func controller(_ fleet: ServedFleet, in folder: Folder) throws -> RunningController {
      try RunningController(
        fleet, in: folder,
        flags: [
          "--kubeconfig", fleet.flags(in: folder)[1], "--workload-secret", "fleet/batch",
          "--kubeconfig-interval", "1s",
        ])
    }

    /// The folder of a service account as the kubelet mounts it: files are links through `..data`, which one
    /// rename turns over.
    private func rotate(_ folder: Folder, _ number: Int, token: String) throws {
      let files = FileManager.default
      let name = "..2026_\(number)"
      try files.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: false)
      for (file, text) in [
        ("token", token), ("namespace", "fivespot-system"),
        ("ca.crt", String(decoding: try TestServer.pem("ca.pem"), as: UTF8.self)),
      ] {
        try folder.write("\(name)/\(file)", text)
        if number == 1 {
          try files.createSymbolicLink(
            atPath: "\(folder.path)/\(file)", withDestinationPath: "..data/\(file)")
        }
      }
      try files.createSymbolicLink(
        atPath: "\(folder.path)/..data_tmp", withDestinationPath: name)
      try #require(rename("\(folder.path)/..data_tmp", "\(folder.path)/..data") == 0)
    }

    @Test func `a pod's own account opens its cluster, also when its token is rotated`()
      async throws
    {
      let fleet = try await ServedFleet(
        .beta, isSecure: true, wantsCertificates: false, days: ServedFleet.closed)
      let (folder, account) = (try Folder(), try Folder())
      try rotate(account, 1, token: ServedFleet.token)
      let controller = try RunningController(
        fleet, in: folder,
        flags: ["--workload-secret", "fleet/batch"],
        environment: [
          "KUBERNETES_SERVICE_HOST": "127.0.0.1",
          "KUBERNETES_SERVICE_PORT": String(fleet.ports[0]),
          "FIVESPOT_TEST_SERVICE_ACCOUNT": account.path,
        ])
      let hasDecided = try await controller.process.waits {
        controller.audit.contains("AdviceGiven")
      }
      try #require(hasDecided, "\(controller.process.errors)")
      #expect(fleet.management.object("fivespot-system/fivespot-live", of: "leases") != nil)
      #expect(fleet.management.state.lastToken == ServedFleet.token)
      try rotate(account, 2, token: Self.fresh)
      fleet.management.change {
        $0.tokens = [Self.fresh]
        $0.epoch += 1
      }
      let before = controller.held
      fleet.management.put(
        SampleFleet.machine("night-1", cluster: "batch", node: "n2"), as: "machines")
      let isHeld = try await controller.process.waits { controller.held != before }
      #expect(isHeld, "\(controller.process.errors)")
      #expect(fleet.management.state.lastToken == Self.fresh)
      #expect(!controller.process.errors.contains("unauthorized"))
      #expect(leaderships(controller.audit) == 1)
      #expect(try await controller.end().status == 0)
      let lease = fleet.management.object("fivespot-system/fivespot-live", of: "leases")
      #expect(lease?["spec"]?["holderIdentity"]?.string == "")
      await fleet.stop()
    }

    private func readings(_ fleet: ServedFleet) -> Int {
      fleet.management.state.requests.count { $0.contains("/secrets/") }
    }

    private func leaderships(_ audit: String) -> Int {
      audit.split(separator: "\n").count { $0.contains("\"LeadershipChanged\"") }
    }

    @Test func `a Secret that is made anew is read anew, before the old one is refused`()
      async throws
    {
      let fleet = try await ServedFleet(.beta, isSecure: true, days: ServedFleet.closed)
      let folder = try Folder()
      let controller = try controller(fleet, in: folder)
      try #require(try await controller.isUp(), "\(controller.process.errors)")
      fleet.batch.change { $0.tokens?.insert(Self.fresh) }
      fleet.putSecret("batch-kubeconfig", fleet.kubeconfig(fleet.ports[1], token: Self.fresh))
      // The second reading from now on begins when what the first one said is in use.
      let count = readings(fleet)
      let isRead = try await controller.process.waits { readings(fleet) >= count + 2 }
      #expect(isRead, "\(controller.process.errors)")
      fleet.batch.change { $0.epoch += 1 }
      let isFresh = try await controller.process.waits { fleet.batch.state.lastToken == Self.fresh }
      #expect(isFresh, "\(controller.process.errors)")
      let result = try await controller.end()
      #expect(result.status == 0)
      #expect(!result.errors.contains("unauthorized"), "\(result.errors)")
      #expect(!result.errors.contains(Self.fresh) && !result.errors.contains(ServedFleet.token))
      await fleet.stop()
    }

    @Test func `a cluster that refuses is read by what its Secret says now, and nothing is lost`()
      async throws
    {
      let fleet = try await ServedFleet(.beta, isSecure: true, days: ServedFleet.closed)
      let folder = try Folder()
      let controller = try controller(fleet, in: folder)
      let hasDecided = try await controller.process.waits {
        controller.audit.contains("AdviceGiven")
      }
      try #require(hasDecided, "\(controller.process.errors)")
      // The token is refused, and the Secret is gone with it.
      fleet.management.delete("fleet/batch-kubeconfig", of: "secrets")
      fleet.batch.change {
        $0.tokens = [Self.fresh]
        $0.epoch += 1
      }
      let isSaid = try await controller.process.waits {
        let lines = controller.process.errors.split(separator: "\n")
        return lines.contains {
          $0.contains("Secret fleet/batch-kubeconfig is gone") && $0.contains("\"ageSeconds\":")
        } && lines.contains { $0.contains("401") && $0.contains("\"cluster\":\"fleet/batch\"") }
      }
      #expect(isSaid, "\(controller.process.errors)")
      let away = try await controller.page("/metrics", port: "metricsPort") { _, text in
        [
          #"fivespot_cluster_reachable{cluster="fleet/batch"} 0"#,
          #"fivespot_cluster_reachable{cluster="management"} 1"#,
          #"fivespot_snapshot_age_seconds{cluster="fleet/batch"}"#, "fivespot_leader 1",
        ].allSatisfy(text.contains)
      }
      #expect(away.status == 200, "\(away.text)")
      // What was read is kept: it is ready, and goes on with that.
      #expect(try await controller.page("/readyz", port: "healthPort").status == 200)
      let before = controller.held
      fleet.batch.put(SampleFleet.pod("late", on: "n1"), as: "pods")
      fleet.putSecret("batch-kubeconfig", fleet.kubeconfig(fleet.ports[1], token: Self.fresh))
      let isHeld = try await controller.process.waits { controller.held != before }
      #expect(isHeld, "\(controller.process.errors)")
      let back = try await controller.page("/metrics", port: "metricsPort") { _, text in
        text.contains(#"fivespot_cluster_reachable{cluster="fleet/batch"} 1"#)
      }
      #expect(back.status == 200, "\(controller.process.errors)")
      #expect(leaderships(controller.audit) == 1)
      #expect(try await controller.end().status == 0)
      let asked = Set(fleet.management.state.requests.filter { $0.contains("secrets") })
      #expect(asked == ["GET /api/v1/namespaces/fleet/secrets/batch-kubeconfig"])
      await fleet.stop()
    }
  }
#endif
