/// Which members of a run keep their journal and their jobs.
package enum KeepJournal: String, CaseIterable, Sendable {
  /// Every member.
  case all
  /// The first seed of each variant.
  case first
  /// None: digest, summary and series only.
  case none
}

/// How far a run, or one member of it, has come.
package enum RunStatus: String, CaseIterable, Sendable {
  /// Not at its end. A run is born so: whatever kills the process leaves the truth behind.
  case incomplete
  /// At its end, every part stored.
  case complete
  /// A member could not be simulated.
  case failed
}

/// A file that a run read.
package struct RunInput: Hashable, Sendable {
  /// The path as the scenario names it.
  package var path: String
  /// The SHA-256 of its bytes, 64 hexadecimal digits.
  package var sha256: String
  /// Its length in bytes.
  package var byteCount: Int
  /// The format that it was read as.
  package var format: String
  /// Its licence and source, or an empty text when the file is the user's own.
  package var licence: String

  /// Makes an input of its parts.
  package init(path: String, sha256: String, byteCount: Int, format: String, licence: String) {
    self.path = path
    self.sha256 = sha256
    self.byteCount = byteCount
    self.format = format
    self.licence = licence
  }
}

/// One member that a run is going to have.
package struct PlannedMember: Hashable, Sendable {
  /// The variant's name.
  package var variant: String
  /// The seed; at most 2⁶³−1, the largest integer of SQL.
  package var seed: UInt64
  /// The hash of the resolved scenario, 64 hexadecimal digits.
  package var scenarioHash: String
  /// The canonical JSON of the resolved scenario; members of one variant share it.
  package var resolvedScenario: [UInt8]

  /// Makes a planned member of its parts.
  package init(variant: String, seed: UInt64, scenarioHash: String, resolvedScenario: [UInt8]) {
    self.variant = variant
    self.seed = seed
    self.scenarioHash = scenarioHash
    self.resolvedScenario = resolvedScenario
  }
}

/// What a run is, before it begins.
package struct RunDescription: Hashable, Sendable {
  /// The version of the tool, as `--version` prints it.
  package var toolVersion: String
  /// The command line, the program's name first.
  package var commandLine: [String]
  /// The scenario's name.
  package var scenarioName: String
  /// The scenario's path as given.
  package var scenarioPath: String
  /// The scenario file as it was read.
  package var scenarioText: String
  /// The version of the zone rules used.
  package var zoneRulesVersion: String
  /// Which members keep their journal.
  package var keepJournal: KeepJournal
  /// Every file read, in a fixed order.
  package var inputs: [RunInput]
  /// The members, in the order in which results are shown.
  package var members: [PlannedMember]

  /// Makes a description of its parts.
  package init(
    toolVersion: String, commandLine: [String], scenarioName: String, scenarioPath: String,
    scenarioText: String, zoneRulesVersion: String, keepJournal: KeepJournal, inputs: [RunInput],
    members: [PlannedMember]
  ) {
    self.toolVersion = toolVersion
    self.commandLine = commandLine
    self.scenarioName = scenarioName
    self.scenarioPath = scenarioPath
    self.scenarioText = scenarioText
    self.zoneRulesVersion = zoneRulesVersion
    self.keepJournal = keepJournal
    self.inputs = inputs
    self.members = members
  }
}
