import Facts
import SimulationKernel
import Testing
import Units

@Suite("A journal's canonical bytes")
struct JournalTests {
  @Test("are those that docs/journal.md works through")
  func worked() {
    var journal = Journal(
      header: JournalHeader(
        start: .epoch, end: Instant(nanoseconds: 256), poolNames: ["p"], nodeNames: [],
        jobNames: ["a", "ü"]))
    journal.record(
      Fact(at: Instant(nanoseconds: 5), kind: .jobStarted, subject: 1, object: 2, value: -1))
    let hexadecimal = journal.canonicalBytes().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
    #expect(
      hexadecimal == """
        465653504a524e4c02000000\
        00000000000000000001000000000000\
        05000000\
        01010000000100000070\
        0200000000\
        0302000000010000006102000000c3bc\
        0400000000\
        0500000000\
        0500000000000000110100000002000000ffffffffffffffff\
        0100000000000000465653504a454e44
        """)
    #expect(journal.digest == SHA256.digest(journal.canonicalBytes()))
  }

  @Test("do not depend on the chunk size, kept or streamed", arguments: [1, 2, 7, 100, 8_192])
  func chunkSize(rows: Int) {
    let expected = RandomFacts.journal(seed: 11, rows: 1_000, chunkRows: 13)
    let actual = RandomFacts.journal(seed: 11, rows: 1_000, chunkRows: rows)
    #expect(actual == expected)
    #expect(actual.canonicalBytes() == expected.canonicalBytes())
    var recorder = JournalRecorder(header: expected.header, keepsJournal: true, chunkRows: rows)
    expected.replay(into: &recorder)
    #expect(recorder.finish().digest == expected.digest)
    var sink = DigestingSink(header: expected.header)
    expected.replay(into: &sink)
    #expect(sink.finish() == expected.digest)
  }

  @Test("read back to the same journal", arguments: 0..<40 as Range<UInt64>)
  func readBack(seed: UInt64) throws {
    let journal = RandomFacts.journal(seed: seed, rows: Int(seed * 7), chunkRows: 16)
    let read = try Journal(canonicalBytes: journal.canonicalBytes())
    #expect(read == journal, "seed \(seed)")
  }

  @Test("are refused when cut anywhere, and when a byte is added")
  func strict() throws {
    let bytes = SmallRun.journal.canonicalBytes()
    for length in 0..<bytes.count {
      #expect(throws: JournalError.self) {
        try Journal(canonicalBytes: Array(bytes.prefix(length)))
      }
    }
    #expect(throws: JournalError.self) { try Journal(canonicalBytes: bytes + [0]) }
  }

  @Test("are refused, not trapped on, when damaged", arguments: 0..<200 as Range<UInt64>)
  func damaged(seed: UInt64) {
    var stream = RandomStream(seed: seed, label: "test.damage")
    var bytes = SmallRun.journal.canonicalBytes()
    let place = Int(stream.uniform(below: UInt64(bytes.count)))
    bytes[place] ^= UInt8(1 << stream.uniform(below: 8))
    let read = try? Journal(canonicalBytes: bytes)
    #expect(read != SmallRun.journal, "seed \(seed)")
  }

  @Test("of different names, horizons and orders have different digests")
  func sensitive() {
    let reference = SmallRun.journal.digest
    var header = SmallRun.header
    header.nodeNames[1] = "n-2"
    #expect(digest(header, SmallRun.facts) != reference)
    header = SmallRun.header
    header.end = header.end + .seconds(1)
    #expect(digest(header, SmallRun.facts) != reference)
    var facts = SmallRun.facts
    facts.swapAt(0, 1)
    #expect(digest(SmallRun.header, facts) != reference)
    #expect(digest(SmallRun.header, SmallRun.facts) == reference)
  }

  private func digest(_ header: JournalHeader, _ facts: [Fact]) -> SHA256.Digest {
    var sink = DigestingSink(header: header)
    for fact in facts { sink.record(fact) }
    return sink.finish()
  }
}

@Suite("Chunks of a journal")
struct ChunkTests {
  @Test("decode to the rows that were encoded", arguments: 0..<60 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    let columns = FactColumns(RandomFacts.facts(seed: seed, rows: Int(seed * 3)))
    #expect(try ChunkCodec.decode(ChunkCodec.encode(columns)) == columns, "seed \(seed)")
  }

  @Test("rebuild the journal", arguments: [1, 3, 1_000, 8_192])
  func rebuild(rows: Int) throws {
    let journal = RandomFacts.journal(seed: 5, rows: 2_000, chunkRows: 64)
    var recorder = JournalRecorder(header: journal.header, keepsJournal: true, chunkRows: rows)
    var chunks: [JournalChunk] = []
    for fact in journal {
      recorder.record(fact)
      chunks += recorder.takeChunks()
    }
    chunks += recorder.finish().chunks
    #expect(try Journal(header: journal.header, chunks: chunks) == journal)
    #expect(chunks.map(\.rows).reduce(0, +) == 2_000)
  }

  @Test("are refused, not trapped on, when damaged", arguments: 0..<300 as Range<UInt64>)
  func damaged(seed: UInt64) {
    var stream = RandomStream(seed: seed, label: "test.damage")
    let columns = FactColumns(SmallRun.facts)
    var bytes = ChunkCodec.encode(columns)
    for _ in 0...stream.uniform(below: 3) {
      let place = Int(stream.uniform(below: UInt64(bytes.count)))
      bytes[place] = UInt8(truncatingIfNeeded: stream.next())
    }
    if stream.uniform(below: 3) == 0 {
      bytes.removeLast(Int(stream.uniform(below: UInt64(bytes.count))))
    }
    _ = try? ChunkCodec.decode(bytes)
  }

  @Test("of a missing or foreign sequence are refused")
  func sequence() throws {
    var recorder = JournalRecorder(
      header: SmallRun.header, keepsJournal: true, chunkRows: 4)
    for fact in SmallRun.facts { recorder.record(fact) }
    var chunks = recorder.finish().chunks
    chunks.remove(at: 1)
    #expect(throws: JournalError.self) { try Journal(header: SmallRun.header, chunks: chunks) }
  }
}
