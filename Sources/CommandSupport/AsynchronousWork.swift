import Dispatch
import Synchronization

/// Asynchronous work from a command whose main thread stays its own.
package enum AsynchronousWork {
  /// Does the work on the runtime's workers and gives its result, the calling thread waiting.
  ///
  /// For the main thread only: a worker that waits would be missing to the work.
  package static func wait<Value: Sendable>(
    for work: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let result = Mutex<Result<Value, any Error>?>(nil)
    let ended = DispatchSemaphore(value: 0)
    Task {
      let outcome: Result<Value, any Error>
      do { outcome = .success(try await work()) } catch { outcome = .failure(error) }
      result.withLock { $0 = outcome }
      ended.signal()
    }
    while true {
      ended.wait()
      if let outcome = result.withLock({ $0 }) { return try outcome.get() }
    }
  }
}
