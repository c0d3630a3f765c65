import Foundation

/// Files that appear whole or not at all.
package enum AtomicFile {
  /// Writes `bytes` to a temporary file beside `path`, flushes it to the disk and renames it.
  ///
  /// A crash or a full disk leaves the old file, or none, and no temporary file behind an error.
  /// - Throws: `CommandError` with `failure` that names the path and the system's reason.
  package static func write(_ bytes: [UInt8], to path: String) throws(CommandError) {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      throw CommandError(.failure, "cannot write \(path): it is a directory; name a file in it")
    }
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw CommandError(.failure, "cannot make the folder \(folder): \(reason(error))")
      }
    }
    let temporary = path + ".\(getpid()).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw CommandError(.failure, "cannot write \(path): \(systemReason())")
    }
    var failure: String?
    var written = 0
    while failure == nil, written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        failure = systemReason()
      }
    }
    if failure == nil, fsync(descriptor) != 0, errno != EINVAL, errno != EROFS {
      failure = systemReason()
    }
    if close(descriptor) != 0, failure == nil { failure = systemReason() }
    if failure == nil, rename(temporary, path) != 0 { failure = systemReason() }
    if let failure {
      unlink(temporary)
      throw CommandError(.failure, "cannot write \(path): \(failure)")
    }
  }

  private static func systemReason() -> String { String(cString: strerror(errno)) }

  private static func reason(_ error: any Error) -> String {
    let posix = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return posix?.localizedDescription ?? error.localizedDescription
  }
}
