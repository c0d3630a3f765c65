import KubernetesClient
import Testing
import Units

/// Kubeconfigs that others write, such as those in Secrets.
@Suite struct ForeignKubeconfigTests {
  private func way(_ user: String, cluster: String = "") throws(ConfigurationError)
    -> ClientConfiguration
  {
    try ClientConfiguration.foreign(
      Secret(
        """
        {current-context: a, contexts: [{name: a, context: {cluster: a, user: a}}],
         users: [{name: a, user: \(user)}],
         clusters: [{name: a, cluster: {server: 'https://10.0.0.1:6443'\(cluster)}}]}
        """), named: "Secret fleet/a-kubeconfig")
  }

  @Test func takesWhatStandsInIt() throws {
    #expect(try way("{token: \(Planted.token)}").credentials.token == Secret(Planted.token))
    #expect(try way("{}", cluster: ", tls-server-name: kube").tlsServerName == "kube")
  }

  @Test(arguments: [
    (
      "{exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, interactiveMode: Never}}",
      ""
    ),
    ("{tokenFile: /etc/passwd}", ""), ("{client-certificate: /a, client-key: /b}", ""),
    ("{}", ", certificate-authority: /etc/passwd"), ("{}", ", insecure-skip-tls-verify: true"),
  ])
  func refusesWhatReachesOutOfIt(user: String, cluster: String) {
    let error = #expect(throws: ConfigurationError.self) { try way(user, cluster: cluster) }
    #expect(
      error?.description.contains("Secret fleet/a-kubeconfig") == true,
      "\(String(describing: error))")
  }

  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
    ("Sat, 28 Nov 2026 16:43:47 GMT", "2026-11-28T16:43:47Z"),
    ("Tue, 29 Feb 2028 00:00:00 GMT", "2028-02-29T00:00:00Z"),
    ("Sunday, 06-Nov-94 08:49:37 GMT", ""), ("Sun Nov  6 08:49:37 1994", ""),
    ("Tue, 30 Feb 2028 00:00:00 GMT", ""), ("", ""), ("Sun, 6 Nov 1994 08:49:37 GMT", ""),
  ])
  func readsTheTimeOfServers(text: String, instant: String) {
    #expect(HTTPDate.instant(text)?.rfc3339 ?? "" == instant)
  }
}
