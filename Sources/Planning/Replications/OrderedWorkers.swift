import Dispatch
import Foundation
import Synchronization

/// Independent work on several workers whose results arrive in order.
///
/// The number of workers, and which of them is fastest, cannot show in what is delivered: result
/// `n` comes after result `n − 1`, always. A bounded window of results waits, so that a slow early
/// piece does not let the later ones fill the memory.
///
/// Workers are threads of their own. Those of the runtime ask the system for priorities, which it
/// refuses to all but root, and report that to the system's log through a socket; simulating is to
/// open none.
package enum OrderedWorkers {
  /// How many results may be finished or in work ahead of the next one to deliver, per worker.
  static let windowPerWorker = 8

  /// Runs `work` for 0..<count on `workers` threads and hands each result to `deliver`, in order.
  ///
  /// The calling thread waits and delivers. A result of nil means that the work was cancelled:
  /// nothing that comes after it is delivered, and no more work is begun.
  /// - Returns: How many results were delivered: a prefix of the whole.
  /// - Throws: The first error, in order, of `work` or `deliver`; what came before is delivered.
  ///   No work goes on once this has returned or thrown.
  package static func run<Result: Sendable>(
    count: Int, workers: Int,
    work: @escaping @Sendable (Int) throws -> Result?,
    deliver: (Int, consuming Result) throws -> Void
  ) throws -> Int {
    precondition(workers > 0, "at least one worker does the work")
    let board = WorkBoard<Result>(count: count, room: workers * windowPerWorker)
    let threads = min(workers, count)
    for _ in 0..<threads { Thread.detachNewThread { board.serve(work) } }
    defer { board.dismiss(threads) }
    var waiting: [Int: WorkBoard<Result>.Outcome] = [:]
    var delivered = 0
    while delivered < count {
      guard let next = waiting.removeValue(forKey: delivered) else {
        for (index, outcome) in board.takeFinished() { waiting[index] = outcome }
        continue
      }
      guard let result = try next.get() else { return delivered }
      try deliver(delivered, result)
      delivered += 1
      board.makeRoom()
    }
    return delivered
  }
}

/// What the workers and the one that delivers tell each other.
private final class WorkBoard<Result: Sendable>: Sendable {
  typealias Outcome = Swift.Result<Result?, any Error>

  private struct State {
    var begun = 0
    var isClosed = false
    var finished: [(index: Int, outcome: Outcome)] = []
  }

  private let count: Int
  private let state = Mutex(State())
  // Made with zero and raised: a semaphore may not end below the value that it was made with.
  private let room = DispatchSemaphore(value: 0)
  private let arrivals = DispatchSemaphore(value: 0)
  private let departures = DispatchSemaphore(value: 0)

  init(count: Int, room size: Int) {
    self.count = count
    for _ in 0..<size { room.signal() }
  }

  /// The life of a worker: takes the next piece while there is one, and room for its result.
  func serve(_ work: (Int) throws -> Result?) {
    while let index = begin() {
      let outcome = Outcome { try work(index) }
      state.withLock { $0.finished.append((index, outcome)) }
      arrivals.signal()
    }
    departures.signal()
  }

  private func begin() -> Int? {
    room.wait()
    return state.withLock { state in
      guard !state.isClosed, state.begun < count else { return nil }
      defer { state.begun += 1 }
      return state.begun
    }
  }

  /// Waits for a result and takes all that are there.
  func takeFinished() -> [(index: Int, outcome: Outcome)] {
    arrivals.wait()
    return state.withLock { state in
      defer { state.finished = [] }
      return state.finished
    }
  }

  func makeRoom() { room.signal() }

  /// Lets no more work begin, and waits until every worker has gone.
  func dismiss(_ workers: Int) {
    state.withLock { $0.isClosed = true }
    for _ in 0..<workers { room.signal() }
    for _ in 0..<workers { departures.wait() }
  }
}
