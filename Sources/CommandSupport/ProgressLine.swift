import Dispatch
import Foundation
import Synchronization

/// Progress of long work on standard error.
///
/// On a terminal one redrawn line with done, total, rate and time left; elsewhere a plain line each
/// 10 % or 30 s; nothing at all when quiet.
package final class ProgressLine: Sendable {
  private struct State {
    var done = 0
    var lastDrawn = 0.0
    var lastShare = 0
  }

  private let total: Int
  /// Steps that were done before.
  private let kept: Int
  private let label: String
  private let isQuiet: Bool
  private let isTerminal: Bool
  private let started: Double
  private let state = Mutex(State())

  /// Makes a line for `total` steps of work called `label` ("members"), of which `kept` were done before.
  package init(total: Int, kept: Int = 0, label: String, isQuiet: Bool) {
    self.total = total
    self.kept = kept
    state.withLock {
      $0.done = kept; $0.lastShare = kept * 10 / max(total, 1)
    }
    self.label = label
    self.isQuiet = isQuiet
    isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    started = Self.seconds()
  }

  /// Counts one more step as done and redraws when it is due.
  package func advance() {
    if isQuiet { return }
    let line: String? = state.withLock { state in
      state.done += 1
      let now = Self.seconds()
      let share = state.done * 10 / max(total, 1)
      let isDue =
        isTerminal
        ? now - state.lastDrawn >= 0.1 || state.done == total
        : share > state.lastShare || now - max(state.lastDrawn, started) >= 30
      guard isDue else { return nil }
      state.lastDrawn = now
      state.lastShare = share
      return text(done: state.done, elapsed: now - started)
    }
    guard let line else { return }
    if isTerminal {
      StandardStreams.show("\r\u{1B}[K\(line)")
    } else {
      StandardStreams.note(line)
    }
  }

  /// Ends the redrawn line, so that what follows starts on a line of its own.
  package func finish() {
    let hasDrawn = state.withLock { $0.done > kept }
    if isTerminal, !isQuiet, hasDrawn { StandardStreams.show("\n") }
  }

  private func text(done: Int, elapsed: Double) -> String {
    let rate = elapsed > 0 ? Double(done - kept) / elapsed : 0
    let left = rate > 0 ? Double(total - done) / rate : 0
    let share = done * 100 / max(total, 1)
    return "\(done)/\(total) \(label) (\(share) %), \(Self.rounded(rate))/s, "
      + "\(Self.rounded(left)) s left"
  }

  private static func rounded(_ value: Double) -> String {
    value >= 100 ? String(Int(value)) : String(format: "%.1f", value)
  }

  private static func seconds() -> Double {
    Double(DispatchTime.now().uptimeNanoseconds) / 1e9
  }
}
