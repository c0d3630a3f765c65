extension Upstream {
  /// Which of several controller instances handles an object.
  ///
  /// The bytes of `namespace/name` are folded as h · 31 + byte with wrap-around at 64 bits, the
  /// priority adds 1000 each, and the remainder by the number of instances is the instance. That is
  /// no consistent hash: another number of instances moves most objects, and a dead instance's
  /// share is nobody's.
  public enum Shard {
    /// The hash of an object.
    public static func hash(namespace: String, name: String, priority: UInt8) -> UInt64 {
      var hash: UInt64 = 0
      func fold(_ byte: UInt8) { hash = hash &* 31 &+ UInt64(byte) }
      namespace.utf8.forEach(fold)
      fold(UInt8(ascii: "/"))
      name.utf8.forEach(fold)
      return hash &+ UInt64(priority) * 1_000
    }

    /// The instance that an object belongs to, from 0; 0 when there is at most one.
    public static func instance(
      namespace: String, name: String, priority: UInt8, of instances: UInt32
    ) -> UInt32 {
      guard instances > 1 else { return 0 }
      return UInt32(
        hash(namespace: namespace, name: name, priority: priority) % UInt64(instances))
    }

    /// Whether the instance of that number handles an object. With at most one instance its number
    /// is not looked at; a number beyond the last never matches.
    public static func handles(
      namespace: String, name: String, priority: UInt8, of instances: UInt32, as number: UInt32
    ) -> Bool {
      instances <= 1
        || instance(namespace: namespace, name: name, priority: priority, of: instances) == number
    }
  }
}
