package import Units

/// The constants of Cluster API's controllers, v1.13 and later, and of the providers, each with its
/// source below the repository's root.
package enum ControllerConstants {
  /// The least time between two reconciles of one object
  /// (kubernetes-sigs/cluster-api `util/controller/builder.go`).
  package static let leastInterval: TimeSpan = .seconds(1)
  /// The same of a MachineHealthCheck (`core/reconcilers/machinehealthcheck`).
  package static let leastHealthCheckInterval: TimeSpan = .seconds(15)
  /// The part of the delay after a failure that doubles (`util/controller/builder.go`).
  package static let failureDelayStep: TimeSpan = .milliseconds(5)
  /// The longest delay after a failure (same file).
  package static let longestFailureDelay: TimeSpan = .seconds(1_000)
  /// When a read that may be stale is tried again (`util/controller`).
  package static let staleCacheRetry: TimeSpan = .milliseconds(100)
  /// When a drain or a wait for volumes looks again, whatever happens in between
  /// (`core/reconcilers/machine/machine_controller.go`).
  package static let drainRetry: TimeSpan = .seconds(20)
  /// How long one pass of a drain goes on evicting (`core/reconcilers/machine/drain/drain.go`).
  package static let evictionPass: TimeSpan = .seconds(10)
  /// The grace that a drain gives pods of a node that does not answer, and after which it no longer
  /// waits for them (`core/reconcilers/machine/machine_controller.go`).
  package static let unreachableNodeGrace: TimeSpan = .seconds(1)
  /// How often the deletion of a Node is tried in one reconcile (same file).
  package static let nodeDeletePoll: TimeSpan = .seconds(2)
  /// How long the deletion of a Node is tried in one reconcile, which holds its worker (same file).
  package static let nodeDeleteWindow: TimeSpan = .seconds(10)
  /// `nodeDeletionTimeoutSeconds` where nothing is written (`core/webhooks/admission/machine.go`).
  package static let nodeDeletionTimeout: TimeSpan = .seconds(10)
  /// When a missing bootstrap or infrastructure object is looked for again
  /// (`core/reconcilers/machine/machine_controller_phases.go`).
  package static let externalObjectRetry: TimeSpan = .seconds(30)
  /// When a provider ID that is not there yet is looked for again (same file).
  package static let providerIDRetry: TimeSpan = .seconds(5)
  /// When a MachineSet that may not scale looks again
  /// (`core/reconcilers/machineset/machineset_preflight.go`).
  package static let preflightRetry: TimeSpan = .seconds(15)
  /// When the deletion of a Cluster looks again
  /// (`core/reconcilers/cluster/cluster_controller.go`).
  package static let clusterDeleteRetry: TimeSpan = .seconds(5)
  /// The time in which a Machine has to become a Node (`api/core/v1beta2`,
  /// `DefaultNodeStartupTimeoutSeconds`).
  package static let nodeStartupTimeout: TimeSpan = .seconds(600)
  /// How long a cluster may be out of reach before its conditions turn Unknown (`core/main.go`).
  package static let remoteConditionsGrace: TimeSpan = .minutes(5)
  /// The same of the probe's own condition (`core/main.go`).
  package static let remoteConnectionGrace: TimeSpan = .seconds(50)
  /// How often every object is looked at without cause (`core/main.go`).
  package static let resync: TimeSpan = .minutes(10)

  /// How many RemoteMachines k0smotron works on at a time; each holds its worker for the whole SSH
  /// session (k0sproject/k0smotron, flag `--concurrency`).
  package static let remoteMachineWorkers = 5
  /// How many hosts the baremetal-operator provisions at a time
  /// (metal3-io/baremetal-operator, `PROVISIONING_LIMIT`).
  package static let hostProvisioningLimit = 20
  /// After how many errors in a row the delay of a host grows no more
  /// (`internal/controller/metal3.io/action_result.go`).
  package static let hostErrorsMost = 9
  /// When a Metal3Machine that waits for its host looks again
  /// (metal3-io/cluster-api-provider-metal3 `baremetal`).
  package static let hostRetry: TimeSpan = .seconds(30)
  /// How often a provisioned host is looked at (metal3-io/baremetal-operator).
  package static let provisionedHostPoll: TimeSpan = .seconds(60)
  /// How long a host may take to power off by itself (metal3-io/baremetal-operator).
  package static let softPowerOff: TimeSpan = .seconds(180)
}
