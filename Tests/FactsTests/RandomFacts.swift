import Facts
import SimulationKernel
import Units

/// Journals of any content whatever, from a seed that failing tests print.
enum RandomFacts {
  static func journal(seed: UInt64, rows: Int, chunkRows: Int) -> Journal {
    var journal = Journal(header: header(seed: seed), chunkRows: chunkRows)
    for fact in facts(seed: seed, rows: rows) { journal.record(fact) }
    return journal
  }

  static func header(seed: UInt64) -> JournalHeader {
    var stream = RandomStream(seed: seed, label: "test.header")
    func names(_ prefix: String) -> [String] {
      let letters = ["a", "ß", "\u{1F600}", "\"", ",", "\n", ""]
      return (0..<Int(stream.uniform(below: 6))).map { index in
        prefix + letters[Int(stream.uniform(below: UInt64(letters.count)))] + String(index)
      }
    }
    return JournalHeader(
      start: Instant(nanoseconds: Int64(truncatingIfNeeded: stream.next() >> 2)),
      end: Instant(nanoseconds: .max), poolNames: names("p"), nodeNames: names("n"),
      jobNames: names("j"))
  }

  static func facts(seed: UInt64, rows: Int) -> [Fact] {
    var stream = RandomStream(seed: seed, label: "test.facts")
    let kinds = FactKind.allCases
    return (0..<rows).map { _ in
      // Extremes as often as ordinary values: wrapping deltas are what a codec gets wrong.
      func wide() -> Int64 {
        switch stream.uniform(below: 4) {
        case 0: .min
        case 1: .max
        default: Int64(bitPattern: stream.next() >> stream.uniform(below: 64))
        }
      }
      return Fact(
        at: Instant(nanoseconds: wide()),
        kind: kinds[Int(stream.uniform(below: UInt64(kinds.count)))],
        subject: UInt32(truncatingIfNeeded: wide()), object: UInt32(truncatingIfNeeded: wide()),
        value: wide())
    }
  }
}
