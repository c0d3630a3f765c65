import Units

/// An audit log in a file: lines are appended, and kept on the disk before they count.
///
/// One process writes a file at a time. A file whose end is broken is not written to: what follows on a
/// broken line proves nothing.
package struct AuditFile: AuditSink, Sendable {
  /// Why a file is not written to.
  package typealias Failure = AppendedFile.Failure

  private static let noun = "an audit log"

  private let file: AppendedFile

  /// Opens a file behind its last line; makes it when it is not there.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - previous: The file that this one follows on, when it is new; nil when it is the first.
  /// - Returns: The file, and the head of the log so far.
  package static func open(
    _ path: String, following previous: String? = nil
  ) throws(Failure) -> (file: AuditFile, head: AuditHead) {
    let file = try AppendedFile(path, noun, writtenBy: "replica")
    do throws(Failure) {
      let bytes = try file.contents()
      guard bytes.isEmpty else { return (AuditFile(file: file), try head(of: bytes, path)) }
      guard let previous else { return (AuditFile(file: file), .none) }
      let before = try AppendedFile.contents(of: previous, noun)
      return (AuditFile(file: file), try head(of: before, previous))
    } catch {
      file.close()
      throw error
    }
  }

  /// Writes a line and waits until the disk has it; when that fails the file is as long as before.
  package func append(_ line: [UInt8]) throws(Failure) { try file.append(line) }

  /// Lets others write it. Lines that come later are refused.
  package func close() { file.close() }

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
}
