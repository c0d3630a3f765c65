public import Units

/// A call for an object's Machine that the API server refused.
public struct FailedCall: Hashable, Sendable, BitwiseCopyable {
  /// What was asked for.
  public enum Call: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// To create the Machine or one of its templates.
    case create = "Create"
    /// To delete one of them.
    case delete = "Delete"
    /// To find the node of its Machine before a drain.
    case findNode = "FindNode"
  }

  /// The object.
  public var machine: ScheduledMachineID
  /// What was asked for.
  public var call: Call
  /// When it was refused.
  public var at: Instant

  /// Makes one.
  @inlinable
  public init(_ call: Call, of machine: ScheduledMachineID, at: Instant) {
    self.machine = machine
    self.call = call
    self.at = at
  }
}
