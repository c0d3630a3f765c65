import Foundation
import Units

/// An audit log in a file: lines are appended, and kept on the disk before they count.
///
/// One process writes a file at a time. A file whose end is broken is not written to: what follows on a
/// broken line proves nothing.
package struct AuditFile: AuditSink, Sendable {
  /// Why a file is not written to.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What sort of trouble it is.
    package enum Kind: Hashable, Sendable {
      /// The file, or the one before it, cannot be opened, read or written.
      case system
      /// What is in it is no whole audit log.
      case broken
      /// Another process writes it.
      case locked
    }

    /// What sort of trouble it is.
    package var kind: Kind
    /// The file, what is wrong with it, and what to do.
    package var description: String
  }

  private let descriptor: Int32
  private let path: String

  /// Opens a file behind its last line; makes it when it is not there.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - previous: The file that this one follows on, when it is new; nil when it is the first.
  /// - Returns: The file, and the head of the log so far.
  package static func open(
    _ path: String, following previous: String? = nil
  ) throws(Failure) -> (file: AuditFile, head: AuditHead) {
    let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw system(path, "cannot be opened") }
    do throws(Failure) {
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        throw Failure(
          kind: .locked,
          description: "\(path): another process writes it; give each replica a file of its own")
      }
      let bytes = try contents(of: descriptor, path)
      if bytes.isEmpty {
        let head = try previous.map { (path) throws(Failure) in try headOfFile(path) }
        return (AuditFile(descriptor: descriptor, path: path), head ?? .none)
      }
      return (AuditFile(descriptor: descriptor, path: path), try head(of: bytes, path))
    } catch {
      Foundation.close(descriptor)
      throw error
    }
  }

  /// Writes a line and waits until the disk has it; when that fails the file is as long as before.
  package func append(_ line: [UInt8]) throws(Failure) {
    let length = lseek(descriptor, 0, SEEK_END)
    var written = 0
    while written < line.count {
      let count = line[written...].withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw undo(length, "cannot be written to")
      }
    }
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      throw undo(length, "is not kept by its disk")
    }
  }

  /// Lets others write it. Lines that come later are refused.
  package func close() { Foundation.close(descriptor) }

  private func undo(_ length: off_t, _ what: String) -> Failure {
    let failure = Self.system(path, what)
    if length >= 0 { _ = ftruncate(descriptor, length) }
    return failure
  }

  private static func headOfFile(_ path: String) throws(Failure) -> AuditHead {
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw system(path, "cannot be opened") }
    defer { Foundation.close(descriptor) }
    return try head(of: try contents(of: descriptor, path), path)
  }

  private static func head(of bytes: [UInt8], _ path: String) throws(Failure) -> AuditHead {
    let verification = AuditVerification(of: bytes, after: AuditVerification.start(of: bytes))
    guard verification.holds else {
      throw Failure(
        kind: .broken,
        description: "\(path): \(verification.text); nothing is written behind a broken line: "
          + "keep the file, and begin a new one")
    }
    return verification.head
  }

  private static func contents(
    of descriptor: Int32, _ path: String
  ) throws(Failure) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw system(path, "cannot be read") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        kind: .system, description: "\(path): it is no regular file; an audit log is one")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled,
          off_t(filled))
      }
      if count == 0 { break }
      if count > 0 {
        filled += count
      } else if errno != EINTR {
        throw system(path, "cannot be read")
      }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  private static func system(_ path: String, _ what: String) -> Failure {
    Failure(kind: .system, description: "\(path): \(what): \(String(cString: strerror(errno)))")
  }
}
