#if Live
  import ArgumentParser
  import CommandSupport
  import Documents
  import LiveMode

  /// Where a controller answers whoever scrapes and probes it, and how much it logs.
  struct ServingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var listen = "0.0.0.0"

    @Option(help: ArgumentHelp("The port of /metrics; 0 for any.", valueName: "port"))
    var metricsPort = 8_080

    @Option(help: ArgumentHelp("The port of /healthz and /readyz; 0 for any.", valueName: "port"))
    var healthPort = 8_081

    @Option(help: "What the log begins at: debug, info, warn or error.")
    var logLevel: LogLine.Level = .info

    func validate() throws {
      for (option, port) in [("metrics-port", metricsPort), ("health-port", healthPort)]
      where !(0...65_535).contains(port) {
        throw ValidationError("--\(option) \(port): a port is 0 to 65535")
      }
    }

    /// Serves the pages of a controller.
    func start(
      _ controller: LiveController, _ log: LogWriter
    ) async throws(CommandError) -> [PageServer] {
      let metrics = try await PageServer(host: listen, port: metricsPort) { request in
        guard request.path == "/metrics" else { return nil }
        let form = Exposition.Form(accept: request.accept)
        return PageAnswer(
          status: 200, contentType: form.contentType, text: await controller.exposition(form))
      }
      let health: PageServer
      do throws(CommandError) {
        health = try await PageServer(host: listen, port: healthPort) { request in
          switch request.path {
          case "/healthz":
            return await controller.isAlive
              ? PageAnswer(status: 200, text: "ok\n")
              : PageAnswer(status: 503, text: "the loop stands\n")
          case "/readyz":
            let missing = await controller.unread()
            return missing.isEmpty
              ? PageAnswer(status: 200, text: "ok\n")
              : PageAnswer(
                status: 503, text: missing.map { "not read yet: \($0)\n" }.joined())
          default: return nil
          }
        }
      } catch {
        await metrics.stop()
        throw error
      }
      log.write(
        LogLine(
          .info, "listens",
          [
            ("address", .string(listen)), ("metricsPort", .integer(Int64(metrics.port))),
            ("healthPort", .integer(Int64(health.port))),
          ]))
      return [metrics, health]
    }
  }
#endif
