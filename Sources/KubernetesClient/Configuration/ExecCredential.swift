import Documents
package import Units

/// What an exec plugin made: a token, or a certificate with its key, or both.
package struct ExecCredential: Hashable, Sendable {
  /// The bearer token.
  package var token: Secret?
  /// The certificate, PEM.
  package var certificate: Secret?
  /// Its key, PEM.
  package var key: Secret?
  /// When it is of no use any more; `nil`: until the server refuses it.
  package var expires: Instant?

  /// Reads what a plugin printed.
  ///
  /// - Throws: what is wrong, by the plugin's command; never what was printed.
  package init(_ output: [UInt8], of plugin: ExecPlugin) throws(ConfigurationError) {
    let name = "the output of \(plugin.command)"
    func error(_ message: String, _ remedy: String? = nil) -> ConfigurationError {
      ConfigurationError("\(name) \(message)", at: plugin.position, remedy: remedy)
    }
    let document: Document
    do {
      document = try Document.parseOne(output, file: name, holding: "ExecCredential")
    } catch {
      throw ConfigurationError(error)
    }
    let root = document.root
    guard root["kind"]?.string == "ExecCredential" else { throw error("is no ExecCredential") }
    guard let version = root["apiVersion"]?.string, version == plugin.version.rawValue else {
      throw error(
        "is not of the version \(plugin.version.rawValue)",
        "let the kubeconfig name the version that the plugin speaks")
    }
    guard let status = root["status"], status.kind == .mapping else {
      throw error("has no status")
    }
    func secret(_ name: String) -> Secret? {
      status[name]?.string.flatMap { $0.isEmpty ? nil : Secret($0) }
    }
    token = secret("token")
    certificate = secret("clientCertificateData")
    key = secret("clientKeyData")
    guard (certificate == nil) == (key == nil) else {
      throw error("has only one of clientCertificateData and clientKeyData")
    }
    guard token != nil || certificate != nil else {
      throw error("has neither a token nor a certificate")
    }
    if let text = status["expirationTimestamp"]?.string {
      guard let instant = try? Instant(rfc3339: text) else {
        throw error("has an expirationTimestamp that is no RFC 3339 time")
      }
      expires = instant
    }
  }

  /// Whether it can still be used.
  package func isValid(at now: Instant) -> Bool { expires.map { now < $0 } ?? true }
}
