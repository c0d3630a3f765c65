package import Units

/// The one sink that a member of a run needs: it digests, derives, and keeps the journal when asked.
package struct MemberRecorder: FactSink, Sendable {
  private var journal: JournalRecorder
  private var replay: FleetReplay

  /// Makes a recorder for a run of `workload` on `fleet` over the half-open horizon.
  package init(
    start: Instant, end: Instant, fleet: Fleet, workload: Workload, keepsJournal: Bool,
    chunkRows: Int = Journal.standardChunkRows
  ) {
    let header = JournalHeader(start: start, end: end, fleet: fleet, workload: workload)
    journal = JournalRecorder(header: header, keepsJournal: keepsJournal, chunkRows: chunkRows)
    replay = FleetReplay(header: header, fleet: fleet, workload: workload)
  }

  /// Takes the next fact.
  package mutating func record(_ fact: Fact) {
    journal.record(fact)
    replay.record(fact)
  }

  /// Ends the run: what a store keeps of it.
  ///
  /// Throws when the facts are not those of a whole run, which is a fault of the simulation.
  package consuming func finish() throws(ReplayError) -> MemberResult {
    let header = journal.header
    let facts = journal.count
    let derived = try replay.finish()
    let ended = journal.finish()
    return MemberResult(
      header: header, digest: ended.digest.hex, facts: facts, chunks: ended.chunks,
      summary: derived.summary, series: derived.series, jobs: derived.jobs)
  }
}

/// What a store keeps of one member of a run.
package struct MemberResult: Hashable, Sendable {
  /// The horizon and the names behind the ids.
  package var header: JournalHeader
  /// The SHA-256 of the canonical journal, 64 hexadecimal digits.
  package var digest: String
  /// Facts in the journal.
  package var facts: Int
  /// The journal in compressed chunks; empty when it is not kept.
  package var chunks: [JournalChunk]
  /// The figures of the whole run.
  package var summary: MemberSummary
  /// The levels hour by hour.
  package var series: LevelSeries
  /// Every job that came into the queue, by dense id.
  package var jobs: [JobOutcome]

  /// Makes a result of its parts.
  package init(
    header: JournalHeader, digest: String, facts: Int, chunks: [JournalChunk],
    summary: MemberSummary, series: LevelSeries, jobs: [JobOutcome]
  ) {
    self.header = header
    self.digest = digest
    self.facts = facts
    self.chunks = chunks
    self.summary = summary
    self.series = series
    self.jobs = jobs
  }
}
