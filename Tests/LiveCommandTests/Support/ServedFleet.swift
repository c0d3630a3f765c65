#if Live
  import Documents
  import FleetTestSupport
  import Foundation
  import KubernetesClient
  import NetworkTestSupport
  import TestSupport
  import Testing

  /// A management cluster and its two workload clusters, served: two hosts are lent at night, and one stays at
  /// home.
  final class ServedFleet: Sendable {
    /// Which 5-Spot is installed.
    enum Era: String, CaseIterable, Sendable {
      /// 0.1: v1alpha1, windows inline.
      case alpha
      /// 0.3: v1beta1, windows in objects of their own.
      case beta
    }

    static let token = "tok-PLANTED-bearer-0815"

    let management: FleetServer
    let batch: FleetServer
    let trading: FleetServer
    private let servers: [TestServer]
    let ports: [Int]
    let isSecure: Bool
    private let days: String

    /// A day of the week that is three days from now: a window on it is closed.
    static var closed: String {
      let names = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"]
      return names[(Int(Date().timeIntervalSince1970 / 86_400) + 3) % 7]
    }

    private static let capi = [
      "clusters": "Cluster", "machines": "Machine",
      "machinesets": "MachineSet", "machinedeployments": "MachineDeployment",
    ]

    private static func served(_ era: Era) -> [FleetServer.Resource] {
      let spot = FleetServer.Resource(
        group: "5spot.finos.org", version: era == .alpha ? "v1alpha1" : "v1beta1",
        plural: "scheduledmachines", kind: "ScheduledMachine")
      let schedules = ["TimeBasedSpotSchedule", "CapitalMarketsSchedule"].map {
        FleetServer.Resource(
          group: "spotschedules.5spot.finos.org", version: "v1alpha1",
          plural: $0.lowercased() + "s", kind: $0)
      }
      let capi = ["v1beta1", "v1beta2"].flatMap { version in
        Self.capi.sorted { $0.key < $1.key }.map {
          FleetServer.Resource(
            group: "cluster.x-k8s.io", version: version, plural: $0.key, kind: $0.value)
        }
      }
      return [spot] + (era == .beta ? schedules : []) + capi + core + [
        .init(group: "coordination.k8s.io", version: "v1", plural: "leases", kind: "Lease"),
        .init(group: "events.k8s.io", version: "v1", plural: "events", kind: "Event"),
      ]
    }

    private static let core: [FleetServer.Resource] = [
      .init(group: "", version: "v1", plural: "nodes", kind: "Node", isNamespaced: false),
      .init(group: "", version: "v1", plural: "pods", kind: "Pod"),
      .init(group: "", version: "v1", plural: "secrets", kind: "Secret"),
      .init(
        group: "policy", version: "v1", plural: "poddisruptionbudgets", kind: "PodDisruptionBudget"),
    ]

    /// - Parameters:
    ///   - isSecure: TLS with client certificates and a bearer token, or plain HTTP.
    ///   - wantsCertificates: Whether, over TLS, the token alone is not enough.
    ///   - days: The days on which machines are lent; `closed` for none about now.
    init(
      _ era: Era = .beta, isSecure: Bool = false, wantsCertificates: Bool = true,
      days: String = "mon-sun"
    ) async throws {
      self.isSecure = isSecure
      self.days = days
      let token = isSecure ? Self.token : nil
      management = FleetServer(Self.served(era), token: token)
      batch = FleetServer(Self.core, token: token)
      trading = FleetServer(Self.core, token: token)
      var servers: [TestServer] = []
      for fleet in [management, batch, trading] {
        servers.append(
          try await TestServer(isSecure: isSecure, wantsCertificate: wantsCertificates) {
            await fleet.answer($0, $1)
          })
      }
      self.servers = servers
      ports = servers.map(\.port)
      fill(era)
    }

    func stop() async { for server in servers { await server.stop() } }

    private func fill(_ era: Era) {
      let isBeta = era == .beta
      func object(
        _ name: String, cluster: String, host: String, role: String, hours: String,
        status: DocumentValue
      ) {
        if isBeta {
          management.put(
            SampleFleet.provider("\(name)-hours", days: days, hours: hours),
            as: "timebasedspotschedules")
        }
        management.put(
          SampleFleet.scheduledMachine(
            name, cluster: cluster, host: host, role: role, days: days, hours: hours,
            status: status, provider: isBeta ? "\(name)-hours" : nil),
          as: "scheduledmachines")
      }
      for name in ["trading", "batch"] { management.put(SampleFleet.cluster(name), as: "clusters") }
      object(
        "night-1", cluster: "batch", host: "10.0.0.1", role: "borrower", hours: "0-11",
        status: SampleFleet.status("Active", "MachineCreated", since: "2026-06-10T00:00:00Z"))
      object(
        "night-2", cluster: "batch", host: "10.0.0.2", role: "borrower", hours: "0-10",
        status: SampleFleet.status(
          "ShuttingDown", "GracePeriodActive", since: "2026-06-10T11:00:00Z"))
      object(
        "day-1", cluster: "trading", host: "10.0.0.1", role: "owner", hours: "12-23",
        status: SampleFleet.status("Inactive", "ScheduleInactive", since: "2026-06-10T00:00:00Z"))
      for (name, node) in [("night-1", "n1"), ("night-2", "n2")] {
        management.put(SampleFleet.machine(name, cluster: "batch", node: node), as: "machines")
      }
      batch.put(SampleFleet.node("n1"), as: "nodes")
      batch.put(SampleFleet.node("n2", isCordoned: true), as: "nodes")
      for (name, node) in [("a-1", "n1"), ("b-1", "n2"), ("b-2", "n2")] {
        batch.put(SampleFleet.pod(name, on: node), as: "pods")
      }
      batch.put(SampleFleet.pod("waiting", on: nil, phase: "Pending"), as: "pods")
      batch.put(SampleFleet.budget("batch", allowed: 1), as: "poddisruptionbudgets")
      trading.put(SampleFleet.node("t1", cpu: "32"), as: "nodes")
      for name in ["batch-kubeconfig", "other"] {
        putSecret(name, kubeconfig(ports[1], extra: "hunter2-secret"))
      }
    }

    /// Stores a Secret with a kubeconfig, as Cluster API does.
    func putSecret(_ name: String, _ kubeconfig: String) {
      management.put(
        [
          "apiVersion": "v1", "kind": "Secret",
          "metadata": SampleFleet.metadata(name, version: "1"),
          "data": ["value": .string(Base64.encode(Array(kubeconfig.utf8)))],
        ], as: "secrets")
    }

    /// A kubeconfig for one of its servers.
    func kubeconfig(_ port: Int, extra: String = "", token: String = token) -> String {
      func data(_ name: String) -> String {
        Base64.encode((try? TestServer.pem(name)) ?? [])
      }
      let cluster =
        isSecure
        ? "{server: 'https://127.0.0.1:\(port)', certificate-authority-data: \(data("ca.pem"))}"
        : "{server: 'http://127.0.0.1:\(port)'}"
      let user =
        isSecure
        ? "{token: \(token), client-certificate-data: \(data("client.pem")), "
          + "client-key-data: \(data("client.key"))}" : "{token: tok-PLANTED-plain-4711}"
      return """
        # \(extra)
        apiVersion: v1
        kind: Config
        current-context: main
        contexts:
        - {name: main, context: {cluster: c, user: u, namespace: fivespot-system}}
        - {name: 'a:b', context: {cluster: c, user: u}}
        clusters: [{name: c, cluster: \(cluster)}]
        users: [{name: u, user: \(user)}]

        """
    }

    /// The flags that name its clusters, with their kubeconfigs in a folder.
    func flags(in folder: Folder) throws -> [String] {
      let paths = try zip(["management", "batch", "trading"], ports).map {
        try folder.write("\($0).kubeconfig", kubeconfig($1))
      }
      return [
        "--kubeconfig", paths[0], "--workload-cluster", "fleet/batch=\(paths[1])",
        "--workload-cluster", "trading=\(paths[2]):a:b",
      ]
    }

    /// Pods and machines come, change and go, while watches lose, double and reorder events, are cut, and expire.
    ///
    /// - Parameter waits: Waits until something is so.
    func trouble(
      seed: UInt64, waits: (() async throws -> Bool) async throws -> Bool
    ) async throws {
      var random = SeededGenerator(seed: seed)
      for step in 0..<60 {
        if step == 0 { for server in all { server.change { $0.fault = .disorder(seed: seed) } } }
        if step == 30 { for server in all { server.change { $0.fault = .cut } } }
        if step == 40 { for server in all { server.change { $0.fault = .disorder(seed: seed) } } }
        let name = "p-\(random.below(9))"
        if random.below(3) == 0 {
          batch.delete("work/\(name)", of: "pods")
        } else {
          let node = random.below(4) == 0 ? nil : "n\(random.below(2) + 1)"
          batch.put(
            SampleFleet.pod(name, on: node, cpu: "\(random.below(7) + 1)"), as: "pods")
        }
        if step % 9 == 0 {
          management.put(
            SampleFleet.machine("night-1", cluster: "batch", node: "n\(random.below(2) + 1)"),
            as: "machines")
        }
        try await Task.sleep(nanoseconds: 30_000_000)
      }
      // Whatever was lost is found by a list at the latest: the versions that are watched from expire.
      for server in all {
        server.change {
          $0.fault = .expiry
          $0.epoch += 1
        }
      }
      let isListed = try await waits { all.allSatisfy { $0.state.isListedAnew } }
      #expect(isListed)
      for server in all { server.change { $0.fault = .none } }
    }

    var all: [FleetServer] { [management, batch, trading] }
  }
#endif
