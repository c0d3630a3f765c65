package import Units

/// Whether a spot machine could be had, probed zone by zone at equal steps.
///
/// Files of this kind exist with both meanings of 1, and nothing in them says which: whoever reads
/// one has to know (`upSpells(of:where:)`).
package struct RecordedAvailability: Hashable, Sendable {
  /// The zones, in the order of the file.
  package var zones: [String]
  /// When the first probe was made.
  package var start: Instant
  /// From one probe to the next.
  package var step: TimeSpan
  /// The probes of each zone, in the order of `zones`: whether the file has a 1.
  package var probes: [[Bool]]
  /// What the importer decided or left out, for the reader of a report.
  package var notes: [String]

  /// Makes a record of probes; `zones` and `probes` have the same length.
  package init(
    zones: [String], start: Instant, step: TimeSpan, probes: [[Bool]], notes: [String] = []
  ) {
    precondition(zones.count == probes.count, "each zone has its probes")
    self.zones = zones
    self.start = start
    self.step = step
    self.probes = probes
    self.notes = notes
  }

  /// The spells in which a machine could be had, as lives of machines.
  ///
  /// A spell lasts from its first available probe to the first that is not. One that was under way
  /// when the record starts is left out, as nobody knows how long it had lasted; one that is under
  /// way when it ends is censored there. A probe that fails says that a launch would have failed:
  /// the end of a spell is an upper bound on the interruption of a machine that runs.
  ///
  /// - Parameters:
  ///   - zones: The zones; nil takes all.
  ///   - available: The value of the file that means that a machine could be had.
  package func upSpells(of zones: [String]?, where available: Bool) -> RecordedLifetimes {
    var spells: [RecordedLifetime] = []
    for (zone, probes) in zip(self.zones, probes) where zones?.contains(zone) ?? true {
      var first: Int?
      for (index, probe) in probes.enumerated() {
        let isUp = probe == available
        if isUp, first == nil { first = index }
        guard !isUp, let start = first else { continue }
        if start > 0 { spells.append(spell(start..<index, in: zone, .preempted)) }
        first = nil
      }
      if let start = first, start > 0 {
        spells.append(spell(start..<probes.count, in: zone, .stop))
      }
    }
    return RecordedLifetimes(observations: spells, notes: notes)
  }

  /// How long the record is: from its first probe to one step after its last.
  package var length: TimeSpan { step * Int64(probes.first?.count ?? 0) }

  /// The spells of one zone as a run replays them: whether a machine could be had at the place of the
  /// record where the run starts, and the instants of the run at which that turned.
  ///
  /// - Parameters:
  ///   - zone: The zone, one of `zones`.
  ///   - available: The value of the file that means that a machine could be had.
  ///   - offset: Where in the record the run starts, at least zero and below `length`.
  ///   - start: When the run starts.
  package func turns(
    of zone: String, where available: Bool, from offset: TimeSpan, startingAt start: Instant
  ) -> (startsUp: Bool, turns: [Instant]) {
    guard let column = zones.firstIndex(of: zone) else {
      preconditionFailure("there is no zone \(zone) in the record")
    }
    let probes = probes[column]
    let first = Int(offset.nanoseconds / step.nanoseconds)
    var turns: [Instant] = []
    for index in (first + 1)..<max(probes.count, first + 1) where probes[index] != probes[index - 1]
    {
      turns.append(start + (step * Int64(index) - offset))
    }
    return (probes[first] == available, turns)
  }

  private func spell(
    _ range: Range<Int>, in zone: String, _ end: RecordedLifetime.End
  ) -> RecordedLifetime {
    RecordedLifetime(
      name: "\(zone)/\(range.lowerBound)", zone: zone, machineType: "",
      lifetime: step * Int64(range.count), end: end)
  }
}
