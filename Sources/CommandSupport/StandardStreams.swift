import Foundation

/// Standard output carries the result and nothing else; everything else goes to standard error.
package enum StandardStreams {
  /// Writes text to standard output, whole; a reader that went away ends the call without a word.
  package static func printResult(_ text: String) throws(CommandError) {
    try write(Array(text.utf8), to: STDOUT_FILENO, name: "standard output")
  }

  /// Writes bytes to standard output, whole.
  package static func printResult(bytes: [UInt8]) throws(CommandError) {
    try write(bytes, to: STDOUT_FILENO, name: "standard output")
  }

  /// Writes one line to standard error; a closed standard error is ignored.
  package static func note(_ line: String) { show(line + "\n") }

  /// Writes text to standard error as it is; a closed standard error is ignored.
  package static func show(_ text: String) {
    try? write(Array(text.utf8), to: STDERR_FILENO, name: "standard error")
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, name: String
  ) throws(CommandError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { buffer in
        Foundation.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          waitForRoom(in: descriptor)
          continue
        }
        // `| head -1`: whoever asked has what it wanted.
        if errno == EPIPE { throw CommandError(.failure, "") }
        throw CommandError(.failure, "cannot write to \(name): \(String(cString: strerror(errno)))")
      }
      written += count
    }
  }

  /// Waits until a descriptor that whoever started us made non-blocking takes bytes again.
  private static func waitForRoom(in descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&request, 1, -1)
  }
}
