import ArgumentParser
import Foundation

/// How members are simulated: how many at a time, and whether that is shown.
struct WorkerOptions: ParsableArguments {
  @Option(help: "Members simulated at a time; one for each core unless given.")
  var workers: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)

  @Flag(name: .shortAndLong, help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    guard (1...1_024).contains(workers) else {
      throw ValidationError("--workers \(workers): give a number from 1 to 1024")
    }
  }
}
