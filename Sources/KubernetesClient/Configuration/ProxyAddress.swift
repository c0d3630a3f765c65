package import Documents
import Foundation

/// A proxy on the way to the server.
package struct ProxyAddress: Hashable, Sendable {
  /// How it is spoken to.
  package enum Scheme: String, Hashable, Sendable {
    /// CONNECT over plain TCP.
    case http
    /// SOCKS, version 5.
    case socks5
  }

  /// How it is spoken to.
  package var scheme: Scheme
  /// Its host.
  package var host: String
  /// Its port.
  package var port: Int
  /// Who we are to it: name and password.
  package var credentials: Credentials?

  /// A name and a password.
  package struct Credentials: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The password.
    package var password: Secret
  }

  /// Reads a URL.
  ///
  /// - Throws: what is wrong, without the URL, which may hold a password.
  package init(_ url: Secret, at position: SourcePosition?) throws(ConfigurationError) {
    let text = url.revealed
    let whole = text.contains("://") ? text : "http://" + text
    guard let parts = URLComponents(string: whole), let host = parts.host, !host.isEmpty else {
      throw ConfigurationError(
        "the proxy is no URL", at: position, remedy: "write http://host:port")
    }
    switch parts.scheme {
    case "http": scheme = .http
    case "socks5", "socks5h": scheme = .socks5
    default:
      throw ConfigurationError(
        "the proxy's scheme is neither http nor socks5", at: position)
    }
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    port = parts.port ?? (scheme == .http ? 80 : 1_080)
    if let name = parts.user {
      guard scheme == .http else {
        throw ConfigurationError(
          "a SOCKS proxy with a password is not supported", at: position)
      }
      credentials = Credentials(name: name, password: Secret(parts.password ?? ""))
    }
  }
}

/// The proxies that the environment names: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, also in small
/// letters, as Go's `ProxyFromEnvironment` reads them.
package struct ProxyRules: Sendable {
  private let secure: String?
  private let plain: String?
  private let exceptions: [String]

  /// Takes the rules from variables.
  package init(_ variables: [String: String]) {
    func value(_ name: String) -> String? {
      (variables[name] ?? variables[name.lowercased()]).flatMap { $0.isEmpty ? nil : $0 }
    }
    secure = value("HTTPS_PROXY")
    plain = value("HTTP_PROXY")
    exceptions = (value("NO_PROXY") ?? "").split(separator: ",")
      .map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
      .filter { !$0.isEmpty }
  }

  /// The proxy to a server; `nil` when there is none, for this machine and for what `NO_PROXY` names.
  ///
  /// - Throws: when the proxy's URL is wrong.
  package func proxy(to server: ServerAddress) throws(ConfigurationError) -> ProxyAddress? {
    guard let url = server.isSecure ? secure : plain else { return nil }
    if server.isLoopback || exceptions.contains(where: { Self.matches($0, server) }) { return nil }
    return try ProxyAddress(Secret(url), at: nil)
  }

  private static func matches(_ exception: String, _ server: ServerAddress) -> Bool {
    if exception == "*" { return true }
    let host = server.host.lowercased()
    if exception.contains("/") { return isInside(host, exception) }
    var name = exception
    if let colon = name.lastIndex(of: ":"), !name.contains("::") {
      guard name[name.index(after: colon)...] == String(server.port) else { return false }
      name = String(name[..<colon])
    }
    if name.hasPrefix("*.") { name.removeFirst() }
    if name.hasPrefix(".") { return host.hasSuffix(name) }
    return host == name || host.hasSuffix("." + name)
  }

  /// Whether an IPv4 address lies in a block such as `10.0.0.0/8`.
  private static func isInside(_ host: String, _ block: String) -> Bool {
    let parts = block.split(separator: "/")
    guard parts.count == 2, let length = Int(parts[1]), (0...32).contains(length),
      let address = number(host), let base = number(String(parts[0]))
    else { return false }
    let mask = length == 0 ? 0 : UInt32.max << UInt32(32 - length)
    return address & mask == base & mask
  }

  private static func number(_ address: String) -> UInt32? {
    let parts = address.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard let byte = UInt8(part) else { return nil }
      number = number << 8 | UInt32(byte)
    }
    return number
  }
}
