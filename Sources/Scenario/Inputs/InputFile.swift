import Foundation

/// Reads whole files, and says in words why one cannot be read.
package enum InputFile {
  /// Why a file cannot be read.
  package struct Failure: Error, Hashable, Sendable {
    /// The system's reason, or ours.
    package var reason: String
  }

  /// The bytes of a regular file, or all that comes out of a pipe such as a shell's `<(…)`, to its end.
  ///
  /// - Throws: `Failure` for a file that is missing, a folder, not readable or larger than `limit`.
  package static func readStream(
    _ path: String, limit: Int = 1 << 32
  ) throws(Failure) -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG,
      status.st_mode & S_IFMT != S_IFDIR
    else { return try read(path, limit: limit) }
    // Opening a pipe waits for its writer, and reading for what it writes.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(reason: systemReason()) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(descriptor, &part, part.count)
      if count == 0 { return bytes }
      guard count > 0 else {
        guard errno == EINTR else { throw Failure(reason: systemReason()) }
        continue
      }
      bytes += part[..<count]
      guard bytes.count <= limit else {
        throw Failure(reason: "it has more than \(limit) bytes, and at most as many are read")
      }
    }
  }

  /// The bytes of a regular file.
  ///
  /// - Throws: `Failure` for a file that is missing, a folder, not readable or larger than `limit`.
  package static func read(_ path: String, limit: Int = 1 << 32) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure(reason: systemReason()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(reason: systemReason()) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw Failure(reason: "it is a folder") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(reason: "it is no regular file")
    }
    guard status.st_size <= limit else {
      throw Failure(reason: "it has \(status.st_size) bytes, and at most \(limit) are read")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Foundation.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      }
      if count > 0 {
        filled += count
      } else if count == 0 {
        bytes.removeLast(bytes.count - filled)
      } else if errno != EINTR {
        throw Failure(reason: systemReason())
      }
    }
    return bytes
  }

  private static func systemReason() -> String { String(cString: strerror(errno)) }
}
