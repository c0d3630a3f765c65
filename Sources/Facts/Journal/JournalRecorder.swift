package import Units

/// A compressed piece of a journal.
package struct JournalChunk: Hashable, Sendable {
  /// Its place in the journal, from 0.
  package var sequence: Int
  /// How many facts it holds.
  package var rows: Int
  /// What `ChunkCodec.encode` made of them.
  package var bytes: [UInt8]

  /// Makes a chunk of its parts.
  package init(sequence: Int, rows: Int, bytes: [UInt8]) {
    self.sequence = sequence
    self.rows = rows
    self.bytes = bytes
  }
}

/// Digests a run's facts as they come and, when asked, keeps them as compressed chunks.
///
/// Memory is bound by one chunk of rows and the chunks nobody has taken yet.
package struct JournalRecorder: FactSink, Sendable {
  /// The horizon and the names behind the ids.
  package let header: JournalHeader
  /// How many facts there were so far.
  package private(set) var count = 0

  private let chunkRows: Int
  private let keepsJournal: Bool
  private var hash = SHA256()
  private var pending: [Fact] = []
  private var finished: [JournalChunk] = []
  private var nextSequence = 0

  /// Makes a recorder; without `keepsJournal` it digests and forgets.
  package init(
    header: JournalHeader, keepsJournal: Bool, chunkRows: Int = Journal.standardChunkRows
  ) {
    precondition(
      chunkRows >= 1 && chunkRows <= Journal.chunkRowsMax, "a chunk holds 1 to 2^20 rows")
    self.header = header
    self.keepsJournal = keepsJournal
    self.chunkRows = chunkRows
    pending.reserveCapacity(chunkRows)
    hash.update(CanonicalJournal.headerBytes(header))
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    pending.append(fact)
    count += 1
    if pending.count == chunkRows { seal() }
  }

  /// Hands over the chunks finished since the last call; their sequence numbers go on.
  package mutating func takeChunks() -> [JournalChunk] {
    defer { finished = [] }
    return finished
  }

  /// Ends the journal: its digest, and the chunks not yet taken, the last one possibly short.
  package consuming func finish() -> (digest: SHA256.Digest, chunks: [JournalChunk]) {
    seal()
    hash.update(CanonicalJournal.trailerBytes(rows: UInt64(count)))
    return (hash.finalize(), finished)
  }

  private mutating func seal() {
    guard !pending.isEmpty else { return }
    hash.update(CanonicalJournal.rowBytes(pending))
    if keepsJournal {
      let bytes = ChunkCodec.encode(FactColumns(pending))
      finished.append(JournalChunk(sequence: nextSequence, rows: pending.count, bytes: bytes))
      nextSequence += 1
    }
    pending.removeAll(keepingCapacity: true)
  }
}

/// Digests a run's facts and keeps none.
package struct DigestingSink: FactSink, Sendable {
  private var recorder: JournalRecorder

  /// Makes a sink for a run with that header.
  package init(header: JournalHeader) {
    recorder = JournalRecorder(header: header, keepsJournal: false)
  }

  /// How many facts there were so far.
  package var count: Int { recorder.count }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) { recorder.record(fact) }

  /// The digest of the journal that ends here.
  package consuming func finish() -> SHA256.Digest { recorder.finish().digest }
}

extension Journal {
  /// Rebuilds a journal from its chunks in order.
  package init(
    header: JournalHeader, chunks: [JournalChunk], chunkRows: Int = standardChunkRows
  ) throws(JournalError) {
    var journal = Journal(header: header, chunkRows: chunkRows)
    for (index, chunk) in chunks.enumerated() {
      guard chunk.sequence == index else {
        throw JournalError(.malformed, "chunk \(index) is missing; \(chunk.sequence) follows")
      }
      let columns = try ChunkCodec.decode(chunk.bytes)
      guard columns.count == chunk.rows else {
        throw JournalError(
          .malformed, "chunk \(index) holds \(columns.count) rows, not \(chunk.rows)")
      }
      for row in 0..<columns.count { journal.record(columns[row]) }
    }
    self = journal
  }
}
