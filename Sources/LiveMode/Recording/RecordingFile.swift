import Documents
package import Units

/// A recording in a file that samples are appended to, a line each, on the disk before it counts.
///
/// One process writes a file at a time. A line that a crash cut off is taken away when the file is opened.
package struct RecordingFile: Sendable {
  /// Why a file is not written to.
  package typealias Failure = AppendedFile.Failure

  private let file: AppendedFile
  private let path: String
  /// What holds for all of its samples; nil while it has no line.
  package private(set) var head: FleetRecording.Head?
  private var recording: FleetRecording?
  /// When its last sample was made; nil while it has none.
  package private(set) var last: Instant?
  /// How many bytes of a line that did not end were taken away.
  package private(set) var cut = 0

  /// Opens a file behind its last whole line; makes it when it is not there.
  package init(_ path: String) throws(Failure) {
    self.path = path
    file = try AppendedFile(path, "a recording", writtenBy: "recorder")
    do throws(Failure) { try prepare() } catch {
      file.close()
      throw error
    }
  }

  /// What was in it when it was opened, once: it is not kept twice.
  mutating func takeRecording() -> FleetRecording? {
    defer { recording = nil }
    return recording
  }

  /// Lets another process write it. Nothing is written after that.
  package func close() { file.close() }

  private mutating func prepare() throws(Failure) {
    cut = try file.dropCutLine()
    let bytes = try file.contents()
    guard !bytes.isEmpty else { return }
    do throws(RecordingError) {
      let recording = try FleetRecording.read(bytes, path: path)
      self.recording = recording
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
    try file.append(bytes(of: { () throws(DocumentWriteError) in try head.line() }))
    self.head = head
  }

  /// Writes a sample and waits until the disk has it; when that fails the file is as long as before.
  package mutating func append(_ sample: FleetRecording.Sample) throws(Failure) {
    precondition(head != nil, "a recording begins with its head")
    try file.append(bytes(of: { () throws(DocumentWriteError) in try sample.line() }))
    last = sample.at
  }

  private func bytes(
    of line: () throws(DocumentWriteError) -> [UInt8]
  ) throws(Failure) -> [UInt8] {
    do throws(DocumentWriteError) { return try line() } catch {
      throw Failure(kind: .broken, description: "\(path): \(error.description)")
    }
  }
}
