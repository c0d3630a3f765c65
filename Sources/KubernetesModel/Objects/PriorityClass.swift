/// How important pods of a class are.
public struct PriorityClass: Hashable, Sendable {
  /// More is more important.
  public var value: Int32
  /// Whether others may be taken away for them.
  public var preempts: Bool

  /// Makes a class.
  public init(value: Int32, preempts: Bool = true) {
    self.value = value
    self.preempts = preempts
  }
}
