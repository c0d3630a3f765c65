package import Documents
package import Units

/// What a fleet did over time: samples of its clusters, one a line of a file that only grows.
package struct FleetRecording: Sendable {
  /// A cluster at an instant.
  package struct Cluster: Hashable, Sendable {
    /// Its name in snapshots.
    package var name: String
    /// CPU that the pods on machines of the fleet request, but for those of DaemonSets.
    package var running = MilliCPU(0)
    /// CPU that pods without a node request.
    package var waiting = MilliCPU(0)
    /// The pods on machines of the fleet, but for those of DaemonSets.
    package var podsRunning: Int64 = 0
    /// The pods without a node.
    package var podsWaiting: Int64 = 0
    /// Its own machines that are Ready.
    package var ownReady: Int64 = 0
    /// Machines lent to it that are Ready.
    package var lentReady: Int64 = 0
    /// Machines lent to it that are on their way to it, or back.
    package var lentMoving: Int64 = 0
    /// Pods of it whose end was asked for since the sample before; nil when there was none.
    package var evictions: Int64?
    /// Machines lent to it that have gone since the sample before; nil when there was none.
    package var interruptions: Int64?
    /// What its machines cost an hour; nil when the price of one is not known.
    package var perHour: Money?

    /// Makes a cluster without anything.
    package init(_ name: String) { self.name = name }
  }

  /// A PodDisruptionBudget that covers pods of the fleet.
  package struct Budget: Hashable, Sendable {
    /// Its cluster, namespace and name.
    package var name: String
    /// How many of its pods an eviction may take now.
    package var allowed: Int64
    /// Its pods on lent machines.
    package var lentPods: Int64

    /// Makes one.
    package init(name: String, allowed: Int64, lentPods: Int64) {
      self.name = name
      self.allowed = allowed
      self.lentPods = lentPods
    }
  }

  /// The fleet at an instant.
  package struct Sample: Hashable, Sendable {
    /// When it was read.
    package var at: Instant
    /// The clusters, by name.
    package var clusters: [Cluster]
    /// The budgets that cover pods on lent machines, by name.
    package var budgets: [Budget]

    /// Makes a sample.
    package init(at: Instant, clusters: [Cluster], budgets: [Budget] = []) {
      self.at = at
      self.clusters = clusters
      self.budgets = budgets
    }
  }

  /// The first line: what holds for all of them.
  package struct Head: Hashable, Sendable {
    /// The zone whose clock the load goes by.
    package var timezone: String
    /// Days that are like a Sunday.
    package var holidays: [CivilDate]
    /// What prices are counted in; nil without prices.
    package var currency: Currency?

    /// Makes a head.
    package init(timezone: String = "UTC", holidays: [CivilDate] = [], currency: Currency? = nil) {
      self.timezone = timezone
      self.holidays = holidays
      self.currency = currency
    }
  }

  /// What holds for all samples.
  package var head: Head
  /// The samples, by instant.
  package var samples: [Sample]
  /// The line that does not end, and is left out: its writer was cut off. Nil for none.
  package private(set) var cutLine: Int?

  /// Makes a recording.
  package init(head: Head, samples: [Sample] = []) {
    self.head = head
    self.samples = samples
  }
}

extension FleetRecording {
  /// Reads a recording: a head, then samples by ascending instants. A last line that does not end is
  /// left out.
  ///
  /// - Throws: The first problem of each line that has one, at most twenty, with its place.
  package static func read(
    _ bytes: [UInt8], path: String
  ) throws(RecordingError) -> FleetRecording {
    var diagnostics: [Diagnostic] = []
    var recording: FleetRecording?
    var number = 0
    var start = 0
    var cut: Int?
    while start < bytes.count, diagnostics.count < 20 {
      number += 1
      guard let end = bytes[start...].firstIndex(of: 0x0A) else {
        cut = number
        break
      }
      defer { start = end + 1 }
      let line = Array(bytes[start..<end])
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { continue }
      do throws(RecordingError) {
        if recording == nil {
          recording = FleetRecording(head: try RecordingFormat.head(line, path, number))
          continue
        }
        let sample = try RecordingFormat.sample(line, path, number)
        if let last = recording?.samples.last, sample.at <= last.at {
          throw RecordingError(
            path, number, "at", "it is not after the line before, \(last.at.rfc3339)",
            remedy: "one recording has one writer; take this line out, or begin another file")
        }
        recording?.samples.append(sample)
      } catch {
        diagnostics += error.diagnostics.prefix(1)
      }
    }
    guard diagnostics.isEmpty else { throw RecordingError(diagnostics: diagnostics) }
    guard var recording else {
      throw RecordingError(
        path, 1, "", "the recording has no whole line",
        remedy: "fivespot-live record writes one")
    }
    recording.cutLine = cut
    return recording
  }
}

/// A recording that cannot be used: its problems, with their places.
package struct RecordingError: Error, Sendable {
  /// The problems, by line.
  package var diagnostics: [Diagnostic]

  init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  init(_ file: String, _ line: Int, _ path: String, _ message: String, remedy: String) {
    diagnostics = [
      Diagnostic(
        .error, .invalidValue, at: SourcePosition(file: file, line: line, column: 1), path: path,
        message, remedy: remedy)
    ]
  }
}
