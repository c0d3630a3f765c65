import Documents
import Foundation
import KubernetesClient
import Synchronization
import Testing
import Units

@Suite struct CredentialStoreTests {
  private let start = Instant(seconds: 1_800_000_000)
  private let server = ServerAddress(isSecure: true, host: "h", port: 1)

  private final class Box: Sendable {
    let value: Mutex<String?>
    let count = Mutex(0)
    init(_ value: String?) { self.value = Mutex(value) }
  }

  private func plugin(_ command: String, version: ExecPlugin.Version = .v1) throws -> ExecPlugin {
    let text = """
      clusters: [{name: c, cluster: {server: 'https://h'}}]
      users:
      - name: u
        user:
          exec:
            apiVersion: \(version.rawValue)
            command: \(command)
            args: [login, '\(Planted.password)']
            env: [{name: PLANTED, value: '\(Planted.key)'}]
            interactiveMode: Never
            provideClusterInfo: true
            installHint: install it
      """
    let config = try Kubeconfig(Array(text.utf8), file: "/k/config")
    return try #require(config.users.first?.exec)
  }

  @Test func readsARotatingTokenAgain() async throws {
    let box = Box("one\n")
    var configuration = ClientConfiguration(server: server)
    configuration.credentials.tokenFile = "/token"
    let store = CredentialStore(
      configuration,
      in: SystemSurroundings(variables: [:]) { (_) throws(ConfigurationError) in
        box.value.withLock { $0.map { Array($0.utf8) } }
      })
    #expect(try await store.current(at: start).authorization?.revealed == "Bearer one")
    box.value.withLock { $0 = "two" }
    #expect(
      try await store.current(at: start + .seconds(59)).authorization?.revealed == "Bearer one")
    #expect(
      try await store.current(at: start + .seconds(60)).authorization?.revealed == "Bearer two")
    box.value.withLock { $0 = "three" }
    #expect(await store.refused())
    #expect(
      try await store.current(at: start + .seconds(61)).authorization?.revealed == "Bearer three")
    // The last one that was read goes on while the file is away.
    box.value.withLock { $0 = nil }
    #expect(
      try await store.current(at: start + .seconds(200)).authorization?.revealed
        == "Bearer three")
  }

  @Test func keepsWhatAPluginMadeUntilItExpiresOrIsRefused() async throws {
    let box = Box(nil)
    var configuration = ClientConfiguration(server: server, trust: .authorities(Array("CA".utf8)))
    configuration.credentials.exec = try plugin("login")
    let expiry = start + .seconds(100)
    let store = CredentialStore(configuration, in: .fake([:])) {
      (plugin, cluster) throws(ConfigurationError) in
      box.count.withLock { $0 += 1 }
      try? await Task.sleep(nanoseconds: 20_000_000)
      #expect(cluster.certificateAuthority == Array("CA".utf8))
      return Array(
        """
        {"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":
        {"token":"\(Planted.token)","expirationTimestamp":"\(expiry.rfc3339)"}}
        """.utf8)
    }
    for _ in 0..<3 {
      #expect(
        try await store.current(at: start).authorization?.revealed == "Bearer \(Planted.token)")
    }
    #expect(box.count.withLock { $0 } == 1)
    #expect(await store.refused())
    // All at once: one run serves them.
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { _ = try? await store.current(at: start) } }
    }
    #expect(box.count.withLock { $0 } == 2)
    await #expect(throws: ConfigurationError.self) { try await store.current(at: expiry) }
    let redactor = await store.redactor
    #expect(redactor.redact("it was \(Planted.token)!") == "it was [redacted]!")
  }

  @Test(arguments: [
    "", "{}", "not json \(Planted.token)", #"{"kind":"ExecCredential"}"#,
    #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1"}"#,
    #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{}}"#,
    #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientKeyData":"\#(Planted.key)"}}"#,
    #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"\#(Planted.token)","expirationTimestamp":"soon"}}"#,
    #"{"kind":"ExecCredential","status":{"token":"\#(Planted.token)" "#,
  ])
  func refusesWhatIsNoCredential(_ output: String) throws {
    let plugin = try plugin("login")
    let error = #expect(throws: ConfigurationError.self) {
      try ExecCredential(Array(output.utf8), of: plugin)
    }
    #expect(error.map { !Planted.shows($0.description) } == true)
  }

  @Test(arguments: ExecPlugin.Version.allCases)
  func runsAPlugin(_ version: ExecPlugin.Version) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("fivespot-exec-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = folder.appendingPathComponent("login")
    let text = """
      #!/bin/sh
      echo "noise $2" >&2
      [ "$1" = login ] || exit 3
      [ "$PLANTED" = "\(Planted.key)" ] || exit 4
      case "$KUBERNETES_EXEC_INFO" in *'"server":"https://h:1"'*) ;; *) exit 5;; esac
      printf '{"apiVersion":"\(version.rawValue)","kind":"ExecCredential",'
      printf '"status":{"token":"%s"}}' "$2"
      """
    try text.write(to: script, atomically: true, encoding: .utf8)
    var configuration = ClientConfiguration(server: server)
    // The shell reads it: one that is executed itself is busy while a process that another test is starting
    // still has it open.
    var plugin = try plugin("/bin/sh", version: version)
    plugin.arguments.insert(Secret(script.path), at: 0)
    configuration.credentials.exec = plugin
    let store = CredentialStore(configuration, in: .fake([:]))
    #expect(
      try await store.current(at: start).authorization?.revealed == "Bearer \(Planted.password)")
  }

  @Test(arguments: ["/bin/false", "no-such-plugin-anywhere"])
  func saysThatAPluginFailed(_ command: String) async throws {
    var configuration = ClientConfiguration(server: server)
    configuration.credentials.exec = try plugin(command)
    let store = CredentialStore(configuration, in: .fake([:]))
    let error = await #expect(throws: ConfigurationError.self) {
      try await store.current(at: start)
    }
    #expect(error?.description.hasPrefix("/k/config:6:") == true)
    #expect(error.map { !Planted.shows($0.description) } == true)
  }

  @Test func tellsAPluginOfTheCluster() throws {
    var cluster = ExecPlugin.ClusterInformation(server: "https://h")
    cluster.configuration = ["audience": "x"]
    let told = try plugin("login").information(isInteractive: false, cluster: cluster)
    #expect(
      String(decoding: told, as: UTF8.self)
        == #"{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","#
        + #""spec":{"cluster":{"config":{"audience":"x"},"server":"https://h"},"interactive":false}}"#
    )
  }

  @Test func makesBasicCredentials() async throws {
    var configuration = ClientConfiguration(server: server)
    configuration.credentials.basic = ("me", Secret("pä"))
    let store = CredentialStore(configuration, in: .fake([:]))
    #expect(try await store.current(at: start).authorization?.revealed == "Basic bWU6cMOk")
    #expect(await !store.refused())
  }
}
