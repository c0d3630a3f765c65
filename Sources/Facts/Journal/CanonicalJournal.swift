package import Units

/// The canonical bytes of a journal, as `docs/journal.md` writes them down.
package enum CanonicalJournal {
  /// The first eight bytes.
  static let magic = Array("FVSPJRNL".utf8)
  /// The last eight bytes.
  static let endMagic = Array("FVSPJEND".utf8)
  /// The version that this code writes.
  static let version: UInt32 = 2
  /// Bytes of one row.
  static let rowBytes = 25
  /// Bytes of the trailer.
  static let trailerBytes = 16

  /// The bytes before the rows: magic, version, horizon and name tables.
  package static func headerBytes(_ header: JournalHeader) -> [UInt8] {
    var bytes = magic
    bytes.appendLittleEndian(version)
    bytes.appendLittleEndian(header.start.nanoseconds)
    bytes.appendLittleEndian(header.end.nanoseconds)
    bytes.appendLittleEndian(UInt32(EntityNamespace.allCases.count))
    for namespace in EntityNamespace.allCases {
      let names = header[namespace]
      bytes.append(namespace.rawValue)
      bytes.appendLittleEndian(UInt32(names.count))
      for name in names {
        let text = Array(name.utf8)
        bytes.appendLittleEndian(UInt32(text.count))
        bytes.append(contentsOf: text)
      }
    }
    return bytes
  }

  /// The bytes of rows, 25 each.
  package static func rowBytes(_ facts: [Fact]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: facts.count * rowBytes) { buffer, initialized in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      var offset = 0
      for fact in facts {
        raw.storeBytes(of: fact.at.nanoseconds.littleEndian, toByteOffset: offset, as: Int64.self)
        raw.storeBytes(of: fact.kind.rawValue, toByteOffset: offset + 8, as: UInt8.self)
        raw.storeBytes(of: fact.subject.littleEndian, toByteOffset: offset + 9, as: UInt32.self)
        raw.storeBytes(of: fact.object.littleEndian, toByteOffset: offset + 13, as: UInt32.self)
        raw.storeBytes(of: fact.value.littleEndian, toByteOffset: offset + 17, as: Int64.self)
        offset += rowBytes
      }
      initialized = offset
    }
  }

  /// The bytes after the rows: how many there were, and the end mark.
  package static func trailerBytes(rows: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(rows)
    return bytes + endMagic
  }
}

extension Journal {
  /// Hands out the canonical bytes in pieces, in order, without ever holding all of them.
  package func writeCanonicalBytes<Failure: Error>(
    _ write: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try write(CanonicalJournal.headerBytes(header))
    var facts: [Fact] = []
    facts.reserveCapacity(Journal.standardChunkRows)
    for index in 0..<count {
      facts.append(self[index])
      if facts.count == Journal.standardChunkRows {
        try write(CanonicalJournal.rowBytes(facts))
        facts.removeAll(keepingCapacity: true)
      }
    }
    if !facts.isEmpty { try write(CanonicalJournal.rowBytes(facts)) }
    try write(CanonicalJournal.trailerBytes(rows: UInt64(count)))
  }

  /// The canonical bytes in one piece.
  package func canonicalBytes() -> [UInt8] {
    var bytes: [UInt8] = []
    writeCanonicalBytes { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// The SHA-256 of the canonical bytes.
  package var digest: SHA256.Digest {
    var hash = SHA256()
    writeCanonicalBytes { hash.update($0) }
    return hash.finalize()
  }
}

extension [UInt8] {
  mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
