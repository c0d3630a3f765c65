import CZlib

/// The gzip file format (RFC 1952).
package enum Gzip {
  /// Decompresses a gzip file of one or more members.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: the name that errors show.
  ///   - limit: the most bytes to make; a longer result is an error, not a full memory.
  /// - Returns: the bytes of all members, one after another.
  /// - Throws: not gzip, cut short, corrupt, checksum mismatch, bytes after the last member, over the limit; with the
  ///   byte offset in the message.
  package static func decompress(
    _ bytes: [UInt8], file: String, limit: Int = 1 << 30
  ) throws(DocumentError) -> [UInt8] {
    var inflater = Inflater(file: file, limit: limit, windowBits: 15 + 16)
    var offset = 0
    repeat {
      guard isMember(bytes, at: offset) else {
        throw inflater.error(
          at: offset,
          offset == 0 ? "not a gzip file" : "garbage after the end of the gzip data",
          remedy: offset == 0 ? "compress it with gzip, or give the plain file" : "cut it off")
      }
      offset = try inflater.inflate(bytes, from: offset)
    } while offset < bytes.count
    return inflater.output
  }

  /// Compresses to a gzip file that depends on nothing but its arguments: no time, no name, operating system unknown.
  ///
  /// - Parameters:
  ///   - bytes: what to compress.
  ///   - level: 0 (stored) to 9 (smallest).
  /// - Returns: a gzip file of one member.
  package static func compress(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
    deflate(bytes, level: level, windowBits: 15 + 16)
  }

  private static func isMember(_ bytes: [UInt8], at offset: Int) -> Bool {
    offset + 1 < bytes.count && bytes[offset] == 0x1F && bytes[offset + 1] == 0x8B
  }
}

/// The zlib format (RFC 1950): what chunks inside other files use.
package enum Zlib {
  /// Compresses.
  ///
  /// - Parameters:
  ///   - bytes: what to compress.
  ///   - level: 0 (stored) to 9 (smallest).
  /// - Returns: one zlib stream.
  package static func deflate(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
    Documents.deflate(bytes, level: level, windowBits: 15)
  }

  /// Decompresses exactly one zlib stream.
  ///
  /// - Parameters:
  ///   - bytes: the whole stream.
  ///   - file: the name that errors show.
  ///   - limit: the most bytes to make.
  /// - Returns: what was compressed.
  /// - Throws: as ``Gzip/decompress(_:file:limit:)``.
  package static func inflate(
    _ bytes: [UInt8], file: String, limit: Int = 1 << 30
  ) throws(DocumentError) -> [UInt8] {
    var inflater = Inflater(file: file, limit: limit, windowBits: 15)
    let end = try inflater.inflate(bytes, from: 0)
    guard end == bytes.count else {
      throw inflater.error(at: end, "garbage after the end of the compressed data", remedy: nil)
    }
    return inflater.output
  }
}

/// One use of zlib's inflate after another into one output.
private struct Inflater {
  let file: String
  let limit: Int
  let windowBits: Int32
  var output: [UInt8] = []

  private static let chunk = 1 << 16

  init(file: String, limit: Int, windowBits: Int32) {
    self.file = file
    self.limit = limit
    self.windowBits = windowBits
  }

  /// Inflates one member that starts at `start`.
  ///
  /// - Returns: where it ends.
  mutating func inflate(_ bytes: [UInt8], from start: Int) throws(DocumentError) -> Int {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, size) == Z_OK else {
      throw error(at: start, "zlib could not start", remedy: "is the memory full?")
    }
    defer { inflateEnd(&stream) }
    var position = start
    var status = Z_OK
    while status == Z_OK {
      (status, position) = step(&stream, bytes, from: position)
      guard output.count <= limit else {
        throw error(
          at: position, "decompresses to more than \(limit) bytes",
          remedy: "is this the right file?")
      }
    }
    guard status != Z_STREAM_END else { return position }
    let message = stream.msg.map { String(cString: $0) } ?? "code \(status)"
    switch status {
    case Z_BUF_ERROR:
      throw error(
        at: position, "the compressed data ends before it is complete",
        remedy: "the file is cut short: fetch it again")
    case Z_DATA_ERROR where message.contains("check"):
      throw error(
        at: position, "the checksum does not match: \(message)",
        remedy: "the file is damaged: fetch it again")
    default:
      throw error(
        at: position, "the compressed data is corrupt: \(message)",
        remedy: "the file is damaged: fetch it again")
    }
  }

  private mutating func step(
    _ stream: inout z_stream, _ bytes: [UInt8], from start: Int
  ) -> (status: Int32, position: Int) {
    let available = min(bytes.count - start, Int(Int32.max))
    var status = Z_OK
    var position = start
    let grown = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, count in
      bytes.withUnsafeBufferPointer { input in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + start })
        stream.avail_in = UInt32(available)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(Self.chunk)
        status = CZlib.inflate(&stream, Z_NO_FLUSH)
        count = Self.chunk - Int(stream.avail_out)
        position = start + available - Int(stream.avail_in)
      }
    }
    output.append(contentsOf: grown)
    return (status, position)
  }

  /// Binary data has no lines: the position is the file's start and the message gives the offset.
  func error(at offset: Int, _ message: String, remedy: String?) -> DocumentError {
    DocumentError(
      position: SourcePosition(file: file, line: 1, column: 1),
      message: "\(message), at byte \(offset)", remedy: remedy)
  }
}

private func deflate(_ bytes: [UInt8], level: Int, windowBits: Int32) -> [UInt8] {
  var stream = z_stream()
  let size = Int32(MemoryLayout<z_stream>.size)
  let level = Int32(min(max(level, 0), 9))
  let started = deflateInit2_(
    &stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
  precondition(started == Z_OK, "zlib could not start: \(started)")
  defer { deflateEnd(&stream) }
  precondition(bytes.count <= Int(UInt32.max), "at most 4 GiB at a time")
  let bound = Int(deflateBound(&stream, UInt(bytes.count)))
  var output = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
    bytes.withUnsafeBufferPointer { input in
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.avail_in = UInt32(input.count)
      stream.next_out = buffer.baseAddress
      stream.avail_out = UInt32(bound)
      let status = CZlib.deflate(&stream, Z_FINISH)
      precondition(status == Z_STREAM_END, "zlib's bound was too small: \(status)")
      count = bound - Int(stream.avail_out)
    }
  }
  // zlib writes the time 0 and its own operating system; 255 is "unknown", the same wherever it is made.
  if windowBits > 15 { output[9] = 255 }
  return output
}
