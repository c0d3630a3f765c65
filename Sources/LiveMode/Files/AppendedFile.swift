import Foundation
import Synchronization

/// A file that only grows by whole lines: what is appended is on the disk before it counts.
///
/// One process writes a file at a time.
package final class AppendedFile: Sendable {
  /// Why a file is not written to.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What sort of trouble it is.
    package enum Kind: Hashable, Sendable {
      /// It, or the one before it, cannot be opened, read or written.
      case system
      /// What is in it is not what it is to hold.
      case broken
      /// Another process writes it.
      case locked
    }

    /// What sort of trouble it is.
    package var kind: Kind
    /// The file, what is wrong with it, and what to do.
    package var description: String

    /// Makes a failure.
    package init(kind: Kind, description: String) {
      self.kind = kind
      self.description = description
    }
  }

  private let path: String
  private let noun: String
  /// Nil once it is closed.
  private let descriptor: Mutex<Int32?>

  /// Opens a file behind its end, and keeps other processes from it; makes it when it is not there.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - noun: What it is, such as `an audit log`, for messages.
  ///   - writer: Who writes such a file, such as `replica`.
  package init(_ path: String, _ noun: String, writtenBy writer: String) throws(Failure) {
    self.path = path
    self.noun = noun
    let descriptor = try Self.open(path, O_RDWR | O_CREAT | O_APPEND)
    do throws(Failure) {
      let length = try Self.length(descriptor, path, noun)
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        guard errno == EWOULDBLOCK else { throw Self.system(path, "cannot be locked") }
        throw Failure(
          kind: .locked,
          description: "\(path): another process writes it; give each \(writer) a file of its own")
      }
      if length == 0 { Self.keepName(of: path) }
    } catch {
      Foundation.close(descriptor)
      throw error
    }
    self.descriptor = Mutex(descriptor)
  }

  deinit { close() }

  /// What is in a file that nobody has to write to.
  package static func contents(of path: String, _ noun: String) throws(Failure) -> [UInt8] {
    let descriptor = try open(path, O_RDONLY)
    defer { Foundation.close(descriptor) }
    return try read(descriptor, 0..<length(descriptor, path, noun), path)
  }

  /// What is in it.
  package func contents() throws(Failure) -> [UInt8] {
    try withDescriptor { (descriptor) throws(Failure) in
      try Self.read(descriptor, 0..<Self.length(descriptor, path, noun), path)
    }
  }

  /// Takes away a last line that does not end, as a crash leaves it.
  ///
  /// - Returns: How many bytes that were.
  package func dropCutLine() throws(Failure) -> Int {
    try withDescriptor { (descriptor) throws(Failure) in
      let length = try Self.length(descriptor, path, noun)
      var whole = length
      while whole > 0 {
        let start = max(0, whole - 65_536)
        let bytes = try Self.read(descriptor, start..<whole, path)
        if let last = bytes.lastIndex(of: 0x0A) {
          whole = start + last + 1
          break
        }
        whole = start
      }
      guard whole == length || ftruncate(descriptor, off_t(whole)) == 0 else {
        throw Self.system(path, "cannot be cut")
      }
      return length - whole
    }
  }

  /// Writes whole lines at the end and waits until the disk has them; when that fails the file is as long as
  /// before. Behind a line that does not end nothing is written.
  package func append(_ lines: [UInt8]) throws(Failure) {
    try withDescriptor { (descriptor) throws(Failure) in
      let length = try Self.length(descriptor, path, noun)
      let end = try Self.read(descriptor, max(0, length - 1)..<length, path)
      guard end.isEmpty || end == [0x0A] else {
        throw Failure(
          kind: .broken, description: "\(path): its last line does not end; begin a new file")
      }
      var written = 0
      while written < lines.count {
        let count = lines[written...].withUnsafeBytes {
          Foundation.write(descriptor, $0.baseAddress, $0.count)
        }
        if count > 0 {
          written += count
        } else if errno != EINTR {
          throw undo(descriptor, length, "cannot be written to")
        }
      }
      guard fsync(descriptor) == 0 || errno == EINVAL else {
        throw undo(descriptor, length, "is not kept by its disk")
      }
    }
  }

  /// Lets others write it. What comes later is refused.
  package func close() {
    descriptor.withLock { descriptor in
      guard let open = descriptor else { return }
      descriptor = nil
      // A program that another thread is starting has it open until it runs, and would keep the lock.
      flock(open, LOCK_UN)
      Foundation.close(open)
    }
  }

  private func withDescriptor<Value: Sendable>(
    _ body: (Int32) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let result: Result<Value, Failure> = descriptor.withLock { descriptor in
      guard let descriptor else {
        return .failure(Failure(kind: .system, description: "\(path): it was closed"))
      }
      do throws(Failure) { return .success(try body(descriptor)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private func undo(_ descriptor: Int32, _ length: Int, _ what: String) -> Failure {
    let failure = Self.system(path, what)
    _ = ftruncate(descriptor, off_t(length))
    return failure
  }

  // MARK: - The system

  /// Opens a file; a pipe keeps nobody waiting.
  private static func open(_ path: String, _ flags: Int32) throws(Failure) -> Int32 {
    let descriptor = Foundation.open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o640)
    guard descriptor >= 0 else { throw system(path, "cannot be opened") }
    return descriptor
  }

  /// The name of a new file is in its folder, and kept by the disk with that.
  private static func keepName(of path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = Foundation.open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    Foundation.close(descriptor)
  }

  /// How long it is; it must be a regular file.
  private static func length(
    _ descriptor: Int32, _ path: String, _ noun: String
  ) throws(Failure) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw system(path, "cannot be read") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        kind: .system, description: "\(path): it is no regular file; \(noun) is one")
    }
    return Int(status.st_size)
  }

  private static func read(
    _ descriptor: Int32, _ range: Range<Int>, _ path: String
  ) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled,
          off_t(range.lowerBound + filled))
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
