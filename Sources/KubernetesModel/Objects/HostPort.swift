/// A port of the node that a container takes for itself.
public struct HostPort: Hashable, Sendable {
  /// The number, from 1 to 65535.
  public var port: Int
  /// The protocol.
  public var transport: Transport
  /// The address of the node; `0.0.0.0` is all of them.
  public var address: String

  /// The protocols that ports are of.
  public enum Transport: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    /// The default.
    case tcp = "TCP"
    /// Datagrams.
    case udp = "UDP"
    /// Streams of messages.
    case sctp = "SCTP"
  }

  /// Makes a port; without an address it is one of all addresses.
  public init(_ port: Int, _ transport: Transport = .tcp, address: String = "") {
    self.port = port
    self.transport = transport
    self.address = address.isEmpty ? "0.0.0.0" : address
  }

  /// Whether both cannot be taken on the same node.
  public func conflicts(with other: HostPort) -> Bool {
    port == other.port && transport == other.transport
      && (address == other.address || address == "0.0.0.0" || other.address == "0.0.0.0")
  }
}
