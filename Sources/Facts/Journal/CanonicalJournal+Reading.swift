import Units

extension Journal {
  /// Reads a journal from its canonical bytes; strict, so that the only bytes accepted are the ones
  /// that `canonicalBytes()` would write.
  package init(canonicalBytes bytes: [UInt8], chunkRows: Int = standardChunkRows)
    throws(JournalError)
  {
    var reader = ByteReader(bytes)
    guard try reader.bytes(8).elementsEqual(CanonicalJournal.magic) else {
      throw JournalError(.notAJournal, at: 0, "does not start with FVSPJRNL")
    }
    let version = try reader.integer(UInt32.self)
    guard version == CanonicalJournal.version else {
      throw JournalError(
        .unsupportedVersion, at: 8,
        "version \(version) of the format; this tool reads version \(CanonicalJournal.version)")
    }
    var journal = Journal(header: try Journal.readHeader(&reader), chunkRows: chunkRows)
    let rest = reader.remaining - CanonicalJournal.trailerBytes
    guard rest >= 0, rest % CanonicalJournal.rowBytes == 0 else {
      throw JournalError(.truncated, at: reader.offset, "the rows are cut short")
    }
    for _ in 0..<(rest / CanonicalJournal.rowBytes) { journal.record(try reader.fact()) }
    let rows = try reader.integer(UInt64.self)
    guard rows == UInt64(journal.count) else {
      throw JournalError(
        .malformed, at: reader.offset - 8, "the trailer counts \(rows) rows, not \(journal.count)")
    }
    guard try reader.bytes(8).elementsEqual(CanonicalJournal.endMagic) else {
      throw JournalError(.notAJournal, at: reader.offset - 8, "does not end with FVSPJEND")
    }
    self = journal
  }

  private static func readHeader(_ reader: inout ByteReader) throws(JournalError) -> JournalHeader {
    var header = JournalHeader(
      start: Instant(nanoseconds: try reader.integer(Int64.self)),
      end: Instant(nanoseconds: try reader.integer(Int64.self)),
      poolNames: [], nodeNames: [], jobNames: [])
    let tables = try reader.integer(UInt32.self)
    guard tables == EntityNamespace.allCases.count else {
      throw JournalError(.malformed, at: reader.offset - 4, "\(tables) name tables")
    }
    for expected in EntityNamespace.allCases {
      let raw = try reader.integer(UInt8.self)
      guard raw == expected.rawValue else {
        throw JournalError(
          .malformed, at: reader.offset - 1, "name table \(raw) where \(expected.rawValue) belongs")
      }
      let count = Int(try reader.integer(UInt32.self))
      var names: [String] = []
      names.reserveCapacity(Swift.min(count, reader.remaining / 4))
      for _ in 0..<count { names.append(try reader.name()) }
      header[expected] = names
    }
    return header
  }
}

/// Reads little-endian values from bytes and never past their end.
struct ByteReader {
  private let source: [UInt8]
  private(set) var offset = 0

  init(_ source: [UInt8]) { self.source = source }

  var remaining: Int { source.count - offset }

  mutating func bytes(_ count: Int) throws(JournalError) -> ArraySlice<UInt8> {
    guard count <= remaining else {
      throw JournalError(.truncated, at: offset, "\(count) bytes needed, \(remaining) left")
    }
    defer { offset += count }
    return source[offset..<(offset + count)]
  }

  mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type
  ) throws(JournalError) -> Value {
    let size = MemoryLayout<Value>.size
    guard size <= remaining else {
      throw JournalError(.truncated, at: offset, "\(size) bytes needed, \(remaining) left")
    }
    defer { offset += size }
    let from = offset
    return Value(
      littleEndian: source.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: from, as: Value.self)
      })
  }

  mutating func name() throws(JournalError) -> String {
    let at = offset
    let length = Int(try integer(UInt32.self))
    guard let name = String(validating: try bytes(length), as: UTF8.self) else {
      throw JournalError(.malformed, at: at, "a name that is not UTF-8")
    }
    return name
  }

  mutating func fact() throws(JournalError) -> Fact {
    let at = try integer(Int64.self)
    let raw = try integer(UInt8.self)
    guard let kind = FactKind(rawValue: raw) else {
      throw JournalError(.malformed, at: offset - 1, "no fact has the kind \(raw)")
    }
    return Fact(
      at: Instant(nanoseconds: at), kind: kind, subject: try integer(UInt32.self),
      object: try integer(UInt32.self), value: try integer(Int64.self))
  }
}
