package import Documents
import Foundation

/// The URL of an API server in its parts.
package struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
  /// Whether it is `https`.
  package var isSecure: Bool
  /// The host: a name or an address, without brackets.
  package var host: String
  /// The port.
  package var port: Int
  /// The path before `/api`, without a slash at its end.
  package var basePath: String

  /// Makes an address.
  package init(isSecure: Bool, host: String, port: Int, basePath: String = "") {
    self.isSecure = isSecure
    self.host = host
    self.port = port
    self.basePath = basePath
  }

  /// Reads a URL; without a scheme it is `https`, as kubectl has it for a host with a port.
  ///
  /// - Throws: what is wrong; the URL itself is shown only when it holds no password.
  package init(_ text: String, at position: SourcePosition?) throws(ConfigurationError) {
    let whole = text.contains("://") ? text : "https://" + text
    guard let parts = URLComponents(string: whole), let host = parts.host, !host.isEmpty else {
      throw ConfigurationError(
        "the server is no URL", at: position, remedy: "write https://host:port")
    }
    guard parts.user == nil, parts.password == nil else {
      throw ConfigurationError(
        "the server's URL holds a user name or password", at: position,
        remedy: "put credentials under users")
    }
    guard parts.scheme == "https" || parts.scheme == "http" else {
      throw ConfigurationError("the server's scheme is neither https nor http", at: position)
    }
    guard parts.query == nil, parts.fragment == nil else {
      throw ConfigurationError("the server's URL has a query or a fragment", at: position)
    }
    isSecure = parts.scheme == "https"
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    port = parts.port ?? (isSecure ? 443 : 80)
    var path = parts.percentEncodedPath
    while path.hasSuffix("/") { path.removeLast() }
    basePath = path
  }

  /// The host as it stands in a URL: IPv6 addresses in brackets.
  package var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

  /// Whether it is this machine.
  package var isLoopback: Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  /// The URL.
  package var description: String {
    "\(isSecure ? "https" : "http")://\(bracketedHost):\(port)\(basePath)"
  }
}
