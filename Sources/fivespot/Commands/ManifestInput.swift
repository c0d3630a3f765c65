import CommandSupport
import Foundation
import Scenario
import SpotScheduler

/// Manifests from files and from standard input.
struct ManifestInput {
  /// What was read.
  private(set) var manifests = ManifestSet()
  /// The files that could not be read, with the reason.
  private(set) var missing: [String] = []

  /// The name of standard input in messages.
  static let standardInput = "<stdin>"

  /// Reads each path, `-` meaning standard input; a file that is missing does not stop the rest.
  init(_ paths: [String]) throws(CommandError) {
    guard paths.count(where: { $0 == "-" }) <= 1 else {
      throw CommandError(.usage, "-: standard input can be read once; name it once")
    }
    for path in paths {
      switch Self.bytes(of: path) {
      case .success(let bytes): manifests.read(bytes, path: Self.name(of: path))
      case .failure(let error):
        missing.append(
          "\(Self.name(of: path)): cannot be read: \(error.reason); name a file, or - for standard "
            + "input")
      }
    }
  }

  /// Why there are no bytes.
  private struct Failure: Error { var reason: String }

  private static func name(of path: String) -> String { path == "-" ? standardInput : path }

  private static func bytes(of path: String) -> Result<[UInt8], Failure> {
    do {
      guard path == "-" else { return .success(try InputFile.readStream(path)) }
      return .success([UInt8](try FileHandle.standardInput.readToEnd() ?? Data()))
    } catch let error as InputFile.Failure {
      return .failure(Failure(reason: error.reason))
    } catch {
      return .failure(Failure(reason: error.localizedDescription))
    }
  }
}
