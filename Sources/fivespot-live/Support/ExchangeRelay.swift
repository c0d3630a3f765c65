#if Live
  import Documents
  import KubernetesClient
  import LiveMode
  import Synchronization
  import Units

  /// Hands on to a controller what there is to know about exchanges: clocks and warnings of API servers.
  final class ExchangeRelay: Sendable {
    private struct State {
      var controller: LiveController?
      var warnings: Set<String> = []
    }

    private let state = Mutex(State())
    private let log: LogWriter

    init(_ log: LogWriter) { self.log = log }

    /// From now on the controller hears of clocks.
    func attach(_ controller: LiveController) { state.withLock { $0.controller = controller } }

    /// Takes an exchange.
    func observe(_ source: ObjectSource, _ record: ExchangeRecord) {
      let (controller, warnings) = state.withLock { state in
        // A server that never says the same twice does not fill the memory.
        if state.warnings.count > 1_000 { state.warnings = [] }
        return (state.controller, record.warnings.filter { state.warnings.insert($0).inserted })
      }
      for warning in warnings {
        log.write(
          LogLine(
            .warn, "the API server warns",
            [("cluster", .string(source.text)), ("warning", .string(warning))]))
      }
      log.write(
        LogLine(
          .debug, "exchange",
          [
            ("cluster", .string(source.text)), ("method", .string(record.method.rawValue)),
            ("path", .string(record.path)), ("status", .integer(Int64(record.status))),
            ("milliseconds", .integer(record.duration.nanoseconds / 1_000_000)),
          ]))
      guard let controller, let date = record.serverDate.flatMap({ HTTPDate.instant($0) }) else {
        return
      }
      Task { await controller.note(source, serverTime: date) }
    }
  }
#endif
