import Foundation

/// Files that appear whole or not at all.
package enum AtomicFile {
  /// Writes `bytes` to a temporary file beside `path`, flushes it to the disk and renames it.
  ///
  /// A crash or a full disk leaves the old file, or none, and no temporary file behind an error.
  /// A link stays, and the file that it leads to is written; a pipe or a device, such as
  /// `/dev/stdout`, has no whole to replace and is written to as it is.
  /// - Throws: `CommandError` with `failure` that names the path and the system's reason; with
  ///   `missingInput` when the path is a directory, as for any file that a call names.
  package static func write(_ bytes: [UInt8], to path: String) throws(CommandError) {
    try write(to: path) { (write) throws(CommandError) in try write(bytes) }
  }

  /// Writes what `body` hands on piece by piece, like `write(_:to:)`; nothing appears at `path` when
  /// `body` throws.
  package static func write(
    to path: String,
    _ body: (_ write: (_ bytes: [UInt8]) throws(CommandError) -> Void) throws(CommandError) -> Void
  ) throws(CommandError) {
    guard !path.isEmpty else {
      throw CommandError(.failure, "cannot write to a file without a name; name one")
    }
    var status = stat()
    if stat(path, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFDIR:
        throw CommandError(
          .missingInput, "cannot write \(path): it is a directory; name a file in it")
      default: return try writeInPlace(to: path, body)
      }
    }
    let target = destination(of: path)
    try makeFolder(of: target)
    let temporary = target + ".\(getpid()).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(path, systemReason()) }
    do throws(CommandError) {
      try body { (bytes) throws(CommandError) in
        if let trouble = fill(descriptor, with: bytes) { throw failure(path, trouble) }
      }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    var trouble: String?
    if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS { trouble = systemReason() }
    if close(descriptor) != 0, trouble == nil { trouble = systemReason() }
    if trouble == nil, rename(temporary, target) != 0 { trouble = systemReason() }
    if let trouble {
      unlink(temporary)
      throw failure(path, trouble)
    }
  }

  private static func writeInPlace(
    to path: String,
    _ body: (_ write: (_ bytes: [UInt8]) throws(CommandError) -> Void) throws(CommandError) -> Void
  ) throws(CommandError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, systemReason()) }
    do throws(CommandError) {
      try body { (bytes) throws(CommandError) in
        if let trouble = fill(descriptor, with: bytes) { throw failure(path, trouble) }
      }
    } catch {
      close(descriptor)
      throw error
    }
    if close(descriptor) != 0 { throw failure(path, systemReason()) }
  }

  /// Writes everything; the system's reason when it cannot.
  private static func fill(_ descriptor: Int32, with bytes: [UInt8]) -> String? {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        return systemReason()
      }
    }
    return nil
  }

  /// Where links lead to, also when nothing is there yet.
  private static func destination(of path: String) -> String {
    var path = path
    // As many as the system follows before it calls them a loop.
    for _ in 0..<40 {
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        break
      }
      let folder = (path as NSString).deletingLastPathComponent
      path = target.hasPrefix("/") || folder.isEmpty ? target : folder + "/" + target
    }
    return path
  }

  private static func makeFolder(of path: String) throws(CommandError) {
    let folder = (path as NSString).deletingLastPathComponent
    guard !folder.isEmpty else { return }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandError(.failure, "cannot make the folder \(folder): \(reason(error))")
    }
  }

  private static func failure(_ path: String, _ reason: String) -> CommandError {
    CommandError(.failure, "cannot write \(path): \(reason)")
  }

  private static func systemReason() -> String { String(cString: strerror(errno)) }

  private static func reason(_ error: any Error) -> String {
    let posix = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return posix?.localizedDescription ?? error.localizedDescription
  }
}
