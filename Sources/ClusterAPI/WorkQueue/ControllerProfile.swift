package import Units

/// How the controllers of a release of Cluster API are driven.
///
/// Source: cluster-api `core/main.go`, `util/controller/builder.go`, each as of the release.
package struct ControllerProfile: Hashable, Sendable {
  /// How many objects each controller works on at a time.
  package var workers: Workers
  /// The least time between two reconciles of an object.
  package var floor: TimeSpan
  /// The same of a MachineHealthCheck.
  package var healthCheckFloor: TimeSpan
  /// How long an object that failed is left alone.
  package var retry: RetryDelay
  /// The bucket that all retries of a controller share; nil where there is none.
  package var retryLimit: ClientLimit?
  /// The limit of the client of the management cluster.
  package var client: ClientLimit
  /// The limit of the client of each workload cluster.
  package var workloadClient: ClientLimit
  /// Whether what only comes from a resync or the first list waits behind everything else.
  package var putsResyncsLast: Bool

  /// How many objects the controllers work on at a time.
  package struct Workers: Hashable, Sendable, BitwiseCopyable {
    /// Clusters.
    package var cluster: Int
    /// Machines.
    package var machine: Int
    /// MachineSets.
    package var machineSet: Int
    /// MachineDeployments.
    package var machineDeployment: Int
    /// MachinePools.
    package var machinePool: Int
    /// MachineHealthChecks.
    package var machineHealthCheck: Int
    /// Connections to workload clusters.
    package var clusterCache: Int
    /// Kubeadm control planes and configurations, each.
    package var kubeadm: Int
  }

  /// So many calls a second, and so many at once after a pause.
  package struct ClientLimit: Hashable, Sendable, BitwiseCopyable {
    /// Calls a second.
    package var perSecond: Int
    /// Calls at once.
    package var burst: Int

    /// Makes a limit.
    package init(perSecond: Int, burst: Int) {
      self.perSecond = perSecond
      self.burst = burst
    }

    /// The bucket that holds to it, full at `start`.
    package func bucket(fullAt start: Instant = .epoch) -> TokenBucket {
      TokenBucket(perSecond: perSecond, capacity: burst, fullAt: start)
    }
  }

  /// v1.13 and later.
  package static let v113 = ControllerProfile(
    workers: Workers(
      cluster: 50, machine: 100, machineSet: 50, machineDeployment: 50, machinePool: 50,
      machineHealthCheck: 50, clusterCache: 100, kubeadm: 100),
    floor: ControllerConstants.leastInterval,
    healthCheckFloor: ControllerConstants.leastHealthCheckInterval, retry: .clusterAPI(),
    retryLimit: nil, client: ClientLimit(perSecond: 100, burst: 200),
    workloadClient: ClientLimit(perSecond: 20, burst: 30), putsResyncsLast: true)

  /// v1.12 and before: ten workers each, no floor, and the queue of controller-runtime.
  package static let v112 = ControllerProfile(
    workers: Workers(
      cluster: 10, machine: 10, machineSet: 10, machineDeployment: 10, machinePool: 10,
      machineHealthCheck: 10, clusterCache: 10, kubeadm: 10),
    floor: .zero, healthCheckFloor: .zero, retry: .controllerRuntime,
    retryLimit: ClientLimit(perSecond: 10, burst: 100),
    client: ClientLimit(perSecond: 20, burst: 30),
    workloadClient: ClientLimit(perSecond: 20, burst: 30), putsResyncsLast: false)
}
