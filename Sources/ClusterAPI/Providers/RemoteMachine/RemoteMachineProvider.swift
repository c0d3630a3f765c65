package import Units

/// k0smotron's provider of RemoteMachines: hosts over SSH, a few at a time.
///
/// A session holds its worker from the first byte to the last, and a machine for which there is no
/// free host tries again after a delay that doubles, so hosts that come free are not given out in
/// the order of asking. Source: k0sproject/k0smotron v2.1
/// `internal/controller/infrastructure`; controller-runtime's default delay of failures.
package struct RemoteMachineProvider: Sendable {
  /// The hosts.
  package private(set) var pool: RemoteHostPool
  /// How many sessions there may be at a time.
  package let workers: Int
  /// The machines that have a session, in no order.
  package private(set) var sessions: [Int] = []
  /// The machines that wait for a worker, the first in the queue first.
  package private(set) var waiting: [Int] = []
  /// How often each machine failed in a row, by the caller's number.
  private var failures: [Int: Int] = [:]

  /// What comes of one look at a machine.
  package enum Step: Hashable, Sendable {
    /// A session on that host begins and holds a worker.
    case openSession(host: Int)
    /// Every worker is held; the machine is looked at when one comes free.
    case waitForWorker
    /// No host is free; the machine is looked at again after this.
    case retry(after: TimeSpan)
  }

  /// Makes a provider.
  package init(
    pool: RemoteHostPool, workers: Int = ControllerConstants.remoteMachineWorkers
  ) {
    precondition(workers > 0, "without workers nothing is ever done")
    self.pool = pool
    self.workers = workers
  }

  /// Looks at a machine that wants a host, or that has one and wants it set up or cleaned.
  package mutating func look(at machine: Int) -> Step {
    precondition(!sessions.contains(machine), "machine \(machine) has a session already")
    guard sessions.count < workers else {
      if !waiting.contains(machine) { waiting.append(machine) }
      return .waitForWorker
    }
    waiting.removeAll { $0 == machine }
    guard let host = pool.reserve(for: machine) else {
      let count = failures[machine, default: 0] + 1
      failures[machine] = count
      return .retry(after: RemoteMachineProvider.delay(afterFailures: count))
    }
    failures[machine] = nil
    sessions.append(machine)
    return .openSession(host: host)
  }

  /// Ends the session of a machine, which keeps its host; the result is the machine to look at next.
  package mutating func endSession(of machine: Int) -> Int? {
    guard let index = sessions.firstIndex(of: machine) else {
      preconditionFailure("machine \(machine) has no session")
    }
    sessions.remove(at: index)
    return waiting.first
  }

  /// Ends the clean-up of a machine, which gives up its host; the result is the machine to look at
  /// next.
  package mutating func endCleanUp(of machine: Int, succeeded: Bool) -> Int? {
    if let host = pool.hosts.firstIndex(where: { $0.reservedBy == machine }) {
      pool.release(host, isClean: succeeded)
    }
    return endSession(of: machine)
  }

  /// Forgets a machine that gave up before it had a host.
  package mutating func withdraw(_ machine: Int) {
    waiting.removeAll { $0 == machine }
    failures[machine] = nil
  }

  /// The delay after so many failures in a row: 5 ms, doubling, at most 1,000 s.
  package static func delay(afterFailures failures: Int) -> TimeSpan {
    RetryDelay.controllerRuntime.delay(after: max(failures, 1))
  }
}
