/// Where a decision of an upstream profile differs from what the regulated profile would do.
public struct DivergenceNote: Hashable, Sendable, BitwiseCopyable {
  /// The object that it was decided about.
  public var machine: ScheduledMachineID
  /// Which difference.
  public var divergence: Divergence
  /// How many `Divergence.unit`; nil when the difference counts nothing.
  public var amount: Int?

  /// Makes a note.
  public init(_ divergence: Divergence, of machine: ScheduledMachineID, amount: Int? = nil) {
    self.divergence = divergence
    self.machine = machine
    self.amount = amount
  }
}

extension Divergence {
  /// What the amount of a note counts.
  public enum Unit: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    /// Pods on the node.
    case pods
    /// Reconciliations one after the other.
    case turns
    /// Seconds, rounded up.
    case seconds
  }

  /// What the amount of a note counts; nil when it has none.
  public var unit: Unit? {
    switch self {
    case .budgetsBypassed, .drainDoesNotWait, .drainFailureIgnored, .killSwitchWithoutDrain,
      .wrongMachineName:
      .pods
    case .killSwitchLoop: .turns
    case .edgesSeenByPolling, .edgesSampledByTheHour, .graceEndPolled, .refusedKillSwitchBacksOff,
      .retriesBackOff:
      .seconds
    default: nil
    }
  }
}
