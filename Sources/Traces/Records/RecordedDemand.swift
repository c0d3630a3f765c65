package import Units

/// What the pods of clusters requested over time, as it was read now and then.
package struct RecordedDemand: Hashable, Sendable {
  /// What was read at an instant.
  package struct Reading: Hashable, Sendable {
    /// When.
    package var at: Instant
    /// What pods requested, running and waiting.
    package var cpu: MilliCPU

    /// Makes a reading.
    package init(at: Instant, cpu: MilliCPU) {
      self.at = at
      self.cpu = cpu
    }
  }

  /// A cluster.
  package struct Cluster: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// What was read, by instant; at least one.
    package var readings: [Reading]

    /// Makes a cluster.
    package init(name: String, readings: [Reading]) {
      self.name = name
      self.readings = readings
    }

    /// Its demand at the start of each step: the latest reading before or at it, or the first one.
    ///
    /// - Parameter offset: How much later the readings are than they were recorded.
    package func values(
      from start: Instant, to end: Instant, step: TimeSpan, offset: TimeSpan = .zero
    ) -> [Int64] {
      precondition(step > .zero && !readings.isEmpty, "a demand has steps and readings")
      var values: [Int64] = []
      var place = 0
      var at = start
      while at < end {
        while place + 1 < readings.count, readings[place + 1].at + offset <= at { place += 1 }
        values.append(readings[place].cpu.value)
        let (next, isBeyond) = at.nanoseconds.addingReportingOverflow(step.nanoseconds)
        if isBeyond { break }
        at = Instant(nanoseconds: next)
      }
      return values
    }
  }

  /// The clusters, by name.
  package var clusters: [Cluster]
  /// What the importer decided or left out.
  package var notes: [String]

  /// Makes a demand.
  package init(clusters: [Cluster], notes: [String] = []) {
    self.clusters = clusters
    self.notes = notes
  }
}
