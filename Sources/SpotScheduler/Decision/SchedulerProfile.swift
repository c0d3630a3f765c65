/// Which scheduler decides.
public enum SchedulerProfile: Hashable, Sendable {
  /// What released 5-Spot v0.1 does, its faults included: it sees time by polling, and looks its
  /// Machines up under a wrong name, so that none is ever drained.
  case upstream01
  /// What released 5-Spot v0.3 does, its faults included: each object is a thermostat of its own
  /// that knows of no other, drains delete pods past their budgets, nothing is announced.
  case upstream03
  /// What a bank wants; see `RegulatedPolicy`.
  case regulated(RegulatedPolicy)

  /// The profile's name in scenarios and on the command line.
  public var name: String {
    switch self {
    case .upstream01: Upstream.Release.v01.profile
    case .upstream03: Upstream.Release.v03.profile
    case .regulated: "regulated"
    }
  }
}
