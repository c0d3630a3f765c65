import ClusterAPI
import Units

/// A controller: its queue, what stands between the queue and a reconcile, and its workers.
struct Controller {
  var queue = WorkQueue()
  /// What is kept of each object.
  var keys: [KeyState] = []
  /// For each object and kind how many writes it has to have seen before it runs again.
  private var needed: [UInt64] = []
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

  /// What a controller keeps of an object.
  struct KeyState {
    var gate = ReconcileGate()
    /// Whether it wrote something that may not have been seen yet.
    var awaitsOwnWrites = false
    /// Whether a reconcile would do nothing: the last one did nothing and asked for nothing, and
    /// nothing that it reads has changed since.
    var isSettled = false
  }

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
    while keys.count <= key {
      keys.append(KeyState())
      needed.append(contentsOf: repeatElement(0, count: WatchedObjects.count))
    }
  }

  /// Forgets what is kept of `key`, whose number another object gets.
  mutating func forget(_ key: Int) {
    guard keys.indices.contains(key) else { return }
    keys[key] = KeyState()
  }

  /// Keeps that `key` does not run again before `written` writes of a kind were seen.
  mutating func awaitWrites(_ key: Int, of kind: WatchedObjects, _ written: UInt64) {
    let first = key * WatchedObjects.count
    if !keys[key].awaitsOwnWrites {
      keys[key].awaitsOwnWrites = true
      for place in 0..<WatchedObjects.count { needed[first + place] = 0 }
    }
    needed[first + Int(kind.rawValue)] = written
  }

  /// Whether `key` wrote more of a kind than the `delivered` that were seen.
  func isAhead(_ key: Int, of kind: WatchedObjects, _ delivered: UInt64) -> Bool {
    needed[key * WatchedObjects.count + Int(kind.rawValue)] > delivered
  }

  /// Forgets everything that is not in the API server.
  mutating func restart() {
    queue = WorkQueue()
    for key in keys.indices { keys[key] = KeyState() }
    busy = 0
    wakesAt = .distantFuture
  }
}
