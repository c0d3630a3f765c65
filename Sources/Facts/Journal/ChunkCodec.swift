import Documents

/// Rows of a journal as a store keeps them: columns, deltas, variable-length integers, zlib.
///
/// `docs/journal.md` writes the layout down. A chunk is no part of the canonical bytes: another
/// chunk size or compression level changes the store's size and no digest.
package enum ChunkCodec {
  static let version: UInt8 = 1
  /// zlib's level: the varints are small already, and levels above this one cost more time than
  /// they save bytes.
  static let level = 4

  /// The compressed chunk of some rows.
  package static func encode(_ columns: FactColumns) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(columns.count * 12 + 16)
    plain.appendVariableLength(UInt64(columns.count))
    plain.appendDeltas(columns.instants)
    plain.append(contentsOf: columns.kinds.map(\.rawValue))
    plain.appendDeltas(columns.subjects)
    plain.appendDeltas(columns.objects)
    for value in columns.values { plain.appendVariableLength(zigzag(value)) }
    return [version] + Zlib.deflate(plain, level: level)
  }

  /// The rows of a compressed chunk; strict, never a trap.
  package static func decode(_ bytes: [UInt8]) throws(JournalError) -> FactColumns {
    guard let first = bytes.first else { throw JournalError(.truncated, "an empty chunk") }
    guard first == version else {
      throw JournalError(.unsupportedVersion, at: 0, "version \(first) of the chunk format")
    }
    var reader = VariableLengthReader(try inflate(Array(bytes.dropFirst())))
    let count = try reader.rowCount()
    let instants = try reader.deltas(count, as: Int64.self)
    let kinds = try reader.kinds(count)
    let subjects = try reader.deltas(count, as: UInt32.self)
    let objects = try reader.deltas(count, as: UInt32.self)
    var values: [Int64] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(unzigzag(try reader.next())) }
    guard reader.isAtEnd else {
      throw JournalError(.malformed, at: reader.offset, "bytes after the last column of a chunk")
    }
    return FactColumns(
      instants: instants, kinds: kinds, subjects: subjects, objects: objects, values: values)
  }

  private static func inflate(_ packed: [UInt8]) throws(JournalError) -> [UInt8] {
    do {
      return try Zlib.inflate(packed, file: "journal chunk", limit: plainBytesMax)
    } catch {
      throw JournalError(.compression, error.message)
    }
  }

  /// 10 + 1 + 5 + 5 + 10 bytes are the most that one row can take before compression.
  static let plainBytesMax = Journal.chunkRowsMax * 31 + 10

  /// Small numbers of either sign as small unsigned numbers.
  static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value << 1) ^ (value >> 63)) }

  static func unzigzag(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}

extension [UInt8] {
  /// Seven bits a byte, the lowest first; the high bit says that more follow.
  fileprivate mutating func appendVariableLength(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Differences between neighbours, the first to 0; they wrap, so that any two values have one.
  fileprivate mutating func appendDeltas(_ column: [some FixedWidthInteger]) {
    var previous: Int64 = 0
    for element in column {
      let value = Int64(truncatingIfNeeded: element)
      appendVariableLength(ChunkCodec.zigzag(value &- previous))
      previous = value
    }
  }
}

/// Reads what `ChunkCodec.encode` wrote and never past its end.
private struct VariableLengthReader {
  private let source: [UInt8]
  private(set) var offset = 0

  init(_ source: [UInt8]) { self.source = source }

  var isAtEnd: Bool { offset == source.count }

  mutating func next() throws(JournalError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    let start = offset
    while offset < source.count {
      let byte = source[offset]
      offset += 1
      // The tenth byte holds the 64th bit alone; a zero byte at the end would be a second spelling.
      if shift == 63 && byte > 1 || shift > 0 && byte == 0 { break }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw offset == source.count && (source.last ?? 0) >= 0x80
      ? JournalError(.truncated, at: start, "a chunk is cut short")
      : JournalError(.malformed, at: start, "a number of a chunk is malformed")
  }

  mutating func rowCount() throws(JournalError) -> Int {
    let count = try next()
    // A row takes five bytes at least, so a damaged count cannot ask for much memory.
    guard count <= UInt64(Journal.chunkRowsMax), count <= UInt64(source.count / 5) else {
      throw JournalError(.malformed, at: 0, "a chunk says it has \(count) rows")
    }
    return Int(count)
  }

  mutating func deltas<Element: FixedWidthInteger>(
    _ count: Int, as type: Element.Type
  ) throws(JournalError) -> [Element] {
    var column: [Element] = []
    column.reserveCapacity(count)
    var value: Int64 = 0
    for _ in 0..<count {
      value &+= ChunkCodec.unzigzag(try next())
      guard let element = Element(exactly: value) else {
        throw JournalError(.malformed, at: offset, "\(value) is out of range for its column")
      }
      column.append(element)
    }
    return column
  }

  mutating func kinds(_ count: Int) throws(JournalError) -> [FactKind] {
    guard source.count - offset >= count else {
      throw JournalError(.truncated, at: offset, "a chunk is cut short")
    }
    var column: [FactKind] = []
    column.reserveCapacity(count)
    for raw in source[offset..<(offset + count)] {
      guard let kind = FactKind(rawValue: raw) else {
        throw JournalError(.malformed, at: offset + column.count, "no fact has the kind \(raw)")
      }
      column.append(kind)
    }
    offset += count
    return column
  }
}
