#if Live
  import ArgumentParser
  import CommandSupport
  import KubernetesClient
  import LiveMode

  /// Writes the log to standard error, a JSON object a line.
  struct LogWriter: Sendable {
    /// What matters less is left out.
    let least: LogLine.Level

    /// Writes a line.
    func write(_ line: LogLine) {
      guard line.level >= least else { return }
      StandardStreams.show(String(decoding: line.json(at: SystemClock.now()), as: UTF8.self))
    }
  }

  extension LogLine.Level: ExpressibleByArgument {}
#endif
