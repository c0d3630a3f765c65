import Units

/// Everything that happened in one member of a run, in order: append-only, kept in columns.
///
/// Rows gather in a short tail, which costs one append a fact on the hot path, and are turned into
/// columns a chunk at a time. The chunk size never shows in the canonical bytes.
package struct Journal: FactSink, Sendable {
  /// Rows a chunk when nobody says otherwise.
  package static let standardChunkRows = 8_192
  /// The most rows that a stored chunk may hold; a reader refuses more.
  package static let chunkRowsMax = 1 << 20

  /// The horizon and the names behind the ids.
  package let header: JournalHeader
  /// Rows a chunk, at least 1.
  package let chunkRows: Int
  private var chunks: [FactColumns] = []
  private var tail: [Fact] = []

  /// Makes a journal of no facts yet.
  package init(header: JournalHeader, chunkRows: Int = standardChunkRows) {
    precondition(
      chunkRows >= 1 && chunkRows <= Journal.chunkRowsMax, "a chunk holds 1 to 2^20 rows")
    self.header = header
    self.chunkRows = chunkRows
    tail.reserveCapacity(chunkRows)
  }

  /// Appends the next fact.
  package mutating func record(_ fact: Fact) {
    tail.append(fact)
    if tail.count == chunkRows {
      chunks.append(FactColumns(tail))
      tail.removeAll(keepingCapacity: true)
    }
  }

  /// The number of facts.
  package var count: Int { chunks.count * chunkRows + tail.count }

  /// The fact at an index from 0.
  package subscript(index: Int) -> Fact {
    let chunk = index / chunkRows
    return chunk < chunks.count
      ? chunks[chunk][index % chunkRows] : tail[index - chunks.count * chunkRows]
  }

  /// The rows as columns, chunk after chunk; all but the last hold `chunkRows` rows.
  package var columns: [FactColumns] {
    tail.isEmpty ? chunks : chunks + [FactColumns(tail)]
  }

  /// Tells every fact to `sink`, in order.
  package func replay(into sink: inout some FactSink) {
    for chunk in chunks {
      for row in 0..<chunk.count { sink.record(chunk[row]) }
    }
    for fact in tail { sink.record(fact) }
  }
}

extension Journal: RandomAccessCollection {
  /// The index of the first fact.
  package var startIndex: Int { 0 }
  /// One past the index of the last fact.
  package var endIndex: Int { count }
}

/// Two journals are equal when their headers and facts are; how they are cut into chunks is no part
/// of them.
extension Journal: Equatable {
  package static func == (left: Journal, right: Journal) -> Bool {
    left.header == right.header && left.count == right.count && left.elementsEqual(right)
  }
}

/// A sink that keeps nothing.
package struct NullSink: FactSink, Sendable {
  /// Makes a sink.
  package init() {}
  /// Forgets the fact.
  package mutating func record(_ fact: Fact) {}
}

/// Tells each fact to two sinks, the first one first.
package struct TeeSink<First: FactSink, Second: FactSink>: FactSink {
  /// Told first.
  package var first: First
  /// Told second.
  package var second: Second

  /// Makes a sink of two.
  package init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// Tells both.
  package mutating func record(_ fact: Fact) {
    first.record(fact)
    second.record(fact)
  }
}
