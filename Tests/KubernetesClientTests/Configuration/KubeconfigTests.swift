import Documents
import KubernetesClient
import Testing

@Suite struct KubeconfigTests {
  private let file = """
    apiVersion: v1
    kind: Config
    current-context: prod
    preferences: {}
    clusters:
    - name: c1
      cluster:
        server: https://c1.example.com:6443/base/
        certificate-authority: pki/ca.pem
        tls-server-name: kubernetes
    - name: c2
      cluster:
        server: http://127.0.0.1:8001
        proxy-url: http://me:\(Planted.password)@proxy.example.com:3128
    - name: open
      cluster: {server: 'https://open.example.com', insecure-skip-tls-verify: true}
    users:
    - name: u1
      user:
        token: \(Planted.token)
        tokenFile: tokens/now
        as: jane
        as-groups: [admins, "ops team"]
        as-user-extra: {scopes/one: [a, b]}
    - name: u2
      user:
        client-certificate-data: \(Base64.encode(Array("CERT".utf8)))
        client-key-data: \(Base64.encode(Array(Planted.key.utf8)))
    contexts:
    - name: prod
      context: {cluster: c1, user: u1, namespace: shop}
    - name: dev
      context: {cluster: c2, user: u2}
    - name: open
      context: {cluster: open, user: u2}
    - name: lost
      context: {cluster: c9, user: u1}
    """

  private func surroundings(_ more: [String: String] = [:]) -> SystemSurroundings {
    let files = ["/home/me/.kube/config": file, "/home/me/.kube/pki/ca.pem": "CA"]
    return .fake(files.merging(more) { $1 }, ["HOME": "/home/me"])
  }

  private func overrides(
    _ change: (inout ClientConfiguration.Overrides) -> Void
  ) -> ClientConfiguration.Overrides {
    var overrides = ClientConfiguration.Overrides()
    change(&overrides)
    return overrides
  }

  @Test func readsTheCurrentContext() throws {
    let found = try ClientConfiguration.find(in: surroundings())
    #expect(found.server.description == "https://c1.example.com:6443/base")
    #expect(found.trust == .authorities(Array("CA".utf8)))
    #expect(found.tlsServerName == "kubernetes")
    #expect(found.namespace == "shop")
    #expect(found.credentials.tokenFile == "/home/me/.kube/tokens/now")
    let headers = try #require(found.impersonation).headers.map { "\($0.name): \($0.value)" }
    #expect(
      headers == [
        "Impersonate-User: jane", "Impersonate-Group: admins", "Impersonate-Group: ops team",
        "Impersonate-Extra-scopes%2Fone: a", "Impersonate-Extra-scopes%2Fone: b",
      ])
  }

  @Test func overridesGoFirst() throws {
    let found = try ClientConfiguration.find(
      overrides {
        $0.context = "dev"
        $0.user = "u1"
        $0.namespace = "x"
      }, in: surroundings())
    #expect(found.server.port == 8_001)
    #expect(found.credentials.token == Secret(Planted.token))
    #expect(found.namespace == "x")
    #expect(found.proxy?.host == "proxy.example.com")
    #expect(found.proxy?.credentials?.password == Secret(Planted.password))
    let other = try ClientConfiguration.find(overrides { $0.cluster = "c2" }, in: surroundings())
    #expect(other.server.port == 8_001)
    #expect(other.credentials.token != nil)
  }

  @Test func refusesAnUncheckedServerUnlessAsked() throws {
    let error = #expect(throws: ConfigurationError.self) {
      try ClientConfiguration.find(overrides { $0.context = "open" }, in: surroundings())
    }
    #expect(error?.position?.description.hasPrefix("/home/me/.kube/config:16:") == true)
    let found = try ClientConfiguration.find(
      overrides {
        $0.context = "open"
        $0.allowsInsecure = true
      }, in: surroundings())
    #expect(found.trust == .unchecked)
  }

  @Test func saysWhichNameIsMissing() {
    let lost = #expect(throws: ConfigurationError.self) {
      try ClientConfiguration.find(overrides { $0.context = "lost" }, in: surroundings())
    }
    #expect(lost?.description.contains("config:37:") == true)
    #expect(lost?.description.contains("no cluster named c9") == true)
    let typo = #expect(throws: ConfigurationError.self) {
      try ClientConfiguration.find(overrides { $0.context = "prd" }, in: surroundings())
    }
    #expect(typo?.remedy == "did you mean prod?")
  }

  @Test func mergesAsKubectlDoes() throws {
    let first = """
      clusters: [{name: c, cluster: {server: 'https://first'}}]
      users: [{name: u}]
      """
    let second = """
      current-context: two
      clusters:
      - {name: c, cluster: {server: 'https://second', tls-server-name: no}}
      - {name: d, cluster: {server: 'https://d'}}
      users: [{name: u, user: {token: t}}]
      contexts: [{name: two, context: {cluster: c, user: u}}, {name: d, context: {cluster: d}}]
      """
    let third = "current-context: d"
    let surroundings = SystemSurroundings.fake(
      ["/a": first, "/b": second, "/c": third, "/home/.kube/config": "kind: Nonsense"],
      ["KUBECONFIG": "/missing:/a::/b:/c", "HOME": "/home"])
    let found = try ClientConfiguration.find(in: surroundings)
    #expect(found.context == "two")
    #expect(found.server.host == "first")
    #expect(found.tlsServerName == nil)
    #expect(found.credentials.token == nil)
  }

  @Test func usesThePodsAccountWhenNoFileIsThere() throws {
    let folder = ClientConfiguration.serviceAccountFolder
    let variables = [
      "KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443", "HOME": "/root",
      "HTTPS_PROXY": "http://proxy:1", "NO_PROXY": "fd00::1",
    ]
    let found = try ClientConfiguration.find(
      in: .fake(
        [
          "\(folder)/token": Planted.token, "\(folder)/ca.crt": "CA",
          "\(folder)/namespace": "fleet\n",
        ], variables))
    #expect(found.server.description == "https://[fd00::1]:443")
    #expect(found.credentials.tokenFile == "\(folder)/token")
    #expect(found.namespace == "fleet")
    #expect(found.proxy == nil)
    // An empty file is no kubeconfig, and an account without a token is none.
    let error = #expect(throws: ConfigurationError.self) {
      try ClientConfiguration.find(in: .fake(["/root/.kube/config": "# nothing"], variables))
    }
    #expect(error?.description.contains("/root/.kube/config") == true)
  }

  /// Each is wrong in one way; the position is that of the fault.
  @Test(arguments: [
    ("clusters: {}", "1:11"), ("clusters:\n- cluster: {}", "2:3"),
    ("clusters:\n- name: a\n  cluster: {}", "3:12"),
    ("clusters:\n- name: a\n  cluster: {server: 'https://u:\(Planted.password)@h'}\n", ""),
    ("kind: Pod", "1:7"), ("apiVersion: v2", "1:13"), ("- a", "1:1"),
    ("users:\n- {name: a, user: {}}\n- {name: a, user: {}}", "3:10"),
    ("users:\n- name: a\n  user: {token: [\(Planted.token)]}", "3:17"),
    ("users:\n- name: a\n  user: {token: \"\(Planted.token)}", ""),
    ("users:\n- name: a\n  user: {\(Planted.token): 1, \(Planted.token): 2}", ""),
    ("users:\n- name: a\n  user: {client-key-data: '\(Planted.key)'}", "3:27"),
    ("users:\n- name: a\n  user: {client-key: k}", "3:9"),
    ("users:\n- name: a\n  user: {as-groups: [g]}", "3:9"),
    ("users:\n- name: a\n  user: {auth-provider: {name: gcp}}", "3:25"),
    ("users:\n- name: a\n  user: {exec: {command: x}}", "3:16"),
    (
      "users:\n- name: a\n  user: {exec: {command: x, apiVersion: client.authentication.k8s.io/v1}}",
      "3:16"
    ),
    (
      "users:\n- name: a\n  user: {exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}}",
      "3:41"
    ),
    (#"{"users": [{"name": "a", "user": {"token": "\#(Planted.token)" "x"}}]}"#, ""),
    (#"{"users": [{"name": "a", "user": {"token": \#(Planted.token)}}]}"#, ""),
  ])
  func saysWhereItIsWrong(_ text: String, _ place: String) {
    var overrides = ClientConfiguration.Overrides()
    overrides.kubeconfig = "/k"
    overrides.cluster = "a"
    let error = #expect(throws: ConfigurationError.self) {
      try ClientConfiguration.find(overrides, in: .fake(["/k": text]))
    }
    guard let error else { return }
    #expect(error.description.hasPrefix("/k:\(place)"), "\(error)")
    #expect(!Planted.shows(error.description), "\(error)")
  }

  @Test func neverShowsWhatItHolds() throws {
    for context in ["prod", "dev"] {
      let found = try ClientConfiguration.find(
        overrides { $0.context = context }, in: surroundings())
      var dumped = ""
      dump(found, to: &dumped)
      #expect(!Planted.shows(dumped))
      #expect(!Planted.shows("\(found) \(String(reflecting: found))"))
    }
    let config = try Kubeconfig(Array(file.utf8), file: "/k")
    var dumped = ""
    dump(config, to: &dumped)
    #expect(!Planted.shows(dumped))
  }

  @Test func sendsNoCredentialsInTheClear() {
    let text = """
      clusters: [{name: c, cluster: {server: 'http://far.example.com'}}]
      users: [{name: u, user: {token: \(Planted.token)}}]
      contexts: [{name: x, context: {cluster: c, user: u}}]
      current-context: x
      """
    let error = #expect(throws: ConfigurationError.self) {
      try ClientConfiguration.find(in: .fake(["/k": text], ["KUBECONFIG": "/k"]))
    }
    #expect(error?.remedy?.contains("https") == true)
  }
}
