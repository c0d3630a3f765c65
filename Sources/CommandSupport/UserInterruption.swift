import Foundation
import Synchronization

/// Ctrl-C and SIGTERM as a flag that long work looks at between steps.
///
/// The first signal asks the work to stop and keep what it finished; the second ends the process
/// at once, the way the shell expects (130 or 143).
package final class UserInterruption: Sendable {
  private let raised = Atomic<Bool>(false)
  private let note: String

  /// Makes a flag that no signal reaches yet.
  ///
  /// - Parameter note: What standard error is told at the first signal; nothing when empty.
  package init(
    note: String = "stopping: finished members are kept; once more to quit at once"
  ) {
    self.note = note
  }

  /// Whether the user asked to stop.
  package var isRequested: Bool { raised.load(ordering: .relaxed) }

  /// Takes over SIGINT and SIGTERM for the rest of the process.
  ///
  /// Call it on the main thread, which then must not be handed to the runtime (`dispatchMain`, an
  /// asynchronous `main`): that sleeps with no signal blocked. Workers of the runtime block them
  /// from the start. So only the thread that waits for the signals gets them, and no code runs in a
  /// signal handler.
  package func listen() {
    precondition(Thread.isMainThread, "the main thread has to block the signals as well")
    var watched = sigset_t()
    sigemptyset(&watched)
    sigaddset(&watched, SIGINT)
    sigaddset(&watched, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &watched, nil)
    let signals = watched
    Thread.detachNewThread { [self] in
      var signals = signals
      while true {
        var number: Int32 = 0
        guard sigwait(&signals, &number) == 0 else { continue }
        if !raised.exchange(true, ordering: .relaxed) {
          if !note.isEmpty { StandardStreams.note(note) }
        } else {
          signal(number, SIG_DFL)
          pthread_sigmask(SIG_UNBLOCK, &signals, nil)
          kill(getpid(), number)
        }
      }
    }
  }
}
