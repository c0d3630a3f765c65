/// The owner of an object that manages it: of the owner references the one marked `controller`.
public struct ControllerReference: Hashable, Sendable {
  /// The kind, such as `ReplicaSet` or `DaemonSet`.
  public var kind: String
  /// The name, in the namespace of the object.
  public var name: String

  /// Makes a reference.
  public init(kind: String, name: String) {
    self.kind = kind
    self.name = name
  }
}
