import Dispatch
import Foundation

/// Runs exec plugins as processes.
package enum PluginRunner {
  /// How long a plugin may take, in seconds: it may ask a person to log in.
  package static let timeoutSeconds = 300.0

  /// Runs a plugin and returns what it prints; what it says on standard error is for the person when it
  /// may be interactive, and dropped otherwise, as it may quote a secret.
  ///
  /// - Throws: when it cannot be started, fails, or needs a person and there is none.
  package static func run(
    _ plugin: ExecPlugin, _ cluster: ExecPlugin.ClusterInformation
  ) async throws(ConfigurationError) -> [UInt8] {
    let hasPerson = isatty(0) == 1
    let isInteractive = hasPerson && plugin.interactiveMode != .never
    if plugin.interactiveMode == .always, !hasPerson {
      throw ConfigurationError(
        "the exec plugin \(plugin.command) needs a terminal, and there is none",
        at: plugin.position)
    }
    let information: [UInt8]
    do {
      information = try plugin.information(isInteractive: isInteractive, cluster: cluster)
    } catch {
      throw ConfigurationError(
        "the cluster's extension for plugins cannot be written", at: plugin.position)
    }
    let process = Process()
    guard let path = path(of: plugin.command) else {
      throw ConfigurationError(
        "the exec plugin \(plugin.command) is not there", at: plugin.position,
        remedy: plugin.installHint ?? "install it, or put it into PATH")
    }
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = plugin.arguments.map(\.revealed)
    var environment = ProcessInfo.processInfo.environment
    for variable in plugin.environment { environment[variable.name] = variable.value.revealed }
    environment["KUBERNETES_EXEC_INFO"] = String(decoding: information, as: UTF8.self)
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    if !isInteractive {
      process.standardInput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
    }
    do {
      try process.run()
    } catch {
      throw ConfigurationError(
        "the exec plugin \(plugin.command) cannot be started", at: plugin.position,
        remedy: plugin.installHint)
    }
    let bytes = await collect(output, of: process)
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw ConfigurationError(
        "the exec plugin \(plugin.command) failed with code \(process.terminationStatus)",
        at: plugin.position, remedy: "run it by hand to see why")
    }
    return bytes
  }

  private static func collect(_ output: Pipe, of process: Process) async -> [UInt8] {
    let identifier = process.processIdentifier
    let alarm = DispatchWorkItem { kill(identifier, SIGTERM) }
    DispatchQueue.global().asyncAfter(deadline: .now() + timeoutSeconds, execute: alarm)
    let handle = output.fileHandleForReading
    let data = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: (try? handle.readToEnd()) ?? Data())
      }
    }
    process.waitUntilExit()
    alarm.cancel()
    return Array(data)
  }

  private static func path(of command: String) -> String? {
    let files = FileManager.default
    if command.contains("/") { return files.isExecutableFile(atPath: command) ? command : nil }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(command)" }.first { files.isExecutableFile(atPath: $0) }
  }
}
