import CommandSupport
import Documents
import Scenario
import SpotScheduler

/// Snapshots and policies as files; shared by the commands that read them.
enum SchedulerInput {
  /// What a file, or a pipe, holds.
  static func bytes(of path: String) throws(CommandError) -> [UInt8] {
    do throws(InputFile.Failure) { return try InputFile.readStream(path) } catch {
      throw CommandError(.missingInput, "\(path): cannot be read: \(error.reason)")
    }
  }

  /// Gives the problems of a document the form that the terminal shows.
  static func mapped<Value>(
    _ read: () throws(SnapshotDocumentError) -> Value
  ) throws(CommandError) -> Value {
    do throws(SnapshotDocumentError) { return try read() } catch {
      let count = error.diagnostics.count
      throw CommandError(
        .invalidInput, count == 1 ? "1 problem" : "\(count) problems",
        details: error.diagnostics.map(\.description))
    }
  }
}
