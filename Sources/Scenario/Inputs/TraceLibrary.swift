import Documents
import Synchronization
import Traces
import Units

/// What is known of a file that a scenario names.
package struct ScenarioInput: Hashable, Sendable {
  /// Its path as the scenario has it.
  package var path: String
  /// SHA-256 of its bytes, 64 hexadecimal digits.
  package var sha256: String
  /// How many bytes it has.
  package var byteCount: Int64
  /// What it is read as.
  package var format: String
  /// The terms it may be used under, from the PROVENANCE.md beside it; nil without one.
  package var licence: String?
  /// Where it comes from, from the same file.
  package var source: String?
}

/// The files of a scenario: each is hashed once and parsed once, however many variants and seeds
/// use it.
final class TraceLibrary: Sendable {
  /// A file as it was found.
  struct Found: Sendable {
    var digest: String
    var byteCount: Int64
    var provenance: Provenance?
  }

  /// Why a file is of no use.
  enum Problem: Error, Sendable {
    case unreadable(InputFile.Failure)
    case changed(found: String)
    case malformed(DocumentError)
  }

  private struct Key: Hashable {
    var path: String
    var format: String
  }

  private struct State {
    var found: [String: Result<Found, InputFile.Failure>] = [:]
    var contents: [Key: Result<TraceContent, Problem>] = [:]
  }

  private let state = Mutex(State())

  /// Hashes the file at `path`, the first time that it is asked for.
  func find(_ path: String) -> Result<Found, InputFile.Failure> {
    state.withLock { Self.find(path, &$0) }
  }

  /// Reads the file at `path` as a format, the first time that it is asked for.
  func content(_ path: String, as format: TraceFormat) -> Result<TraceContent, Problem> {
    state.withLock { state in
      let key = Key(path: path, format: format.name)
      if let known = state.contents[key] { return known }
      let result = Self.read(path, as: format, &state)
      state.contents[key] = result
      return result
    }
  }

  private static func find(
    _ path: String, _ state: inout State
  ) -> Result<Found, InputFile.Failure> {
    if let known = state.found[path] { return known }
    let result: Result<Found, InputFile.Failure>
    do throws(InputFile.Failure) {
      let bytes = try InputFile.read(path)
      result = .success(
        Found(
          digest: SHA256.digest(bytes).hex, byteCount: Int64(bytes.count),
          provenance: provenance(beside: path)))
    } catch {
      result = .failure(error)
    }
    state.found[path] = result
    return result
  }

  /// Reads and parses a file, which has to be the one that was hashed.
  private static func read(
    _ path: String, as format: TraceFormat, _ state: inout State
  ) -> Result<TraceContent, Problem> {
    let found: Found
    switch find(path, &state) {
    case .success(let file): found = file
    case .failure(let failure): return .failure(.unreadable(failure))
    }
    let bytes: [UInt8]
    do throws(InputFile.Failure) {
      bytes = try InputFile.read(path)
    } catch {
      return .failure(.unreadable(error))
    }
    let digest = SHA256.digest(bytes).hex
    guard digest == found.digest else { return .failure(.changed(found: digest)) }
    do throws(DocumentError) {
      return .success(try format.read(bytes, file: ScenarioPath.shown(path)))
    } catch {
      return .failure(.malformed(error))
    }
  }

  private static func provenance(beside path: String) -> Provenance? {
    let note = ScenarioPath.opened("PROVENANCE.md", in: ScenarioPath.folder(of: path))
    guard let bytes = try? InputFile.read(note, limit: 1 << 20) else { return nil }
    return Provenance(markdown: bytes)
  }
}
