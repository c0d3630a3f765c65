package import Units

/// The constants of budgets and evictions in kubernetes v1.36.
package enum DisruptionConstants {
  /// How long an allowed eviction counts as done without the pod being seen on its way out
  /// (`pkg/controller/disruption/disruption.go`, `DeletionTimeout`).
  package static let unconfirmedEvictionLife: TimeSpan = .minutes(2)
  /// With more unconfirmed evictions than this a budget allows none
  /// (`pkg/registry/core/pod/storage/eviction.go`, `MaxDisruptedPodSize`).
  package static let mostUnconfirmedEvictions = 2_000
  /// The `Retry-After` of a refusal while the controller has not seen the newest budget
  /// (same file, `createTooManyRequestsError`).
  package static let staleStatusRetry: TimeSpan = .seconds(10)
}
