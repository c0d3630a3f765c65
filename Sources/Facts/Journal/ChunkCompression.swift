/// Compression of chunks.
enum ChunkCompression {
  static func deflate(_ plain: [UInt8]) -> [UInt8] { plain }

  static func inflate(_ packed: [UInt8], limit: Int) throws(JournalError) -> [UInt8] {
    guard packed.count <= limit else { throw JournalError(.compression, "a chunk is too large") }
    return packed
  }
}
