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
    switch parts.scheme?.lowercased() {
    case "http": scheme = .http
    case "socks5", "socks5h": scheme = .socks5
    case "https":
      throw ConfigurationError(
        "a proxy that is itself spoken to over TLS (https://) is not supported", at: position,
        remedy:
          "write http:// where it also listens in the clear, what goes through it is encrypted all "
          + "the same; or put a forwarder on this machine in front of it")
    default:
      throw ConfigurationError(
        "the proxy's scheme is neither http nor socks5", at: position,
        remedy: "write http://host:port or socks5://host:port")
    }
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    port = parts.port ?? (scheme == .http ? 80 : 1_080)
    guard parts.user != nil || parts.password != nil else { return }
    guard scheme == .http else {
      throw ConfigurationError(
        "a SOCKS proxy with a name and a password is not supported", at: position,
        remedy:
          "use an http proxy, one that knows you by your address, or a forwarder on this machine "
          + "that logs in, such as ssh -D")
    }
    credentials = Credentials(name: parts.user ?? "", password: Secret(parts.password ?? ""))
  }
}

/// The proxies that the environment names: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, also in small
/// letters, as Go's `ProxyFromEnvironment` reads them.
package struct ProxyRules: Sendable {
  private let secure: (name: String, url: String)?
  private let plain: (name: String, url: String)?
  private let exceptions: [String]

  /// Takes the rules from variables.
  package init(_ variables: [String: String]) {
    func value(_ name: String) -> (name: String, url: String)? {
      for name in [name, name.lowercased()] {
        if let url = variables[name], !url.isEmpty { return (name, url) }
      }
      return nil
    }
    secure = value("HTTPS_PROXY")
    plain = value("HTTP_PROXY")
    exceptions = (value("NO_PROXY")?.url ?? "").split(separator: ",")
      .map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
      .filter { !$0.isEmpty }
  }

  /// The proxy to a server; `nil` when there is none, for this machine and for what `NO_PROXY` names.
  ///
  /// - Throws: when the proxy's URL is wrong, or it cannot be used; the message names the variable.
  package func proxy(to server: ServerAddress) throws(ConfigurationError) -> ProxyAddress? {
    guard let (name, url) = server.isSecure ? secure : plain else { return nil }
    if server.isLoopback || exceptions.contains(where: { Self.matches($0, server) }) { return nil }
    do throws(ConfigurationError) { return try ProxyAddress(Secret(url), at: nil) } catch {
      var error = error
      error.message = "\(name): \(error.message)"
      throw error
    }
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
