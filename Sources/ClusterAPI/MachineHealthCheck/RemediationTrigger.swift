package import KubernetesModel

/// How many unhealthy Machines a MachineHealthCheck acts on, `spec.remediation.triggerIf`: with more
/// of them something larger is wrong, and replacing Machines makes it worse.
///
/// Source: cluster-api v1.13
/// `core/reconcilers/machinehealthcheck/machinehealthcheck_controller.go`, `isAllowedRemediation`.
package enum RemediationTrigger: Hashable, Sendable {
  /// `unhealthyLessThanOrEqualTo`: at most so many; shares round down.
  case atMost(IntOrPercent)
  /// `unhealthyInRange`: between the two, both included.
  case within(least: Int, most: Int)

  /// What a check has that writes nothing: any number.
  package static let standard = atMost(.percent(100))

  /// Reads a range such as `[2-5]`; nil when it is none.
  package init?(range text: String) {
    guard text.first == "[", text.last == "]" else { return nil }
    let parts = text.dropFirst().dropLast().split(
      separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let least = UInt32(parts[0]), let most = UInt32(parts[1]),
      least <= most
    else { return nil }
    self = .within(least: Int(least), most: Int(most))
  }

  /// The highest number of unhealthy Machines among `expected` that is acted on.
  package func mostUnhealthy(of expected: Int) -> Int {
    switch self {
    case .atMost(let limit): limit.scaled(to: expected, rounding: .down)
    case .within(_, let most): most
    }
  }

  /// Whether remediation is allowed with `healthy` of `expected` Machines healthy, and how many
  /// more could turn unhealthy before it stops; less than none when it is past that.
  ///
  /// What counts is what is not known to be healthy: Machines that start, that are near a timeout,
  /// and that are being deleted are among them.
  package func allows(expected: Int, healthy: Int) -> (isAllowed: Bool, left: Int) {
    let unhealthy = expected - healthy
    let most = mostUnhealthy(of: expected)
    if case .within(let least, _) = self {
      return (least <= unhealthy && unhealthy <= most, most - unhealthy)
    }
    return (unhealthy <= most, most - unhealthy)
  }
}
