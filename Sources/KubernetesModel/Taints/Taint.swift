/// A mark on a node that keeps off pods that do not tolerate it.
public struct Taint: Hashable, Sendable {
  /// The key, such as `node.kubernetes.io/unschedulable`.
  public var key: String
  /// The value, which may be empty.
  public var value: String
  /// What it does to a pod that does not tolerate it.
  public var effect: TaintEffect

  /// Makes a taint.
  public init(key: String, value: String = "", effect: TaintEffect) {
    self.key = key
    self.value = value
    self.effect = effect
  }

  /// What a cordoned node is treated as: the taint that the node controller adds, and that the
  /// scheduler assumes before it does.
  public static let unschedulable = Taint(
    key: "node.kubernetes.io/unschedulable", effect: .noSchedule)
}

/// What a taint does to a pod that does not tolerate it.
public enum TaintEffect: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  /// No new pod comes to the node.
  case noSchedule = "NoSchedule"
  /// New pods go elsewhere if they can.
  case preferNoSchedule = "PreferNoSchedule"
  /// No new pod comes, and those on the node are evicted without asking their budgets.
  case noExecute = "NoExecute"

  /// The effect that was written.
  ///
  /// - Throws: `SelectorError.unknownEffect`.
  public init(name: String) throws(SelectorError) {
    guard let effect = TaintEffect(rawValue: name) else { throw .unknownEffect(name) }
    self = effect
  }
}
