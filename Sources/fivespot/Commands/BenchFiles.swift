import CommandSupport
import Documents
import Foundation
import Planning
import Scenario

/// The baseline's file.
struct BaselineFile {
  var path: String

  /// The baseline, or why there is none; a file that is there and wrong is an error.
  func read() throws(CommandError) -> Result<BenchBaseline, NoBaseline> {
    guard FileManager.default.fileExists(atPath: path) else {
      return .failure(NoBaseline("there is no \(path); --update makes it"))
    }
    do {
      return .success(try BenchBaseline.parse(try InputFile.read(path, limit: 1 << 26), path: path))
    } catch let error as DocumentError {
      throw CommandError(.invalidInput, error.description)
    } catch let error as InputFile.Failure {
      throw CommandError(.missingInput, "\(path): cannot be read: \(error.reason)")
    } catch {
      throw CommandError(.internalError, "\(error)")
    }
  }
}

/// Where the runs of a benchmark are kept: a file of the user's, or one that goes with the process.
struct BenchStore {
  let path: String
  private let folder: URL?

  init(path: String?) throws(CommandError) {
    if let path {
      self.path = path
      folder = nil
      return
    }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("fivespot-bench-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandError(
        .failure, "cannot make the folder \(folder.path): \(error.localizedDescription)")
    }
    self.folder = folder
    self.path = folder.appendingPathComponent("bench.sqlite").path
  }

  func discard() {
    if let folder { try? FileManager.default.removeItem(at: folder) }
  }
}
