#if Live
  import NIOPosix

  /// Runs what servers answer on threads of their own.
  ///
  /// Tests that compute for seconds take all threads that tasks share; an answer that waits behind them
  /// would come after whatever limit a client has.
  final class ServerExecutor: TaskExecutor {
    static let shared = ServerExecutor()

    private let threads = NIOThreadPool(numberOfThreads: 4)

    private init() { threads.start() }

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      threads.submit { [self] _ in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
  }
#endif
