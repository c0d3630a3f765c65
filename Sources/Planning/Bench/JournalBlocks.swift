package import Facts
import Units

/// The journal of a member in blocks of rows, each with a short digest: small enough to commit, and
/// enough to say in which block another journal first differs.
package struct JournalBlocks: Hashable, Sendable {
  /// The most blocks that a journal is cut into.
  static let countMax = 64
  /// The fewest rows of a block.
  static let rowsMin = 1_024

  /// Facts in the journal.
  package var facts: Int
  /// Rows a block; the last one may be shorter.
  package var rows: Int
  /// The digest of the horizon and of the names behind the ids.
  package var header: String
  /// The digests of the blocks' canonical rows: the first 16 hexadecimal digits of their SHA-256.
  package var digests: [String]

  /// Makes blocks of their parts.
  package init(facts: Int, rows: Int, header: String, digests: [String]) {
    self.facts = facts
    self.rows = rows
    self.header = header
    self.digests = digests
  }

  /// Cuts a journal into blocks of 1,024 rows, or of as many times twice that as it takes to have at
  /// most 64 blocks.
  package init(_ journal: Journal) {
    var rows = Self.rowsMin
    while journal.count > rows * Self.countMax { rows *= 2 }
    self.init(
      facts: journal.count, rows: rows,
      header: Self.short(CanonicalJournal.headerBytes(journal.header)),
      digests: stride(from: 0, to: journal.count, by: rows).map { start in
        Self.digest(of: journal, start..<min(start + rows, journal.count))
      })
  }

  static func digest(of journal: Journal, _ range: Range<Int>) -> String {
    short(CanonicalJournal.rowBytes(range.map { journal[$0] }))
  }

  private static func short(_ bytes: [UInt8]) -> String {
    String(SHA256.digest(bytes).hex.prefix(16))
  }
}

/// Where a journal first differs from one of which only the blocks' digests are known: as much as
/// those can tell.
package enum BlockDivergence: Hashable, Sendable {
  /// The horizon or the names differ.
  case header
  /// One of the events of a block differs, no matter which; the first of the block, from the new
  /// journal, and when its last one happened.
  case block(events: ClosedRange<Int>, first: String, until: String)
  /// The new journal ends inside or before that block, whose beginning cannot be compared.
  case ends(at: Int, baselineEvents: ClosedRange<Int>, baselineCount: Int)
  /// All events of the old journal are there, and the new one goes on with this one.
  case goesOn(at: Int, phrase: String)

  /// Finds where `journal` first differs from the one that `blocks` are of; nil when no block does.
  package static func find(_ journal: Journal, from blocks: JournalBlocks) -> BlockDivergence? {
    if JournalBlocks(journal).header != blocks.header { return .header }
    let text = FactText(header: journal.header)
    for (index, digest) in blocks.digests.enumerated() {
      let start = index * blocks.rows
      let end = min(start + blocks.rows, blocks.facts)
      guard end <= journal.count else {
        return .ends(
          at: journal.count, baselineEvents: start...(end - 1), baselineCount: blocks.facts)
      }
      guard JournalBlocks.digest(of: journal, start..<end) != digest else { continue }
      return .block(
        events: start...(end - 1), first: text.phrase(journal[start]),
        until: journal[end - 1].at.rfc3339)
    }
    guard journal.count > blocks.facts else { return nil }
    return .goesOn(at: blocks.facts, phrase: text.phrase(journal[blocks.facts]))
  }

  /// What is known, in lines for people.
  package var lines: [String] {
    switch self {
    case .header:
      ["the horizon or the names of nodes, jobs or clusters differ, before the first event"]
    case .block(let events, let first, let until):
      [
        "first difference in events \(events.lowerBound) to \(events.upperBound); which of them, "
          + "the baseline does not know",
        "event \(events.lowerBound) is now: \(first)",
        "event \(events.upperBound) happens at \(until)",
      ]
    case .ends(let count, let events, let total):
      [
        "the journal now has \(count) events instead of \(total); the first difference is at or "
          + "after event \(events.lowerBound)"
      ]
    case .goesOn(let index, let phrase):
      ["all \(index) events are equal, and the journal goes on with: \(phrase)"]
    }
  }
}
