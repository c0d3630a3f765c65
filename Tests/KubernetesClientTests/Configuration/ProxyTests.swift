import KubernetesClient
import Testing

@Suite struct ProxyTests {
  @Test(arguments: [
    ("https://api.example.com:6443", "", true),
    ("https://api.example.com:6443", "example.com", false),
    ("https://api.example.com:6443", ".example.com", false),
    ("https://api.example.com:6443", "*.example.com, x", false),
    ("https://notexample.com", "example.com", true), ("https://10.1.2.3", "10.0.0.0/8", false),
    ("https://11.1.2.3", "10.0.0.0/8", true), ("https://10.1.2.3", "*", false),
    ("https://a.b:6443", "a.b:6443", false), ("https://a.b:6443", "a.b:443", true),
    ("https://localhost:6443", "", false), ("https://127.0.0.1:6443", "", false),
    ("https://[fd00::1]", "fd00::1", false), ("http://a.b", "", false),
  ])
  func followsTheVariables(_ server: String, _ exceptions: String, _ isUsed: Bool) throws {
    let rules = ProxyRules(["https_proxy": "proxy:3128", "NO_PROXY": exceptions])
    let proxy = try rules.proxy(to: ServerAddress(server, at: nil))
    #expect((proxy != nil) == isUsed)
  }

  @Test func readsAddresses() throws {
    let http = try ProxyAddress(Secret("http://me:\(Planted.password)@h:1"), at: nil)
    #expect(http.port == 1)
    #expect(http.credentials?.name == "me")
    #expect(!Planted.shows("\(http)"))
    #expect(try ProxyAddress(Secret("socks5://h"), at: nil).port == 1_080)
  }

  /// What cannot be used is refused with its place and a remedy, never left out.
  @Test(arguments: [
    ("ftp://h", "neither http nor socks5"), ("https://h", "over TLS"), ("HTTPS://h:1", "over TLS"),
    ("http://", "no URL"), ("socks5://a:\(Planted.password)@h", "a SOCKS proxy with a name"),
    ("socks5h://a@h", "a SOCKS proxy with a name"),
    ("socks5://:\(Planted.password)@h", "a SOCKS proxy with a name"),
  ])
  func refusesWhatCannotBeUsed(_ url: String, _ words: String) throws {
    let file = """
      current-context: a
      contexts: [{name: a, context: {cluster: a}}]
      clusters:
      - name: a
        cluster: {server: 'https://h', proxy-url: '\(url)'}
      """
    for (place, variables, text) in [
      ("/k:5:", [:], file),
      ("HTTPS_PROXY: ", ["HTTPS_PROXY": url], file.replacing(", proxy-url: '\(url)'", with: "")),
      ("https_proxy: ", ["https_proxy": url], file.replacing(", proxy-url: '\(url)'", with: "")),
    ] {
      var overrides = ClientConfiguration.Overrides()
      overrides.kubeconfig = "/k"
      let error = #expect(throws: ConfigurationError.self) {
        try ClientConfiguration.find(overrides, in: .fake(["/k": text], variables))
      }
      let said = error?.description ?? ""
      #expect(said.hasPrefix(place) && said.contains(words), "\(said)")
      #expect(error?.remedy?.isEmpty == false && !Planted.shows(said))
    }
  }

  @Test(arguments: [
    ("api:6443", "https://api:6443"), ("https://[::1]:6443/", "https://[::1]:6443"),
    ("http://h/a/b//", "http://h:80/a/b"),
  ])
  func readsServers(_ text: String, _ url: String) throws {
    #expect(try ServerAddress(text, at: nil).description == url)
  }

  @Test(arguments: ["", "ftp://h", "https://", "https://h?x=1", "https://a:b@h", "https://h h"])
  func refusesServers(_ text: String) {
    #expect(throws: ConfigurationError.self) { try ServerAddress(text, at: nil) }
  }
}
