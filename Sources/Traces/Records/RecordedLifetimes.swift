package import SimulationKernel
package import Units

/// How long recorded machines lived, and whether they were taken away or given back.
package struct RecordedLifetimes: Hashable, Sendable {
  /// The machines, in the order of the file.
  package var observations: [RecordedLifetime]
  /// What the importer decided or left out, for the reader of a report.
  package var notes: [String]

  /// Makes a list of lifetimes.
  package init(observations: [RecordedLifetime], notes: [String] = []) {
    self.observations = observations
    self.notes = notes
  }

  /// Only the machines of these zones and types; nil takes all.
  package func filtered(zones: [String]? = nil, machineTypes: [String]? = nil) -> RecordedLifetimes
  {
    RecordedLifetimes(
      observations: observations.filter { observation in
        (zones?.contains(observation.zone) ?? true)
          && (machineTypes?.contains(observation.machineType) ?? true)
      },
      notes: notes)
  }

  /// The estimate of how long a machine lives when nobody gives it back.
  ///
  /// - Throws: `DistributionError.empty` when there is no observation.
  package func estimate() throws(DistributionError) -> KaplanMeierEstimate {
    try KaplanMeierEstimate(
      observations.map { .init(span: $0.lifetime, isEvent: $0.end == .preempted) })
  }
}

/// One recorded machine.
package struct RecordedLifetime: Hashable, Sendable {
  /// Why a life ended.
  package enum End: String, CaseIterable, Hashable, Sendable {
    /// The provider took the machine away: the event whose law is sought.
    case preempted
    /// Its user gave it back: how much longer it would have lived is unknown (right-censored).
    case stop
  }

  /// The machine's name.
  package var name: String
  /// Where it ran.
  package var zone: String
  /// Its size and family.
  package var machineType: String
  /// How long it lived.
  package var lifetime: TimeSpan
  /// Why its life ended.
  package var end: End

  /// Makes an observation.
  package init(name: String, zone: String, machineType: String, lifetime: TimeSpan, end: End) {
    self.name = name
    self.zone = zone
    self.machineType = machineType
    self.lifetime = lifetime
    self.end = end
  }
}
