package import Units

/// A run as the store has it.
package struct RunRecord: Hashable, Sendable {
  /// Its place in the store, from 1: later runs have larger numbers.
  package var number: Int64
  /// Its id: 26 hexadecimal digits, any unambiguous prefix of which names it.
  package var runID: String
  /// The hash of everything that decides its result; equal for repetitions of one run.
  package var planHash: String
  /// When it began, on the machine's clock, RFC 3339.
  package var createdAt: String
  /// When it ended, if it did.
  package var finishedAt: String?
  /// How far it has come.
  package var status: RunStatus
  /// The scenario's name.
  package var scenarioName: String
  /// The scenario's path as given.
  package var scenarioPath: String
  /// The version of the tool that ran it.
  package var toolVersion: String
  /// The version of the zone rules used.
  package var zoneRulesVersion: String
  /// The command line, the program's name first.
  package var commandLine: [String]
  /// Which members keep their journal.
  package var keepJournal: KeepJournal
  /// Members that it was to have.
  package var memberCount: Int
  /// Members that are stored whole.
  package var completeMemberCount: Int
}

/// A member of a run as the store has it.
package struct MemberRecord: Hashable, Sendable {
  /// Its key in the store.
  package var id: Int64
  /// The id of its run.
  package var runID: String
  /// The variant's name.
  package var variant: String
  /// The seed.
  package var seed: UInt64
  /// How far it has come.
  package var status: RunStatus
  /// The hash of its resolved scenario.
  package var scenarioHash: String
  /// Whether its journal and jobs are kept.
  package var keepsJournal: Bool
  /// The SHA-256 of its canonical journal, when it is complete.
  package var digest: String?
  /// Facts in its journal, when it is complete.
  package var facts: Int64?
  /// Events that the simulation handled, when it is complete.
  package var events: Int64?
  /// The first instant of simulated time, when it is complete.
  package var start: Instant?
  /// The end of simulated time, when it is complete.
  package var end: Instant?
  /// When it began, on the machine's clock, RFC 3339.
  package var startedAt: String?
  /// When it was stored, on the machine's clock, RFC 3339.
  package var finishedAt: String?
  /// Why it failed, if it did.
  package var failure: String?
}

/// What a reference such as `latest/base/3` names.
package struct RunSelection: Hashable, Sendable {
  /// The run.
  package var run: RunRecord
  /// The members it names, in the run's order: all, those of a variant, or one.
  package var members: [MemberRecord]
}
