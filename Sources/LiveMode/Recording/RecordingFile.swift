import Documents
import Foundation
package import Units

/// A recording in a file that samples are appended to, a line each, on the disk before it counts.
///
/// One process writes a file at a time. A line that a crash cut off is taken away when the file is opened.
package struct RecordingFile: Sendable {
  /// Why a file is not written to.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What sort of trouble it is.
    package enum Kind: Hashable, Sendable {
      /// It cannot be opened, read or written.
      case system
      /// What is in it is no recording.
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

  private let descriptor: Int32
  private let path: String
  /// What holds for all of its samples; nil while it has no line.
  package private(set) var head: FleetRecording.Head?
  /// When its last sample was made; nil while it has none.
  package private(set) var last: Instant?
  /// How many bytes of a line that did not end were taken away.
  package private(set) var cut = 0

  /// Opens a file behind its last whole line; makes it when it is not there.
  package init(_ path: String) throws(Failure) {
    self.path = path
    descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw Self.system(path, "cannot be opened") }
    do throws(Failure) { try prepare() } catch {
      Foundation.close(descriptor)
      throw error
    }
  }

  /// Lets another process write it. Nothing is written after that.
  package func close() { Foundation.close(descriptor) }

  private mutating func prepare() throws(Failure) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        kind: .system, description: "\(path): it is no regular file; a recording is one")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure(
        kind: .locked,
        description: "\(path): another process writes it; give each recorder a file of its own")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Self.system(path, "cannot be read")
    }
    var bytes = [UInt8](data)
    let whole = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    cut = bytes.count - whole
    if cut > 0 {
      guard ftruncate(descriptor, off_t(whole)) == 0 else {
        throw Self.system(path, "cannot be cut")
      }
      bytes.removeLast(cut)
    }
    guard !bytes.isEmpty else { return }
    do throws(RecordingError) {
      let recording = try FleetRecording.read(bytes, path: path)
      head = recording.head
      last = recording.samples.last?.at
    } catch {
      let problem = error.diagnostics.first?.description ?? "\(path): it is no recording"
      throw Failure(
        kind: .broken, description: "\(problem); nothing is written behind that: begin a new file")
    }
  }

  /// Writes the first line of a file that has none.
  package mutating func begin(_ head: FleetRecording.Head) throws(Failure) {
    precondition(self.head == nil, "a recording has one head")
    try append(bytes(of: { () throws(DocumentWriteError) in try head.line() }))
    self.head = head
  }

  /// Writes a sample and waits until the disk has it; when that fails the file is as long as before.
  package mutating func append(_ sample: FleetRecording.Sample) throws(Failure) {
    precondition(head != nil, "a recording begins with its head")
    try append(bytes(of: { () throws(DocumentWriteError) in try sample.line() }))
    last = sample.at
  }

  private func bytes(
    of line: () throws(DocumentWriteError) -> [UInt8]
  ) throws(Failure) -> [UInt8] {
    do throws(DocumentWriteError) { return try line() } catch {
      throw Failure(kind: .broken, description: "\(path): \(error.description)")
    }
  }

  private func append(_ line: [UInt8]) throws(Failure) {
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

  private func undo(_ length: off_t, _ what: String) -> Failure {
    let failure = Self.system(path, what)
    if length >= 0 { _ = ftruncate(descriptor, length) }
    return failure
  }

  private static func system(_ path: String, _ what: String) -> Failure {
    Failure(kind: .system, description: "\(path): \(what): \(String(cString: strerror(errno)))")
  }
}
