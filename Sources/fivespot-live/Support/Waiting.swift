#if Live
  import CommandSupport
  import Dispatch
  import Synchronization

  /// Asynchronous work, for which the main thread waits so that Ctrl-C and SIGTERM can end it.
  enum Waiting {
    private final class Outcome<Value: Sendable>: Sendable {
      let result = Mutex<Result<Value, CommandError>?>(nil)
    }

    /// Does work to its end; the first signal cancels it.
    ///
    /// - Parameter note: What standard error is told at the first signal.
    /// - Throws: What `work` throws; `aborted` when it fails after a signal.
    static func run<Value: Sendable>(
      note: String = "stopping; once more to quit at once",
      _ work: @escaping @Sendable () async throws(CommandError) -> Value
    ) throws(CommandError) -> Value {
      let interruption = UserInterruption(note: note)
      interruption.listen()
      let outcome = Outcome<Value>()
      let end = DispatchSemaphore(value: 0)
      let task = Task.detached {
        let result: Result<Value, CommandError>
        do throws(CommandError) { result = .success(try await work()) } catch {
          result = .failure(error)
        }
        outcome.result.withLock { $0 = result }
        end.signal()
      }
      var isCancelled = false
      while end.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
        if interruption.isRequested, !isCancelled {
          isCancelled = true
          task.cancel()
        }
      }
      switch outcome.result.withLock({ $0 }) {
      case .success(let value)?: return value
      case .failure(let error)?:
        throw isCancelled ? CommandError(.aborted, "stopped; nothing was written") : error
      case nil: throw CommandError(.internalError, "the work ended without a result")
      }
    }
  }
#endif
