package import Units

/// What a rented machine costs: by the time that it is had, in steps and with a minimum.
package struct RentedMachinePrice: Hashable, Sendable {
  /// What an hour is charged at.
  package var perHour: Money
  /// What an hour would be charged at by the price list, on demand: what savings are counted
  /// against.
  package var listPerHour: Money
  /// The least time that is charged for a machine, however soon it ends.
  package var minimumBilled: TimeSpan
  /// What the charged time is rounded up to a multiple of; above zero.
  package var billedStep: TimeSpan

  /// Makes a price of its parts.
  package init(
    perHour: Money, listPerHour: Money, minimumBilled: TimeSpan, billedStep: TimeSpan
  ) {
    self.perHour = perHour
    self.listPerHour = listPerHour
    self.minimumBilled = minimumBilled
    self.billedStep = billedStep
  }

  /// How much time is charged for a machine that was had for `used`.
  ///
  /// Rounded up to a whole step and never below the minimum, as clouds bill by the second with a
  /// minimum of a minute (cloud.google.com/compute/vm-instance-pricing, "Billing model"; EC2's
  /// Linux instances alike).
  package func billedTime(of used: TimeSpan) -> TimeSpan {
    let step = billedStep.nanoseconds
    precondition(step > 0, "a billed step of \(step) ns is not above zero")
    let over = used.nanoseconds % step
    guard over > 0 else { return max(used, minimumBilled) }
    let (rounded, isTooLong) = used.nanoseconds.addingReportingOverflow(step - over)
    return max(isTooLong ? .max : TimeSpan(nanoseconds: rounded), minimumBilled)
  }
}
