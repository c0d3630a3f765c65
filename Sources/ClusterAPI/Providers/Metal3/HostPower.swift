package import Units

/// When a host that failed is tried again, and whether a host that is given back stays on.
package enum HostPower {
  /// The bounds, the lower exclusive, between which the delay after `errorCount` errors in a row is
  /// drawn: from 2ⁿ⁻¹ to 2ⁿ minutes for the n-th error, n at most 9.
  ///
  /// Source: metal3-io/baremetal-operator `internal/controller/metal3.io/action_result.go`.
  package static func errorDelay(
    errorCount: Int
  ) -> (above: TimeSpan, upTo: TimeSpan) {
    precondition(errorCount > 0, "a delay comes after an error")
    let exponent = Int64(min(errorCount, ControllerConstants.hostErrorsMost))
    return (.minutes(1 << (exponent - 1)), .minutes(1 << exponent))
  }

  /// Whether a host stays on when its machine is deleted, which saves a boot the next time.
  ///
  /// Source: metal3-io/cluster-api-provider-metal3 `docs/fast-track.md`.
  package static func staysOn(
    powerOffIsDisabled: Bool, fastTrack: Bool, cleansAutomatically: Bool
  ) -> Bool {
    powerOffIsDisabled || (fastTrack && cleansAutomatically)
  }
}
