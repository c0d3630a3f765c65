/// Cuts a stream of byte chunks into lines, wherever the chunks end: also inside a UTF-8 sequence.
package struct LineSplitter: Sendable {
  /// The longest line that is taken, in bytes.
  package let limit: Int
  private var pending: [UInt8] = []

  /// Makes a splitter.
  package init(limit: Int) { self.limit = limit }

  /// A line that is longer than the limit.
  package struct LineTooLong: Error, Hashable, Sendable {
    /// The limit, in bytes.
    package var limit: Int
  }

  /// Takes a chunk and returns the lines that it completes, without their line feeds.
  ///
  /// - Throws: when a line passes the limit; the splitter is of no use then.
  package mutating func receive(
    _ chunk: some Sequence<UInt8>
  ) throws(LineTooLong) -> [[UInt8]] {
    let searched = pending.count
    pending.append(contentsOf: chunk)
    var lines: [[UInt8]] = []
    var start = 0
    var place = searched
    while let end = Self.lineFeed(in: pending, from: place) {
      guard end - start <= limit else { throw LineTooLong(limit: limit) }
      lines.append(Array(pending[start..<end]))
      start = end + 1
      place = start
    }
    if start > 0 { pending.removeFirst(start) }
    guard pending.count <= limit else { throw LineTooLong(limit: limit) }
    return lines
  }

  /// What the stream ended with, without a line feed behind it.
  package var rest: [UInt8] { pending }

  private static func lineFeed(in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var index = start
      while index < bytes.count {
        if bytes[index] == 0x0A { return index }
        index += 1
      }
      return nil
    }
  }
}
