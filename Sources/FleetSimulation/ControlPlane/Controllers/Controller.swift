import ClusterAPI
import Units

/// A controller: its queue, what stands between the queue and a reconcile, and its workers.
struct Controller {
  var queue = WorkQueue()
  var gates: [ReconcileGate] = []
  /// For each key and kind of object how many writes it has to have seen before it runs again.
  var needed: [UInt64] = []
  let workers: Int
  let floor: TimeSpan
  let retry: RetryDelay
  /// How often all its objects are handed out again.
  var resyncPeriod = TimeSpan.zero
  /// The bucket that all retries share, before v1.13.
  var retryBucket: TokenBucket?
  var busy = 0
  /// The event that is set for when something becomes ready; later than all where there is none.
  var wakesAt = Instant.distantFuture
  /// Whether the end of the instant has to look at the queue.
  var isDue = false
  var report = ControllerReport()

  init(_ kind: ControllerKind, _ profile: ControllerProfile, start: Instant) {
    switch kind {
    case .machineDeployment: workers = profile.workers.machineDeployment
    case .machineSet: workers = profile.workers.machineSet
    case .machine: workers = profile.workers.machine
    case .machineHealthCheck: workers = profile.workers.machineHealthCheck
    }
    floor = kind == .machineHealthCheck ? profile.healthCheckFloor : profile.floor
    retry = profile.retry
    retryBucket = profile.retryLimit?.bucket(fullAt: start)
  }

  /// Makes room for what is kept of `key`.
  mutating func admit(_ key: Int) {
    while gates.count <= key {
      gates.append(ReconcileGate())
      needed.append(contentsOf: repeatElement(0, count: WatchedObjects.allCases.count))
    }
  }

  /// Forgets everything that is not in the API server.
  mutating func restart() {
    queue = WorkQueue()
    for key in gates.indices { gates[key] = ReconcileGate() }
    for place in needed.indices { needed[place] = 0 }
    busy = 0
    wakesAt = .distantFuture
  }
}
