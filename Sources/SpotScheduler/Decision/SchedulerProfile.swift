/// Which scheduler decides.
public enum SchedulerProfile: Hashable, Sendable {
  /// What released 5-Spot v0.3 does, its faults included: each object is a thermostat of its own
  /// that knows of no other, drains delete pods past their budgets, nothing is announced.
  case upstream03
  /// What a bank wants; see `RegulatedPolicy`.
  case regulated(RegulatedPolicy)

  /// The profile's name in scenarios and on the command line.
  public var name: String {
    switch self {
    case .upstream03: "upstream-0.3"
    case .regulated: "regulated"
    }
  }
}
